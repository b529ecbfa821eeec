"""How numbers are read as steps of a scale: tables of a test, the scale it speaks for, and the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx.model import scale as known_scale
from cx.words import count, listing, percent

FAR = (66, 77, 88, 96, 97, 98, 99, 777, 888, 997, 998, 999)
"""Numbers that usually mean no answer if nothing else is near them, with and without a minus."""
FEWEST = 100
"""Answers from which a step that nobody chose was probably not offered."""
NEAR_SIGN = (-9, -8, -7)
"""Numbers below 0 that usually mean no answer, unless the scale goes down to them."""


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

    def without(self, numbers: tuple[float, ...]) -> Steps:
        """The steps without some of them."""
        return Steps(tuple(n for n in self.seen if n not in numbers), self.far, self.times)

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

    @property
    def signed(self) -> str:
        """The scale from −k to k that reaches both ends."""
        top = max(-self.low, self.high)
        return f"-{top:g}-{top:g}"

    def hold(self, *steps: int) -> bool:
        """Whether somebody chose each of these."""
        return set(steps) <= set(self.seen)

    def lie_within(self, low: float, high: float) -> bool:
        """Whether no step lies outside these bounds."""
        return low <= self.low and self.high <= high


@dataclass(frozen=True)
class Reading:
    """One line of a decision table: if the test holds, the steps are those of a scale (None = of none), for a reason.

    `is_clear` where the scale stands unless a person says otherwise; else nothing stands until somebody has said it.
    """

    test: Callable[[Steps], bool]
    scale: str | None
    reason: Callable[[Steps], str]
    is_clear: Callable[[Steps], bool] = lambda _: True


@dataclass(frozen=True)
class Read:
    """What numbers are read as: a scale (None = no rating), whether that is clear, the numbers far from it and those beside it,
    and the reason without its full stop."""

    scale: str | None
    is_clear: bool
    far: tuple[float, ...]
    beside: tuple[float, ...]
    reason: str


def _always(text: str) -> Callable[[Steps], str]:
    return lambda _: text


def _never(_: Steps) -> bool:
    return False


SIGNED = "signed"
"""Instead of a scale: the one from −k to k that reaches both ends."""
STEP_READINGS: tuple[Reading, ...] = (
    Reading(lambda s: not s.seen, None, _always("Only codes for no answer.")),
    Reading(lambda s: s.lie_within(0, 1), "yes-no", _always("0 and 1: no and yes")),
    Reading(
        lambda s: s.lie_within(0, 2),
        None,
        _always("1 and 2 look like codes for yes and no, not like a rating; recode them to 1 and 0 to use them."),
    ),
    Reading(lambda s: s.low < 0 and s.lie_within(-2, 2), "-2-2", _always("−2 to 2: for pains")),
    Reading(lambda s: s.low < 0, SIGNED, lambda s: f"{s.low:g} to {s.high:g}, on both sides of 0", _never),
    Reading(
        lambda s: 50 <= s.high <= 100 and len(s.seen) > 5 and s.fives > 0.5,
        "percent",
        lambda s: f"{s.low:g} to {s.high:g}, {percent(s.fives)} of it in fives",
        lambda s: s.hold(0, 100),
    ),
    Reading(
        lambda s: s.low >= 0 and 90 <= s.high <= 100 and s.low <= 10 and len(s.seen) >= 20,
        "percent",
        lambda s: f"{s.low:g} to {s.high:g}, {len(s.seen)} different numbers: a slider from 0 to 100, or ages and amounts",
        _never,
    ),
    Reading(
        lambda s: s.high > 11,
        None,
        lambda s: f"{count(len(s.seen), 'number', 'different numbers')} up to {s.high:g}: a code list, an age or an amount, not a rating.",
    ),
    Reading(lambda s: s.seen == tuple(range(1, 11)) and s.answers >= FEWEST, "1-10", _always("1 to 10: every step occurs, and no 0")),
    Reading(
        lambda s: _reaches_ten(s) and len(s.seen) >= 6,
        "0-10",
        lambda s: "0 to 10" if s.hold(0, 10) else f"{s.low:g} to {s.high:g}: perhaps 0 to 10, or 1 to 10",
        lambda s: s.hold(0, 10),
    ),
    Reading(lambda s: _reaches_ten(s), "0-10", lambda s: f"Only {_shown(s)} occur: perhaps 0 to 10, or 1 to 10", _never),
    Reading(lambda s: s.hold(6, 7), "1-7", _always("1 to 7")),
    Reading(lambda s: s.hold(5), "1-5", _always("1 to 5")),
    Reading(
        lambda s: s.hold(0, 3, 4) and s.lie_within(0, 4) and _few_zeros(s), "0-4", _always("0 to 4, or 1 to 4 and 0 is a blank"), _never
    ),
    Reading(lambda s: s.hold(3, 4), "1-4", _always("1 to 4, or 1 to 5 and nobody chose a 5"), _never),
    Reading(lambda s: True, None, lambda s: f"Only {_shown(s)} occur: of no known scale."),
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
    is_clear: bool = True


FRACTION_READINGS: tuple[Fractions, ...] = (
    Fractions(0, 1, -1, "0-1", "Fractions between 0 and 1"),
    Fractions(-1, 1, -1, "-1-1", "Fractions between −1 and 1: for pains"),
    Fractions(0, 100, 10, "percent", "Numbers between 0 and 100", is_clear=False),
)


def read_numbers(numbers: Mapping[float, int]) -> Read:
    """What numbers are read as; a number beside the scale makes it unclear, since it may be a step of a longer one."""
    if any(not number.is_integer() for number in numbers):
        return _fractions(numbers)
    steps = Steps.of(numbers)
    below = tuple(n for n in steps.seen if n < 0)
    # One number below 0 that does not mirror the highest is beside a scale, and not its end.
    lone = below if len(below) == 1 and len(steps.seen) > 1 and -below[0] != steps.high and steps.high > 2 else ()
    steps = steps.without(lone)
    reading = next(line for line in STEP_READINGS if line.test(steps))
    word = steps.signed if reading.scale == SIGNED else reading.scale
    scale = known_scale(word) if word else None
    if scale is None:
        return Read(None, True, (), (), reading.reason(steps))
    beside = (*lone, *(n for n in steps.seen if not scale.low <= n <= scale.high))
    is_clear = not beside and len(steps.seen) > 1 and reading.is_clear(steps)
    return Read(scale.word, is_clear, steps.far, beside, reading.reason(steps))


def _shown(steps: Steps) -> str:
    return listing([f"{n:g}" for n in steps.seen], 6)


def _reaches_ten(steps: Steps) -> bool:
    """Whether some step is 10, or ten or eleven of them occur."""
    return steps.hold(10) or steps.high == 11 or len(steps.seen) == 10


def _few_zeros(steps: Steps) -> bool:
    """Whether no more people chose 0 than another step: a code for a blank would be the most frequent."""
    return steps.times[0] <= max(steps.times[n] for n in steps.seen[1:])


def _fractions(numbers: Mapping[float, int]) -> Read:
    low, high = min(numbers), max(numbers)
    for known in FRACTION_READINGS:
        if known.low <= low and known.beyond < high <= known.high:
            return Read(known.scale, known.is_clear, (), (), known.reason)
    whole = {number: times for number, times in numbers.items() if number.is_integer()}
    if 2 * sum(whole.values()) < sum(numbers.values()):
        return Read(None, True, (), (), "Fractions of no known scale.")
    read = read_numbers(whole)
    return Read(
        read.scale, read.is_clear, read.far, read.beside, f"{read.reason} (with fractions: check whether blanks were filled with averages)"
    )


def _far(numbers: Mapping[float, int]) -> list[float]:
    """Codes that lie apart from the other numbers, so that they cannot be steps of their scale."""
    crowded = any(abs(n) > 11 and abs(n) not in FAR for n in numbers)
    if crowded:
        return []
    highest = max((n for n in numbers if n not in FAR), default=0)
    return sorted(n for n in numbers if abs(n) in FAR or (n in NEAR_SIGN and highest < -n and highest > 0))
