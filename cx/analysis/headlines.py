"""Findings as sentences: the title of a view, its scope line, and what to look at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage
from cx.appearance import ABOUT, NOT_MET, number
from cx.model import COUNTED, FEWEST_INTERVIEWS, PARAMETER


def persona_finding(persona: Mapping[str, Any], needs: pd.DataFrame, statements: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """The title of one persona's map: the headline and the mandatory need that falls short most."""
    text = f"{words.isolated(persona['name'])}: {words.headline(persona['mandatory_met'], persona['mandatory_undetermined'], persona['mandatory'])}"
    short = needs[(needs["kind"] == "mandatory") & (needs["shortfall"] > 0)].sort_values("shortfall", ascending=False)
    if short.empty:
        counted = ((persona["mandatory_cannot_be_met"], NOT_MET), (persona["mandatory_undetermined"], "not settled"))
        said = [f"{words.count(count, 'is', 'are')} {how}" for count, how in counted if count]
        return "; ".join([text, *([words.listing(said)] if said else [])])
    worst = short.iloc[0]
    where = words.isolated(stages.get(worst["weakest_stage"], ""))
    statement = words.isolated(statements.get(worst["need_id"], worst["need_id"]))
    if worst["state"] == "no_touchpoint":
        return f"{text}; “{statement}” has no touchpoint" + (f" at {where}" if where else "")
    value = number(worst["fulfilment"], bool(worst["assumed"]), worst["target"], worst["adequate"]) + (
        " (assumed rating)" if worst["assumed"] else ""
    )
    return f"{text}; “{statement}” falls short most, {value}" + (f" at {where}" if where else "")


def overall_finding(answer: Coverage) -> str:
    """The title of the overview: all personas together, counted and never averaged."""
    personas = answer.personas
    total, met = int(personas["mandatory"].sum()), int(personas["mandatory_met"].sum())
    if total == 0 and answer.scope.hide_provisional:
        return "Every mandatory need in view is an assumed need, and hidden"
    if total == 0:
        return "No mandatory needs are recorded yet"
    failing = int(personas["mandatory_missed"].sum() + personas["mandatory_no_touchpoint"].sum())
    unknown = int(personas["mandatory_undetermined"].sum())
    parts = [f"{words.count(failing, 'fails', 'fail')}" if failing else "none fails"]
    partial = int(personas["mandatory_partial"].sum())
    if partial:
        parts.append(words.count(partial, "is partly met", "are partly met"))
    out_of_reach = int(personas["mandatory_cannot_be_met"].sum())
    if out_of_reach:
        parts.append(f"{words.count(out_of_reach, 'is', 'are')} {NOT_MET}")
    if unknown:
        parts.append(words.count(unknown, "is unknown", "are unknown"))
    return f"{met} of {total} mandatory needs are met everywhere; {words.listing(parts)}"


def scope_line(answer: Coverage, personas: pd.DataFrame, changed: Mapping[str, Any]) -> str:
    """Round, people, answers, evidence and filters in words; stands under every view (method 10)."""
    scope = answer.round
    parts = [_round(scope["round_name"]), *_frozen(scope)]
    people = personas["size"].sum()
    if people > 0:
        segments = int(personas["segments"].sum())
        parts.append(f"{words.count(people, 'person', 'people')} in {words.count(segments, 'segment')}")
    parts.append("live touchpoints")
    low, high = personas["n_low"].min(), personas["n_high"].max()
    if not words.missing(low):
        noun = _counted(answer, personas)
        parts.append((f"{int(low):,}–{int(high):,} {noun}s" if low != high else words.count(low, noun)) + " a cell")
    assumed, unknown = int(personas["cells_assumed"].sum()), int(personas["cells_not_assessed"].sum())
    parts.append(f"{words.count(assumed, 'cell rests', 'cells rest')} on assumed ratings, {unknown} not assessed")
    if scope["market"]:
        parts.append(f"market {scope['market']}")
    said = {"no market": "without market", "n missing": "without number of answers", "total beside segments": "that repeat their segments"}
    parts += [f"{words.count(answer.left_out[r], 'rating')} {text} left out" for r, text in said.items() if answer.left_out.get(r)]
    if scope["without_assumptions"]:
        parts.append("without assumptions")
    if scope["hide_provisional"]:
        parts.append("assumed needs hidden")
    if changed:
        parts.append("own settings: " + ", ".join(f"{PARAMETER[k].label.lower()} {v}" for k, v in changed.items()))
    return " · ".join(parts)


def _round(name: Any) -> str:
    """The round by its name, which often says already that it is one."""
    if words.missing(name) or not name:
        return "No round yet"
    return str(name) if str(name).casefold().startswith(("round", "wave")) else f"Round {name}"


def _frozen(scope: Mapping[str, Any]) -> list[str]:
    """When the round was frozen, and whether it is read as it was then."""
    if words.missing(scope["frozen_on"]):
        return []
    day = f"{scope['frozen_on']:%Y-%m-%d}"
    if words.missing(scope["snapshot"]):
        return [f"frozen elsewhere on {day}, read with today’s needs"]
    return [f"frozen on {day} as {scope['snapshot'][:12]}"]


def _counted(answer: Coverage, personas: pd.DataFrame) -> str:
    """What the cells in view count: raters or cases where nothing else rates them, else answers."""
    sources = set(answer.cells.loc[answer.cells["persona_id"].isin(personas["persona_id"]), "source"].dropna())
    return COUNTED.get(sources.pop(), "answer") if len(sources) == 1 else "answer"


UNPROVEN = f"fewer than {FEWEST_INTERVIEWS} interviews in the segments, or fewer than half of the mandatory needs with primary evidence"
"""What makes a persona an assumed one (method 4.1)."""


def assumed_personas(personas: pd.DataFrame) -> str:
    """Which of these personas are assumed rather than researched, in a sentence; empty where none is (method 4.1, 9.1)."""
    proto = personas[personas["persona_kind"] == "proto"]
    if proto.empty:
        return ""
    called = words.listing([words.isolated(name) for name in proto["name"]], 4)
    return f"{called}: {'an assumed persona' if len(proto) == 1 else 'assumed personas'} ({UNPROVEN}). Test before you build on it."


def assumed_line(personas: pd.DataFrame) -> str:
    """One sentence where more than half of the cells in view rest on assumed ratings; else empty (method 10)."""
    cells, assumed = int(personas["cells"].sum()), int(personas["cells_assumed"].sum())
    if 2 * assumed <= cells:
        return ""
    return (
        f"{assumed} of {words.count(cells, 'cell')} rest on assumed ratings: one opinion, or experts who do not agree. "
        f"They are lighter, with a dashed edge and “{ABOUT}” before the number."
    )


def hidden_cells(answer: Coverage) -> pd.DataFrame:
    """Cells whose value hides a substitute or a segment below adequate (method 2.3, 2.6)."""
    return answer.cells[["hidden_failure" in flags for flags in answer.cells["flags"]]]
