"""The outcome of a change: its issues, and how many rows it touched."""

from __future__ import annotations

from dataclasses import dataclass, field

from cx.issues import Issue
from cx.store.rows import Counts


@dataclass
class Outcome:
    """Issues and counts of a change. `counts` add up to the rows read, table by table."""

    issues: list[Issue] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    rejected: int = 0
    refused_rows: dict[str, set[int]] = field(default_factory=dict)
    """Every row with an error, by file; `issues` names only the first of each kind."""
    read: int = 0
    applied: bool = False
    sha256: str = ""
    """Hash of the content, independent of file names, order of files, quoting and line endings."""
    named: list[tuple[str, str]] = field(default_factory=list)
    """Texts of files brought by a command that look as if they said who somebody is, with what each looks like."""

    @property
    def refused(self) -> bool:
        """Whether some issue is an error, so that nothing was written."""
        return any(f.is_error for f in self.issues)

    @property
    def changes(self) -> dict[str, Counts]:
        """The tables of which rows are new, changed or removed."""
        return {table: counts for table, counts in self.counts.items() if counts.new or counts.changed or counts.removed}

    def total(self, kind: str) -> int:
        """The sum of one kind of count (new, changed, unchanged, removed) over all tables."""
        return sum(getattr(c, kind) for c in self.counts.values())
