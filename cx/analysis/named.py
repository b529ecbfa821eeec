"""Tables that people download: names beside ids, numbers as short as they can be read."""

from __future__ import annotations

import pandas as pd

from cx.analysis.catalogue import Names

DIGITS = 3
"""Decimals of shares and other numbers: a tenth of a percent."""


def named(rows: pd.DataFrame, names: Names) -> pd.DataFrame:
    """The rows with a column of names after every column of ids (need_id, need) and with rounded numbers."""
    known = {
        "round_id": names.rounds, "persona_id": names.personas, "need_id": names.needs, "stage_id": names.stages, "weakest_stage": names.stages,
        "touchpoint_id": names.touchpoints, "segment_id": names.segments,
    }  # fmt: skip
    columns: dict[str, object] = {}
    for column in rows.columns:
        values = rows[column]
        columns[column] = values.round(DIGITS) if pd.api.types.is_float_dtype(values) else values
        label = f"{column}_name" if column == "weakest_stage" else column.removesuffix("_id")
        if column in known and label not in rows.columns:
            columns[label] = values.map(known[column]).fillna("") if len(values) else values
    return pd.DataFrame(columns, index=rows.index)
