"""The scores of a table as they are typed: which columns hold them, and the number in a cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.model import Scale
from cx.model import scale as find_scale

OUT_OF = re.compile(rf"([+\u2212-]?\d++(?:[.,]\d++)?)\s*+(?:/|{any_of(lexicon().words('numbers', 'of'))})\s*(4|5|7|10|100)")
LABELLED = re.compile(r"([+\u2212-]?\d++(?:[.,]\d++)?)(?:\s++[-–—]\s++|\s*+[:=(]\s*+)[^\W\d].*")
STARS = re.compile(r"([★⭐]+)\ufe0f?([☆✩✰]*)")
EVERY = "all score columns"
"""Stands for the headings of all score columns of a matrix, which are cleaned alike."""
LINKED = "✓"
"""What a mark is read as: a touchpoint serves the need there, and nobody says how well."""
HOW_WELL = ("scale", "verdict", "turn", "pains")
"""Kinds of questions on scores, which no link has."""
GRADES = 6
"""School grades run from 1 to 6."""
COMMA_DECIMAL = re.compile(r"[+-]?\d++,\d++\s*+%?")


def scale_named(word: str) -> Scale:
    """The scale of that name, which must be one."""
    known = find_scale(word)
    assert known is not None, word
    return known


def score_columns(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """How often each text stands among the scores, by heading; the score columns of a matrix count as one, `EVERY`."""
    found = {h: counts.get(h, Counter()) for h, f in mapping.items() if f == "score"}
    across = [counts.get(h, Counter()) for h, f in mapping.items() if f == "*"]
    if across:
        found[EVERY] = sum(across, Counter())
    return found


def bare(text: str) -> str:
    """A number without its percent sign, with a decimal point and a plain minus; other texts without blanks around."""
    stripped = re.sub(r"^[\u2212–—]\s?(?=\d)", "-", text.strip()).rstrip("%").strip()
    return stripped.replace(",", ".") if COMMA_DECIMAL.fullmatch(stripped) else stripped


def top_of(text: str) -> str:
    """Out of how many a score says that it is."""
    if stars := STARS.fullmatch(text):
        return str(len(stars[1]) + len(stars[2])) if stars[2] else ""
    match = OUT_OF.fullmatch(text)
    return match[2] if match else ""


def number_in(text: str) -> str:
    """The number in a score with something beside it, or drawn as stars: 4/5, 4 of 5, 4 - good, ★★★★☆; empty where there is none."""
    stars = STARS.fullmatch(text)
    if stars:
        return str(len(stars[1]))
    match = OUT_OF.fullmatch(text) or LABELLED.fullmatch(text)
    return match[1].replace(",", ".").replace("\u2212", "-") if match else ""
