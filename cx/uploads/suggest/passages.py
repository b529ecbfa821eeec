"""Passages of interviews in the words of those who were asked: kept only if somebody says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cx.uploads.proposal import KEEP, CleaningChoice, CleaningChoices, Proposal

EXAMPLES = 3


def passages(layout: str, mapping: Mapping[str, str], counts: Mapping[str, Counter[str]]) -> list[Proposal]:
    """Whether quotations are stored. A workspace is shared, and people can be known by their words, so leaving them out stands."""
    heading = next((heading for heading, field in mapping.items() if field == "passage"), "")
    held = counts.get(heading, Counter())
    if layout != "coded" or not held:
        return []
    options = {"leave": "Leave the quotations out", KEEP: "Keep them"}
    examples = tuple((text[:80], "") for text in list(held)[:EXAMPLES])
    title = "Quotations are in the words of those who were asked, who may be known by them."
    return [Proposal(f"{heading}:passages", heading, "passages", title, sum(held.values()), examples, options)]


def passage_kept(heading: str, field: str, choices: CleaningChoices) -> bool:
    """Whether a column is read as far as this goes."""
    return field != "passage" or choices.get(f"{heading}:passages", CleaningChoice("leave")).choice == KEEP
