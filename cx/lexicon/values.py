"""Words for the values of fields that hold one of a few: kinds, statuses, sources; channels, degrees, and cells without a value."""

from __future__ import annotations

import re
from functools import cache

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_cell

FIELDS = ("kind", "status", "visibility", "source", "evidence")
"""Fields whose synonyms are known."""
VALUES: dict[str, dict[str, str]] = {field: lexicon().meanings(field) for field in FIELDS}
"""The value of ours that each word of a field stands for."""
KINDS = (frozenset(word for word in VALUES["kind"] if len(word) > 1) | set(VALUES["kind"].values())) - {*lexicon().words("kind", "loose")}
"""Words that say of what kind a need is, and hardly anything else."""

DEGREES: dict[str, float] = {
    word: {"highest": 1.0, "high": 0.75, "middle": 0.5, "low": 0.25, "lowest": 0.1, "none": 0.0}[degree]
    for word, degree in lexicon().meanings("degrees").items()
}
"""How much of 1 a word of importance is worth."""

CHANNEL_WORDS = frozenset(lexicon().words("channels", *lexicon().keys("channels")))
"""Words for channels."""
SAME_CHANNEL = {word: channel for word, channel in lexicon().meanings("channels").items() if channel != "others"}
"""The channel that a word stands for, where other words stand for it, too."""

UNKNOWN = frozenset(("?", *lexicon().words("nothing", "unknown")))
"""Words that say that something is not known; “n/a” and a dash may as well say that it does not apply."""
NOTHING = UNKNOWN | {"-", "--", "—", "–", ".", *lexicon().words("nothing", "empty")}
"""Cells that hold no value."""
CODES = frozenset(lexicon().words("nothing", "codes"))
"""Of these, the ones that also are a code (Namibia, North Dakota) or somebody's name."""

NO_ANSWER = (NOTHING | {*lexicon().words("nothing", "answers")}) - {*lexicon().words("nothing", "amount")}
"""What a survey says instead of an answer. “None” is one, where a question asks how much."""
JOINTS = tuple(map(re.compile, (r"[()\[\]]", rf"[;,|]| - |\s(?:{any_of(lexicon().words('grammar', 'or'))})\s", "/")))
"""What stands between two of them: “Not applicable (N/A)”, “Don't know or refused”, “keine Angabe / weiß nicht”."""
LONGEST = 80

SUMS = frozenset(("ø", *lexicon().words("totals", "sums")))
SUMMARY = SUMS | {*lexicon().words("totals", "rows", "everybody")}
"""What rows are called that sum up others, or stand for everybody."""


@cache
def sums_of(language: str) -> frozenset[str]:
    """Headings of columns that sum up others in a table of a language: “Media” is an average in Spanish, and a thing elsewhere."""
    return SUMS | {*lexicon().only(language).words("totals", "rows")}


def is_no_answer(text: str) -> bool:
    """Whether an answer in words, or the words of a code, say that nobody answered; a blank does, too.

    >>> is_no_answer("keine Angabe / weiß nicht"), is_no_answer("None")
    (True, False)
    """
    word = plain_cell(text)
    if not word or word in NO_ANSWER or word.strip("-–—<>*.:! ") in NO_ANSWER:
        return True
    joint = next((joint for joint in JOINTS if len(word) <= LONGEST and joint.search(word)), None)
    return joint is not None and all(is_no_answer(part) for part in joint.split(word))
