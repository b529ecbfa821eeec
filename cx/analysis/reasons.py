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
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import CAUSE_MEANING, FLAG_MEANING, STATE_MEANING

Row = Mapping[str, Any]
WEIGHED: dict[str, str] = {
    "size and value": "of all people and value",
    "size": "of all people",
    "alike": "",
}
"""What a persona's weight is a share of, in words, by `Shortfalls.weight_by`."""


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
        (tr("Importance"), words.percent(row["importance"]), tr("how much it matters to the persona")),
        (
            tr("Shortfall"),
            tr("at least {share}", share=words.part(row["shortfall"])) if row["at_least"] else words.part(row["shortfall"]),
            f"{_fulfilled(row)}, {_target(row)}",
        ),
        (tr("Persona weight"), words.part(row["persona_weight"]), tr(share) if share else tr("all personas alike")),
        (tr("Reach"), words.part(row["reach"]), tr("of the persona meets this stage")),
    ]


def _fulfilled(row: Row) -> str:
    if row["at_least"]:
        return tr("{share} at best", share=words.percent(row["upper"], row["target"], row["adequate"]))
    return tr("{share} fulfilled", share=words.percent(row["fulfilment"], row["target"], row["adequate"]))


def _target(row: Row) -> str:
    return tr("target {share}", share=words.percent(row["target"]))


def place(row: Row, found: Shortfalls, names: Names) -> str:
    """Why an item has its rank and not the one before: its part of the list, and what stands before it there."""
    items = found.items
    part = next(p for p in found.parts if p.number == row["part"])
    number, of, before = found.standing[int(row["item"])]
    said = tr("Number {number} of {all} in “{part}”", number=number, all=of, part=tr(part.label))
    if before is not None:
        return said + tr(", behind “{need}” with {points} points", need=statement(before, names), points=words.points(before["priority"]))
    earlier = [tr("“{text}”", text=tr(p.label)) for p in found.parts if p.number < row["part"] and (items["part"] == p.number).any()]
    return said + (tr("; everything in {parts} stands before it, whatever its priority", parts=words.listing(earlier)) if earlier else "")


def action(row: Row) -> str:
    """What to do about an item."""
    return tr("Improve, and find out") if row["at_least"] else tr(STATE_MEANING[row["state"]].action)


def why(row: Row, found: Shortfalls) -> str:
    """Why an item stands where it does, in one line."""
    parts = [short_of(row)]
    parts.append(tr("importance {share}", share=words.percent(row["importance"])))
    share = WEIGHED[found.weight_by]
    weight = words.part(row["persona_weight"])
    parts.append(f"{weight} {tr(share)}" if share else tr("persona weight {share}", share=weight))
    if row["reach"] < 1:
        parts.append(tr("arises for {share} of the persona", share=words.part(row["reach"])))
    return ", ".join(parts)


def short_of(row: Row) -> str:
    """How far an item falls short, in words."""
    if row["state"] == "no_touchpoint":
        return tr("nothing live serves it, something is planned") if "planned" in row["flags"] else tr("nothing live serves it")
    target = words.percent(row["target"])
    if row["at_least"]:
        best, short = words.percent(row["upper"], row["target"], row["adequate"]), words.part(row["shortfall"])
        return tr("at best {best} where {target} is the target, so at least {short} is missing", best=best, target=target, short=short)
    value = number(row["fulfilment"], bool(row["assumed"]), row["target"], row["adequate"])
    said = tr("{value} where {target} is the target", value=value, target=target)
    if "self_inflicted" in row["flags"]:
        said += f", {tr(FLAG_MEANING['self_inflicted'].label)}"
    return tr("{value} (assumed rating)", value=said) if row["assumed"] else said


def people_sentence(row: Row) -> str:
    """How many people it fails, where people were asked; else empty (method 3.2)."""
    if words.missing(row["people_missed"]):
        return ""
    return tr("about {people} people are not satisfied", people=numbers.number(f"{round(row['people_missed']):,}"))


NOT_KNOWN: dict[str, str] = {
    "no_rating": "nobody has rated its touchpoints",
    "partial": "some of its touchpoints are not rated",
    "suppressed": "too few answers to show, left out to protect people",
}
"""Why a cell is unknown, by `reason`."""


def information(row: Row) -> str:
    """What is not known about an unknown cell, and whether it could change the verdict on its need."""
    said = f"{tr(NOT_KNOWN[row['reason']])}; {words.bounds(row['lower'], row['upper'])}"
    if row["at_least"]:
        said += ", " + tr("target {share}: it cannot be met", share=words.percent(row["target"]))
    if row["kind"] == "gain" and row["need_state"] == "met":
        return f"{said}; {tr('met elsewhere already')}"
    if row["kind"] != "gain" and row["need_state"] in ("missed", "no_touchpoint"):
        return f"{said}; {tr('fails elsewhere already')}"
    return said


def cause_sentence(cause: Mapping[str, Any] | None) -> str:
    """Cause, owner and note of a shortfall as recorded; empty where nothing is."""
    if not cause:
        return ""
    parts = []
    if not words.missing(cause["cause"]):
        parts.append(tr(CAUSE_MEANING[cause["cause"]].label))
    if not words.missing(cause["owner"]):
        parts.append(tr("owner {name}", name=cause["owner"]))
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
        limit = {"need": statement(other, names), "share": words.percent(pair["crossing"])}
        said.append(
            tr("It stands before “{need}” only below a weight of size of {share}", **limit)
            if first_below
            else tr("It stands before “{need}” only above a weight of size of {share}", **limit)
        )
    return said


def closes(row: Row) -> str:
    """What would close if a touchpoint, owner or channel (a row of leverage) were repaired."""
    said = tr("{number} of {all}", number=row["gaps_closed"], all=words.count(row["gaps"], "gap"))
    if not row["needs_met"]:
        return said
    return f"{said}, " + trn("{n} mandatory need then met everywhere", "{n} mandatory needs then met everywhere", row["needs_met"])
