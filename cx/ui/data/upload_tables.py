"""What is known of a table of an upload, beside the table itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cx.uploads.name_index import NameIndex


@dataclass(frozen=True)
class Beside:
    """What the other tables of an upload say about one of them."""

    repeated: str
    """Why it brings nothing of its own; empty where it does."""
    personas: Mapping[str, str]
    """Names of personas by the ids that the upload gives them."""

    ids: Mapping[str, Mapping[str, str]]
    """Columns that other sheets refer to, by shape (`cx.uploads.recognise.numbered`)."""

    def with_names(self, index: NameIndex) -> NameIndex:
        """What is known, with the personas of this upload."""
        return replace(index, persona_names={**index.persona_names, **self.personas})


@dataclass
class TableSummary:
    """One table in a line: what it is taken for, how much it asks, and what it still needs."""

    place: str
    """File and sheet, as issues name them."""
    taken_as: str
    """The label of the layout that its rows are read in."""
    rows: int
    asks: int = 0
    """How many proposals a person may answer."""
    unused: int = 0
    """How many columns hold something and are left out."""
    state: str = "ready"
    """What it still needs, or what becomes of it."""
