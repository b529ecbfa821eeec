"""Rows put aside: in memory while they are few, in a temporary file when they are many."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])

FEW = 4_000_000
"""Bytes that are kept in memory."""
TOGETHER, CELLS = 5_000, 200_000
"""Rows that are written and read at once, or fewer where they hold so many cells."""


class RowBuffer(Generic[T]):
    """Tuples in the order in which they were put in; they can be read again and again. Its file goes with it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=FEW)  # noqa: SIM115  it lives as long as the buffer
        weakref.finalize(self, self._file.close)
        self._ends = [0]
        self._latest: list[T] = []
        self._lock = Lock()
        self._count = self._cells = 0

    def append(self, row: T, cells: int = 0) -> None:
        """Put one more row at the end, which holds so many cells. Only before the rows are read."""
        self._latest.append(row)
        self._count += 1
        self._cells += cells
        if len(self._latest) == TOGETHER or self._cells >= CELLS:
            pickle.dump(self._latest, self._file, pickle.HIGHEST_PROTOCOL)
            self._ends.append(self._file.tell())
            self._latest, self._cells = [], 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        for start in self._ends[:-1]:
            with self._lock:
                self._file.seek(start)
                rows = pickle.load(self._file)  # noqa: S301  nobody else writes this file
            yield from rows
        yield from self._latest
