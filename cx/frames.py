"""Rows of a DataFrame as dictionaries by column name, in one place that a type checker can follow."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd


def row_dicts(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Every row; what a nullable column does not know is None. (`to_dict` goes through every value twice.)"""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(_values(column) for _, column in frame.items()), strict=True)]


def _values(column: pd.Series) -> list[Any]:
    values: list[Any] = column.tolist()
    if isinstance(column.dtype, np.dtype) and column.dtype != object:
        return values
    return [None if value is pd.NA else value for value in values]  # to ask whether there is one takes as long, in few rows much longer


def row_dict(row: pd.Series) -> dict[str, Any]:
    """One row, such as `frame.iloc[0]`."""
    return cast(dict[str, Any], row.to_dict())


def with_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame, with the lists that the engine gives as arrays as tuples: these compare, and are true where they hold something.

    A list that is unknown is None.
    """
    for column, kind in frame.dtypes.items():
        values = frame[column].tolist() if pd.api.types.is_object_dtype(kind) else []
        if any(isinstance(value, np.ndarray) for value in values):
            tuples = [tuple(value) if isinstance(value, np.ndarray) else None for value in values]
            frame[column] = pd.Series(tuples, index=frame.index, dtype=object)
    return frame


def of_persona(table: pd.DataFrame, persona_id: str | None) -> pd.DataFrame:
    """The rows of one persona, or all."""
    return table if persona_id is None else table[table["persona_id"] == persona_id]
