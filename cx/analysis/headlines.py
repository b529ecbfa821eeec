"""Findings as sentences: the title of a view, its scope line, and what to look at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage
from cx.appearance import ABOUT, number
from cx.languages import numbers
from cx.languages.messages import tr, trn
from cx.model import COUNTED, FEWEST_INTERVIEWS, PARAMETER

UNSETTLED = ("is not settled", "are not settled")
OUT_OF_REACH = ("is not met whatever is found out", "are not met whatever is found out")
LEFT_OUT: dict[str, tuple[str, str]] = {
    "no market": ("rating without market left out", "ratings without market left out"),
    "n missing": ("rating without number of answers left out", "ratings without number of answers left out"),
    "total beside segments": ("rating that repeat their segments left out", "ratings that repeat their segments left out"),
}
"""Ratings that do not count, by the reason, one and many."""


A_CELL: dict[str, tuple[str, str]] = {
    "answer": ("answer a cell", "answers a cell"),
    "case": ("case a cell", "cases a cell"),
    "rater": ("rater a cell", "raters a cell"),
}
BETWEEN: dict[str, str] = {
    "answer": "{low}–{high} answers a cell",
    "case": "{low}–{high} cases a cell",
    "rater": "{low}–{high} raters a cell",
}
"""What the cells in view count."""


def persona_finding(persona: Mapping[str, Any], needs: pd.DataFrame, statements: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """The title of one persona's map: the headline and the mandatory need that falls short most."""
    text = f"{words.isolated(persona['name'])}: {words.headline(persona['mandatory_met'], persona['mandatory_undetermined'], persona['mandatory'])}"
    short = needs[(needs["kind"] == "mandatory") & (needs["shortfall"] > 0)].sort_values("shortfall", ascending=False)
    if short.empty:
        counted = (
            (persona["mandatory_cannot_be_met"], OUT_OF_REACH),
            (persona["mandatory_undetermined"], UNSETTLED),
        )
        said = [words.count(count, *how) for count, how in counted if count]
        return "; ".join([text, *([words.listing(said)] if said else [])])
    worst = short.iloc[0]
    where = words.isolated(stages.get(worst["weakest_stage"], ""))
    statement = words.isolated(statements.get(worst["need_id"], worst["need_id"]))
    if worst["state"] == "no_touchpoint":
        lacks = tr("“{need}” has no touchpoint at {stage}" if where else "“{need}” has no touchpoint", need=statement, stage=where)
        return f"{text}; {lacks}"
    value = number(worst["fulfilment"], bool(worst["assumed"]), worst["target"], worst["adequate"])
    value = tr("{value} (assumed rating)", value=value) if worst["assumed"] else value
    most = "“{need}” falls short most, {value} at {stage}" if where else "“{need}” falls short most, {value}"
    return f"{text}; {tr(most, need=statement, value=value, stage=where)}"


def overall_finding(answer: Coverage) -> str:
    """The title of the overview: all personas together, counted and never averaged."""
    personas = answer.personas
    total, met = int(personas["mandatory"].sum()), int(personas["mandatory_met"].sum())
    if total == 0 and answer.scope.hide_provisional:
        return tr("Every mandatory need in view is an assumed need, and hidden")
    if total == 0:
        return tr("No mandatory needs are recorded yet")
    failing = int(personas["mandatory_missed"].sum() + personas["mandatory_no_touchpoint"].sum())
    unknown = int(personas["mandatory_undetermined"].sum())
    parts = [words.count(failing, "fails", "fail") if failing else tr("none fails")]
    partial = int(personas["mandatory_partial"].sum())
    if partial:
        parts.append(words.count(partial, "is partly met", "are partly met"))
    out_of_reach = int(personas["mandatory_cannot_be_met"].sum())
    if out_of_reach:
        parts.append(words.count(out_of_reach, *OUT_OF_REACH))
    if unknown:
        parts.append(words.count(unknown, "is unknown", "are unknown"))
    return f"{tr('{met} of {total} mandatory needs are met everywhere', met=met, total=total)}; {words.listing(parts)}"


