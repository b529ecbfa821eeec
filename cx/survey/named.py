"""Which touchpoint the heading of a question names: the whole name, once; a part of a name is a question for a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cx.uploads.suggest.one_name import folded, one_name

ASKING = frozenset(
    [
        "a",
        "about",
        "ai",
        "all",
        "an",
        "and",
        "are",
        "at",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "have",
        "her",
        "his",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "out",
        "overall",
        "please",
        "rate",
        "rated",
        "rating",
        "ratings",
        "satisfaction",
        "satisfied",
        "score",
        "scores",
        "scale",
        "service's",
        "quality",
        "ease",
        "easy",
        "easily",
        "experience",
        "experienced",
        "performance",
        "feel",
        "find",
        "found",
        "helpful",
        "good",
        "well",
        "happy",
        "likely",
        "much",
        "that",
        "the",
        "their",
        "this",
        "to",
        "us",
        "use",
        "used",
        "using",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "with",
        "would",
        "you",
        "your",
        "question",
        "q",
        "item",
        "which",
        "wie",
        "zufrieden",
        "waren",
        "sind",
        "sie",
        "mit",
        "dem",
        "der",
        "die",
        "das",
        "den",
        "des",
        "und",
        "bewertung",
        "bewerten",
        "zufriedenheit",
        "qualität",
        "einfach",
        "gut",
        "war",
        "ist",
        "im",
        "am",
        "an",
        "zu",
        "ihre",
        "ihrem",
        "ihrer",
        "haben",
        "comment",
        "êtes",
        "vous",
        "satisfait",
        "de",
        "du",
        "la",
        "le",
        "les",
        "des",
        "au",
        "aux",
        "et",
        "avec",
        "votre",
        "note",
        "satisfaction",
        "qualité",
        "facile",
        "était",
        "cómo",
        "qué",
        "tan",
        "satisfecho",
        "está",
        "con",
        "el",
        "la",
        "los",
        "las",
        "del",
        "de",
        "su",
        "y",
        "calidad",
        "fácil",
        "fue",
    ]
)
"""Words with which a question asks about a thing, without being part of its name."""


def touchpoints_named(headings: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The touchpoint id of each heading that names one; `names` by id.

    A heading that is a name takes it, and nobody else gets it. Else a heading may ask about one: all else in it asks.
    """
    known = _known(tuple(names.items()))
    found: dict[str, str] = {}
    for heading in headings:
        text = folded(heading)
        same = [one.key for one in known if one.text == text] or [
            one.key for one in known if one.may_be(text) and one_name(one.name, heading)
        ]
        if len(same) == 1 and same[0] not in found.values():
            found[heading] = same[0]
    taken = set(found.values())
    for heading in headings:
        if heading not in found:
            text = f" {folded(heading)} "
            meant = [one.key for one in known if one.padded in text and one.key not in taken and _asks_about(heading, one.name)]
            if len(meant) == 1:
                found[heading] = meant[0]
    return found


@dataclass(frozen=True)
class _Known:
    """A touchpoint with what its name is compared by."""

    key: str
    name: str
    text: str
    padded: str
    words: int
    joined: str

    def may_be(self, text: str) -> bool:
        """Whether a heading can be a spelling of the name at all: as many words, or the same letters."""
        return text.count(" ") + 1 == self.words or text.replace(" ", "") == self.joined


@lru_cache(maxsize=4)  # a thousand names are compared with every question
def _known(names: tuple[tuple[str, str], ...]) -> list[_Known]:
    texts = ((key, name, folded(name)) for key, name in names)
    return [_Known(key, name, text, f" {text} ", text.count(" ") + 1, text.replace(" ", "")) for key, name, text in texts]


def perhaps(headings: Sequence[str], names: Mapping[str, str], found: Mapping[str, str]) -> dict[str, list[str]]:
    """Touchpoints of which a heading may speak, since they have a word in common: to be asked about, by heading."""
    asked: dict[str, list[str]] = {}
    for heading in headings:
        if heading in found:
            continue
        words = {w for w in folded(heading).split() if w not in ASKING and len(w) > 2}
        near = [
            key
            for key, name in names.items()
            if any(w.startswith(v) or v.startswith(w) for w in words for v in folded(name).split() if len(v) > 2 and v not in ASKING)
        ]
        if near:
            asked[heading] = near
    return asked


def _asks_about(heading: str, name: str) -> bool:
    """Whether a heading holds the whole name, and besides only words that ask."""
    text, wanted = f" {folded(heading)} ", f" {folded(name)} "
    if not wanted.strip() or wanted not in text:
        return False
    rest = text.replace(wanted, " ", 1).split()
    return all(word in ASKING or re.fullmatch(r"q?\d+[a-z]?|[a-z]\d*", word) for word in rest)
