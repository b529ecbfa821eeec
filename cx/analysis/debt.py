"""Assumption debt: how much of what a persona is said to need, and of how well that is met, rests on no more than an opinion.

Evidence repays it, words do not. Method 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.rounds.opened import rounds_before
from cx.languages.messages import tr, trn
from cx.store import Workspace

DEBTS = ("need_debt", "rating_debt")
"""Of the importance of its needs, the part on assumed needs; of the places where they arise, those not assessed or on assumed ratings."""


OF_WHAT = ("{share} of its needs by importance", "{share} of the places where they arise (not assessed or assumed ratings)")
"""Both debts as phrases."""
ROUNDS = 8
"""So many rounds are looked back on, the one in view among them."""


def debts(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """One row per active persona: persona_id, name, its two debts, and each over the rounds (`…_over`: the last `ROUNDS`, the one in view last).

    The needs are those that are recorded now, with their evidence as old as it was in each round.
    """
    if "debts" not in answer.kept:
        answer.kept["debts"] = _debts(workspace, answer)
    found: pd.DataFrame = answer.kept["debts"]
    return found


def looked_back(answer: Coverage) -> bool:
    """Whether the debts of an answer are known already, so that nobody has to wait for them."""
    return "debts" in answer.kept


def _debts(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    now = answer.personas[["persona_id", "name", *DEBTS]]
    earlier = [coverage(workspace, replace(answer.scope, round_id=r)).personas for r in rounds_before(workspace, answer)[1 - ROUNDS :]]
    held = [dict(zip(rows["persona_id"], rows[list(DEBTS)].itertuples(index=False, name=None), strict=True)) for rows in (*earlier, now)]
    over = {
        f"{debt}_over": pd.Series(
            [tuple(of_round.get(persona, (None, None))[place] for of_round in held) for persona in now["persona_id"]],
            now.index,
            dtype=object,
        )
        for place, debt in enumerate(DEBTS)
    }
    return now.assign(**over)


def debt_words(row: Mapping[str, Any], debt: str) -> str:
    """One debt as a share, behind those of the rounds before where they were others: “77% → 74%”."""
    if words.missing(row[debt]):
        return ""
    said = [words.percent(value) for value in row[f"{debt}_over"] if not words.missing(value)]
    return " → ".join(text for place, text in enumerate(said) if place == 0 or text != said[place - 1])


def aged_sentence(needs: pd.DataFrame, max_age: Any) -> str:
    """How many of these needs rest on evidence that has dropped a level by its age (method 4.1); empty where none does."""
    aged = int(needs["need_stale"].sum())
    if not aged:
        return ""
    told = "The evidence of {n} need is older than {months} and counts one level lower."
    many = "The evidence of {n} needs is older than {months} and counts one level lower."
    return trn(told, many, aged, months=words.count(int(max_age), "month"))


def debt_sentence(row: Mapping[str, Any]) -> str:
    """Both debts in a sentence; empty where nothing can be said."""
    parts = [tr(text, share=debt_words(row, debt)) for debt, text in zip(DEBTS, OF_WHAT, strict=True) if not words.missing(row[debt])]
    return tr("Rests on assumptions: {parts}.", parts=words.listing(parts)) if parts else ""
