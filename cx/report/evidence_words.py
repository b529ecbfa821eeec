"""What one cell rests on, in words, in the order in which people ask: the panel of the page and the snapshot say the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.evidence import Evidence
from cx.analysis.parameters import Value, stated
from cx.appearance import cannot_be_met, number
from cx.charts.cell_words import cell_text, rests_on, value_words
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import EVIDENCE_MEANING, FLAG_MEANING, SOURCES, STATE_MEANING

REASONS = {
    "no_rating": "Touchpoints exist, but nobody has rated them.",
    "partial": "Some touchpoints here are not rated.",
    "suppressed": "Only a sample of fewer than {n_suppress} answers exists; it is left out to protect people.",
}
NO_TOUCHPOINT = "No touchpoint is linked to this need at this stage."
NOT_RATED = "not rated"
STATUSES = {"live": "backstage or another market", "planned": "planned", "retired": "retired"}
"""Why a touchpoint is not counted, by its status."""
SEGMENTS_LISTED = 12
KIND = {"mandatory": "mandatory need", "gain": "gain", "pain": "pain"}

JOURNEY_RULE = {
    "mandatory": "Met only if every stage is met: the weakest stage decides.",
    "gain": "The best stage decides.",
    "pain": "The stage with the highest exposure decides.",
}
"""How the stages of a need make its state over the whole journey, by kind."""


def journey_sentences(need: Mapping[str, Any]) -> list[str]:
    """How sure the state of a mandatory need over the journey is, and what another rule than the weakest stage would say."""
    said = []
    if not words.missing(need["p_met"]):
        said.append(
            tr(
                "Chance that every stage truly reaches the target: {met}; that one is truly below adequate: {fail}. "
                "The minimum of several small samples looks worse than the truth.",
                met=words.percent(need["p_met"]),
                fail=words.percent(need["p_fail"]),
            )
        )
    if not words.missing(need["state_geometric"]):
        said.append(
            tr(
                "With a mean instead of the weakest stage it would read {geometric} (geometric) or {arithmetic} (arithmetic).",
                geometric=words.percent(need["geometric"]),
                arithmetic=words.percent(need["arithmetic"]),
            )
        )
    return said


def large_value(cell: Mapping[str, Any]) -> str:
    """The number that stands before the state; empty where there is none."""
    return "" if cell["state"] == "no_touchpoint" else cell_text(cell)


def state_sentence(evidence: Evidence, settings: Mapping[str, Value]) -> str:
    """Why the cell has its state, and what its value rests on."""
    cell = evidence.cell
    if cell["state"] == "not_assessed":
        so = "so it is not met whatever is found out: {value}" if cannot_be_met(cell) else "it can still be {value}"
        why = stated(tr(REASONS[cell["reason"]]), settings).removesuffix(".")
        return words.sentence(f"{why}; {tr(so, value=value_words(cell))}")
    if cell["state"] == "no_touchpoint":
        target = tr("Target {share}", share=words.percent(cell["target"]))
        return words.sentence(f"{tr(STATE_MEANING['no_touchpoint'].meaning)} {target}")
    if words.missing(cell["evidence"]):
        return words.sentence(value_words(cell))
    if cell["kind"] == "mandatory" and not words.missing(cell["share_k"]):
        return words.sentence(
            tr(
                "{k} of {n} people are satisfied ({rests_on}); target {target}",
                k=numbers.number(f"{int(cell['share_k']):,}"),
                n=numbers.number(f"{int(cell['sample_n']):,}"),
                rests_on=rests_on(cell),
                target=words.percent(cell["target"]),
            )
        )
    return words.sentence(tr("{value}. It rests on {rests_on}", value=value_words(cell), rests_on=rests_on(cell)))


def flag_sentences(evidence: Evidence, settings: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Every remark beside the state, with what it means here."""
    return [
        (
            tr(FLAG_MEANING[flag].label),
            _hidden(evidence) if flag == "hidden_failure" else stated(tr(FLAG_MEANING[flag].meaning), settings),
        )
        for flag in evidence.cell["flags"]
    ]


def _hidden(evidence: Evidence) -> str:
    low = next((link for link in evidence.links if not words.missing(link["hides_a_segment"]) and link["hides_a_segment"]), None)
    if low is not None:
        value = words.percent(low["lowest_fulfilment"], low["adequate"])
        return tr("The value reaches the target, but {segment} is at {value}.", segment=low["lowest_segment_name"], value=value)
    return tr(FLAG_MEANING["hidden_failure"].meaning)


@dataclass(frozen=True)
class TouchpointLine:
    """A link or, without touchpoint, the rating of the need at the stage as a whole; texts are empty where there is nothing to say."""

    touchpoint_id: str | None
    decides: bool
    notes: str
    value: str
    span: str
    n: str
    rests_on: str


