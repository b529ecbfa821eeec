"""Which scale a question was answered on, judged by how often each answer occurs: a proposal, never a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cx.lexicon.headings import NUMBERING
from cx.lexicon.plain import plain
from cx.lexicon.values import NOTHING
from cx.lexicon.verdicts import NO, YES
from cx.model import scale as known_scale
from cx.survey.scale_readings import read_numbers
from cx.uploads.suggest.directions import hinted_scale, lower_is_better
from cx.words import listing

MOSTLY = 0.9  # a rating has at least this share of numbers among its answers


@dataclass(frozen=True)
class Suggestion:
    """A scale (None = not a rating), the codes that are no score, and why."""

    scale: str | None
    no_answer: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Answers:
    """How often each answer of a column occurs: numbers, other texts, and words that never are an answer."""

    numbers: Mapping[float, int]
    texts: Mapping[str, int]
    nothing: tuple[str, ...]

    @staticmethod
    def of(counts: Mapping[str, int]) -> Answers:
        """The answers behind the texts of a column; blanks are none."""
        numbers: dict[float, int] = {}
        texts: dict[str, int] = {}
        nothing: list[str] = []
        for text, times in counts.items():
            if text.strip().casefold() in NOTHING:
                nothing += [text] if text.strip() else []
                continue
            if not text.strip():
                continue
            try:
                number = float(text.strip().replace(",", "."))
                numbers[number] = numbers.get(number, 0) + times
            except ValueError:
                texts[text.strip()] = times
        return Answers(numbers, texts, tuple(nothing))

    @property
    def number_share(self) -> float:
        """The share of numbers among the answers."""
        numbers = sum(self.numbers.values())
        return numbers / (numbers + sum(self.texts.values()))


def suggest_scale(counts: Mapping[str, int], heading: str = "") -> Suggestion:
    """The most plausible scale for a column in which each text occurs so often; the heading may say that it numbers the
    rows, or that lower is better.

    >>> suggest_scale({"1": 5, "2": 9, "3": 20, "4": 41, "5": 40, "6": 30, "0": 3, "": 2})
    Suggestion(scale='1-5', no_answer=('0', '6'), reason='1 to 5; 0 and 6 stand outside it and read as no answer.')
    """
    answers = Answers.of(counts)
    settled = _settled(answers, heading)
    if settled:
        return settled
    scale, outside, reason = _named(answers.numbers, heading) or read_numbers(answers.numbers)
    if scale is None:
        return Suggestion(None, (), reason)
    scale, reason = _turned(scale, reason, heading)
    codes = [*(f"{number:g}" for number in outside), *answers.texts, *answers.nothing]
    if codes:
        several = len(codes) > 1
        reason += f"; {listing(codes, 6)} {'stand' if several else 'stands'} outside it and {'read' if several else 'reads'} as no answer"
    return Suggestion(scale, tuple(codes), reason + ".")


def _settled(answers: Answers, heading: str) -> Suggestion | None:
    """The suggestion where the numbers need not be read as steps of a scale: no answers, words, numbered rows."""
    if not answers.numbers and not answers.texts:
        return Suggestion(None, (), "No answers.")
    if not answers.numbers and {text.casefold() for text in answers.texts} <= YES | NO:
        return Suggestion("yes-no", answers.nothing, "Yes and no.")
    if answers.number_share < MOSTLY:
        words = listing([f"“{text[:20]}”" for text in answers.texts])
        return Suggestion(None, (), f"Mostly words, such as {words}: not a rating.")
    if _numbers_rows(answers.numbers, heading):
        return Suggestion(None, (), "Every row has another number: it tells respondents apart and rates nothing.")
    return None


def _turned(scale: str, reason: str, heading: str) -> tuple[str, str]:
    """The scale and the reason, reversed if the heading says that lower is better."""
    lower = lower_is_better([heading])
    if not lower:
        return scale, reason
    twin = known_scale(f"{scale}-reversed")
    # Turned round, −k to k would run from 1 (relieved) to 0 (no effect): what makes a pain worse would not.
    if twin and twin.low != -twin.high:
        return f"{scale}-reversed", f"{reason}, and {lower.rstrip('.')}"
    return scale, f"{reason}; {lower.rstrip('.')}: turn the answers round in the file, or leave the question out"


def _named(numbers: Mapping[float, int], heading: str) -> tuple[str, list[float], str] | None:
    """The scale that the heading names, unless most answers do not stand on it."""
    hint = hinted_scale([heading])
    known = known_scale(hint[0]) if hint else None
    if hint is None or known is None:
        return None
    outside = [n for n in numbers if not known.low <= n <= known.high]
    return None if 2 * sum(numbers[n] for n in outside) > sum(numbers.values()) else (hint[0], outside, hint[1].rstrip("."))


def _numbers_rows(numbers: Mapping[float, int], heading: str) -> bool:
    """Whether a column numbers the rows: no number twice, and a heading that says so, or no gap between them."""
    if len(numbers) < 3 or any(times > 1 or not number.is_integer() for number, times in numbers.items()):
        return False
    unbroken = max(numbers) - min(numbers) == len(numbers) - 1
    return plain(heading) in NUMBERING if heading.strip() else unbroken and len(numbers) >= 8
