"""What to ask next, and whom: the interviews and questions that would settle most doubt per hour. Method 3.5, 4.2, 4.3, 9.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.coverage import Coverage, of_today
from cx.analysis.parameters import parameters
from cx.languages.messages import tr
from cx.model import FEWEST_PROBED, SURE
from cx.sql import beside, relation
from cx.store import Workspace

PER_INTERVIEW = 6
"""Questions that an hour holds, asked openly."""
MOST_PEOPLE = 10
"""So many people more are considered to test a statement or a need."""
INTERVIEW_RANK = 4
"""The place of interviews among the sources of a rating, as `cx/sql/sample.sql` has it (method 2.2)."""
RESEARCH = ("interview_row", "probe", "verdict", "statement", "need_heard", "recruitment")
PLANNER = ("lookahead", "open_question", "next_interview")


def open_questions(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """One row per question whose answer is not known, what settles most per hour first: what (cell, link, statement, need), persona_id,
    need_id, stage_id, touchpoint_id, hypothesis_id, people still to be asked, chance that they settle it, doubt, per_hour."""
    return _asked(workspace, answer, "open_question")


def next_interviews(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """One row per segment and question of an hour with somebody of it; the segment that settles most comes first (`rank`, `settles`)."""
    return _asked(workspace, answer, "next_interview")


def is_planned(workspace: Workspace, answer: Coverage) -> bool:
    """Whether the next interviews are worked out already, so that nobody has to wait for them."""
    return ("planner", "next_interview") in of_today(workspace, answer).kept


def _asked(workspace: Workspace, answer: Coverage, name: str) -> pd.DataFrame:
    answer, known = of_today(workspace, answer), ("planner", name)
    if known not in answer.kept:
        settings = parameters(workspace)
        given = {
            "fewest_probed": FEWEST_PROBED,
            "sure": SURE,
            "most_people": MOST_PEOPLE,
            "interview_rank": INTERVIEW_RANK,
            "per_interview": PER_INTERVIEW,
            "size_weight": float(settings["lambda"]),
            "supposed_truth_age": settings["supposed_truth_age"],
            "planned": int(settings["interviews_per_segment"]),
        }
        reads = {other: relation(f"research/{other}") for other in RESEARCH}
        reads |= {other: relation(f"planner/{other}") for other in PLANNER[: PLANNER.index(name)]}
        query = beside(relation(f"planner/{name}"), **reads)
        answer.kept[known] = answer.frame(query, {k: v for k, v in given.items() if f"${k}" in query})
    frame: pd.DataFrame = answer.kept[known]
    return frame


def question_words(row: Mapping[str, Any], names: Names, statements: Mapping[str, str]) -> str:
    """What is to be found out, in words."""
    if row["what"] == "statement":
        return f"Does it hold that “{statements.get(row['hypothesis_id'], row['hypothesis_id'])}”?"
    need = f"“{names.needs.get(row['need_id'], row['need_id'])}”"
    if row["what"] == "need":
        return f"Is {need} something they need at all?"
    stage = names.stages.get(row["stage_id"], row["stage_id"])
    if row["what"] == "link":
        return f"{need}, at {stage}: how well does {names.touchpoints.get(row['touchpoint_id'], row['touchpoint_id'])} meet it?"
    return f"{need}, at {stage}: how well is it met?"


def next_sentence(workspace: Workspace, answer: Coverage, names: Names, persona_id: str | None = None) -> str:
    """With whom the next hour settles most, of one persona or of all; empty where nothing is open, or nobody is to be asked."""
    rows = next_interviews(workspace, answer)
    if persona_id is not None:
        rows = rows[rows["persona_id"] == persona_id]
    if rows.empty:
        return ""
    first = rows.iloc[0]
    whose = [names.personas.get(p, p) for p in first["personas"]]
    return tr(
        "Ask next: an hour with “{segment}” ({personas}) settles most; {questions}, put to {people}.",
        segment=first["segment"],
        personas=words.listing(whose),
        questions=words.count(int((rows["rank"] == first["rank"]).sum()), "question"),
        people=words.count(first["interviews"], "person", "people"),
    )
