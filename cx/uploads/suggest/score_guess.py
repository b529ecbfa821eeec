"""The scale on which numbers most plausibly are, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cx.uploads.suggest.scores import scale_named
from cx.words import listing

LONGER = {"1-4": ("1-5",), "1-7": ("1-6",), "0-10": ("1-10",)}
"""Scales that numbers may be on as well as on the one that is guessed: nobody chose a step of it."""


def guess_scale(numbers: Mapping[float, int], percent: bool = False) -> tuple[str, str]:
    """The most plausible scale for these numbers, and why."""
    low, high = min(numbers), max(numbers)
    whole = all(float(v).is_integer() for v in numbers)
    if percent or high > 10:
        return "percent", "read as percent."
    if low < 0:
        return ("-1-1", "read as relief of pains.") if high <= 1 and low >= -1 and not whole else ("-2-2", "read as relief of pains.")
    if high <= 1:
        return "0-1", "read as shares between 0 and 1."
    if above := above_shares(numbers):
        return "0-1", f"read as shares between 0 and 1; {listing([f'{v:g}' for v in above], 4)} lies above 1, so check."
    if high <= 4:
        return (
            ("0-4", f"{low:g} occurs, so read as 0 to 4.")
            if low < 1
            else ("1-4" if whole else "1-5", "read as 1 to 4; nobody gave a 5, so check." if whole else "read as means on 1 to 5.")
        )
    if high <= 5:
        return ("1-5", "read as 1 to 5.") if low >= 1 else ("1-5", "read as 1 to 5; 0 is off that scale, so check.")
    if high <= 7 and low >= 1:
        return "1-7", "read as 1 to 7." if high > 6 else "read as 1 to 7; nobody gave a 7, so it may be 1 to 6: check."
    return "0-10", "read as 0 to 10." if low < 1 else "read as 0 to 10; nobody gave a 0, so it may be 1 to 10: check."


def as_stored(numbers: Mapping[float, int], guess: str, why: str, stored: Sequence[str]) -> tuple[str, str]:
    """The scale guessed, or the one of the stored ratings where the numbers may be on either."""
    for word in LONGER.get(guess, ()):
        if word in stored and scale_named(word).low <= min(numbers) and max(numbers) <= scale_named(word).high:
            return word, f"read as {scale_named(word).label.split(',')[0]}, the scale of the ratings that are stored."
    return guess, why


def above_shares(numbers: Mapping[float, int]) -> list[float]:
    """The numbers above 1 where nearly all are shares: fractions between 0 and 1, and nothing that comes near a longer scale."""
    above = sorted(v for v in numbers if v > 1)
    within = sum(n for v, n in numbers.items() if 0 <= v <= 1)
    shares = sum(n for v, n in numbers.items() if 0 < v < 1)
    alike = shares and min(numbers) >= 0 and 2 * within > sum(numbers.values()) and all(v < 2 and not v.is_integer() for v in above)
    return above if alike else []


def tops(numbers: Mapping[float, int]) -> list[int]:
    """The highest steps that a scale of these numbers may have, beside the usual ones."""
    highest = math.ceil(max(numbers))
    return sorted({top for top in (highest, 3, 6, 10) if 2 <= top <= 100 and top >= highest})
