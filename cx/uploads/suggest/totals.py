"""Rows that sum up others: totals, averages, and those that stand for everybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.lexicon.values import SUMMARY
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal

SUMMED = ("touchpoint", "need", "segment", "persona", "stage", "theme", "improvement")
OF_WHAT = any_of(lexicon().words("totals", "of_what"))
SUMMED_UP = re.compile(rf"(?<=\w) (?:(?:{any_of(lexicon().words('totals', 'of'))}) )?(?:{OF_WHAT}|\d+)(?: (?:{OF_WHAT}))?$")
"""What a sum or an average is often of: “Average of all scores”."""


@lru_cache(maxsize=4096)  # asked for every row of a long file, of few different texts
def is_summary(name: str, text: str) -> bool:
    """Whether a cell of this field says that its row sums up others."""
    return name in SUMMED and SUMMED_UP.sub("", plain(text)).removeprefix("ø ").strip() in SUMMARY


def summaries(mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Whether such rows are left out, asked of each column that names things."""
    found = []
    for heading, name in mapping.items():
        if name in SUMMED:
            words = {v: n for v, n in counts.get(heading, Counter()).items() if is_summary(name, v)}
            if words:
                listed = ", ".join(f"“{w}”" for w in sorted(words))
                options = {"drop": "Leave these rows out", KEEP: f"They are a {name}"}
                found.append(
                    Proposal(
                        f"{heading}:rows",
                        heading,
                        "rows",
                        f"Rows of {listed} look like totals, or stand for everybody.",
                        sum(words.values()),
                        tuple((w, "left out") for w in words),
                        options,
                        dict.fromkeys(words, ""),
                    )
                )
    return found


def dropped(proposals: Sequence[Proposal], choices: CleaningChoices) -> dict[str, frozenset[str]]:
    """Cells whose rows are left out, by heading, as decided."""
    found: dict[str, frozenset[str]] = {}
    for p in proposals:
        if p.kind == "rows" and p.chosen(choices).choice == "drop":
            found[p.heading] = found.get(p.heading, frozenset()) | frozenset(p.words)
    return found
