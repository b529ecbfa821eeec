"""What becomes of each row of a table of an upload: one byte a row, so that a million rows cost a megabyte."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class RowOutcome(IntEnum):
    """A row that makes several rows of ours counts once, as the last of these that holds for one of them."""

    NOTHING = 0
    LEFT_OUT = 1
    UNCHANGED = 2
    CHANGED = 3
    NEW = 4
    REJECTED = 5


@dataclass
class RowCounts:
    """What becomes of the rows of the file; the parts add up to `read`."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    left_out: int = 0


class RowOutcomes:
    """The rows of one table, by their number in the file."""

    def __init__(self) -> None:
        self._rows = bytearray()

    def note(self, row: int, became: RowOutcome) -> None:
        """A row of the file, or more about one."""
        if row >= len(self._rows):
            self._rows.extend(bytes(row + 1 - len(self._rows)))
        if became > self._rows[row]:
            self._rows[row] = became

    def note_all(self, rows: NDArray[np.int32], became: NDArray[np.uint8]) -> None:
        """The same for rows that have been read, some of them several times."""
        np.maximum.at(np.frombuffer(self._rows, np.uint8), rows, became)

    def note_if_read(self, row: int, became: RowOutcome) -> None:
        """More about a row, unless it is none of those that were read: issues also speak of headers and damaged rows."""
        if 0 <= row < len(self._rows) and self._rows[row]:
            self.note(row, became)

    def add_to(self, counts: RowCounts) -> None:
        """Count the rows of this table with those of others."""
        counts.read += len(self._rows) - self._rows.count(RowOutcome.NOTHING)
        counts.new += self._rows.count(RowOutcome.NEW)
        counts.changed += self._rows.count(RowOutcome.CHANGED)
        counts.unchanged += self._rows.count(RowOutcome.UNCHANGED)
        counts.rejected += self._rows.count(RowOutcome.REJECTED)
        counts.left_out += self._rows.count(RowOutcome.LEFT_OUT)
