"""The steps that the words of an item stand for, as they are written in a list: `Very dissatisfied=1;Neutral=3;(empty)=0`."""

from __future__ import annotations

import re
from collections.abc import Sequence

Words = tuple[tuple[str, float], ...]
"""Answers as they stand in the file, and the step of the scale that each means."""

EMPTY = "(empty)"
"""How a list names a cell without an answer; only a person says that it is one."""
ANY_TEXT = "(any text)"
"""Among the answers that are none: every text that is no step; free texts are others in every file."""
ENTRY = re.compile(r"\s*(.*?)\s*=\s*([-\u2212]?\d{1,3}(?:[.,]\d+)?)\s*(?:;|$)", re.DOTALL)
"""An answer may hold a semicolon or an equals sign itself: an entry ends behind a number."""


def words_of(text: str) -> tuple[Words, str]:
    """The entries of a list, and the part of it that is none; both are empty for a blank text.

    >>> words_of("No; not at all=1; Yes=2,5; perhaps")
    ((('No; not at all', 1.0), ('Yes', 2.5)), 'perhaps')
    """
    found: list[tuple[str, float]] = []
    end = 0
    for match in ENTRY.finditer(text):
        if match.start() != end or not match[1]:
            break
        found.append((match[1], float(match[2].replace("\u2212", "-").replace(",", "."))))
        end = match.end()
    return tuple(found), text[end:].strip(" ;")


def words_text(words: Sequence[tuple[str, float]]) -> str:
    """The entries as a list."""
    return "; ".join(f"{text}={step:g}" for text, step in words)


def contradiction(words: Sequence[tuple[str, float]]) -> str:
    """The first answer that stands twice with different steps; blank where there is none."""
    steps: dict[str, float] = {}
    for text, step in words:
        if steps.setdefault(" ".join(text.split()).casefold(), step) != step:
            return text
    return ""
