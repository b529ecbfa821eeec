"""The responses in an archive of LimeSurvey (`.lsa`): a file of XML (`.lsr`) that keeps the columns under their names in the database.

The survey beside it (`.lss`) says which question each column is, so that they are read as the export of the same responses. Source:
the public manual on survey archives; a name that begins with a digit has a `_` before it, and `#` is written as `-`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath
from typing import IO

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.code_book import CodeBook
from cx.readers.code_books.beside import joined
from cx.readers.code_books.limesurvey_files import DAMAGED, Elements, in_archive, only
from cx.readers.code_books.limesurvey_survey import book_of, codes_of_fields, tables_of
from cx.readers.content import BufferedGrid, Content, Row, storable, too_large
from cx.readers.limits import max_bytes
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.limesurvey import limesurvey
from cx.readers.raw_table import RawTable
from cx.readers.text_table import SAMPLE
from cx.readers.workbooks.xml_stream import CHUNK, parse

SHEET = "responses"
ENDING = ".lsr"
MOST_COLUMNS = 20_000
TOLD = "It is an archive of LimeSurvey: every response is a row, “row 2” is the first one, and the survey in it says what the columns ask."


def responses_of_archive(file: str, content: Content) -> RawTable | None:
    """The responses in an archive, under the questions of its survey; None where it has none. Raises InvalidData for a damaged one."""
    try:
        with in_archive(file, content) as archive:
            if not any(PurePosixPath(one.filename).suffix.lower() == ENDING for one in archive.infolist()):
                return None
            with archive.open(only(archive, ".lss")) as survey:
                tables = tables_of(survey)
            with archive.open(only(archive, ENDING)) as stream:
                grid = BufferedGrid(file).fill(_lines(file, stream, codes_of_fields(tables)))
    except DAMAGED:
        raise InvalidData([issue("bad_code_book", file)]) from None
    rows = list(islice(grid.rows(), SAMPLE))
    if len(rows) < 2:
        return None
    return RawTable(file, SHEET, grid, ("Cells hold the codes of answers.",), headed=True, head=_head(rows, book_of(file, tables)))


def responses_alone(file: str, content: Content) -> RawTable:
    """Responses without the survey beside them, which nobody can read: raises InvalidData that says what to bring instead."""
    del content
    raise InvalidData([issue("responses_alone", file)])


def _head(rows: list[Row], book: CodeBook) -> ExportHead | None:
    """What the columns are, as the export of the same responses would say, with the questions and the words of the survey."""
    known = limesurvey(rows)
    if known is None:
        return None
    questions = tuple(joined(one, book.questions[one.code]) if one.code in book.questions else one for one in known.questions)
    return replace(known, questions=questions, told=TOLD)


class _Lines(Elements):
    """The lines of a file of responses: the names of the columns, then a row for each response, whose words are counted alone."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self._codes = codes
        self._places: dict[str, int] = {}
        self._names: list[str] = []
        self._row: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        super().start(name, attributes)
        if name == "row":
            self._row, self.length = [""] * len(self._names), 0

    def take(self, name: str, text: str) -> None:
        """A name of a column, a cell, a row, or a word about the whole file."""
        above = self.path[-1] if self.path else ""
        if name == "LimeSurveyDocType" and text.strip() != "Responses":
            raise ValueError("no responses")
        if name == "fieldname" and above == "fields":
            self._places[("_" if text[:1].isdigit() else "") + text.replace("#", "-")] = len(self._names)
            self._names.append(self._codes.get(text, text))
            if len(self._names) > MOST_COLUMNS:
                raise ValueError("more columns than a survey has")
        elif above == "row" and name in self._places:
            self._row[self._places[name]] = storable(text)
        elif name == "fields":
            self.found.append(tuple(self._names))
        elif name == "row" and above == "rows":
            self.found.append(tuple(self._row))


def _lines(file: str, stream: IO[bytes], codes: Mapping[str, str]) -> Iterator[Row]:
    """The names of the columns as row 1, and the responses below. Raises InvalidData where the XML is larger than a file may be."""
    lines = _Lines(codes)
    number = 0
    for piece, _ in enumerate(parse(stream, lines.start, lines.end, lines.text)):
        if piece * CHUNK > max_bytes():
            raise InvalidData([too_large(file, piece * CHUNK)])
        for cells in lines.found:
            number += 1
            yield number, cells
        lines.found.clear()
