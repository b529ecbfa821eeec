"""A document with headings to the rows of its personas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers.content import Content
from cx.readers.outlines.markdown_outline import markdown_outline
from cx.readers.outlines.package import Package, read_package
from cx.readers.outlines.personas import Personas, personas_in
from cx.readers.outlines.slides import slides_outline
from cx.readers.outlines.word import word_outline
from cx.readers.raw_table import RawTable
from cx.readers.records import record_grids

Read = tuple[Personas | None, Sequence[str], Sequence[Issue]]


def personas_of_markdown(file: str, text: str) -> RawTable | None:
    """The personas of a Markdown text; None where it is about none."""
    found = personas_in(file, markdown_outline(text))
    return _table(file, found, (), ()) if found else None


def read_word(file: str, content: Content) -> RawTable:
    """The personas of a Word document. Raises InvalidData where there is none, and for what cannot be read."""
    return _document(file, content, "a Word document", lambda package: (personas_in(file, word_outline(package)), (), ()))


def read_slides(file: str, content: Content) -> RawTable:
    """The personas of a presentation. Raises InvalidData where there is none, and for what cannot be read."""

    def read(package: Package) -> Read:
        slides = slides_outline(file, package)
        return personas_in(file, slides.lines), slides.notes, slides.issues

    return _document(file, content, "a PowerPoint presentation", read)


def _document(file: str, content: Content, what: str, read: Callable[[Package], Read]) -> RawTable:
    found, notes, issues = read_package(file, content, read)
    if not found:
        raise InvalidData([issue("no_personas", file, what=what), *issues])
    return _table(file, found, notes, issues)


def _table(file: str, found: Personas, notes: Sequence[str], issues: Sequence[Issue]) -> RawTable:
    """The personas as records, as JSON and YAML hold them."""
    (grid,) = record_grids(file, found.records)
    return RawTable(file, None, grid.grid, (*found.notes(), *notes, *grid.notes), [*issues, *grid.issues], headed=True)
