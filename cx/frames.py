"""Rows of a DataFrame as dictionaries by column name, in one place that a type checker can follow."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def row_dicts(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Every row; the columns have names, which pandas cannot know."""
    return cast(list[dict[str, Any]], frame.to_dict("records"))


def row_dict(row: pd.Series) -> dict[str, Any]:
    """One row, such as `frame.iloc[0]`."""
    return cast(dict[str, Any], row.to_dict())
