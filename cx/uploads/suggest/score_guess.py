"""The scale on which numbers most plausibly are, and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cx.uploads.suggest.scores import scale_named
from cx.words import listing

LONGER = {"1-4": ("1-5",), "1-7": ("1-6",), "0-10": ("1-10",)}
"""Scales that numbers may be on as well as on the one that is guessed: nobody chose a step of it."""


@dataclass(frozen=True)
class Scores:
    """The numbers of a table, of which no column says the scale."""

    numbers: Mapping[float, int]
    have_percent_signs: bool

    @property
    def low(self) -> float:
        """The lowest score."""
        return min(self.numbers)

    @property
    def high(self) -> float:
        """The highest score."""
        return max(self.numbers)

    @property
    def are_whole(self) -> bool:
        """Whether no score is a fraction."""
        return all(float(v).is_integer() for v in self.numbers)

    def lie_within(self, low: float, high: float) -> bool:
        """Whether no score lies outside these bounds."""
        return low <= self.low and self.high <= high


@dataclass(frozen=True)
class Guess:
    """One line of a decision table: if the test holds, the scores are on a scale, for a reason."""

    test: Callable[[Scores], bool]
    scale: str
    reason: Callable[[Scores], str]
    is_clear: bool = False
    """Whether it stands unless a person says otherwise; else nothing stands until somebody has said it."""


def _always(text: str) -> Callable[[Scores], str]:
    return lambda _: text


GUESSES: tuple[Guess, ...] = (
    Guess(lambda s: s.have_percent_signs, "percent", _always("read as percent."), is_clear=True),
    Guess(lambda s: s.high > 10 and s.lie_within(0, 100) and s.high >= 50, "percent", _always("read as percent."), is_clear=True),
    Guess(lambda s: s.high > 10, "percent", lambda s: f"perhaps percent, or out of {math.ceil(s.high)}."),
    Guess(lambda s: s.low < 0 and s.lie_within(-1, 1) and not s.are_whole, "-1-1", _always("read as relief of pains."), is_clear=True),
    Guess(lambda s: s.low < 0, "-2-2", _always("read as relief of pains."), is_clear=True),
    Guess(lambda s: s.high <= 1, "0-1", _always("read as shares between 0 and 1."), is_clear=True),
    Guess(
        lambda s: bool(above_shares(s.numbers)),
        "0-1",
        lambda s: f"read as shares between 0 and 1; {listing([f'{v:g}' for v in above_shares(s.numbers)], 4)} lies above 1, so check.",
        is_clear=True,
    ),
    Guess(lambda s: s.high <= 4 and s.low < 1, "0-4", lambda s: f"{s.low:g} occurs, so perhaps 0 to 4; nobody gave a 5."),
    Guess(lambda s: s.high <= 4 and s.are_whole, "1-4", _always("perhaps 1 to 4, or 1 to 5 and nobody gave a 5.")),
    Guess(lambda s: s.high <= 4, "1-5", _always("perhaps means on 1 to 5.")),
    Guess(lambda s: s.lie_within(1, 5), "1-5", _always("read as 1 to 5."), is_clear=True),
    Guess(lambda s: s.high <= 5, "1-5", _always("perhaps 1 to 5, and 0 is no answer; or 0 to 5.")),
    Guess(lambda s: s.lie_within(1, 6), "1-7", _always("perhaps 1 to 7 and nobody gave a 7, or 1 to 6.")),
    Guess(lambda s: s.lie_within(1, 7), "1-7", _always("read as 1 to 7."), is_clear=True),
    Guess(lambda s: s.low < 1 and s.high == 10, "0-10", _always("read as 0 to 10."), is_clear=True),
    Guess(lambda s: s.low < 1, "0-10", _always("perhaps 0 to 10 and nobody gave a 10.")),
    Guess(lambda s: True, "0-10", _always("perhaps 0 to 10 and nobody gave a 0, or 1 to 10.")),
)
"""On which scale scores are: the first line whose test holds decides."""


def guess_scale(numbers: Mapping[float, int], percent: bool = False) -> tuple[str, str, bool]:
    """The most plausible scale for these numbers, why, and whether it is clear; `percent` where some have a percent sign."""
    scores = Scores(numbers, percent)
    guess = next(line for line in GUESSES if line.test(scores))
    return guess.scale, guess.reason(scores), guess.is_clear


def as_stored(numbers: Mapping[float, int], guess: str, why: str, clear: bool, stored: Sequence[str]) -> tuple[str, str, bool]:
    """The scale guessed, or the one of the stored ratings where the numbers may be on either; why, and whether that is clear."""
    for word in LONGER.get(guess, ()):
        if word in stored and scale_named(word).low <= min(numbers) and max(numbers) <= scale_named(word).high:
            return word, f"perhaps {scale_named(word).label.split(',')[0]}, the scale of the ratings that are stored.", False
    return guess, why, clear


def above_shares(numbers: Mapping[float, int]) -> list[float]:
    """The numbers above 1 where nearly all are shares: fractions between 0 and 1, and nothing that comes near a longer scale."""
    above = sorted(v for v in numbers if v > 1)
    are_steps = any(v >= 2 or v.is_integer() for v in above)
    return above if _are_mostly_shares(numbers) and not are_steps else []


def _are_mostly_shares(numbers: Mapping[float, int]) -> bool:
    """Whether most numbers lie from 0 to 1, some of them between, and none below."""
    within = {v: n for v, n in numbers.items() if 0 <= v <= 1}
    are_most = 2 * sum(within.values()) > sum(numbers.values())
    return are_most and min(numbers) >= 0 and any(0 < v < 1 for v in within)


def tops(numbers: Mapping[float, int]) -> list[int]:
    """The highest steps that a scale of these numbers may have, beside the usual ones."""
    highest = math.ceil(max(numbers))
    return sorted({top for top in (highest, 3, 6, 10) if 2 <= top <= 100 and top >= highest})
