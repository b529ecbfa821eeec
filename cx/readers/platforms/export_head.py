"""The first rows of an export: how many of them are headings, the names of the columns, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.readers.code_book import CodeBook, Doubt, Question


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

    @property
    def names(self) -> tuple[str, ...]:
        """The heading of each column: its question, or its code where there is none."""
        return tuple(one.label or one.code for one in self.questions)

    def code_book(self, headings: Sequence[str], places: Sequence[int]) -> CodeBook:
        """What is said of the columns of a table, by its headings; `places` are those of its columns in the file."""
        described = {heading: self.questions[place] for heading, place in zip(headings, places, strict=True) if place < len(self.questions)}
        by_code = {question.code: heading for heading, question in described.items()}
        doubts = [replace(one, heading=by_code[one.heading]) for one in self.doubts if one.heading in by_code]
        return CodeBook(self.platform, described, doubts)
