"""The pictures of personas, as pages and cards show them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date

from cx.store import Workspace

EVERYWHERE = """SELECT persona_id, coalesce(p.name, l.name, persona_id) AS name, t.persona_id IS NOT NULL, coalesce(r.changes, 0)::BIGINT
    FROM (SELECT persona_id FROM pictures UNION SELECT coalesce(after, before) ->> 'persona_id' FROM audit_rows WHERE table_name = 'pictures'
          AND coalesce(after, before) IS NOT NULL)
    LEFT JOIN personas p USING (persona_id) LEFT JOIN pictures t USING (persona_id)
    LEFT JOIN (SELECT coalesce(after, before) ->> 'persona_id' AS persona_id, count(DISTINCT audit_id) AS changes FROM audit_rows
               WHERE table_name = 'pictures' GROUP BY ALL) r USING (persona_id)
    LEFT JOIN (SELECT coalesce(after, before) ->> 'persona_id' AS persona_id, arg_max(coalesce(after, before) ->> 'name', audit_id) AS name
               FROM audit_rows WHERE table_name = 'personas' GROUP BY ALL) l USING (persona_id)
    ORDER BY name, persona_id"""


@dataclass(frozen=True)
class Portrait:
    """A picture of a persona: a JPEG, what it shows in words, where it comes from, and who confirmed that people made it."""

    jpeg: bytes
    alt: str
    source: str
    confirmed_by: str
    confirmed_on: date | None

    @property
    def address(self) -> str:
        """The whole picture as an address, so that nothing is fetched for it."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.jpeg).decode()}"


@dataclass(frozen=True)
class Kept:
    """Of whom the workspace keeps pictures: on the card (`is_shown`), and in so many changes of the history."""

    persona_id: str
    name: str
    is_shown: bool
    changes: int


def portraits(workspace: Workspace) -> dict[str, Portrait]:
    """Every picture by persona. A frozen round keeps none: beside its numbers stands that of today."""
    return workspace.answer("portraits", lambda: _portraits(workspace))


def _portraits(workspace: Workspace) -> dict[str, Portrait]:
    rows = workspace.rows("SELECT persona_id, picture, alt, coalesce(source, ''), confirmed_by, confirmed_on FROM pictures")
    return {persona_id: Portrait(bytes.fromhex(picture), *rest) for persona_id, picture, *rest in rows}


def kept_pictures(workspace: Workspace) -> list[Kept]:
    """Every persona, also one that is gone, of which a picture stands on its card or in the history."""
    return workspace.answer("kept_pictures", lambda: [Kept(*row) for row in workspace.rows(EVERYWHERE)])
