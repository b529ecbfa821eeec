"""A table taken as it stands: its first row is the header, and every other row is data.

Commands, surveys and mapping files read this way. Nothing is looked for, nothing left out, and what could only be read by
a guess is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cx.issue_texts import ERROR
from cx.issues import Issue, issue
from cx.readers.by_column import Block, blocks_of
from cx.readers.content import Content, Row
from cx.readers.delimited import StoredRows
from cx.readers.files import read_raw
from cx.readers.raw_table import RawTable
from cx.readers.text_table import TextTable


@dataclass(frozen=True)
class PlainTable:
    """A header, and the rows below it that have as many cells."""

    raw: RawTable
    header: tuple[str, ...]
    header_row: int

    def rows(self, issues: list[Issue]) -> Iterator[tuple[int, Sequence[str]]]:
        """Row numbers and cells, without blank rows; rows that do not fit the header become issues instead."""
        return self._fitting(self._sound(issues), issues)

    def blocks(self, issues: list[Issue]) -> Iterator[Block]:
        """The same rows by column, many at a time."""
        grid = self.raw.grid
        stored = grid.blocks() if isinstance(grid, StoredRows) else None
        if stored is None:
            yield from blocks_of(self.rows(issues))
            return
        for block in stored:
            if isinstance(block, Block) and self._fits(block):
                yield block
            else:
                yield from blocks_of(self._fitting(block.rows() if isinstance(block, Block) else block, issues))

    def _fits(self, block: Block) -> bool:
        """Whether all of these rows lie below the header, have as many cells and are not blank."""
        is_filled = any(all(map(str.strip, column.texts)) for column in block.columns)
        return is_filled and len(block.columns) == len(self.header) and block.numbers[0] > self.header_row

    def _sound(self, issues: list[Issue]) -> Iterator[Row]:
        """The rows that are not damaged; those that are, are told."""
        damaged: list[Issue] = []
        for number, cells in self.raw.grid.rows(damaged):
            if damaged and number in self._refuse(damaged, issues):
                continue
            yield number, cells
        self._refuse(damaged, issues)

    def _fitting(self, rows: Iterable[Row], issues: list[Issue]) -> Iterator[tuple[int, Sequence[str]]]:
        """Those of the rows that hold something below the header, as wide as it; others are told."""
        width, first = len(self.header), self.header_row
        for number, cells in rows:
            if number <= first or not any(map(str.strip, cells)):
                continue
            if len(cells) == width:
                yield number, cells
            elif fitted := self._fitted(number, cells, issues):
                yield number, fitted

    def _refuse(self, damaged: list[Issue], issues: list[Issue]) -> Collection[int | None]:
        """Take damaged rows for wrong; which they are."""
        rows = {one.row for one in damaged}
        issues += [replace(one, severity=ERROR) for one in damaged]
        damaged.clear()
        return rows

    def _fitted(self, number: int, cells: Sequence[str], issues: list[Issue]) -> Sequence[str]:
        """A row with as many cells as the header; nothing, and told, where it has others."""
        width = len(self.header)
        if self.raw.grid.positioned and len(cells) < width:
            return (*cells, *[""] * (width - len(cells)))
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            return cells[:width]
        issues.append(issue("ragged_row", self.raw.place, number, found=len(cells), expected=width))
        return ()


def as_it_stands(raw: RawTable, issues: list[Issue]) -> PlainTable | None:
    """The rows under their first row, without the marks that spreadsheets write for formatted blank columns; None, and
    told, where there is no such row."""
    damaged: list[Issue] = []
    first: Row | None = next((row for row in raw.grid.rows(damaged) if any(map(str.strip, row[1]))), None)
    if first is None or damaged:
        issues += damaged or [issue("empty_file", raw.place)]
        return None
    names = [cell.strip("\ufeff") for cell in first[1]]
    while not names[-1].strip():
        names.pop()
    return PlainTable(raw, tuple(names), first[0])


def read_plain(name: str, content: Content, issues: list[Issue]) -> PlainTable | None:
    """The one table of a file as it stands, the guess of its encoding told; None, and told, where there is none or several."""
    raw = _only_one(name, content, issues)
    return as_it_stands(raw, issues) if raw else None


def read_survey_file(name: str, content: Content, issues: list[Issue]) -> PlainTable | TextTable | None:
    """As `read_plain`; the export of a survey platform, known by its marks, with its own rows of headings and its code book."""
    raw = _only_one(name, content, issues)
    return (raw.export() or as_it_stands(raw, issues)) if raw else None


def _only_one(name: str, content: Content, issues: list[Issue]) -> RawTable | None:
    raw, wrong = read_raw(name if not isinstance(content, Path) or content.exists() else str(content), content)
    issues += wrong
    raw = [one for one in raw if not one.describes] or raw  # an archive holds the survey beside its responses
    if len(raw) > 1:
        issues.append(issue("several_tables", name, tables=", ".join(one.sheet or PurePosixPath(one.file).name for one in raw)))
    if len(raw) != 1:
        return None
    issues += [*raw[0].issues, *about_guess(raw[0])]
    return raw[0]


def about_guess(raw: RawTable) -> list[Issue]:
    """A warning where the encoding of a file is a guess."""
    if raw.guess is None:
        return []
    return [issue("guessed_encoding", raw.place, encoding=raw.guess.encoding, words=raw.guess.words)]
