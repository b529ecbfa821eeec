"""One column of a survey, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx.readers.code_book import Kind, Question
from cx.survey.suggestion import Suggestion

SHOWN = 200
"""Different answers that are kept of one column; a rating has far fewer."""
NO_RATING: Mapping[Kind, str] = {
    "several": "One box of a question with several answers",
    "ranking": "A place in an order",
    "amount": "A count, a sum or a duration",
    "text": "Free text",
    "response id": "What tells responses apart",
    "status": "Whether the response counts",
    "technical": "Written by the platform",
    "weight": "A weight",
}
"""Kinds of columns that never rate anything, in words."""


@dataclass(frozen=True)
class Weight:
    """Why a column may say how much each respondent counts: its numbers, and whether it is called so."""

    lowest: float
    highest: float
    mean: float
    is_called_so: bool

    @property
    def evidence(self) -> str:
        """The evidence in words, behind the heading."""
        called = "by its heading, and " if self.is_called_so else ""
        return f"{called}by its numbers: from {self.lowest:.4g} to {self.highest:.4g}, {self.mean:.4g} on average"


@dataclass(frozen=True)
class Column:
    """One column of a survey: its answers, the most frequent first (at most `SHOWN`), and what it may be."""

    heading: str
    answers: Mapping[str, int]
    different: int
    suggestion: Suggestion
    question: Question
    weight: Weight | None = None
    """Why it may be a weight, where it may."""

    def meaning(self, answer: str) -> str:
        """The words of an answer that is a code; any other answer as it stands."""
        return self.question.values.get(answer) or answer

    def worded(self, answer: str) -> str:
        """An answer as people read it: the code with its words, where it has any."""
        words = self.question.values.get(answer)
        return f"{answer} = {words}" if words else answer or "(empty)"
