"""An item of the list of shortfalls as sentences: why it stands where it does, what to do, where it must be closed.

The page, the exports and the report take their words from here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.shortfalls import Shortfalls
from cx.appearance import number
from cx.frames import row_dicts
from cx.model import CAUSE_MEANING, FLAG_MEANING, STATE_MEANING

Row = Mapping[str, Any]
AT_LEAST = "at least "
"""Stands before a shortfall of which no more is known."""
WEIGHED: dict[str, str] = {
    "size and value": "people and value",
    "size": "people",
    "alike": "",
}
"""What a persona's weight is a share of, by `Shortfalls.weight_by`."""


def statement(row: Row, names: Names) -> str:
    """What the need says."""
    return str(names.needs.get(row["need_id"], row["need_id"]))


def stage_names(row: Row, names: Names) -> list[str]:
    """Where the item must be closed: the closing set of a mandatory need of tier 1, else its own stage."""
    ids = row["closing_set"] if row["tier"] == 1 else [row["stage_id"]]
    return [names.stages.get(stage, stage) for stage in ids]


def factors(row: Row, found: Shortfalls) -> list[tuple[str, str, str]]:
    """The four factors of the priority: name, number, what it says. Their product times 100 is the priority (method 3.3)."""
    share = WEIGHED[found.weight_by]
    return [
        ("Importance", words.percent(row["importance"]), "how much it matters to the persona"),
        (
            "Shortfall",
            AT_LEAST * bool(row["at_least"]) + words.part(row["shortfall"]),
            f"{_fulfilled(row)}, target {words.percent(row['target'])}",
        ),
        ("Persona weight", words.part(row["persona_weight"]), f"of all {share}" if share else "all personas alike"),
        ("Reach", words.part(row["reach"]), "of the persona meets this stage"),
    ]


def _fulfilled(row: Row) -> str:
    if row["at_least"]:
        return f"{words.percent(row['upper'], row['target'], row['adequate'])} at best"
    return f"{words.percent(row['fulfilment'], row['target'], row['adequate'])} fulfilled"


def place(row: Row, found: Shortfalls, names: Names) -> str:
    """Why an item has its rank and not the one before: its part of the list, and what stands before it there."""
    items = found.items
    part = next(p for p in found.parts if p.number == row["part"])
    number, of, before = found.standing[int(row["item"])]
    said = f"Number {number} of {of} in “{part.label}”"
    if before is not None:
        return f"{said}, behind “{statement(before, names)}” with {words.points(before['priority'])} points"
    earlier = [p.label for p in found.parts if p.number < row["part"] and (items["part"] == p.number).any()]
    return said + (
        f"; everything in {words.listing([f'“{e}”' for e in earlier])} stands before it, whatever its priority" if earlier else ""
    )


def action(row: Row) -> str:
    """What to do about an item."""
    return "Improve, and find out" if row["at_least"] else STATE_MEANING[row["state"]].action


def why(row: Row, found: Shortfalls) -> str:
    """Why an item stands where it does, in one line."""
    parts = [short_of(row)]
    parts.append(f"importance {words.percent(row['importance'])}")
    share = WEIGHED[found.weight_by]
    parts.append(f"{words.part(row['persona_weight'])} of all {share}" if share else f"persona weight {words.part(row['persona_weight'])}")
    if row["reach"] < 1:
        parts.append(f"arises for {words.part(row['reach'])} of the persona")
    return ", ".join(parts)


def short_of(row: Row) -> str:
    """How far an item falls short, in words."""
    if row["state"] == "no_touchpoint":
        return "nothing live serves it" + (", something is planned" if "planned" in row["flags"] else "")
    if row["at_least"]:
        return f"at best {words.percent(row['upper'], row['target'], row['adequate'])} where {words.percent(row['target'])} is the target, so {AT_LEAST}{words.part(row['shortfall'])} is missing"
    said = f"{number(row['fulfilment'], bool(row['assumed']), row['target'], row['adequate'])} where {words.percent(row['target'])} is the target"
    if "self_inflicted" in row["flags"]:
        said += f", {FLAG_MEANING['self_inflicted'].label}"
    return said + (" (assumed rating)" if row["assumed"] else "")


def people_sentence(row: Row) -> str:
    """How many people it fails, where people were asked; else empty (method 3.2)."""
    if words.missing(row["people_missed"]):
        return ""
    return f"about {round(row['people_missed']):,} people are not satisfied"


def information(row: Row) -> str:
    """What is not known about an unknown cell, and whether it could change the verdict on its need."""
    said = {
        "no_rating": "nobody has rated its touchpoints",
        "partial": "some of its touchpoints are not rated",
        "suppressed": "too few answers to show, left out to protect people",
    }[row["reason"]]
    said = f"{said}; {words.bounds(row['lower'], row['upper'])}" + (
        f", target {words.percent(row['target'])}: it cannot be met" if row["at_least"] else ""
    )
    if row["kind"] == "gain" and row["need_state"] == "met":
        return said + "; met elsewhere already"
    if row["kind"] != "gain" and row["need_state"] in ("missed", "no_touchpoint"):
        return said + "; fails elsewhere already"
    return said


def cause_sentence(cause: Mapping[str, Any] | None) -> str:
    """Cause, owner and note of a shortfall as recorded; empty where nothing is."""
    if not cause:
        return ""
    parts = []
    if not words.missing(cause["cause"]):
        parts.append(CAUSE_MEANING[cause["cause"]].label)
    if not words.missing(cause["owner"]):
        parts.append(f"owner {cause['owner']}")
    if not words.missing(cause["note"]):
        parts.append(str(cause["note"]))
    return "; ".join(parts)


def swaps(row: Row, found: Shortfalls, names: Names) -> list[str]:
    """With which items it swaps as size weighs more or less against value, nearest first (method 3.6)."""
    if found.crossings.empty:
        return []
    pairs = found.crossings[(found.crossings["item"] == row["item"]) | (found.crossings["other_item"] == row["item"])]
    pairs = pairs.assign(distance=(pairs["crossing"] - found.size_weight).abs()).sort_values("distance")
    said = []
    for pair in row_dicts(pairs):
        mine = pair["item"] == row["item"]
        other = {"need_id": pair["other_need_id"] if mine else pair["need_id"]}
        first_below = bool(pair["first_below"]) == mine
        side = "below" if first_below else "above"
        said.append(f"stands before “{statement(other, names)}” only {side} a weight of size of {words.percent(pair['crossing'])}")
    return said


def closes(row: Row) -> str:
    """What would close if a touchpoint, owner or channel (a row of leverage) were repaired."""
    said = f"{row['gaps_closed']} of {words.count(row['gaps'], 'gap')}"
    return said + (f", {words.count(row['needs_met'], 'mandatory need')} then met everywhere" if row["needs_met"] else "")
