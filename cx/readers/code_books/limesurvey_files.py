"""The files of LimeSurvey: XML, alone or in an archive (`.lsa`), taken element by element and within limits."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from xml.parsers import expat

from cx.errors import InvalidData
from cx.readers.content import Content, opened
from cx.readers.zip_directory import directory_problem, refuse_overlaps

LARGEST, DEEPEST = 25_000_000, 12
"""Characters that may be said before `Elements` is told to count anew, and elements inside of one another."""
DAMAGED = (expat.ExpatError, ValueError, LookupError, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What reading raises of XML, or of an archive, that is none, damaged, locked, or in an encoding that nobody knows."""


class Elements(ABC):
    """Takes a file element by element: `path` are the elements around the one in hand, `length` the characters said so far."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.length = 0
        self._said: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. Raises ValueError where it lies deeper than any of a survey."""
        del attributes
        self.path.append(name)
        self._said.clear()
        if len(self.path) > DEEPEST:
            raise ValueError("deeper than a survey is")

    def text(self, piece: str) -> None:
        """Words of an element. Raises ValueError where there are more than a survey has."""
        self.length += len(piece)
        if self.length > LARGEST:
            raise ValueError("more than a survey has")
        self._said.append(piece)

    def end(self, name: str) -> None:
        """An element ends."""
        text = "".join(self._said)
        self._said.clear()
        self.path.pop()
        self.take(name, text)

    @abstractmethod
    def take(self, name: str, text: str) -> None:
        """What an element that ended says; it is no longer in `path`."""


@contextmanager
def in_archive(file: str, content: Content) -> Iterator[zipfile.ZipFile]:
    """The archive, once its table of contents is known to be small. Raises InvalidData, and what zipfile raises."""
    with opened(content) as stream:
        if problem := directory_problem(file, stream):
            raise InvalidData([problem])
        with zipfile.ZipFile(stream) as archive:
            refuse_overlaps(archive)
            yield archive


def only(archive: zipfile.ZipFile, ending: str) -> zipfile.ZipInfo:
    """The one file of an archive with this ending. Raises ValueError where there is none, or several."""
    (inside,) = (one for one in archive.infolist() if PurePosixPath(one.filename).suffix.lower() == ending)
    return inside
