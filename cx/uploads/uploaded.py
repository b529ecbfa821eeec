"""What an upload says of one of our tables, and where each row of it stands in the file as it was typed."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cx.changes.sheets import FIRST, Sheet
from cx.readers.courtesy import give_way

ROWS = 50
"""So many rows of ours are made before short work of others may pass."""
Cells = Sequence[str | None]
"""Text by column; None where the row does not speak of the column."""


@dataclass(frozen=True)
class Part:
    """The rows that one table of an upload gives to one of ours; read anew whenever they are needed."""

    place: str
    """File and sheet, as issues name them."""
    header: tuple[str, ...]
    rows: Callable[[], Iterable[tuple[int, str, Cells]]]
    """Row of the file, the column of a grid where the row comes from a single one (else empty), and the cells."""


@dataclass(frozen=True)
class Source:
    """Where a row that is staged comes from."""

    place: str
    row: int
    across: str
    """The column of a grid; empty where the row comes from no single one."""


class Origins:
    """The source of every row, in a few bytes a row. What was noted once stays when the rows are read again."""

    def __init__(self) -> None:
        self._rows, self._across = array("i"), array("i")
        self._columns, self._number = [""], {"": 0}
        self._parts: list[tuple[int, str]] = []

    def begin(self, part: int, number: int, place: str) -> None:
        """From this staged row on, rows come from `place`."""
        if part == len(self._parts):
            self._parts.append((number, place))

    def note(self, number: int, row: int, across: str) -> None:
        """The source of one staged row."""
        if number != len(self._rows) + FIRST:
            return
        self._rows.append(row)
        if across not in self._number:
            self._number[across] = len(self._columns)
            self._columns.append(across)
        self._across.append(self._number[across])

    def of(self, number: int | None) -> Source | None:
        """The source of a staged row; None for what is no row of data."""
        if number is None or not FIRST <= number < len(self._rows) + FIRST:
            return None
        place = self._parts[bisect_right(self._parts, number, key=lambda part: part[0]) - 1][1]
        return Source(place, self._rows[number - FIRST], self._columns[self._across[number - FIRST]])

    def by_place(self, numbers: NDArray[np.int32]) -> Iterator[tuple[str, NDArray[np.bool_], NDArray[np.int32]]]:
        """Staged rows by the place they come from: which of them do, and their rows there. All of them are rows of data."""
        rows = np.frombuffer(self._rows, np.int32)
        starts = [*(start for start, _ in self._parts), len(rows) + FIRST]
        for (start, place), end in zip(self._parts, starts[1:], strict=True):
            here = (numbers >= start) & (numbers < end)
            yield place, here, rows[numbers[here] - FIRST]


@dataclass
class UploadSheet(Sheet):
    """The parts one after another, with rows numbered as in a file of their own."""

    parts: list[Part] = field(default_factory=list)
    stands: Mapping[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict)
    """Rows as they stand, by key: what a row of the upload does not speak of keeps its value."""
    origins: Origins = field(default_factory=Origins)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, numbered from 2."""
        number = FIRST - 1
        for index, part in enumerate(self.parts):
            self.origins.begin(index, number + 1, part.place)
            places = {name: place for place, name in enumerate(part.header)}
            picked = [places.get(name) for name in self.header]
            key = [places.get(name) for name in self.table.key]
            for row, across, cells in part.rows():
                number += 1
                if number % ROWS == 0:
                    give_way()
                self.origins.note(number, row, across)
                values = [None if place is None else cells[place] for place in picked]
                if None in values:
                    before = self.stands.get(tuple("" if place is None else cells[place] or "" for place in key), {})
                    yield number, [before.get(name, "") if cell is None else cell for name, cell in zip(self.header, values, strict=True)]
                else:
                    yield number, values  # type: ignore[misc]  # nothing is None


def joined(made: Iterable[UploadSheet]) -> list[UploadSheet]:
    """One sheet for each of our tables, whichever parts of the upload speak of it: a table is staged once."""
    found: dict[str, UploadSheet] = {}
    for sheet in made:
        same = found.setdefault(sheet.table.name, sheet)
        if same is not sheet:
            same.parts += sheet.parts
            same.header = [c.name for c in same.table.columns if c.name in {*same.header, *sheet.header}]
    return list(found.values())
