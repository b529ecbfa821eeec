"""Rows put aside: in memory while they are few, in a temporary file when they are many."""

from __future__ import annotations

import pickle
import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any

FEW = 4_000_000
"""Bytes that are kept in memory."""
TOGETHER = 5_000
"""Rows that are written and read at once."""


class RowBuffer:
    """Tuples in the order in which they were put in; they can be read again and again. Its file goes with it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=FEW)  # noqa: SIM115  it lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._ends = [0]
        self._latest: list[tuple[Any, ...]] = []
        self._lock = Lock()
        self._count = 0

    def append(self, row: tuple[Any, ...]) -> None:
        """Put one more row at the end. Only before the rows are read."""
        self._latest.append(row)
        self._count += 1
        if len(self._latest) == TOGETHER:
            pickle.dump(self._latest, self._file, pickle.HIGHEST_PROTOCOL)
            self._ends.append(self._file.tell())
            self._latest = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for start in self._ends[:-1]:
            with self._lock:
                self._file.seek(start)
                rows = pickle.load(self._file)  # noqa: S301  nobody else writes this file
            yield from rows
        yield from self._latest
