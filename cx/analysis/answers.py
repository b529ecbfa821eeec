"""From the answers of a survey to ratings and to the style of answering: computed once, in SQL (method 5, 9.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pandas as pd

from cx.model import PARAMETER, TOLERANCE
from cx.sql import relation
from cx.sql.groundwork import prepare
from cx.store import Workspace

COLUMNS = ("touchpoint_id", "stage_id", "need_id", "segment_id", "value", "scale", "weight")
STYLES = {
    "extreme_share": "answers at either end of the scale",
    "acquiescence_share": "answers on the agreeing side",
}
"""What is compared between markets before their values are (method 9.3)."""


@dataclass(frozen=True)
class StyleGap:
    """Two markets that use answer scales differently, by one measure of `STYLES`."""

    measure: str
    higher: str
    higher_share: float
    lower: str
    lower_share: float


def roll_up(workspace: Workspace, answers: pd.DataFrame, met_cut: float = float(PARAMETER["met_cut"].default)) -> pd.DataFrame:
    """Ratings from raw answers.

    `answers` has one row per respondent and question: touchpoint_id, stage_id, need_id, segment_id,
    value (in the units of `scale`; NaN = no answer) and optionally weight. The result has one row per
    place and segment: value (mean in the units of the scale), n, n_na, n_eff, met_n, stdev, on the scale
    0 to 1 mean, met_share and their 95% intervals, and rated_n and rated_met_n, what ratings.csv stores:
    n and met_n, or with weights floor(n_eff) and the met share of it, in whole people. Raises KeyError
    if a column is missing.
    """
    table = answers.assign(weight=answers.get("weight"))[list(COLUMNS)].astype({"value": "float64", "weight": "float64"})
    with workspace.cursor() as cursor:
        ready(cursor, met_cut, table["scale"].unique())
        cursor.register("answers_", table)
        cursor.execute("""CREATE TEMP TABLE weighed AS SELECT * REPLACE (
            CASE WHEN isnan(value) THEN NULL ELSE value END AS value,
            CASE WHEN weight IS NULL OR isnan(weight) THEN 1.0 ELSE weight END AS weight) FROM answers_""")
        cursor.execute(f"""CREATE TEMP TABLE answer AS
            SELECT touchpoint_id, stage_id, need_id, segment_id, scale, value, count(*) AS times, sum(counted) AS weight,
                   sum((counted * counted)::DECIMAL(18, 14)) AS squares
            FROM ({relation("survey_weight")}) GROUP BY ALL""")
        return cursor.execute(relation("survey_rating")).df()


def response_style(workspace: Workspace, answers: pd.DataFrame) -> pd.DataFrame:
    """How the people of each market use answer scales: market, answers, and the shares of `STYLES`.

    `answers` has one row per respondent and question: market, scale, value (NaN = no answer).
    """
    with workspace.cursor() as cursor:
        ready(cursor, scale_words=answers["scale"].unique())
        cursor.register("answers_", answers[["market", "scale", "value"]].astype({"value": "float64"}))
        cursor.execute("CREATE TEMP TABLE styled AS SELECT * FROM (SELECT *, 1 AS times FROM answers_) WHERE NOT isnan(value)")
        return cursor.execute(relation("response_style")).df()


def style_gaps(styles: pd.DataFrame, limit: float = float(PARAMETER["extreme_difference"].default)) -> list[StyleGap]:
    """The widest difference of each measure, if it reaches the limit: then raw values must not be compared.

    Acquiescence cannot be told from a better experience where no question is reversed; it is a reason to look,
    not a proof. Method 9.3.
    """
    found = []
    for measure in STYLES if len(styles) > 1 else ():
        ordered = styles.sort_values([measure, "market"], ignore_index=True)
        low, high = ordered.iloc[0], ordered.iloc[-1]
        if high[measure] - low[measure] >= limit - TOLERANCE:
            found.append(StyleGap(measure, high["market"], high[measure], low["market"], low[measure]))
    return found


def ready(cursor: duckdb.DuckDBPyConnection, met_cut: float = float(PARAMETER["met_cut"].default), scale_words: Iterable[str] = ()) -> None:
    """Give a cursor what the relations on answers need; `scale_words` names the answer scales that are in use."""
    prepare(cursor, scale_words)
    cursor.execute("CREATE TEMP TABLE scope AS SELECT ?::DOUBLE AS met_cut", [met_cut])
