"""What experts believe beside what customers say of the same thing (method 2.2): the largest differences are the most instructive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.coverage import Coverage
from cx.frames import of_persona, row_dicts
from cx.languages.messages import tr
from cx.sql import relation

OPTIMISTIC, PESSIMISTIC = "experts see it better", "experts see it worse"


def belief(answer: Coverage) -> pd.DataFrame:
    """One row per link that both rated, the largest difference first (columns of `cx/sql/belief.sql`). Kept with the answer: never change it."""
    if "belief" not in answer.kept:
        answer.kept["belief"] = answer.frame(relation("belief"))
    rows: pd.DataFrame = answer.kept["belief"]
    return rows


def side(difference: float) -> str:
    """Which way they differ; empty where they agree."""
    return tr(OPTIMISTIC) if difference > 0 else tr(PESSIMISTIC) if difference < 0 else ""


def belief_finding(rows: pd.DataFrame) -> str:
    """How many of these comparisons are far apart, in a sentence; empty where there is none."""
    far = int(rows["far"].sum())
    if rows.empty:
        return ""
    if far:
        every = words.count(len(rows), "touchpoint of a need", "touchpoints of needs")
        return tr("Experts and customers are far apart about {far} of {touchpoints}", far=far, touchpoints=every)
    return tr("Experts and customers are nowhere far apart, in {comparisons}", comparisons=words.count(len(rows), "comparison"))


def place_words(row: Mapping[str, Any], names: Names) -> str:
    """What was rated: the need, the touchpoint or none, the stage."""
    need = names.needs.get(row["need_id"], row["need_id"])
    where = names.stages.get(row["stage_id"], row["stage_id"])
    if not words.missing(row["touchpoint_id"]):
        where = f"{names.touchpoints.get(row['touchpoint_id'], row['touchpoint_id'])}, {where}"
    return f"{need} · {where}"


def said_by(row: Mapping[str, Any]) -> tuple[str, str]:
    """What experts say and what customers say, each with how many."""
    answers = "" if words.missing(row["answers"]) else f" ({words.count(row['answers'], 'answer')})"
    return f"{words.percent(row['expert'])} ({words.count(row['raters'], 'rater')})", f"{words.percent(row['customer'])}{answers}"


BELIEF_COLUMNS = ("Need and where", "Persona", "Experts", "Customers", "Difference")
"""Headings of `belief_lines`."""


def belief_lines(answer: Coverage, names: Names, persona_id: str | None, most: int) -> list[tuple[str, ...]]:
    """The largest differences in view as lines of a report, first those that are furthest apart; what agrees is left out."""
    rows = of_persona(belief(answer), persona_id)
    shown = row_dicts(rows[rows["distance"] > 0].head(most))
    return [
        (place_words(r, names), names.personas.get(r["persona_id"], r["persona_id"]), *said_by(r), side(r["difference"])) for r in shown
    ]
