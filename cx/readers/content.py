"""Bytes that were brought, and what is kept of them while they are read: small in memory, large in a temporary file."""

from __future__ import annotations

import io
import os
import re
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers.limits import LONGEST_CELL, MOST_TABLES, max_bytes
from cx.readers.row_buffer import RowBuffer
from cx.temporary import own_folder

Content = bytes | Path
Row = tuple[int, tuple[str, ...]]
"""Row number as a spreadsheet shows it (1 = first row of the file), and the cells as text."""

NOT_TEXT = re.compile("[\0\ud800-\udfff]")
IN_MEMORY = 8_000_000
"""Beyond so many characters, text waits in a temporary file."""


def opened(content: Content) -> BinaryIO:
    """The content as a stream of bytes; close it."""
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def size_of(content: Content) -> int:
    """The number of bytes."""
    return content.stat().st_size if isinstance(content, Path) else len(content)


def whole(file: str, content: Content, limit: int, kind: str) -> bytes:
    """All the bytes; raises InvalidData beyond `limit`, which some formats need because they cannot be streamed."""
    if size_of(content) > limit:
        raise InvalidData([too_large_for(file, size_of(content), limit, kind)])
    return content.read_bytes() if isinstance(content, Path) else content


def storable(text: str) -> str:
    """The text without what no database or browser takes: zero characters and halves of characters."""
    return text if text.isascii() and "\0" not in text else NOT_TEXT.sub("\ufffd", text)


def temporary(owner: object) -> Path:
    """The path of a new empty file that goes when its owner goes."""
    handle, name = tempfile.mkstemp(dir=own_folder())
    os.close(handle)
    path = Path(name)
    weakref.finalize(owner, path.unlink, missing_ok=True)
    return path


def too_large(file: str, size: int) -> Issue:
    """The issue for a file, or an unpacked archive, beyond the limit."""
    return issue("too_large", file, size=round(size / 1e6, 1), limit=round(max_bytes() / 1e6, 1))


def too_large_for(file: str, size: int, limit: int, kind: str) -> Issue:
    """The issue for what is beyond the limit of its kind."""
    return issue("too_large_for_kind", file, size=round(size / 1e6, 1), limit=limit // 1_000_000, kind=kind)


def too_many_tables(file: str, found: object) -> Issue:
    """The issue for a file with more tables than are read."""
    return issue("too_many_tables", file, found=found, limit=MOST_TABLES)


class Text:
    """Decoded text, written once in pieces and read many times."""

    def __init__(self, pieces: Iterator[str]):
        held: list[str] = []
        length = 0
        self._path: Path | None = None
        for piece in pieces:
            held.append(piece)
            length += len(piece)
            if length > IN_MEMORY:
                self._path = temporary(self)
                with self._path.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(held)
                    held.clear()
                    file.writelines(pieces)
        self._text = "".join(held)

    def lines(self) -> Iterator[str]:
        """Lines with their ends, whichever they are: line feed, carriage return, or both."""
        stream = self._path.open(encoding="utf-8", newline="") if self._path else io.StringIO(self._text, newline="")
        with stream:
            yield from stream

    def head(self, length: int) -> str:
        """The first characters."""
        if not self._path:
            return self._text[:length]
        with self._path.open(encoding="utf-8", newline="") as file:
            return file.read(length)

    def utf8(self) -> bytes:
        """All of it as bytes, in memory."""
        return self._path.read_bytes() if self._path else self._text.encode()

    def whole(self) -> str:
        """All of it, in memory."""
        return self._path.read_text(encoding="utf-8") if self._path else self._text


class BufferedGrid:
    """Rows of cells with their numbers, written once and read many times; trailing blank cells are not kept."""

    positioned = True
    """Cells stand where they stand: a row cannot have too many of them."""

    def __init__(self, file: str):
        self._file, self._limit = file, max_bytes()
        self.extras: object = None
        """What a workbook states of the cells besides their values (`cx.readers.extras`)."""
        self.first: Row | None = None
        """A row before the others, known only when they have been taken."""
        self._rows = RowBuffer[Row]()

    def fill(self, rows: Iterator[Row]) -> BufferedGrid:
        """Take the rows; raises InvalidData when their text is larger than a file may be, or that of one cell than a cell may."""
        length = 0
        for row in rows:
            text = sum(map(len, row[1]))
            if text > LONGEST_CELL and max(map(len, row[1])) > LONGEST_CELL:
                raise InvalidData([issue("cell_too_long", self._file, row[0], limit=f"{LONGEST_CELL:,}")])
            length += text + 3 * len(row[1])
            if length > self._limit:
                raise InvalidData([too_large(self._file, length)])
            self._rows.append(row, len(row[1]))
        return self

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """The rows in their order; nothing is damaged here."""
        if self.first is not None:
            yield self.first
        yield from self._rows

    def __bool__(self) -> bool:
        return len(self._rows) > 0
