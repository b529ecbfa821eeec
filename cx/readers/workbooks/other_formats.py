"""Workbooks of other formats (.xls, .xlsb, .ods), read by a library in a process of its own.

That library lays a sheet out in memory by its corners; a small hostile file can make it end the process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from cx.readers.beside import read_beside
from cx.readers.content import BufferedGrid, Content, Row
from cx.readers.workbooks.workbook import SheetGrid

LOST = "This format tells less: cells with an error such as #REF! come empty, percent cells as fractions (0.17)."


def read_old_workbook(file: str, content: Content) -> list[SheetGrid]:
    """The visible sheets that hold something. Raises InvalidData when the file cannot be read within the limits."""
    with read_beside(file, content, "cx.readers.workbooks.sheet_lines", "bad_workbook") as output:
        return list(_sheets(file, output))


def _sheets(file: str, output: BinaryIO) -> Iterator[SheetGrid]:
    for line in output:
        sheet = SheetGrid(json.loads(line), BufferedGrid(file).fill(_rows(output)), [LOST])
        if sheet.grid:
            yield sheet


def _rows(output: BinaryIO) -> Iterator[Row]:
    """The rows of one sheet, up to the null that closes it."""
    for line in output:
        row = json.loads(line)
        if row is None:
            return
        yield row[0], tuple(row[1])
