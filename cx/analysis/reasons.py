"""The list of shortfalls as sentences: its title, why an item stands where it does, where it must be closed.

The page, the exports and the report take their words from here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.shortfalls import Shortfalls
from cx.appearance import number
from cx.frames import row_dict, row_dicts
from cx.model import CAUSE_MEANING, FLAG_MEANING, STATE_MEANING, THEN, TIERS, Tier

Row = Mapping[str, Any]
AT_LEAST = "at least "
"""Stands before a shortfall of which no more is known."""
WEIGHED: dict[str, str] = {
    "size and value": "people and value",
    "size": "people",
    "alike": "",
}
"""What a persona's weight is a share of, by `Shortfalls.weight_by`."""


def list_finding(found: Shortfalls, names: Names, persona_id: str | None = None) -> str:
    """The title of the list: what to fix first, or what falls short most where nothing mandatory fails."""
    items, unknown = of_persona(found.items, persona_id), of_persona(found.unknown, persona_id)
    if items.empty:
        if of_persona(found.answer.needs, persona_id).empty:
            return "No need is in view: none is recorded, or the choices above hide them all"
        if len(unknown):
            return f"Nothing known falls short; {words.count(len(unknown), 'place is', 'places are')} not assessed"
        return "Nothing falls short: every need reaches its target"
    first = row_dict(items.iloc[0])
    failing, partly = (items[items["tier"] == tier]["need_id"].nunique() for tier in (1, 2))
    said = f"“{statement(first, names)}”"
    if failing:
        return f"{words.count(failing, 'mandatory need fails', 'mandatory needs fail')}; fix {said} first"
    if partly and not found.by_priority:
        return f"No mandatory need fails, {words.count(partly, 'is', 'are')} not fully met; begin with {said}"
    return f"No mandatory need fails; {said} weighs most of what falls short"


def parts(found: Shortfalls) -> tuple[Tier, ...]:
    """The parts of the list in their order; `number` is the `part` of a row."""
    return (TIERS[0], THEN) if found.by_priority else TIERS


def weight_sentence(found: Shortfalls) -> str:
    """How personas are weighed, in one phrase for the scope line; a persona without people weighs nothing, and that is said."""
    if found.weight_by == "alike":
        return "personas weigh alike: no segment has a size"
    if found.weight_by == "size":
        said = "personas weighed by size alone: the value of their customers is not known"
    else:
        said = f"personas weighed {words.percent(found.size_weight)} by size, {words.percent(1 - found.size_weight)} by value"
    empty = int((found.weights["people"] == 0).sum())
    return said + (
        f"; {words.count(empty, 'persona has', 'personas have')} no people, so {'its' if empty == 1 else 'their'} needs weigh nothing"
        if empty
        else ""
    )


def of_persona(table: pd.DataFrame, persona_id: str | None) -> pd.DataFrame:
    """The rows of one persona, or all."""
    return table if persona_id is None else table[table["persona_id"] == persona_id]


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
            AT_LEAST * bool(row["at_least"]) + words.percent(row["shortfall"]),
            f"{_fulfilled(row)}, target {words.percent(row['target'])}",
        ),
        ("Persona weight", words.percent(row["persona_weight"]), f"of all {share}" if share else "all personas alike"),
        ("Reach", words.percent(row["reach"]), "of the persona meets this stage"),
    ]


def _fulfilled(row: Row) -> str:
    if row["at_least"]:
        return f"{words.percent(row['upper'], row['target'], row['adequate'])} at best"
    return f"{words.percent(row['fulfilment'], row['target'], row['adequate'])} fulfilled"


def place(row: Row, found: Shortfalls, names: Names) -> str:
    """Why an item has its rank and not the one before: its part of the list, and what stands before it there."""
    items = found.items
    part = next(p for p in parts(found) if p.number == row["part"])
    number, of, before = found.standing[int(row["item"])]
    said = f"Number {number} of {of} in “{part.label}”"
    if before is not None:
        return f"{said}, behind “{statement(before, names)}” with {words.points(before['priority'])} points"
    earlier = [p.label for p in parts(found) if p.number < row["part"] and (items["part"] == p.number).any()]
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
    parts.append(
        f"{words.percent(row['persona_weight'])} of all {share}" if share else f"persona weight {words.percent(row['persona_weight'])}"
    )
    if row["reach"] < 1:
        parts.append(f"arises for {words.percent(row['reach'])} of the persona")
    return ", ".join(parts)


def short_of(row: Row) -> str:
    """How far an item falls short, in words."""
    if row["state"] == "no_touchpoint":
        return "nothing live serves it" + (", something is planned" if "planned" in row["flags"] else "")
    if row["at_least"]:
        return f"at best {words.percent(row['upper'], row['target'], row['adequate'])} where {words.percent(row['target'])} is the target, so {AT_LEAST}{words.percent(row['shortfall'])} is missing"
    said = f"{number(row['fulfilment'], bool(row['assumed']), row['target'], row['adequate'])} where {words.percent(row['target'])} is the target"
    if "self_inflicted" in row["flags"]:
        said += f", {FLAG_MEANING['self_inflicted'].label}"
    return said + (" (assumed rating)" if row["assumed"] else "")


def people_sentence(row: Row) -> str:
    """How many people it fails, where people were asked; else empty (method 3.2)."""
    if words.missing(row["people_missed"]):
        return ""
    return f"about {round(row['people_missed']):,} people are not satisfied"


def unknown_sentence(unknown: pd.DataFrame, cells: int) -> str:
    """How many of the places where a need arises are not assessed, and as what they count."""
    out_of_reach = int(unknown["at_least"].sum())
    said = f"{len(unknown):,} of {words.count(cells, 'place')} where a need arises are not assessed."
    if not out_of_reach:
        return f"{said} They count neither as met nor as missed."
    one = out_of_reach == 1
    return f"{said} {out_of_reach:,} of them cannot be met whatever is found out, and {'stands' if one else 'stand'} among the shortfalls; the others count neither as met nor as missed."


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


def rests_on_sentence(rests_on: Mapping[str, float]) -> str:
    """Which uncertainty moves the ranking most, in words (method 3.6)."""
    said = {"importance": "the importance of the needs", "size_weight": "size against value", "ratings": "the ratings"}
    ordered = sorted(((shift, said[source]) for source, shift in rests_on.items()), reverse=True)
    parts = [f"{name} ({shift:.1f} ranks)" for shift, name in ordered if shift >= 0.05]
    return f"The order rests most on {words.listing(parts)}" if parts else "Nothing that is uncertain moves the order"


def closes(row: Row) -> str:
    """What would close if a touchpoint, owner or channel (a row of leverage) were repaired."""
    said = f"{row['gaps_closed']} of {words.count(row['gaps'], 'gap')}"
    return said + (f", {words.count(row['needs_met'], 'mandatory need')} then met everywhere" if row["needs_met"] else "")
