"""What the columns of a grid are about: a heading names a thing, and perhaps what is measured of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_name

SCORED = lexicon().words("measures", "scored")
WEIGHED = lexicon().words("measures", "weighed")
MEASURE = any_of((*SCORED, *WEIGHED))
BETWEEN = any_of(lexicon().words("measures", "between"))
# Long patterns stay texts, which `re` compiles once where they are first used.
PAIRED = (
    rf"(?P<item>.*\S)\s*(?:·|:|\||–|—|_|\.|\s-|-\s|/)\s*(?P<measure>{MEASURE})",
    rf"(?P<item>.*\S)\s*[(\[](?P<measure>{MEASURE})[)\]]",
    rf"(?P<measure>{MEASURE})\s*(?:·|:|\||–|—|_|\.|\s-|-\s|/|\b(?:{BETWEEN})\b)\s*(?P<item>\S.*)",
)
LOOSE = (rf"(?P<item>.*\S)\s+(?P<measure>{MEASURE})", rf"(?P<measure>{MEASURE})\s+(?P<item>\S.*)")


@dataclass(frozen=True)
class ScoreColumn:
    """One column of a grid: the heading, the thing that it names, and whether its numbers are no scores of it."""

    heading: str
    item: str
    measure: str = ""


def things(headings: Sequence[str]) -> dict[str, ScoreColumn]:
    """The thing that each heading names, and what is measured of it: “Till · Satisfaction” is the satisfaction of “Till”.

    “Till satisfaction” is so only beside another measure of the till, since it may be a name of its own.
    """
    paired = {heading: _told_apart(heading, PAIRED) for heading in headings}
    loose = {heading: _told_apart(heading, LOOSE) for heading, one in paired.items() if not one.measure}
    measured: dict[str, set[str]] = {}
    for one in (*paired.values(), *loose.values()):
        measured.setdefault(plain_name(one.item), set()).add(one.measure)
    return paired | {heading: one for heading, one in loose.items() if one.measure and len(measured[plain_name(one.item)]) > 1}


def items(mapping: Mapping[str, str]) -> dict[str, str]:
    """What each score column of a grid is about; two columns about one thing keep their whole headings."""
    named = {heading: one.item for heading, one in things(list(mapping)).items() if mapping[heading] == "*"}
    times = Counter(map(plain_name, named.values()))
    return {heading: item if times[plain_name(item)] == 1 else heading for heading, item in named.items()}


def _told_apart(heading: str, patterns: Sequence[str]) -> ScoreColumn:
    flat = " ".join(heading.split())
    for pattern in patterns:
        match = re.fullmatch(pattern, flat, re.I)
        if match:
            return ScoreColumn(heading, match["item"].strip(), match["measure"].casefold())
    return ScoreColumn(heading, flat)
