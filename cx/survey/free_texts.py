"""Free texts beside the steps of a clear scale, as “Other: …” gives them: a person says whether they are left out as no score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cx.lexicon.verdicts import LISTED, SURE, bare_verdict
from cx.survey.answer_words import ANY_TEXT
from cx.survey.marks import read_marks
from cx.survey.suggestion import Suggestion
from cx.words import listing

MOST = 0.5
"""Where more of the answers are texts, they are what was asked for."""


def beside_texts(
    texts: Mapping[str, int], numbers: Mapping[float, int], suggest: Callable[[Mapping[str, int]], Suggestion], more: int = 0
) -> Suggestion | None:
    """The scale of the answers that are no free texts, as a question; None where they have no clear scale, or are too few.

    `more` answers are others that are not listed; they are texts where the steps are numbers, and may be steps where these are words.
    """
    counts = {f"{number:g}": times for number, times in numbers.items()}
    steps = counts or {text: n for text, n in texts.items() if bare_verdict(text) in LISTED or bare_verdict(text) in SURE or _is_mark(text)}
    free = {text: n for text, n in texts.items() if text not in steps}
    left = sum(free.values()) + more
    answers = left + sum(steps.values())
    if not free or len(steps) < 2 or left > MOST * answers or (more and not counts):
        return None
    found = suggest(steps)
    if found.scale is None:
        return None
    told = (
        f"{left:,} of {answers:,} answers are texts, such as {listing([f'“{text[:30]}”' for text in free], 3)}: leave them out as no score?"
    )
    return replace(found, scale=None, perhaps=found.scale, reason=f"{found.reason} But {told}").with_no_answer((ANY_TEXT,))


def _is_mark(text: str) -> bool:
    return read_marks({text: 1}, {}) is not None
