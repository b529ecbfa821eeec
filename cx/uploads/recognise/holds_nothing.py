"""Columns that hold only words for nothing, such as “k.A.”: they say nothing, which is said where they are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cx.lexicon.plain import plain_cell
from cx.lexicon.values import NOTHING
from cx.readers.text_table import TextTable


def says_nothing(cell: str) -> bool:
    """Whether a cell that is not blank says that there is nothing; a dash may as well be a mark."""
    return plain_cell(cell) in NOTHING and any(map(str.isalpha, cell))


def without_nothing(cells: Sequence[str]) -> list[str]:
    """The cells that say something, among them dashes and other marks."""
    return [cell for cell in cells if cell.strip() and not says_nothing(cell)]


def holding_nothing(table: TextTable, headings: Collection[str]) -> dict[str, list[str]]:
    """The words for nothing of those columns that hold no other cells, by heading."""
    places = {heading: table.header.index(heading) for heading in headings}
    found: dict[str, dict[str, None]] = {heading: {} for heading in headings}
    for _, cells in table.rows() if headings else ():
        for heading, place in list(places.items()):
            text = cells[place].strip()
            if text and plain_cell(text) not in NOTHING:
                del places[heading]
                del found[heading]
            elif text:
                found[heading][text] = None
        if not places:
            break
    return {heading: list(words) for heading, words in found.items() if words}
