"""A REFI-QDA project (.qdpx) or codebook (.qdc) to rows: passages with their codes, or codes with what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers.expat import ExpatError

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.content import BufferedGrid, Content, opened, storable, too_large_for, whole
from cx.readers.outlines.outline import TooLong
from cx.readers.outlines.package import Package, read_package
from cx.readers.raw_table import RawTable
from cx.readers.research.project_xml import Codes, ProjectReader
from cx.readers.workbooks.xml_stream import parse
from cx.words import count

PROJECT = "project.qde"
LARGEST_CODEBOOK = 5_000_000
MOST_QUOTED = 20_000_000
"""Characters of all quotations: passages may overlap, so they can be more than the texts."""


def read_project(file: str, content: Content) -> RawTable:
    """The coded passages of a project, in the order of its sources. Raises InvalidData for what cannot be read, and where nothing is coded."""
    return read_package(file, content, lambda package: _passages(file, package))


def read_codebook(file: str, content: Content) -> RawTable:
    """The codes of a codebook. Raises InvalidData for what cannot be read."""
    whole(file, content, LARGEST_CODEBOOK, "a codebook")
    reader = ProjectReader(lambda path: "")
    try:
        with opened(content) as stream:
            for _ in parse(stream, reader.start, reader.end, reader.text):
                pass
    except (ExpatError, ValueError, IndexError, TooLong):
        raise InvalidData([issue("bad_document", file)]) from None
    return _table(file, ("Code", "Description"), _described(reader.codes), ("Codes of a codebook (REFI-QDA).",))


def _passages(file: str, package: Package) -> RawTable:
    def text_of(path: str) -> str:
        if path not in package:
            return ""
        with package.part(path) as stream:
            return stream.read().decode("utf-8-sig", "replace")

    reader = ProjectReader(text_of)
    documents: set[str] = set()

    def rows() -> Iterator[tuple[str, ...]]:
        quoted = 0
        with package.part(PROJECT) as stream:
            for _ in parse(stream, reader.start, reader.end, reader.text):
                for one in reader.passages:
                    quoted += len(one.quote)
                    if quoted > MOST_QUOTED:
                        raise InvalidData([too_large_for(file, quoted, MOST_QUOTED, "the text of all quotations")])
                    documents.add(one.document)
                    yield one.document, one.code, one.quote
                reader.passages.clear()

    table = _table(file, ("Document", "Code", "Quotation"), rows(), ())
    if not documents:
        raise InvalidData([issue("nothing_coded", file)])
    note = f"Coded passages of {count(len(documents), 'document')} of a project (REFI-QDA); the first is row 2."
    return RawTable(table.file, None, table.grid, (note,), headed=True)


def _described(codes: Codes) -> Iterator[tuple[str, ...]]:
    return ((name, codes.descriptions.get(guid, "")) for guid, name in codes.names.items())


def _table(file: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]], notes: tuple[str, ...]) -> RawTable:
    grid = BufferedGrid(file).fill((number, tuple(map(storable, row))) for number, row in enumerate(rows, start=2))
    grid.first = (1, header)
    return RawTable(file, None, grid, notes, headed=True)
