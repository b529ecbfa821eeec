"""Pictures of personas: added and taken away like everything else, and removed for good, so that no byte of them is left.

A picture shows people, perhaps real ones. So somebody confirms that people made it and that it may be used, and it can be
removed from the history as well, which taking it away does not do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb

from cx.analysis.portraits import Portrait
from cx.changes.load import apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.issues import issue
from cx.store.erase import erase
from cx.store.rows import Change
from cx.store.what_goes import Asked, Found
from cx.tables import TABLE

ACTION = "picture"
"""What the history calls these changes."""
CONFIRMED = "This is a photograph or a drawing that people made, and we may use it"
"""What a person says of a picture before it is kept."""


def picture_row(persona_id: str, jpeg: bytes, alt: str, source: str) -> dict[str, str]:
    """The row of a picture that whoever acts has confirmed today, as text by column."""
    return {
        **{"persona_id": persona_id, "picture": jpeg.hex(), "alt": alt.strip(), "source": source.strip()},
        **{"confirmed_by": user(), "confirmed_on": date.today().isoformat()},
    }


def write_picture(cursor: duckdb.DuckDBPyConnection, row: Mapping[str, str], seen: Portrait | None, name: str) -> Outcome:
    """Check and write the row, or what it names of it, in this transaction; refused where the picture is no longer the one `seen`."""
    return _written(cursor, row["persona_id"], seen, name, row)


def take_picture_away(cursor: duckdb.DuckDBPyConnection, persona_id: str, seen: Portrait | None, name: str) -> Outcome:
    """Remove it in this transaction; undo in the history brings it back."""
    return _written(cursor, persona_id, seen, name, None)


def _written(
    cursor: duckdb.DuckDBPyConnection, persona_id: str, seen: Portrait | None, name: str, row: Mapping[str, str] | None
) -> Outcome:
    stored = cursor.execute("SELECT picture, alt, coalesce(source, '') FROM pictures WHERE persona_id = ?", [persona_id]).fetchall()
    is_same = stored == ([(seen.jpeg.hex(), seen.alt, seen.source)] if seen else [])
    issues = [] if is_same else [issue("changed_meanwhile", TABLE["pictures"].title, None, None, persona_id)]
    remove = {} if row is not None else {"pictures": [{"persona_id": persona_id}]}
    sheets = [sheet_of("pictures", [row])] if row is not None else []
    return apply_sheets(cursor, sheets, Change(user(), ACTION, name), remove=remove, issues=issues)


def remove_for_good(path: Path, persona_id: str, fingerprint: Callable[[str], str], *, write: bool, remove_copies: bool = False) -> Found:
    """Remove every picture of a persona from the workspace at `path` and from its history, or, without `write`, find what would go.

    The database is written anew, so that neither it nor its log holds a byte of them. Raises as `cx.store.erase.erase` does.
    """
    found = erase(path, Asked(rows={"pictures": [(persona_id,)]}), fingerprint, write=write)
    if write and remove_copies:
        for copy in found.copies:
            with suppress(OSError):
                copy.unlink()
        found.copies = tuple(copy for copy in found.copies if copy.exists())
    return found
