"""Survey files as rows of text, in any format that the readers know. Nothing is interpreted here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cx.issues import Issue, issue
from cx.readers.code_book import CodeBook
from cx.readers.code_books.beside import book_in, fitting, together
from cx.readers.content import Content
from cx.readers.extras import extras_of
from cx.readers.limited import read_survey_file, read_upload
from cx.readers.text_table import SAMPLE, TextTable

Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class SurveyRows:
    """A survey: its header, and a reader of its rows.

    `rows` starts from the first respondent each time it is called, and gives row numbers (the header is row 1) with
    as many cells as there are columns; what is wrong with other rows goes to the list that it is given.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[list[Issue]], Iterable[Row]]
    issues: tuple[Issue, ...] = ()
    """Issues of the file; an unusable one has no columns."""
    code_book: CodeBook | None = None
    """What the file, or a code book beside it, says of the columns."""
    hidden: frozenset[int] = frozenset()
    """Rows that a workbook does not show, as behind a filter."""
    whole: Callable[[list[Issue]], Iterable[Row]] | None = None
    """All rows of the file, where some respondents are left out of `rows`: what a column is, all of them say."""

    @classmethod
    def at(cls, path: str | Path) -> SurveyRows:
        """The survey in a file."""
        return cls.of(Path(path).name, Path(path))

    @classmethod
    def of(cls, name: str, content: Content) -> SurveyRows:
        """The survey in uploaded bytes: its first row is the header, or it is the export of a platform that is known."""
        issues: list[Issue] = []
        read = read_survey_file(name, content, issues)
        if read is None:
            return cls(name, (), lambda _: (), tuple(issues))
        if isinstance(read, TextTable):
            return replace(rows_of(read), name=name, issues=(*issues, *read.issues))
        return cls(name, read.header, read.rows, tuple(issues), hidden=extras_of(read.raw.grid).hidden)


def described_by(survey: SurveyRows, path: str | Path) -> SurveyRows:
    """The survey with what the code book in a file says of its columns; an issue where the file is none, or the book of another survey."""
    tables, issues = read_upload(Path(path).name, Path(path))
    for one in filter(None, map(book_in, tables)):
        sample = [cells for _, cells in islice(survey.rows([]), SAMPLE)]
        if named := fitting(one.book, survey.columns, survey.code_book, sample):
            columns, both = together(survey.columns, survey.code_book, one.book, named)
            return replace(survey, columns=columns, code_book=both, issues=(*survey.issues, *issues))
    issues = issues or [issue("code_book_unused", Path(path).name)]
    return replace(survey, issues=(*survey.issues, *issues))


def rows_of(table: TextTable) -> SurveyRows:
    """A table of an upload as a survey; its issues are reported with the upload."""
    return SurveyRows(table.place, table.header, lambda _: table.rows(), code_book=table.code_book, hidden=table.extras.hidden)


def places_of(columns: Sequence[str], name: str) -> list[int]:
    """Positions of a column in the header: spelt exactly so, else ignoring case, blanks and a leading star."""
    exact = [place for place, column in enumerate(columns) if column == name]
    return exact or [place for place, column in enumerate(columns) if plain_heading(column) == plain_heading(name)]


def plain_heading(text: str) -> str:
    """A column name without case, superfluous blanks and a leading star."""
    return " ".join(text.replace("\u00a0", " ").split()).lstrip("*").strip().casefold()
