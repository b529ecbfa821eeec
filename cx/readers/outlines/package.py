"""A document that is a zip of XML parts: what is read of it, and how much at most.

Nothing is ever unpacked to where a name points: a part is found by its name, and read as a stream.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TypeVar

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import Content, opened, too_large_for
from cx.readers.outlines.outline import TooLong
from cx.readers.workbooks.xml_stream import elements
from cx.readers.zip_directory import directory_problem, refuse_overlaps

T = TypeVar("T")
LARGEST_PART = 25_000_000
"""Bytes of one part as it unpacks: ten times what a book of a thousand pages has."""
MOST_PARTS = 20_000


class Package:
    """The parts of an opened document."""

    def __init__(self, file: str, archive: zipfile.ZipFile):
        self._file, self._archive = file, archive
        members = archive.infolist()
        if len(members) > MOST_PARTS:
            raise ValueError("too many parts")
        self._parts = {member.filename.replace("\\", "/").lstrip("/").lower(): member for member in members}
        self._read = 0

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """A part as a stream; raises InvalidData beyond the limits, and KeyError where there is none."""
        member = self._parts[name.lower()]
        self._read += member.file_size
        if self._read > LARGEST_PART:
            raise InvalidData([too_large_for(self._file, self._read, LARGEST_PART, "the text of a document")])
        with self._archive.open(member) as stream:
            yield stream

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: target and kind, by id."""
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if path not in self:
            return {}
        with self.part(path) as stream:
            return {
                given.get("Id", ""): (_inside(folder, given.get("Target", "")), given.get("Type", "").rpartition("/")[2])
                for element, given in elements(stream)
                if element == "Relationship"
            }


def _inside(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def read_package(file: str, content: Content, read: Callable[[Package], T]) -> T:
    """What `read` makes of the parts. Raises InvalidData for a bomb, or for a document that cannot be read."""
    try:
        with opened(content) as stream:
            problem = directory_problem(file, stream)
        if problem:
            raise InvalidData([problem])
        with opened(content) as stream, zipfile.ZipFile(stream) as archive:
            refuse_overlaps(archive)
            return read(Package(file, archive))
    except InvalidData:
        raise
    except TooLong:
        raise InvalidData([issue("document_too_long", file)]) from None
    except MemoryError:
        raise
    except Exception as error:
        # Whatever a torn archive or foreign XML makes the parsers raise, people can do one thing about it.
        code = "password" if isinstance(error, RuntimeError) and "password" in str(error) else "bad_document"
        raise InvalidData([issue(code, file)]) from None
