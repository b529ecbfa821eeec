"""Rows of DataFrames as dictionaries."""

from __future__ import annotations

import pandas as pd

from cx.frames import row_dicts


def test_a_row_holds_what_pandas_gives_and_none_where_a_nullable_column_does_not_know():
    frame = pd.DataFrame(
        {
            "n": pd.Series([1, None], dtype="Int64"), "sure": pd.Series([True, None], dtype="boolean"), "day": pd.to_datetime(["2026-01-01", None]),
            "word": ["x", None], "kind": pd.Categorical(["gain", "pain"]), "value": [0.5, None], "flags": pd.Series([("a",), None], dtype=object),
        }
    )  # fmt: skip
    assert str(row_dicts(frame)) == str(frame.to_dict("records"))
    assert row_dicts(frame)[1]["n"] is None
    assert row_dicts(frame.head(0)) == []