def scope_line(answer: Coverage, personas: pd.DataFrame, changed: Mapping[str, Any]) -> str:
    """Round, people, answers, evidence and filters in words; stands under every view (method 10)."""
    scope = answer.round
    parts = [_round(scope["round_name"]), *_frozen(scope)]
    people = personas["size"].sum()
    if people > 0:
        segments = int(personas["segments"].sum())
        parts.append(
            tr("{people} in {segments}", people=words.count(people, "person", "people"), segments=words.count(segments, "segment"))
        )
    parts.append(tr("live touchpoints"))
    low, high = personas["n_low"].min(), personas["n_high"].max()
    if not words.missing(low):
        noun = _counted(answer, personas)
        parts.append(_a_cell(int(low), int(high), noun))
    assumed, unknown = int(personas["cells_assumed"].sum()), int(personas["cells_not_assessed"].sum())
    on_assumed = words.count(assumed, "cell rests on assumed ratings", "cells rest on assumed ratings")
    parts.append(f"{on_assumed}, {tr('{n} not assessed', n=unknown)}")
    if scope["market"]:
        parts.append(tr("market {market}", market=scope["market"]))
    parts += [words.count(answer.left_out[r], *LEFT_OUT[r]) for r in LEFT_OUT if answer.left_out.get(r)]
    if scope["without_assumptions"]:
        parts.append(tr("without assumptions"))
    if scope["hide_provisional"]:
        parts.append(tr("assumed needs hidden"))
    if changed:
        own = ", ".join(f"{tr(PARAMETER[k].label.lower())} {v}" for k, v in changed.items())
        parts.append(tr("own settings: {settings}", settings=own))
    return " · ".join(parts)


def _a_cell(low: int, high: int, noun: str) -> str:
    """How many answers, or whatever is counted, stand behind one cell."""
    if low == high:
        return words.count(low, *A_CELL[noun])
    return tr(BETWEEN[noun], low=numbers.number(f"{low:,}"), high=numbers.number(f"{high:,}"))


def _round(name: Any) -> str:
    """The round by its name, which often says already that it is one."""
    if words.missing(name) or not name:
        return tr("No round yet")
    return str(name) if str(name).casefold().startswith(("round", "wave")) else tr("Round {name}", name=name)


def _frozen(scope: Mapping[str, Any]) -> list[str]:
    """When the round was frozen, and whether it is read as it was then."""
    if words.missing(scope["frozen_on"]):
        return []
    day = numbers.day(scope["frozen_on"])
    if words.missing(scope["snapshot"]):
        return [tr("frozen elsewhere on {day}, read with today’s needs", day=day)]
    return [tr("frozen on {day} as {snapshot}", day=day, snapshot=scope["snapshot"][:12])]


def _counted(answer: Coverage, personas: pd.DataFrame) -> str:
    """What the cells in view count: raters or cases where nothing else rates them, else answers."""
    sources = set(answer.cells.loc[answer.cells["persona_id"].isin(personas["persona_id"]), "source"].dropna())
    return COUNTED.get(sources.pop(), "answer") if len(sources) == 1 else "answer"


UNPROVEN = "fewer than {fewest} interviews in the segments, or fewer than half of the mandatory needs with primary evidence"


def unproven() -> str:
    """What makes a persona an assumed one (method 4.1)."""
    return tr(UNPROVEN, fewest=FEWEST_INTERVIEWS)


def assumed_personas(personas: pd.DataFrame) -> str:
    """Which of these personas are assumed rather than researched, in a sentence; empty where none is (method 4.1, 9.1)."""
    proto = personas[personas["persona_kind"] == "proto"]
    if proto.empty:
        return ""
    called = words.listing([words.isolated(name) for name in proto["name"]], 4)
    told = "{names}: an assumed persona ({why}). Test before you build on it."
    many = "{names}: assumed personas ({why}). Test before you build on it."
    return trn(told, many, len(proto), names=called, why=unproven())


def assumed_line(personas: pd.DataFrame) -> str:
    """One sentence where more than half of the cells in view rest on assumed ratings; else empty (method 10)."""
    cells, assumed = int(personas["cells"].sum()), int(personas["cells_assumed"].sum())
    if 2 * assumed <= cells:
        return ""
    return tr(
        "{assumed} of {cells} rest on assumed ratings: one opinion, or experts who do not agree. "
        "They are lighter, with a dashed edge and “{sign}” before the number.",
        assumed=assumed,
        cells=words.count(cells, "cell"),
        sign=ABOUT,
    )


def hidden_cells(answer: Coverage) -> pd.DataFrame:
    """Cells whose value hides a substitute or a segment below adequate (method 2.3, 2.6)."""
    return answer.cells[["hidden_failure" in flags for flags in answer.cells["flags"]]]
