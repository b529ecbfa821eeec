"""What a workbook states of its cells besides their values: merged areas, hidden rows, comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cx.readers.content import Row
from cx.words import count, listing

AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
MOST = 50_000
"""More merged areas, or comments, of one sheet are not looked at."""
LONGEST_COMMENT = 1_000


@dataclass(frozen=True, order=True)
class Area:
    """Rows and columns (from 0) that show the value of the first cell."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True)
class Extras:
    """What a sheet states; rows and columns are those of the file."""

    areas: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By row and column."""
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """First and last column, from 0, of those that a workbook does not show."""

    def grouped_rows(self) -> frozenset[int]:
        """Rows with several cells that span columns and one row."""
        rows = [a.first for a in self.areas if a.right > a.left and a.first == a.last]
        return frozenset(row for row in rows if rows.count(row) > 1) if len(rows) < 1_000 else frozenset()

    def beside(self, left: int, right: int) -> Extras:
        """The part of them that lies in some columns, counted from the first of these."""
        areas = tuple(replace(a, left=a.left - left, right=a.right - left) for a in self.areas if left <= a.left <= right)
        comments = {(row, c - left): text for (row, c), text in self.comments.items() if left <= c <= right}
        return Extras(areas, self.hidden, comments, tuple((a - left, b - left) for a, b in self.hidden_columns))


def extras_of(grid: object) -> Extras:
    """What is stated of a grid; nothing for files that are no workbooks."""
    found = getattr(grid, "extras", None)
    return found if isinstance(found, Extras) else Extras()


def column_of(letters: str) -> int:
    """The place of a column, from 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def area_of(reference: str) -> Area | None:
    """An area such as B2:B9; None where that is none."""
    found = AREA.fullmatch(reference)
    return Area(int(found[2]), int(found[4]), column_of(found[1]), column_of(found[3])) if found else None


def filled_rows(rows: Iterable[Row], areas: Sequence[Area], header_row: int) -> Iterator[Row]:
    """The rows with the cells of merged areas that run down a column; what is merged with the header is none of them."""
    coming = iter(sorted(a for a in areas if a.first > header_row and a.last > a.first))
    next_ = next(coming, None)
    active: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        while next_ is not None and next_.first <= number:
            if next_.first == number and next_.left < len(cells) and cells[next_.left].strip():
                active[next_.left] = (next_.last, cells[next_.left])
            next_ = next(coming, None)
        active = {place: held for place, held in active.items() if held[0] >= number}
        blank = [place for place in active if place >= len(cells) or not cells[place].strip()]
        if blank:
            wide = [*cells, *[""] * (max(blank) + 1 - len(cells))]
            for place in blank:
                wide[place] = active[place][1]
            cells = tuple(wide)
        yield number, cells


def told(extras: Extras, header: Sequence[str], places: Sequence[int], header_row: int, last_row: int) -> list[str]:
    """What people should know of merged and hidden cells of a table, in sentences."""
    said = []
    names = dict(zip(places, header, strict=True))
    inside = [a for a in extras.areas if header_row < a.first <= last_row]
    inside.sort(key=lambda a: (a.left, a.first))
    down = [names[a.left] for a in inside if a.last > a.first and a.left in names]
    if down:
        shown = listing([f"“{name}” ({count(down.count(name), 'place')})" for name in dict.fromkeys(down)], 6)
        said.append(f"Merged cells hold for every row that they cover, and where they are scores you are asked: {shown}.")
    across = [a for a in inside if a.right > a.left and not all(a.left <= place <= a.right for place in places)]
    if across:
        rows = listing([str(a.first) for a in across], 5)
        said.append(f"Cells merged across columns are read in the first of them: {'row' if len(across) == 1 else 'rows'} {rows}.")
    comments = sum(header_row < row <= last_row and place in names for row, place in extras.comments)
    if comments:
        said.append(
            f"{count(comments, 'comment')} on cells: kept as {'a note' if comments == 1 else 'notes'} of the scores there; where there is no score, that is told."
        )
    hidden = sorted(row for row in extras.hidden if header_row < row <= last_row)
    if hidden:
        said.append(
            f"Hidden in the workbook, as by a filter: {'row' if len(hidden) == 1 else 'rows'} {listing(list(map(str, hidden)), 8)}."
        )
    out_of_sight = [f"“{name}”" for name in unseen(extras, header, places)]
    if out_of_sight:
        said.append(f"Hidden in the workbook: {'column' if len(out_of_sight) == 1 else 'columns'} {listing(out_of_sight, 8)}.")
    return said


def unseen(extras: Extras, header: Sequence[str], places: Sequence[int]) -> list[str]:
    """The headings of columns that a workbook does not show."""
    return [
        name for place, name in zip(places, header, strict=True) if any(first <= place <= last for first, last in extras.hidden_columns)
    ]
