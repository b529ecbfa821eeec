"""Tables that do not fill a sheet from the top: several below one another, told apart by a blank row and a row of headings,
and those that lie on their side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from cx.issues import Issue
from cx.lexicon.headings import HEADINGS, NAMES
from cx.lexicon.plain import plain
from cx.lexicon.times import in_order, told_apart
from cx.readers.content import Row
from cx.readers.extras import Extras, extras_of
from cx.readers.layout.header import filled, is_number
from cx.readers.layout.scored_again import are_the_same, things
from cx.readers.limits import MOST_TABLES
from cx.readers.text_table import Grid

LOOKED_AT = 20_000
"""Rows among which a second table is looked for; a longer list is one."""
COMPARED = 200
"""Rows of a table that say whether another one is about the same."""
KNOWN = frozenset(name for said in (*HEADINGS.values(), NAMES) for word in said for name in (word, word.rstrip("s")))


@dataclass(frozen=True)
class Part:
    """Rows `first` to `last` of a grid, numbered as in the whole."""

    grid: Grid
    first: int
    last: float

    @property
    def positioned(self) -> bool:
        """As in the whole."""
        return self.grid.positioned

    @property
    def extras(self) -> Extras:
        """As in the whole."""
        return extras_of(self.grid)

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """The rows of this part; what is damaged elsewhere is told there."""
        found: list[Issue] = []
        for number, cells in self.grid.rows(None if damaged is None else found):
            if number > self.last:
                break
            if number >= self.first:
                yield number, cells
        for one in found if damaged is not None else ():
            if damaged is not None and one.row is not None and self.first <= one.row <= self.last:
                damaged.append(one)


@dataclass(frozen=True)
class TransposedGrid:
    """A short grid whose columns are rows."""

    columns: tuple[Row, ...]
    positioned = True

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """The columns of the file, numbered from its first."""
        yield from self.columns


def turned(rows: Sequence[Sequence[str]]) -> TransposedGrid:
    """The rows of a grid as columns."""
    return TransposedGrid(tuple(enumerate(zip_longest(*rows, fillvalue=""), start=1)))


@dataclass(frozen=True)
class Title:
    """A row of one cell that may be the title of a table: its number (0 for none), the time that it names, and whether a gap is above it."""

    row: int = 0
    time: str = ""
    gap: bool = False

    @staticmethod
    def of(number: int, cells: Sequence[str], gap: bool) -> Title:
        """What a row is, where it holds one cell."""
        held = filled(cells)
        return Title(number, told_apart(cells[held[0]])[1], gap) if len(held) == 1 else Title()

    def heads(self, gap: bool) -> bool:
        """Whether it belongs to the headings below it, with this gap between; else it is a remark on what stands above."""
        return self.row > 0 and (self.gap or not gap)


class TooManyTables(Exception):
    """There are more tables in a grid than anybody could say what they are."""


@dataclass
class Start:
    """A row at which a table begins: the time in its title, whether that is sure, and what the rows below its headings are about.

    Where it is not sure, a table begins there if its title and the one before are “before” and “after”, and both are about the same.
    """

    row: int
    time: str
    is_sure: bool
    names: Sequence[str]
    below: list[Sequence[str]] = field(default_factory=list)

    def begins_after(self, before: Start) -> bool:
        """Whether a table begins here, `before` being the one above."""
        return self.is_sure or (
            in_order([before.time, self.time]) and are_the_same(things(before.names, before.below), things(self.names, self.below))
        )


class Starts:
    """Where tables begin below one another, found row by row. `header` are the names of the columns of the first one, where they are known."""

    def __init__(self, header: Sequence[str] = ()) -> None:
        self._starts: list[Start] = []
        self._header = _names(header)
        self._begun = self._below = False  # whether there was a row of headings, and a row of data below it
        self._before = self._looked_at = 0
        self._heads: list[str] = []
        self._blank = True
        self._title = Title()

    @property
    def rows(self) -> list[int]:
        """The rows at which tables begin."""
        found = self._starts[:1]
        for before, one in zip(self._starts, self._starts[1:], strict=False):
            found += [one] if one.begins_after(before) else []
        return [one.row for one in found]

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Look at one row."""
        self._looked_at += 1
        if self._looked_at > LOOKED_AT:
            return
        if not any(map(str.strip, cells)):
            self._blank = True
            return
        gap = self._blank or number > self._before + 1
        self._before = number
        above, self._title = self._title, Title.of(number, cells, gap)
        if self._may_begin() and self._names_columns(cells) and (sure := self._stands_apart(cells, gap, above)) is not None:
            self._starts.append(Start(above.row if above.heads(gap) else number, above.time if above.heads(gap) else "", sure, cells))
            if len(self._starts) > MOST_TABLES:
                raise TooManyTables
            self._heads = _names(cells)
            self._begun, self._below = True, False
        else:
            self._below = self._begun
            if self._begun and len(self._starts[-1].below) < COMPARED:
                self._starts[-1].below.append(cells)
        self._blank = False

    def _may_begin(self) -> bool:
        """Whether a table can begin here: it is the first one, or the one above has data."""
        return self._below or not self._begun

    def _names_columns(self, cells: Sequence[str]) -> bool:
        """Whether a row holds headings: those that we know, or those of the first table again."""
        return _names_columns(cells) or (len(self._header) > 1 and _names(cells) == self._header)

    def _stands_apart(self, cells: Sequence[str], gap: bool, above: Title) -> bool | None:
        """Whether a table surely begins at these headings; None where none does."""
        told = above.heads(gap) and above.time
        if _names(cells) == self._header and not _names_columns(cells):
            return bool(re.search(r"\d", above.time)) if told else None
        if gap or _heads_other_columns(cells, self._heads):
            return True
        if above.row > 0 and (re.search(r"\d", above.time) or (above.gap and _names(cells) != self._heads)):
            return True
        return False if told else None


def parts(grid: Grid, header: Sequence[str] = ()) -> list[Grid]:
    """The tables of a sheet, the whole of it where there is one; `header` as for `Starts`."""
    starts = Starts(header)
    for number, cells in islice(grid.rows(), LOOKED_AT):
        starts.take(number, cells)
    begun = starts.rows
    if len(begun) < 2:
        return [grid]
    ends: list[float] = [start - 1 for start in begun[1:]]
    firsts = [1, *begun[1:]]  # what stands above the first headings is told as left out there
    return [Part(grid, first, last) for first, last in zip(firsts, [*ends, float("inf")], strict=True)]


def _names(cells: Sequence[str]) -> list[str]:
    return [plain(cell) for cell in cells if cell.strip()]


def _heads_other_columns(cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a row holds the headings above it in another order, or begins like them and goes on with others: files that were put one behind the other."""
    names = _names(cells)
    if not heads or names == heads:
        return False
    return names[0] == heads[0] or sorted(names) == sorted(heads)


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether a row holds headings that we know, and nothing that only data hold."""
    texts = [cells[place].strip() for place in filled(cells)]
    names = [plain(text) for text in texts]
    known = sum(name in KNOWN for name in names)
    if known < 2 or len(set(names)) < len(names):
        return False
    mostly_known = known > 2 and 4 * known >= 3 * len(names)
    return (known == len(names) or mostly_known) and not any(map(is_number, texts))
