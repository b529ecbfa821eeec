"""How numbers are read as steps of a scale: tables of a test, the scale it speaks for, and the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx.model import scale as known_scale
from cx.words import count, listing, percent

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999)
"""Numbers that usually mean no answer if nothing else is near them, as negative ones do on an unsigned scale."""
FEWEST = 100
"""Answers from which a step that nobody chose was probably not offered."""


@dataclass(frozen=True)
class Steps:
    """Whole numbers as steps of a scale: `seen` in order, without the codes `far` from all others."""

    seen: tuple[float, ...]
    far: tuple[float, ...]
    times: Mapping[float, int]

    @staticmethod
    def of(numbers: Mapping[float, int]) -> Steps:
        """The steps among some whole numbers."""
        far = _far(numbers)
        return Steps(tuple(sorted(n for n in numbers if n not in far)), tuple(far), numbers)

    @property
    def low(self) -> float:
        """The lowest step seen."""
        return self.seen[0]

    @property
    def high(self) -> float:
        """The highest step seen."""
        return self.seen[-1]

    @property
    def answers(self) -> int:
        """How many answers stand on a step."""
        return sum(self.times[n] for n in self.seen)

    @property
    def fives(self) -> float:
        """The share of multiples of five among the answers above 0."""
        above = [n for n in self.seen if n > 0]
        return sum(self.times[n] for n in above if n % 5 == 0) / sum(self.times[n] for n in above)

    def hold(self, *steps: int) -> bool:
        """Whether somebody chose each of these."""
        return set(steps) <= set(self.seen)

    def lie_within(self, low: float, high: float) -> bool:
        """Whether no step lies outside these bounds."""
        return low <= self.low and self.high <= high


@dataclass(frozen=True)
class Reading:
    """One line of a decision table: if the test holds, the steps are those of a scale (None = of none), for a reason."""

    test: Callable[[Steps], bool]
    scale: str | None
    reason: Callable[[Steps], str]


def _always(text: str) -> Callable[[Steps], str]:
    return lambda _: text


STEP_READINGS: tuple[Reading, ...] = (
    Reading(lambda s: not s.seen, None, _always("Only codes for no answer.")),
    Reading(lambda s: s.lie_within(0, 1), "yes-no", _always("0 and 1: no and yes")),
    Reading(
        lambda s: s.lie_within(0, 2),
        None,
        _always("1 and 2 look like codes for yes and no, not like a rating; recode them to 1 and 0 to use them."),
    ),
    # Negative numbers elsewhere are codes for no answer, and no steps.
    Reading(lambda s: s.low < 0, "-2-2", _always("−2 to 2: for pains")),
    Reading(
        lambda s: 50 <= s.high <= 100 and len(s.seen) > 5 and s.fives > 0.5,
        "percent",
        lambda s: f"0 to 100, {percent(s.fives)} of it in fives",
    ),
    Reading(
        lambda s: s.high > 11,
        None,
        lambda s: f"{count(len(s.seen), 'number', 'different numbers')} up to {s.high:g}: a code list, an age or an amount, not a rating.",
    ),
    Reading(lambda s: s.seen == tuple(range(1, 11)) and s.answers >= FEWEST, "1-10", _always("1 to 10: every step occurs, and no 0")),
    Reading(lambda s: _reaches_ten(s) and len(s.seen) >= 6, "0-10", _always("0 to 10")),
    Reading(lambda s: _reaches_ten(s), None, _always("Too few of the steps 0 to 10 occur.")),
    Reading(lambda s: s.hold(6, 7), "1-7", _always("1 to 7")),
    Reading(lambda s: s.hold(5), "1-5", _always("1 to 5")),
    Reading(
        lambda s: s.hold(0, 3, 4) and s.lie_within(0, 4) and _few_zeros(s),
        "0-4",
        _always("0 to 4 (if 0 is a blank, choose 1 to 4 and declare it)"),
    ),
    Reading(lambda s: s.hold(3, 4), "1-4", _always("1 to 4 (if a 5 was offered and nobody chose it, choose 1 to 5)")),
    Reading(lambda s: True, None, lambda s: f"Only {listing([f'{n:g}' for n in s.seen], 6)} occur: of no known scale."),
)
"""How whole numbers are read: the first line whose test holds decides."""


@dataclass(frozen=True)
class Fractions:
    """Numbers with fractions that all lie from `low` to `high`, the highest above `beyond`, are on a scale."""

    low: float
    high: float
    beyond: float
    scale: str
    reason: str


FRACTION_READINGS: tuple[Fractions, ...] = (
    Fractions(0, 1, -1, "0-1", "Fractions between 0 and 1"),
    Fractions(-1, 1, -1, "-1-1", "Fractions between −1 and 1: for pains"),
    Fractions(0, 100, 10, "percent", "Numbers between 0 and 100"),
)


def read_numbers(numbers: Mapping[float, int]) -> tuple[str | None, list[float], str]:
    """Scale, numbers outside it, and the reason without its full stop."""
    if any(not number.is_integer() for number in numbers):
        return _fractions(numbers)
    steps = Steps.of(numbers)
    reading = next(line for line in STEP_READINGS if line.test(steps))
    scale = known_scale(reading.scale) if reading.scale else None
    outside = [*steps.far, *(n for n in steps.seen if not scale.low <= n <= scale.high)] if scale else []
    return reading.scale, outside, reading.reason(steps)


def _reaches_ten(steps: Steps) -> bool:
    """Whether some step is 10, or ten or eleven of them occur."""
    return steps.hold(10) or steps.high == 11 or len(steps.seen) == 10


def _few_zeros(steps: Steps) -> bool:
    """Whether no more people chose 0 than another step: a code for a blank would be the most frequent."""
    return steps.times[0] <= max(steps.times[n] for n in steps.seen[1:])


def _fractions(numbers: Mapping[float, int]) -> tuple[str | None, list[float], str]:
    low, high = min(numbers), max(numbers)
    for known in FRACTION_READINGS:
        if known.low <= low and known.beyond < high <= known.high:
            return known.scale, [], known.reason
    whole = {number: times for number, times in numbers.items() if number.is_integer()}
    if 2 * sum(whole.values()) < sum(numbers.values()):
        return None, [], "Fractions of no known scale."
    scale, outside, reason = read_numbers(whole)
    return scale, outside, f"{reason} (with fractions: check whether blanks were filled with averages)"


def _far(numbers: Mapping[float, int]) -> list[float]:
    """Codes that lie apart from the other numbers, so that they cannot be steps of their scale."""
    signed = min(numbers) >= -2 and max(numbers) <= 2
    below = [] if signed else [n for n in numbers if n < 0]
    crowded = any(n > 11 and n not in FAR for n in numbers)
    return sorted(below + [n for n in numbers if n in FAR and not crowded])
