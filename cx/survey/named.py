"""The touchpoint that the heading of a question names: by its whole name; a part of a name is only proposed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cx.lexicon.languages import lexicon
from cx.uploads.suggest.one_name import folded, one_name

ASKING = frozenset(lexicon().words("questions", "asking"))
"""Words with which a question asks about a thing, without being part of its name."""


def touchpoints_named(headings: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """The touchpoint id of each heading that names one; `names` by id.

    A heading that equals a name has precedence. Otherwise a heading may contain a name and words that ask.
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


@lru_cache(maxsize=4)  # thousands of names are compared with every question
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
