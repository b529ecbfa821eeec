"""What stands in cells and is no character: left out where rows come in, whatever way they come, and told.

No font draws it, a terminal may obey it, and files that are made of a text that holds it are broken.
"""

from __future__ import annotations

from collections.abc import Sequence

from cx import words
from cx.changes.sheets import Sheet
from cx.issues import issue

Rows = list[tuple[int, Sequence[str]]]


def left_out(rows: Rows, sheet: Sheet) -> Rows:
    """The rows without them; the issues of the sheet name every cell that held some."""
    return [(row, [_printable(cell, row, name, sheet) for name, cell in zip(sheet.header, cells, strict=True)]) for row, cells in rows]


def _printable(cell: str, row: int, column: str, sheet: Sheet) -> str:
    clean = words.printable(cell)
    if clean != cell:
        found = dict.fromkeys(f"U+{ord(c):04X}" for c in words.UNPRINTABLE.findall(cell))
        sheet.issues.append(issue("no_character", sheet.file, row, column, clean, found=words.listing(found)))
    return clean
