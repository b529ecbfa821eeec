"""Rows put aside: in memory while they are few, in a temporary file when they are many."""

from __future__ import annotations

import io
import pickle
import shutil
import weakref
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from itertools import count
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO, Any, Generic, TypeVar

from cx.readers.courtesy import give_way

T = TypeVar("T", bound=tuple[Any, ...])

FEW = 4_000_000
"""Bytes that are kept in memory."""
TOGETHER, CELLS = 1_000, 50_000
"""Rows that are written and read at once, or fewer where they hold so many cells."""
NUMBERS = count()
handing_over: ContextVar[Path | None] = ContextVar("handing_over", default=None)
"""The folder through which rows go from one process to another."""


class _Plain(pickle.Unpickler):
    """Reads tuples, texts and numbers: whoever wrote the file, nothing else comes out of it."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse every object that is more than a value."""
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a row")


class RowBuffer(Generic[T]):
    """Tuples in the order in which they were put in; they can be read again and again. Its file goes with it."""

    _unpickler: type[pickle.Unpickler] = pickle.Unpickler

    def __init__(self) -> None:
        self._hold(SpooledTemporaryFile(max_size=FEW))  # noqa: SIM115  it lives as long as the buffer
        self._ends = [0]
        self._latest: list[T] = []
        self._written = self._cells = 0

    def _hold(self, file: IO[bytes]) -> None:
        self._file, self._lock = file, Lock()
        weakref.finalize(self, file.close)

    def append(self, row: T, cells: int = 0) -> None:
        """Put one more row at the end, which holds so many cells. Only before the rows are read."""
        self._latest.append(row)
        self._cells += cells
        if len(self._latest) == TOGETHER or self._cells >= CELLS:
            self._write(self._latest, len(self._latest))
            self._latest, self._cells = [], 0

    def _write(self, packed: Any, rows: int) -> None:
        pickler = pickle.Pickler(self._file, pickle.HIGHEST_PROTOCOL)
        pickler.fast = True  # rows share nothing that would be worth looking for
        pickler.dump(packed)
        self._ends.append(self._file.tell())
        self._written += rows

    def __len__(self) -> int:
        return self._written + len(self._latest)

    def __iter__(self) -> Iterator[T]:
        for packed in self._packs():
            yield from self._rows_of(packed)

    def _rows_of(self, packed: Any) -> Iterable[T]:
        """The rows of what was written, or of those that are not written yet."""
        rows: list[T] = packed
        return rows

    def _packs(self) -> Iterator[Any]:
        """What was written at once, one after another."""
        for start, end in zip(self._ends, self._ends[1:], strict=False):
            give_way()
            with self._lock:
                self._file.seek(start)
                together = self._file.read(end - start)
            yield self._unpickler(io.BytesIO(together)).load()
        yield self._latest

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs; many rows go by a file in the folder of `handing_over`, of which the name is told."""
        folder = handing_over.get()
        assert folder is not None, "rows leave a process only where they are handed over"
        with self._lock:
            self._file.seek(0)
            few = self._file.read() if self._ends[-1] <= FEW else None
            name = None if few is not None else f"rows-{next(NUMBERS)}"
            if name:
                with (folder / name).open("wb") as file:
                    shutil.copyfileobj(self._file, file, FEW)
        return {"few": few, "name": name, "ends": self._ends, "latest": self._latest, "written": self._written}

    def __setstate__(self, state: dict[str, Any]) -> None:
        folder, name = handing_over.get(), state["name"]
        assert folder is not None, "rows come into a process only where they are handed over"
        assert name is None or Path(name).name == name, "the name of a file, without a way to it"
        self._unpickler = _Plain  # these rows were written elsewhere
        self._hold((folder / name).open("rb") if name else io.BytesIO(state["few"]))
        self._ends, self._latest, self._written, self._cells = state["ends"], state["latest"], state["written"], 0
