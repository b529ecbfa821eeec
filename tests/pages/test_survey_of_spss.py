"""A file of SPSS on the page: its words beside its codes, and nothing that closes while somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tests.hall import hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, start
from tests.pages.test_data import dropped
from tests.studies import spss

ANSWERS = pd.DataFrame({"id": range(1, 31), "water": [1.0, 5, 4] * 10, "wgt": [0.5, 1, 1.5] * 10}).astype(float)
FILE = spss(
    ANSWERS, weight="wgt", column_labels={"water": "How clean is the water?"}, variable_value_labels={"water": {1: "dirty", 5: "clean"}}
)


def places_of_unfolded(block: Any, place: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], str]]:
    """Where on the page each part stands that can be unfolded."""
    if type(block).__name__ == "Expander":
        yield place, block.label
    for number, child in getattr(block, "children", {}).items():
        yield from places_of_unfolded(child, (*place, number))


def test_what_is_unfolded_stays_where_it_is_while_a_column_is_chosen(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = dropped(start("data"), "study.sav", FILE)
    assert_healthy(app)
    before = dict(places_of_unfolded(app.main))
    box = next(one for one in app.selectbox if one.label == "Column")
    box.select(box.options[1]).run(timeout=60)
    assert_healthy(app)
    assert "Look at a column" in before.values()
    assert dict(places_of_unfolded(app.main)) == before
    shown = next(one.value for one in app.dataframe if "Answer" in one.value)
    assert set(shown["Answer"]) == {"1 = dirty", "5 = clean", "4"}
