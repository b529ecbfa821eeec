"""From the answers of a survey to ratings: one statistic, computed in SQL (method 5.1, 5.2, 5.4)."""

from __future__ import annotations

import pandas as pd

from cx.analysis.coverage import prepare, relation
from cx.model import PARAMETER
from cx.store import Workspace

COLUMNS = ("touchpoint_id", "stage_id", "need_id", "segment_id", "value", "scale", "weight")


def roll_up(workspace: Workspace, answers: pd.DataFrame, met_cut: float = float(PARAMETER["met_cut"].default)) -> pd.DataFrame:
    """Ratings from raw answers.

    `answers` has one row per respondent and question: touchpoint_id, stage_id, need_id, segment_id,
    value (in the units of `scale`; NaN = no answer) and optionally weight. The result has one row per
    place and segment: value (mean in the units of the scale), n, n_na, n_eff, met_n, stdev, and on the
    scale 0 to 1 mean, met_share and their 95% intervals. Raises KeyError if a column is missing.
    """
    table = answers.assign(weight=answers.get("weight"))[list(COLUMNS)].astype({"value": "float64", "weight": "float64"})
    with workspace.cursor() as cursor:
        prepare(cursor)
        cursor.execute("CREATE TEMP TABLE scope AS SELECT ?::DOUBLE AS met_cut", [met_cut])
        cursor.register("answers_", table)
        cursor.execute("""CREATE TEMP TABLE answer AS SELECT * REPLACE (
            CASE WHEN isnan(value) THEN NULL ELSE value END AS value,
            CASE WHEN isnan(weight) THEN NULL ELSE weight END AS weight) FROM answers_""")
        return cursor.execute(relation("survey_rating")).df()
