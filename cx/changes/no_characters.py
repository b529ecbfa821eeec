"""What stands in cells and is no character: left out where rows come in, whatever way they come, and told.

No font draws it, a terminal may obey it, and files that are made of a text that holds it are broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx import words
from cx.changes.sheets import Sheet
from cx.issues import issue

CONTROLS = bytes({*range(1, 0x20), 0x7F} - {0x09, 0x0A, 0x0D})
BEYOND_ASCII = re.compile(
    rb"\xc2[\x80-\x84\x86-\x9f]|\xed[\xa0-\xbf]|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x80-\xbf]\xbf[\xbe\xbf]"
)
"""The others that `words.printable` takes away, in UTF-8. Wider than they are: what matches is looked at cell by cell."""
Rows = list[tuple[int, Sequence[str]]]


def may_hold_some(content: bytes) -> bool:
    """Whether a text may hold one; as quick as a look at a million rows must be."""
    return len(content.translate(None, CONTROLS)) < len(content) or (not content.isascii() and bool(BEYOND_ASCII.search(content)))


def left_out(rows: Rows, sheet: Sheet) -> Rows:
    """The rows without them; the issues of the sheet name every cell that held some."""
    return [(row, [_printable(cell, row, name, sheet) for name, cell in zip(sheet.header, cells, strict=True)]) for row, cells in rows]


def _printable(cell: str, row: int, column: str, sheet: Sheet) -> str:
    clean = words.printable(cell)
    if clean != cell:
        found = dict.fromkeys(f"U+{ord(c):04X}" for c in words.UNPRINTABLE.findall(cell))
        sheet.issues.append(issue("no_character", sheet.file, row, column, clean, found=words.listing(found)))
    return clean
