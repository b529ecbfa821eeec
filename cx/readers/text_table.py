"""One table of text as it stands in a file; nothing is interpreted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count, islice
from typing import Protocol

from cx.issues import Issue
from cx.readers.code_book import CodeBook
from cx.readers.content import Row
from cx.readers.courtesy import CELLS, give_way
from cx.readers.ditto import repeated
from cx.readers.extras import Extras, filled_rows

SAMPLE = 200
"""Rows that tell what a table is."""

STEP = 20_000
"""Rows between two reports on how far a file has been read."""
SERIALS = count()
watching: ContextVar[Callable[[int, int], None] | None] = ContextVar("watching", default=None)
"""Who is told of every `STEP` rows of a long file: the row, and the last row. Whatever it raises ends the reading."""


class Grid(Protocol):
    """Rows as a file holds them, before anybody looks for a header; can be read again and again."""

    @property
    def positioned(self) -> bool:
        """Whether cells stand where they stand, so that a row cannot have too many of them."""
        ...

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """Rows in file order; rows that cannot be told apart into cells go to `damaged`."""
        ...


@dataclass(frozen=True, eq=False)
class TextTable:
    """A header and rows of text. `issues` is complete as soon as the table exists: rows that it names
    with an error are left out of `rows()`, all others come in file order, padded to the header's length."""

    file: str
    """The file, or “archive.zip/needs.csv”."""
    sheet: str | None
    """The sheet of a workbook, or the list of a JSON or YAML file that holds several."""
    header: tuple[str, ...]
    header_row: int
    notes: tuple[str, ...]
    """What reading decided, in words for people."""
    issues: list[Issue] = field(default_factory=list)
    grid: Grid = field(kw_only=True, repr=False)
    places: tuple[int, ...] = field(kw_only=True, repr=False)
    """Where each column of the header stands in a row of the grid."""
    extent: int | None = field(kw_only=True, repr=False)
    """A row with more cells than this is damaged; None where that cannot be."""
    last_row: int = field(kw_only=True, repr=False)
    row_count: int = field(kw_only=True, repr=False)
    """How many rows there are."""
    damaged: int = field(kw_only=True, default=0, repr=False)
    """How many rows are left out of `rows()`, also where only some of them stand in `issues`."""
    repeated: frozenset[int] = field(kw_only=True, default=frozenset(), repr=False)
    """Rows that only repeat the header, as printed pages do."""
    extras: Extras = field(kw_only=True, default=Extras(), repr=False)
    """Merged areas, hidden rows and comments, where a workbook states them; rows and columns are those of the file."""
    titles: frozenset[int] = field(kw_only=True, default=frozenset(), repr=False)
    """Rows of one cell right above a header that comes again."""
    title: str = field(kw_only=True, default="", repr=False)
    """What stands above its headings, where a sheet holds several tables."""
    times: tuple[str, ...] = field(kw_only=True, default=(), repr=False)
    """The times at which tables with these headings say the same, as their titles or sheets name them, its own among them."""
    dittoed: bool = field(kw_only=True, default=False, repr=False)
    """Whether some cells are ditto marks, which hold what stands above them."""
    code_book: CodeBook | None = field(kw_only=True, default=None, repr=False)
    """What is said of its columns, where it is an export of a survey or a code book lies beside it."""
    describes: CodeBook | None = field(kw_only=True, default=None, repr=False)
    """What it says of the columns of other tables, where it is no table of answers but a code book."""
    serial: int = field(kw_only=True, repr=False, default_factory=SERIALS.__next__)
    """Tells tables of one process apart, also those that are gone: what was worked out for one holds for no other."""

    def __setstate__(self, state: dict[str, object]) -> None:
        """A table that comes from another process gets a number of this one."""
        self.__dict__.update(state, serial=next(SERIALS))

    @property
    def place(self) -> str:
        """File and sheet, as issues name them."""
        return placed(self.file, self.sheet)

    def rows(self) -> Iterator[Row]:
        """Row number and cells, without blank rows; streams, and can be called again."""
        return repeated(self._rows()) if self.dittoed else self._rows()

    def _rows(self) -> Iterator[Row]:
        width, places, extent = len(self.places), self.places, self.extent
        straight = places == tuple(range(width))
        tell, between = watching.get(), max(1, CELLS // max(1, width))
        rows = filled_rows(self.grid.rows(), self.extras.areas, self.header_row) if self.extras.areas else self.grid.rows()
        for number, cells in rows:
            if number % between == 0:
                give_way()
            if number <= self.header_row or not any(map(str.strip, cells)):
                continue
            if number > self.last_row:
                return
            if number in self.repeated:
                continue
            if tell is not None and number % STEP == 0:
                tell(number, self.last_row)
            if extent is not None and len(cells) > extent and any(map(str.strip, cells[extent:])):
                continue
            if len(cells) != width or not straight:
                there = len(cells)
                cells = tuple(cells[place] if place < there else "" for place in places)
            yield number, tuple(cells)

    def sample(self, n: int = SAMPLE) -> list[Row]:
        """The first rows, at most `SAMPLE` of them; read once."""
        return self._first[:n]

    @cached_property
    def _first(self) -> list[Row]:
        return list(islice(self.rows(), SAMPLE))


def placed(file: str, sheet: str | None) -> str:
    """How a table is named to people: the file, and the sheet where there is one."""
    return file if sheet is None else f"{file} · {sheet}"
