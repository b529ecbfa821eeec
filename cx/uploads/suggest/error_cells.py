"""Errors that a spreadsheet shows in a cell: no value, and never a name."""

from __future__ import annotations

from collections import Counter

from cx.lexicon.score_words import is_error
from cx.uploads.proposal import KEEP, Proposal

NAMES = ("touchpoint", "need", "persona", "stage", "segment", "needs", "gains", "pains", "mandatory", "round")


def errors(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Error cells of one column: read as empty if a person agrees, refused where they stand for a name or a score."""
    words = {v: n for v, n in counted.items() if is_error(v)}
    if not words:
        return []
    listed = ", ".join(f"“{w.strip()}”" for w in sorted(words)[:6])
    options = {"empty": "Empty (unknown, not zero)"}
    if name in NAMES or name in ("score", "*"):
        options[KEEP] = "Refuse these rows"
    if name in NAMES:
        options = dict(reversed(options.items()))
    sample = tuple((w, "") for w in sorted(words)[:4])
    return [
        Proposal(
            f"{heading}:errors",
            heading,
            "nothing",
            f"{listed} are errors of a spreadsheet.",
            sum(words.values()),
            sample,
            options,
            dict.fromkeys(words, ""),
        )
    ]
