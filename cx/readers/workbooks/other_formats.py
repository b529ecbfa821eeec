"""Workbooks of other formats (.xls, .xlsb, .ods), read by a library in a process of its own.

That library lays a sheet out in memory by its corners; a small hostile file can make it end the process.
So it runs beside us, with limits on memory, time and output, and only text comes back.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import BufferedGrid, Content, Row, temporary, too_large
from cx.readers.limits import max_bytes
from cx.readers.workbooks import other_process
from cx.readers.workbooks.workbook import SheetGrid

SECONDS = 60
LOST = "This format tells less: cells with an error such as #REF! come empty, percent cells as fractions (0.17)."


def read_old_workbook(file: str, content: Content) -> list[SheetGrid]:
    """The visible sheets that hold something. Raises InvalidData when the file cannot be read within the limits."""
    with tempfile.TemporaryFile() as output:
        path = content if isinstance(content, Path) else temporary(output)
        if isinstance(content, bytes):
            path.write_bytes(content)
        command = [sys.executable, "-I", other_process.__file__, str(path.resolve()), str(max_bytes())]
        try:
            code = subprocess.run(command, stdout=output, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            code = other_process.FAILED
        size = output.seek(0, 2)
        if code == other_process.PASSWORD:
            raise InvalidData([issue("password", file)])
        if size >= max_bytes():
            raise InvalidData([too_large(file, size)])
        if code:
            raise InvalidData([issue("bad_workbook", file)])
        output.seek(0)
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
