"""What experts believe beside what customers say of the same thing (method 2.2): the largest differences are the most instructive."""

from __future__ import annotations

import pandas as pd

from cx.analysis.coverage import Coverage
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
    return OPTIMISTIC if difference > 0 else PESSIMISTIC if difference < 0 else ""
