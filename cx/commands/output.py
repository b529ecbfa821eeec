"""What a command prints: tables as CSV or JSON, issues, and the numbers of rows."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

import pandas as pd

from cx import words
from cx.changes.outcome import Outcome
from cx.exports.export import frame_csv, plain
from cx.frames import row_dicts

NAMED = 5
"""So many texts that look like a person are named; of more, the others are counted."""


class Printable:
    """A stream on which no text of a file or a row moves the cursor, colours a line, or rings: a terminal obeys controls."""

    def __init__(self, stream: TextIO):
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text without what is no character."""
        return self._stream.write(words.printable(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def libraries_beside() -> Iterator[None]:
    """Within this context, what a library writes by itself to standard output goes to standard error: the solver of best sets has a
    line that no option silences, and a program that reads the answer would stumble over it."""
    sys.stdout.flush()
    ours = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        with suppress(OSError, TypeError, AttributeError):  # where the system's C library is not to be had by this name
            ctypes.CDLL(None).fflush(None)
        os.dup2(ours, 1)
        os.close(ours)


def print_frame(frame: pd.DataFrame, form: str) -> None:
    """Print a table as CSV or JSON; unknown is empty or null, numbers are in full precision."""
    if form == "json":
        records = [{str(k): plain(v) for k, v in row.items()} for row in row_dicts(frame)]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        print(frame_csv(frame), end="")


def print_issues(outcome: Outcome) -> None:
    """One line an issue: its place, what is wrong, what to do."""
    for issue in outcome.issues:
        print(issue)


def print_named(outcome: Outcome) -> None:
    """Which texts look as if they said who somebody is."""
    if outcome.named:
        told = [f"“{text[:60]}” ({what})" for text, what in outcome.named]
        print(f"Looks as if it said who somebody is: {words.listing(told, NAMED)}. Write pseudonyms before others see it.")


def print_changes(outcome: Outcome) -> None:
    """A line for each table that is changed: how many rows are new, changed or removed."""
    for table, counts in outcome.changes.items():
        parts = [f"{number} {kind}" for kind in ("new", "changed", "removed") if (number := getattr(counts, kind))]
        print(f"{table}: {', '.join(parts)}")


def print_row_counts(outcome: Outcome) -> None:
    """How many rows were read, and what became of them."""
    parts = [f"{outcome.total(kind)} {kind}" for kind in ("new", "changed", "unchanged")]
    parts.append(f"{outcome.rejected} rejected")
    removed = outcome.total("removed")
    print(f"{outcome.read} rows read: {', '.join(parts)}" + (f"; {removed} removed" if removed else ""))
