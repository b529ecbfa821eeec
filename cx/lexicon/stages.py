"""What stages of a journey are called, and how they are numbered."""

from __future__ import annotations

import re

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of

STAGES = frozenset(lexicon().words("stages", "usual"))
"""What stages of a journey are often called."""
CALLED = any_of(lexicon().words("stages", "called"))
"""A pattern for the words that stand before the number of a stage."""
NUMBERED = re.compile(
    rf"\s*(?:(?:{CALLED})\s*)?(\d{{1,3}})(?:\s*[.):]|\s*[-–—]\s|\s)\s*\S|\s*(?:{CALLED})\s*(\d{{1,3}})\s*$",
    re.I,
)


def number_of(name: str) -> int | None:
    """The number that a stage's name begins with, as in “2. Compare”; None where there is none."""
    found = NUMBERED.match(name)
    return int(found[1] or found[2]) if found else None
