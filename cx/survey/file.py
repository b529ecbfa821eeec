"""The survey file itself: where its bytes are, and its header. Nothing is interpreted here."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cx.issues import Issue, issue
from cx.readers.limits import max_bytes

BLOCK = 8 << 20  # bytes that are parsed at a time; one row must fit
HEADER = 1 << 20  # bytes within which the header ends
SEPARATORS = ",;\t|"
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class SurveyFile:
    """A survey as CSV: a path, or the bytes of an upload."""

    name: str
    content: Path | bytes

    @classmethod
    def at(cls, path: str | Path) -> SurveyFile:
        """The file at a path."""
        return cls(Path(path).name, Path(path))

    def start(self, size: int) -> bytes:
        """The first bytes."""
        with self.opened() as file:
            return file.read(size)

    def opened(self) -> BinaryIO:
        """The bytes to read; the caller closes them."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")

    def size(self) -> int:
        """All bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


@dataclass(frozen=True)
class SurveyRows:
    """A survey in any other form, such as a sheet of a workbook: its header, and a reader of its rows.

    `rows` starts from the first respondent each time it is called, and gives row numbers (the header is row 1) with
    as many cells as there are columns.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]


@dataclass(frozen=True)
class Head:
    """The header of a survey and the separator of its cells."""

    columns: tuple[str, ...]
    separator: str


def read_head(file: SurveyFile | SurveyRows) -> tuple[Head | None, list[Issue]]:
    """The header; None and an issue when the file cannot be used at all."""
    if isinstance(file, SurveyRows):
        return Head(file.columns, ""), []
    try:
        size, start = file.size(), file.start(HEADER)
    except OSError:
        return None, [issue("no_such_file", str(file.content))]
    if size > max_bytes():
        return None, [issue("too_large", file.name, size=round(size / 1e6, 1), limit=round(max_bytes() / 1e6, 1))]
    if b"\x00" in start:
        return None, [issue("binary", file.name)]
    text = start.decode("utf-8-sig", errors="replace")
    if not text.strip():
        return None, [issue("empty_file", file.name)]
    heads = [head for mark in SEPARATORS if (head := _cut(text, mark))]
    if not heads:
        return None, [issue("unclosed_quote", file.name, 1, detail="the header cannot be cut into columns")]
    head = max(heads, key=lambda head: len(head.columns))
    if any("\ufffd" in name for name in head.columns):
        try:
            start.decode()
        except UnicodeDecodeError as error:
            return None, [issue("encoding", file.name, position=error.start + 1)]
    return head, []


def places_of(columns: Sequence[str], name: str) -> list[int]:
    """Where a column stands in the header: spelt exactly so, else without regard to case, blanks and a leading star."""
    exact = [place for place, column in enumerate(columns) if column == name]
    return exact or [place for place, column in enumerate(columns) if plain_heading(column) == plain_heading(name)]


def plain_heading(text: str) -> str:
    """A column name without case, superfluous blanks and a leading star."""
    return " ".join(text.replace("\u00a0", " ").split()).lstrip("*").strip().casefold()


def _cut(text: str, separator: str) -> Head | None:
    try:
        return Head(tuple(next(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))), separator)
    except csv.Error:
        return None
