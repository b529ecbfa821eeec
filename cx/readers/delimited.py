"""Text to rows: CSV and its relatives, with quotation marks that may be damaged."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue, shorten
from cx.readers.by_column import Block, ColumnBuffer
from cx.readers.content import Row, Text
from cx.readers.dialect import Dialect
from cx.readers.limits import LONGEST_CELL, MOST_COLUMNS
from cx.readers.plain_text import NotPlain, plain_blocks

csv.field_size_limit(LONGEST_CELL)
MOST_MARKS = 500_000
"""A line with more marks than this is refused before it is taken apart."""
MOST_DAMAGED = 50_000
"""With more damaged rows than this, a text is no table."""


class _TooWide(Exception):
    """A line would become more cells than a row may have."""


class Delimited:
    """The records of a text file, read row by row."""

    positioned = False

    def __init__(self, file: str, text: Text, dialect: Dialect):
        self._file, self._text, self._dialect = file, text, dialect
        mark = re.escape(dialect.delimiter)
        self._cell = re.compile(rf' *"((?:[^"]|"")*)" *(?:{mark}|$)|([^{mark}]*)(?:{mark}|$)')

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """Every record with its number, blank ones too; a record with line breaks inside quotes is one row.

        A mark that opens and is never closed spoils its own line only: reading goes on with the next line.
        """
        reader = self._reader(self._lines(0))
        number = read = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, tuple(cells)
                read = reader.line_num
        except _TooWide:
            raise self._too_wide(number + 1) from None
        except csv.Error:
            # Rare: what the record took is known only to a reader that is fed line by line.
            yield from self._line_by_line(self._lines(read), number, damaged)

    def blocks(self) -> Iterator[Block]:
        """The same records, many at a time, where the text is long and all its lines are alike. Raises NotPlain, perhaps after some rows."""
        _, first = next(self.rows(), (0, ()))
        return plain_blocks(self._text, self._dialect, len(first))

    def _lines(self, read: int) -> Iterator[str]:
        """The lines after those that are read, as far as none would become more cells than a row may have."""
        mark = self._dialect.delimiter
        for line in islice(self._text.lines(), self._dialect.skip + read, None):
            if len(line) > MOST_MARKS and line.count(mark) > MOST_MARKS:
                raise _TooWide
            yield line

    def _line_by_line(self, lines: Iterator[str], number: int, damaged: list[Issue] | None) -> Iterator[Row]:
        """The records from a damaged one on, `number` records being read."""
        again: deque[str] = deque()
        taken: list[str] = []

        def feed() -> Iterator[str]:
            while True:
                line = again.popleft() if again else next(lines, None)
                if line is None:
                    return
                taken.append(line)
                yield line

        reader = self._reader(feed())
        while True:
            taken.clear()
            number += 1
            try:
                yield number, tuple(next(reader))
            except StopIteration:
                return
            except _TooWide:
                raise self._too_wide(number) from None
            except csv.Error as error:
                again.extendleft(reversed(taken[1:]))
                reader = self._reader(feed())
                code = _damage(taken, str(error))
                if damaged is not None:
                    _tell(damaged, self._finding(code, number, taken[0]))
                if code == "stray_quote":
                    yield number, self._split(taken[0])

    def _too_wide(self, number: int) -> InvalidData:
        details: dict[str, Any] = {"found": f"more than {MOST_MARKS}", "limit": MOST_COLUMNS}
        return InvalidData([issue("too_many_columns", self._file, number, **details)])

    def _reader(self, lines: Iterator[str]) -> Any:
        dialect = self._dialect
        return csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.blank_after, strict=True)

    def _finding(self, code: str, number: int, line: str) -> Issue:
        if code == "unclosed_quote":
            return issue(code, self._file, number, detail=f"it opens in “{shorten(line[:200])}”")
        value = line[:200].strip() if code == "stray_quote" else None
        return issue(code, self._file, number, value=value, limit=f"{LONGEST_CELL:,}")

    def _split(self, line: str) -> tuple[str, ...]:
        """The cells of a line in which a quotation mark stands inside a cell: such a cell stays as typed."""
        line, cells, place = line.rstrip("\r\n"), [], 0
        while True:
            match = self._cell.match(line, place)
            assert match is not None
            cells.append(match[1].replace('""', '"') if match[1] is not None else match[2])
            place = match.end()
            if place >= len(line):
                return (*cells, "") if line.endswith(self._dialect.delimiter) else tuple(cells)


def _tell(damaged: list[Issue], found: Issue) -> None:
    """Note a damaged row. Raises InvalidData with all of them where there are more than any table has."""
    damaged.append(found)
    if len(damaged) > MOST_DAMAGED:
        raise InvalidData(Issues(damaged).shown())


def _damage(taken: list[str], error: str) -> str:
    """What is wrong with a record, by the lines it took and what the parser of the standard library says."""
    if len(taken) == 1 and ("limit" in error or len(taken[0]) > LONGEST_CELL):
        return "cell_too_long"
    return "unclosed_quote" if len(taken) > 1 or "end of data" in error else "stray_quote"


class StoredRows:
    """The records of a text, told apart once and read many times, with what is damaged among them."""

    positioned = False

    def __init__(self, read: Delimited):
        """Raises InvalidData as reading the rows does."""
        self._rows = ColumnBuffer()
        self._damaged: list[Issue] = []
        try:
            for block in read.blocks():
                self._rows.put(block)
        except NotPlain:
            self._rows = ColumnBuffer()
            for row in read.rows(self._damaged):
                self._rows.append(row, len(row[1]))

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """The rows in their order; what is damaged is told before the row that follows it, or is the damaged one itself."""
        if damaged is None or not self._damaged:
            yield from self._rows
            if damaged is not None:
                damaged += self._damaged
            return
        waiting = deque(self._damaged)
        for row in self._rows:
            while waiting and (waiting[0].row or 0) <= row[0]:
                damaged.append(waiting.popleft())
            yield row
        damaged += waiting

    def blocks(self) -> Iterator[Block | list[Row]] | None:
        """The same rows, many at a time; None where some of them are damaged, which is told row by row."""
        return None if self._damaged else self._rows.blocks()
