"""Assumption debt: how much of what a persona is said to need, and of how well that is met, rests on no more than an opinion.

Evidence repays it, words do not. Method 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.changes import previous_round
from cx.analysis.coverage import Coverage, coverage
from cx.store import Workspace

DEBTS = ("need_debt", "rating_debt")
"""Of the importance of its needs, the part on assumed needs; of the places where they arise, those not assessed or on assumed ratings."""


def debts(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """One row per active persona: persona_id, name, its two debts, and the same in the round before (`…_before`; empty without one)."""
    now = answer.personas[["persona_id", "name", *DEBTS]]
    earlier = previous_round(workspace, answer)
    if earlier is None:
        return now.assign(**{f"{debt}_before": float("nan") for debt in DEBTS})
    before = coverage(workspace, replace(answer.scope, round_id=earlier)).personas[["persona_id", *DEBTS]]
    return now.merge(before, on="persona_id", how="left", suffixes=("", "_before"))


def debt_words(row: Mapping[str, Any], debt: str) -> str:
    """One debt as a share, with the one of the round before where it was another: “77% → 74%”."""
    now, before = words.percent(row[debt]), words.percent(row[f"{debt}_before"])
    if words.missing(row[debt]):
        return ""
    return now if words.missing(row[f"{debt}_before"]) or now == before else f"{before} → {now}"


def debt_sentence(row: Mapping[str, Any]) -> str:
    """Both debts in a sentence; empty where nothing can be said."""
    parts = [
        text.format(debt_words(row, debt))
        for debt, text in zip(
            DEBTS, ("{} of its needs by importance", "{} of the places where they arise (not assessed or assumed ratings)"), strict=True
        )
        if not words.missing(row[debt])
    ]
    return f"Rests on assumptions: {words.listing(parts)}." if parts else ""
