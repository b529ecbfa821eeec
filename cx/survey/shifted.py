"""Answers from −k to k about a need that is no pain: read from 0 to 2k, once a person says that −k is the worst and k the best.

A signed scale belongs to pains, where 0 means no effect. On a question about satisfaction 0 is the middle. The numbers do not
tell which, so the mapping names the scale, such as `-2-2-shifted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cx.model import Scale, scale

SHIFTED = re.compile(r"-([1-9]\d?)-\1-shifted")
"""Scales of a mapping that are stored as another one; k is at most 50, so that 2k is on a scale that is known."""


def read_as(word: str) -> tuple[Scale | None, float]:
    """The scale on which answers are stored, and what is added to each; None if there is no such scale.

    >>> read_as("-2-2-shifted")[0].word, read_as("-2-2-shifted")[1]
    ('0-4', 2.0)
    """
    found = SHIFTED.fullmatch(word)
    if found is None:
        return scale(word), 0.0
    return scale(f"0-{2 * int(found[1])}"), float(found[1])


def shifted_labels(words: Iterable[str]) -> dict[str, str]:
    """Names of the shifted scales to choose from beside these: one for every signed scale, and those in use already."""
    found = {}
    for word in words:
        bare = word.removesuffix("-shifted")
        known = scale(bare)
        if known and known.low == -known.high and read_as(f"{bare}-shifted")[0]:
            top = f"{known.high:g}"
            found[f"{bare}-shifted"] = f"−{top} is the worst, {top} the best; no pain ({bare}-shifted)"
    return found
