"""Neighbouring rows are joined as if one run after the other were gone through."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pandas as pd
import pytest

from cx.analysis.monte_carlo.runs import Runs


@pytest.mark.parametrize("lengths", [(), (1,), (1, 1, 1), (4, 1, 3, 1, 7), (30, 2)])
@pytest.mark.parametrize("join", [np.maximum, np.minimum, np.add])
def test_runs_of_any_length_come_to_what_their_rows_do_one_after_the_other(lengths: tuple[int, ...], join: np.ufunc) -> None:
    rows = np.random.default_rng(3).normal(size=(sum(lengths), 6))
    runs = Runs.of(pd.DataFrame({"key": np.repeat(np.arange(len(lengths)), lengths).astype(int)}), ["key"])
    expected = [reduce(join, run).tolist() for run in np.split(rows, np.cumsum(lengths)[:-1])] if lengths else []
    assert runs.reduced(join, rows).tolist() == expected
    assert runs.keys["key"].tolist() == list(range(len(lengths)))


def test_a_key_of_two_columns_begins_a_new_run_where_either_changes() -> None:
    frame = pd.DataFrame({"cell": [1, 1, 1, 2], "group": ["a", "a", "b", "b"]})
    assert Runs.of(frame, ["cell", "group"]).lengths.tolist() == [2, 1, 1]


def test_runs_of_a_part_of_the_rows_find_them_by_their_numbers() -> None:
    frame = pd.DataFrame({"cell": [1, 1, 2, 3, 3]})
    runs = Runs.of(frame[frame["cell"] != 2], ["cell"])
    assert runs.reduced(np.add, np.array([1.0, 2, 100, 4, 8])).tolist() == [3.0, 12.0]
