"""What goes from one process to the other: tables of text, and what is said of them. Nothing else comes out of what arrives."""

from __future__ import annotations

import pickle
from dataclasses import is_dataclass
from pathlib import Path
from typing import IO, Any

from cx.readers.row_buffer import RowBuffer, handing_over

OURS = ("cx.issues", "cx.readers")
"""Rooms whose records may arrive. They hold values; making one runs nothing."""
OTHERS = frozenset(
    {
        "cx.issues.Issues",
        "cx.readers.content.BufferedGrid",
        "cx.readers.delimited.StoredRows",
        "collections.Counter",
        "pathlib.PosixPath",
        "pathlib.WindowsPath",
    }
)
"""The same of classes that are no records."""


class _Records(pickle.Unpickler):
    """Reads values and records of ours, whoever wrote them."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of records. Raises UnpicklingError for everything else, such as functions."""
        found = super().find_class(module, name) if module in OURS or module.startswith(tuple(f"{room}." for room in OURS)) else None
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, RowBuffer)):
            return found
        if f"{module}.{name}" in OTHERS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that is handed over")


def hand_over(value: object, file: IO[bytes], folder: Path) -> None:
    """Write a value into the file; long lists of rows go into files of their own beside it."""
    token = handing_over.set(folder)
    try:
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
    finally:
        handing_over.reset(token)


def taken_over(file: IO[bytes], folder: Path) -> Any:
    """The value. Raises UnpicklingError for what no reader of ours writes."""
    token = handing_over.set(folder)
    try:
        return _Records(file).load()
    finally:
        handing_over.reset(token)