def touchpoint_lines(evidence: Evidence) -> list[TouchpointLine]:
    """The rating of the whole first, if there is one; then the links, those that count before the others."""
    cell = evidence.cell
    whole = [] if evidence.direct is None else [_line(evidence.direct, {None} if cell["direct"] else set())]
    deciding = set(cell["touchpoints"] or ())
    return whole + [_line(link, deciding) for link in evidence.links]


def _line(link: Mapping[str, Any], deciding: Collection[str | None]) -> TouchpointLine:
    touchpoint_id = None if words.missing(link["touchpoint_id"]) else link["touchpoint_id"]
    decides = touchpoint_id in deciding
    notes = "; ".join([tr("decides")] * decides + _notes(link))
    if words.missing(link["evidence"]):
        return TouchpointLine(touchpoint_id, decides, notes, tr(NOT_RATED) if link["live"] else "", "", "", "")
    rests = "{source}, old, counts as {level}" if link["stale"] is True else "{source}, {level}"
    return TouchpointLine(
        touchpoint_id,
        decides,
        notes,
        value=number(link["fulfilment"], bool(link["assumed"]), link["target"], link["adequate"]),
        span=words.interval(link["interval_low"], link["interval_high"], link["target"], link["adequate"]),
        n="" if words.missing(link["n"]) else numbers.number(f"{int(link['n']):,}"),
        rests_on=tr(rests, source=tr(SOURCES[link["source"]]), level=tr(EVIDENCE_MEANING[link["evidence"]].label.lower())),
    )


def _notes(link: Mapping[str, Any]) -> list[str]:
    said = []
    if str(link["group_id"]).startswith("group "):
        group = str(link["group_id"])[6:]
        if words.missing(link["usage_share"]):
            said.append(tr("substitute: {group}", group=group))
        else:
            said.append(tr("substitute: {group}, used by {share}", group=group, share=words.percent(link["usage_share"])))
    if not link["live"]:
        why = STATUSES.get(link["status"], link["status"])
        said.append(tr("not counted: {why}", why=tr(why) if why in STATUSES.values() else why))
    return said


RULES = {
    "mandatory": "All of them must hold; among substitutes one can stand for another.",
    "gain": "The best one counts.",
    "pain": "The best relief and the worst harm count.",
}
"""How touchpoints make the value of a cell, by kind."""


def rule(evidence: Evidence) -> str:
    """How the touchpoints of the cell make its value."""
    if evidence.cell["direct"]:
        return tr("The rating of the need as a whole decides: its source is at least as good as those of the touchpoints.")
    return tr(RULES[evidence.cell["kind"]])


@dataclass(frozen=True)
class SegmentLines:
    """Segments behind the deciding ratings, the lowest first: name, touchpoint (where there are several), value, answers; and a note."""

    rows: list[tuple[str, str, str, str]]
    note: str


def segment_lines(evidence: Evidence, names: Names) -> SegmentLines | None:
    """The segments behind the ratings that decide a cell; None where there are none."""
    listed = evidence.cell["touchpoints"]
    deciding = {link["touchpoint_id"] for link in evidence.links} if listed is None else set(listed)
    direct = bool(evidence.cell["direct"])
    found = [
        r
        for r in evidence.segments
        if (words.missing(r["touchpoint_id"]) if direct else not words.missing(r["touchpoint_id"]) and r["touchpoint_id"] in deciding)
    ]
    if not found:
        return None
    first = sorted(found, key=lambda r: (words.missing(r["fulfilment"]), 0 if words.missing(r["fulfilment"]) else r["fulfilment"]))
    touchpoints = list(dict.fromkeys(None if direct else r["touchpoint_id"] for r in first))
    one = len(touchpoints) == 1
    rows = [
        (
            r["segment_name"],
            "" if one else str(names.touchpoints.get(r["touchpoint_id"], r["touchpoint_id"])),
            words.percent(r["fulfilment"]),
            numbers.number(f"{int(r['n']):,}"),
        )
        for r in first[:SEGMENTS_LISTED]
    ]
    behind = "Segments behind the deciding rating, lowest first" if direct else "Segments behind the deciding touchpoints, lowest first"
    note = tr("Segments behind the deciding touchpoint, lowest first") if one and not direct else tr(behind)
    weighted = words.percent(_size_weighted(evidence, touchpoints[0])) if one else ""
    if weighted:
        note += "; " + tr("weighted by size {value}", value=weighted)
    if len(first) > SEGMENTS_LISTED:
        note += "; " + tr("the first {number} of {all}", number=SEGMENTS_LISTED, all=len(first))
    return SegmentLines(rows, note)


def _size_weighted(evidence: Evidence, touchpoint_id: str | None) -> Any:
    if evidence.cell["direct"] and evidence.direct is not None:
        return evidence.direct["size_weighted"]
    return next(link["size_weighted"] for link in evidence.links if link["touchpoint_id"] == touchpoint_id)
