"""What is found about segments and personas, as sentences: the page, the report and the exports take them from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.frames import row_dicts
from cx.model import TOLERANCE

Row = Mapping[str, Any]

CHECKS: dict[str, tuple[str, str]] = {
    "nobodys_segment": ("Nobody designs for “{segment}”: {behind}.", "Give it to a persona."),
    "no_segment": (
        "“{persona}” stands for no segment, so how many people it is cannot be said.",
        "Name its segments.",
    ),
    "shares": (
        "The shares of “{segment}” sum to {number:.2f}, not 1.",
        "Correct the shares.",
    ),
    "too_many_personas": (
        "{number:.0f} personas are more than a team can use ({cut:.0f}). “{persona}” and “{other}” are most alike.",
        "Look at the price of merging them.",
    ),
    "no_mandatory": ("“{persona}” has no mandatory need.", "Ask what must work for this persona whatever else does."),
    "many_mandatory": ("“{persona}” has {number:.0f} mandatory needs, more than {cut:.0f}.", "Is everything mandatory?"),
    "alike_attitudes": ("“{persona}” and “{other}” have attitudes that are {number} alike.", "Candidates for a merge: look at its price."),
    "alike_needs": ("“{persona}” and “{other}” share {number} of their mandatory needs.", "Candidates for a merge: look at its price."),
    "nearer_to_another": (
        "“{segment}” is counted with “{persona}”, but its attitudes are nearer to “{other}” (silhouette {number:.2f}).",
        "Move it, or find out why it behaves otherwise.",
    ),
    "spans_attitudes": (
        "The segments of “{persona}” hold different attitudes (mean silhouette {number:.2f}, below {cut:.2f}).",
        "Look whether it is one persona.",
    ),
    "few_interviews": ("“{segment}” has {interviews}; about {cut:.0f} are the usual start.", "Recruit there next."),
}
"""Findings of `persona_check.sql`: what is said, what to do."""
BLOCKED = "Until then what falls short there has no priority, and no place in the list."
"""What is said of a finding that blocks (method 9.1)."""
SHARES = frozenset(("alike_attitudes", "alike_needs"))
"""Their number is a share."""


def finding(row: Row, names: Names) -> str:
    """What was found."""
    return CHECKS[row["finding"]][0].format(
        segment=_named(row["segment_id"], names.segments),
        persona=_named(row["persona_id"], names.personas),
        other=_named(row["other_id"], names.personas),
        number=words.percent(row["number"]) if row["finding"] in SHARES else row["number"],
        cut=row["cut"],
        behind=people_and_value(row),
        interviews=words.count(0 if words.missing(row["number"]) else row["number"], "interview"),
    )


def remedy(row: Row) -> str:
    """What to do about it, and what waits for it."""
    return CHECKS[row["finding"]][1] + (f" {BLOCKED}" if row["blocks"] else "")


def nobody_sentences(segments: pd.DataFrame) -> list[str]:
    """For whom nobody is designed (rows of `flow.sql` without a persona): the whole of a segment, or a share of it."""
    said = []
    for row in row_dicts(segments):
        part = "" if row["share"] > 1 - TOLERANCE else f"{words.part(row['share'])} of "
        said.append(f"No persona would stand for {part}“{words.isolated(row['name'])}” any more: {people_and_value(row)}.")
    return said


def people_and_value(row: Row) -> str:
    """How many people, and what they are worth where that is known."""
    if words.missing(row["people"]):
        return "people of an unknown number"
    people = words.count(row["people"], "person", "people")
    return people if words.missing(row["value"]) else f"{people}, worth {row['value']:,.0f}"


def price(row: Row) -> str:
    """The price of one merge as a sentence."""
    if not row["lost"] and not row["differing"]:
        return "They have the same needs: nothing would be given up."
    parts = []
    if row["lost"]:
        must = f", {row['lost_mandatory']} of them mandatory" if row["lost_mandatory"] else ""
        parts.append(f"{words.count(row['lost'], 'need')} that only one of them has{must}")
    if row["differing"]:
        parts.append(f"{words.count(row['differing'], 'need')} that both have at another level or importance")
    return f"Merging them would give up {words.listing(parts)}, of {people_and_value(row)}."


def likeness(row: Row, names: Names) -> str:
    """How alike two personas are (a row of `merge_price.sql`), as a sentence."""
    pair = f"{_named(row['one'], names.personas)} and {_named(row['other'], names.personas)}"
    alike = f"attitudes {words.percent(row['similarity'])} alike ({words.count(row['items_common'], 'item')})" if row["enough"] else ""
    common = "" if words.missing(row["jaccard"]) else f"{words.percent(row['jaccard'])} of their mandatory needs in common"
    told = words.listing([part for part in (alike, common) if part])
    return f"{pair}: {told}." if told else f"{pair}: nothing says how alike they are."


def _named(key: Any, names: Mapping[str, str]) -> str:
    return "" if words.missing(key) else words.isolated(names.get(key, key))
