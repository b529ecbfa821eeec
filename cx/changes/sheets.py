"""Sheets: rows for one of our tables, from values or from files with our names and columns. Nothing is interpreted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cx.exports.guard import guarded
from cx.issues import Issue, Issues, issue
from cx.readers.by_column import Block, blocks_of
from cx.readers.content import storable
from cx.tables import TEXTUAL, Table

FIRST = 2
"""The number of the first row below a header."""
Rows = Iterable[tuple[int, Sequence[str]]]
"""Row numbers, the header being row 1, and cells by column of the header."""


@dataclass
class Sheet:
    """Rows for one of our tables, whatever their source. Each call of `rows` reads them again from the start."""

    file: str
    table: Table
    header: list[str]
    source: Callable[[], Rows]
    issues: Issues = field(default_factory=Issues)
    """What is wrong with the sheet; reading the rows adds to it."""

    def rows(self) -> Rows:
        """Rows that fit the header; others become issues."""
        return self.source()

    def blocks(self) -> Iterator[Block]:
        """The same rows by column, many at a time."""
        return blocks_of(self.rows())


def sheet_of_values(file: str, table: Table, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    """A sheet of texts that exist as values, such as those of a grid; each is taken literally."""
    textual = [table.column(name).type in TEXTUAL for name in header]
    # Staging removes one ' from a guarded text, as it does for a file.
    cells = [[storable(guarded(c) if text else c) for c, text in zip(row, textual, strict=True)] for row in rows]
    return Sheet(file, table, list(header), lambda: enumerate(cells, start=FIRST))


def missing_column(sheet: Sheet, name: str) -> Issue:
    """The issue for a column that the file must have."""
    needed = ", ".join(c.name for c in sheet.table.columns if c.required)
    return issue("missing_column", sheet.file, 1, name, table=sheet.file, needed=needed)
