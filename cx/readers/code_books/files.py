"""Files that are code books by what they hold, as tables that show what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cx.readers.code_book import CodeBook
from cx.readers.code_books.formbricks_survey import formbricks_survey, is_formbricks_survey
from cx.readers.code_books.limesurvey_survey import limesurvey_survey
from cx.readers.code_books.qualtrics_survey import is_qualtrics_survey, qualtrics_survey
from cx.readers.code_books.surveyjs_survey import is_surveyjs_survey, surveyjs_survey
from cx.readers.content import BufferedGrid, Content, Row, storable
from cx.readers.raw_table import RawTable

LIMESURVEY = frozenset({".lss", ".lsa"})
"""Endings of surveys of LimeSurvey: XML, and an archive of several files of XML."""
HEADER = ("Column", "Question", "Kind", "Answers")
IN_JSON: tuple[tuple[Callable[[object], bool], Callable[[str, Any], CodeBook]], ...] = (
    (is_qualtrics_survey, qualtrics_survey),
    (is_surveyjs_survey, surveyjs_survey),
    (is_formbricks_survey, formbricks_survey),
)
"""How a code book in JSON is told, and read."""


def book_in_json(file: str, document: object) -> RawTable | None:
    """The code book that a JSON document is; None for any other."""
    read = next((read for is_one, read in IN_JSON if is_one(document)), None)
    return as_table(file, read(file, document)) if read else None


def book_of_limesurvey(file: str, content: Content) -> RawTable:
    """The code book that a survey of LimeSurvey is. Raises InvalidData for a damaged one."""
    return as_table(file, limesurvey_survey(file, content))


def as_table(file: str, book: CodeBook) -> RawTable:
    """What a code book says, one row a column."""
    rows: list[Row] = [(1, HEADER)]
    for number, one in enumerate(book.questions.values(), start=2):
        answers = " | ".join(f"{code}, {word}" for code, word in one.values.items())
        rows.append((number, (storable(one.code), storable(one.label), one.kind, storable(answers))))
    grid = BufferedGrid(file).fill(iter(rows))
    return RawTable(
        file, None, grid, ("It is a code book: it says what the columns of a table of answers ask.",), headed=True, describes=book
    )
