"""Workbooks of other formats (.xls, .xlsb, .ods), read by a library in a process of its own.

That library lays a sheet out in memory by its corners; a small hostile file can make it end the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cx.readers import now_reading
from cx.readers.beside.calling import beside
from cx.readers.by_library import lines_of
from cx.readers.content import BufferedGrid, Content, Row
from cx.readers.workbooks.workbook import SheetGrid

LOST = "This format tells less: cells with an error such as #REF! come empty, percent cells as fractions (0.17)."


def read_old_workbook(file: str, content: Content) -> list[SheetGrid]:
    """The visible sheets that hold something. Raises InvalidData when the file cannot be read within its budget."""
    if not now_reading.is_beside():
        return list[SheetGrid](beside("workbooks.other_formats:read_old_workbook", file, file, content))
    with lines_of(file, content, "cx.readers.workbooks.sheet_lines", "bad_workbook") as lines:
        return list(_sheets(file, lines))


def _sheets(file: str, lines: Iterator[Any]) -> Iterator[SheetGrid]:
    for name in lines:
        sheet = SheetGrid(name, BufferedGrid(file).fill(_rows(lines)), [LOST])
        if sheet.grid:
            yield sheet


def _rows(lines: Iterator[Any]) -> Iterator[Row]:
    """The rows of one sheet, up to the None that closes it."""
    for row in lines:
        if row is None:
            return
        yield row[0], tuple(row[1])
