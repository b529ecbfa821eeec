"""Rows held column by column: each different text once, and of each row the place of its text among them.

A long list holds few different texts in most of its columns. Held so, its rows take a fifth of the room, go from one process to
another in no time, and what is to be found out about a text is found out once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cx.readers.content import Row
from cx.readers.row_buffer import RowBuffer

ROWS, CELLS = 10_000, 100_000
"""Rows of one block, or fewer where they hold so many cells."""
IN_A_BYTE = 256
"""Different texts of which a byte tells one."""


def kind_of(texts: Sequence[str]) -> str:
    """How the place of one of these texts is written, as `array` and `numpy` call it."""
    return "B" if len(texts) <= IN_A_BYTE else "H"


@dataclass(frozen=True)
class CellsOfColumn:
    """The cells of one column in the rows of a block."""

    texts: Sequence[str]
    """The different ones, in the order in which they come."""
    places: bytes
    """Of each row the place of its cell among them: one byte, or two where there are more than `IN_A_BYTE`."""

    @staticmethod
    def of(cells: Sequence[str]) -> CellsOfColumn:
        """At most 65,536 cells."""
        texts = list(dict.fromkeys(cells))
        places = map(dict(zip(texts, range(len(texts)), strict=True)).__getitem__, cells)
        return CellsOfColumn(texts, array(kind_of(texts), places).tobytes())

    @property
    def kind(self) -> str:
        """How a place is written."""
        return kind_of(self.texts)

    def cells(self) -> list[str]:
        """The cell of each row."""
        return list(map(self.texts.__getitem__, memoryview(self.places).cast(self.kind)))  # type: ignore[call-overload]  # B or H


@dataclass(frozen=True)
class Block:
    """Some rows: their numbers, and their cells by column."""

    numbers: Sequence[int]
    columns: Sequence[CellsOfColumn]

    @staticmethod
    def of(rows: Sequence[tuple[int, Sequence[str]]]) -> Block:
        """Rows of which each has as many cells, at most 65,536 of them."""
        across = zip(*(cells for _, cells in rows), strict=True)
        return Block([number for number, _ in rows], [CellsOfColumn.of(cells) for cells in across])

    def rows(self) -> Iterator[Row]:
        """The rows in their order."""
        return zip(self.numbers, zip(*(column.cells() for column in self.columns), strict=True), strict=True)


def blocks_of(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Block]:
    """Rows of which each has as many cells, many at a time."""
    coming = iter(rows)
    while some := list(islice(coming, ROWS)):
        yield Block.of(some)


class ColumnBuffer(RowBuffer[Row]):
    """Rows put aside, by column where they are put in so."""

    def put(self, block: Block) -> None:
        """Put more rows at the end. Only before the rows are read, and where all others are put in so."""
        assert not self._latest, "rows keep their order"
        self._write((block.numbers, [(column.texts, column.places) for column in block.columns]), len(block.numbers))

    def blocks(self) -> Iterator[Block | list[Row]]:
        """The rows in their order, many at a time, as they were put in."""
        for packed in self._packs():
            yield packed if isinstance(packed, list) else _unpacked(packed)

    def _rows_of(self, packed: Any) -> Iterable[Row]:
        return packed if isinstance(packed, list) else _unpacked(packed).rows()


def _unpacked(packed: Any) -> Block:
    numbers, columns = packed
    return Block(numbers, [CellsOfColumn(texts, places) for texts, places in columns])
