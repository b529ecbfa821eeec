"""Which heading of a persona document opens which part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.lexicon.headings import HEADINGS
from cx.lexicon.plain import plain
from cx.readers.outlines.outline import Line

LISTS = ("pains", "gains", "mandatory", "needs", "jobs", "goals")
"""Parts that list things; each of them, and a quotation, tells that the heading above is a persona."""
TEXTS = ("quote", "narrative", "tagline")
TELLING = frozenset((*LISTS, "quote"))
PARTS: dict[str, str] = {word: part for part in (*TEXTS[::-1], *LISTS[::-1]) for word in HEADINGS[part]}
LABEL = 99
"""The level of a paragraph that is nothing but the word for a part: below every heading."""
LONGEST_LABEL = 40
SAID_BESIDE = re.compile(r"([^:：]{2,40})[:：]\s+(\S.*)", re.S)
"""“Quote: I have no time”: a part in one paragraph."""
PERSONA = re.compile(r"persona\s*(?:no\.?\s*|#)?\d*\s*[:：–—-]\s+", re.I)
"""What stands before the name: “Persona 2: Nora”."""
GROUP = re.compile(r"(?:\w+\s)?personas?|\w+personas?")
"""A heading over all personas, in the form of `plain`."""


def part_of(heading: str) -> str:
    """The part that a heading opens, else nothing."""
    return PARTS.get(plain(heading), "")


def name_in(heading: str) -> str:
    """The name of a persona without the word for it."""
    return PERSONA.sub("", heading, count=1).strip() or heading.strip()


def with_labels(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, where a paragraph that is nothing but the word for a part is its heading, as in “Goals:”."""
    for line in lines:
        text = line.text.strip()
        if line.level is not None or len(text) > LONGEST_LABEL + 1_000:
            yield line
            continue
        if line.depth <= 0 and len(text) <= LONGEST_LABEL and part_of(text):
            yield Line(text.rstrip(":： "), LABEL)
            continue
        beside = SAID_BESIDE.fullmatch(text)
        if beside and line.depth <= 0 and part_of(beside[1]):
            yield Line(beside[1].strip(), LABEL)
            yield Line(beside[2].strip())
            continue
        yield line
