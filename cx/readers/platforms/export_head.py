"""The first rows of an export: how many of them are headings, the names of the columns, and what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.readers.code_book import CodeBook, Doubt, Question

LONGEST, LONGEST_STEM = 190, 100
"""Characters of a heading, and of its stem where it is longer, so that the items of a battery stay told apart."""


@dataclass(frozen=True)
class ExportHead:
    """What a platform writes above the answers. The rows after `row` are responses, every one of them."""

    platform: str
    row: int
    """The number of the last row of headings."""
    questions: tuple[Question, ...]
    """One for each column, in their order."""
    doubts: Sequence[Doubt] = ()
    """Their headings are codes of columns."""
    notes: tuple[str, ...] = ()
    told: str = ""
    """What people should know of its rows, where it has no rows of headings."""

    @property
    def names(self) -> tuple[str, ...]:
        """The heading of each column: its question, or its code where there is none; both where several ask the same."""
        headings = [heading(one) for one in self.questions]
        times = Counter(headings)
        named = zip(self.questions, headings, strict=True)
        return tuple(f"{text} ({one.code})" if times[text] > 1 and one.code not in ("", text) else text for one, text in named)

    @property
    def about_rows(self) -> str:
        """Which rows are responses."""
        said = f"It is an export of {self.platform}: row {self.row} is the last row of headings, and the rows below it are responses."
        return self.told or said

    def code_book(self, headings: Sequence[str], places: Sequence[int]) -> CodeBook:
        """What is said of the columns of a table, by its headings; `places` are those of its columns in the file."""
        described = {heading: self.questions[place] for heading, place in zip(headings, places, strict=True) if place < len(self.questions)}
        by_code = {question.code: heading for heading, question in described.items()}
        doubts = [replace(one, heading=by_code[one.heading]) for one in self.doubts if one.heading in by_code]
        return CodeBook(self.platform, described, doubts)


def heading(question: Question) -> str:
    """What a column is called: its question, on one line, with a shortened stem where it is very long."""
    text = question.label or question.code
    if len(text) <= LONGEST or not question.stem:
        return text
    return question.stem[:LONGEST_STEM].rsplit(" ", 1)[0] + " …" + text.removeprefix(question.stem)
