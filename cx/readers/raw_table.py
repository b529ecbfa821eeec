"""Rows as they stand in a file, before anybody looks for a header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.issues import Issue
from cx.readers.code_book import CodeBook
from cx.readers.content import Row
from cx.readers.encoding import Guess
from cx.readers.layout.layout import lay_out, lay_out_all, lay_out_export
from cx.readers.platforms.export_head import ExportHead
from cx.readers.text_table import Grid, TextTable, placed


@dataclass(frozen=True)
class RawTable:
    """What a reader makes of a text file, a sheet of a workbook, or a list of records."""

    file: str
    sheet: str | None
    grid: Grid
    notes: tuple[str, ...] = ()
    """What reading decided, in words for people."""
    issues: Sequence[Issue] = ()
    """What is wrong with its rows, as far as reading told."""
    headed: bool = False
    """Whether the first row holds names for certain, as that of records does."""
    guess: Guess | None = None
    """Its encoding, where that is a guess."""
    head: ExportHead | None = None
    """What its columns are and which rows are responses, where the reader knows; else marks in the first rows may tell."""
    of_archive: tuple[str, ...] = ()
    """What people should know of the archive that it came in."""

    describes: CodeBook | None = None
    """What it says of the columns of other tables, where it is a code book."""

    @property
    def place(self) -> str:
        """File and sheet, as issues name them."""
        return placed(self.file, self.sheet)

    def first_row(self) -> Row | None:
        """The first row that holds something, and can be told apart into cells."""
        return next(((number, cells) for number, cells in self.grid.rows() if any(map(str.strip, cells))), None)

    def export(self) -> TextTable | None:
        """The table where the rows are the export of a survey platform."""
        return lay_out_export(self.file, self.sheet, self.grid, self.notes, self.issues, self.head)

    def tables(self) -> list[TextTable]:
        """Every table that lies in the rows. Raises InvalidData if there is none, or if it has too many columns."""
        export = self.export() if self.head else None
        if export:
            found = [export]
        elif self.headed:
            found = [lay_out(self.file, self.sheet, self.grid, self.notes, self.issues, first_is_header=True)]
        else:
            found = lay_out_all(self.file, self.sheet, self.grid, self.notes, self.issues)
        if self.of_archive or self.describes:
            return [replace(one, notes=one.notes + self.of_archive, describes=self.describes) for one in found]
        return found
