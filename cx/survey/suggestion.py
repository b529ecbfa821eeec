"""What is proposed for a column of a survey: a scale where that is certain, else the likeliest one, which a person confirms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cx.survey.answer_words import Words


@dataclass(frozen=True)
class Suggestion:
    """A scale, the codes that are no score, and why; None is not a rating, or a scale that is still to be said."""

    scale: str | None
    no_answer: tuple[str, ...]
    reason: str
    words: Words = ()
    """The steps of answers in words."""
    perhaps: str = ""
    """The likeliest scale where the evidence leaves it open; nothing stands then."""
    is_said: bool = False
    """Whether a heading or a code book says the scale, so that no other question changes it."""

    @property
    def may_rate(self) -> bool:
        """Whether the column is a rating, certainly or perhaps."""
        return self.scale is not None or bool(self.perhaps)

    def with_no_answer(self, codes: Iterable[str]) -> Suggestion:
        """With further codes that are no score, where it may be a rating."""
        return replace(self, no_answer=tuple(dict.fromkeys((*self.no_answer, *codes)))) if self.may_rate else self

    def with_words(self, words: Iterable[tuple[str, float]]) -> Suggestion:
        """With the steps of these answers."""
        return replace(self, words=tuple(words))

    @property
    def likeliest(self) -> str:
        """The scale that is proposed, or else the likeliest one."""
        return self.scale or self.perhaps

    def opened(self, reason: str) -> Suggestion:
        """The same as a question, for a reason to doubt it."""
        return self if self.scale is None else replace(self, scale=None, perhaps=self.scale, reason=f"{self.reason.rstrip('.')}; {reason}.")
