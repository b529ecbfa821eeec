"""Ditto marks: people write them for “as above”, so a cell of them holds what stands above it, and is never a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cx.lexicon.languages import lexicon
from cx.readers.content import Row

SIGNS = ('"', "''", "″", "〃", "”", "“", "„", "»", ",,", '-"-', '- " -', '—"—')
WORDS = lexicon().words("sheets", "ditto")
MARKS = frozenset((*SIGNS, *(form for word in WORDS for form in (word, word.capitalize(), word.upper(), f"({word})"))))
"""What a cell of this sort holds, as typed."""


def is_dittoed(cells: Sequence[str]) -> bool:
    """Whether some cell of a row is a ditto mark."""
    return not MARKS.isdisjoint(cells)


def repeated(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with what stands above in place of ditto marks; a mark below nothing stays."""
    above: tuple[str, ...] = ()
    for number, cells in rows:
        if is_dittoed(cells):
            cells = tuple(
                above[place] if cell in MARKS and place < len(above) and above[place].strip() else cell for place, cell in enumerate(cells)
            )
        above = tuple(cells)
        yield number, cells
