"""Segments flowing into personas, and the tree of a proposed grouping."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx.charts.crosswalk import LINE, NOBODY, _height, crosswalk_figure
from cx.charts.dendrogram import dendrogram_figure
from cx.charts.figure import Figure

FLOWS = pd.DataFrame(
    [
        ("x", "Nobody's own", NOBODY, "nobody", 50.0),
        ("a", "Commuters with a name that is far too long for one line", "p", "Ana", 100.0),
        ("b", "Twin", "p", "Ana", 30.0),
        ("b", "Twin", "q", "Twin", 20.0),
        ("c", "Twin", "q", "Twin", 0.5),
        ("d", "Twin", "q", "Twin", 0.5),
    ],
    columns=["segment_id", "segment", "persona_id", "persona", "size"],
).assign(said="flow")


def flows() -> Figure:
    return crosswalk_figure(FLOWS, "4 segments become 2 personas", "Round 1", "flows", FLOWS)


def tree() -> Figure:
    linked = np.array([[0, 1, 0.1, 2], [2, 3, 0.2, 2], [4, 5, 0.7, 4]])
    return dendrogram_figure(linked, ["a", "b", "c", "d"], 2, "2 groups", "Round 1", "tree", FLOWS)


def test_every_band_is_as_wide_as_what_flows_at_either_end_and_things_of_one_name_stay_apart() -> None:
    bands = flows().frame.query("part == 'band'")
    ends = bands.groupby("name", sort=False).agg(first=("x", "min"), last=("x", "max"))
    wide = bands.assign(wide=bands["y2"] - bands["y"])
    for side in ("first", "last"):
        at = wide.merge(ends, left_on="name", right_index=True)
        widths = at[at["x"] == at[side]].set_index("name")["wide"]
        assert (widths / widths.sum()).to_numpy() == pytest.approx((FLOWS["size"] / FLOWS["size"].sum()).to_numpy())
    bars = flows().frame
    assert bars.query("part == 'segment'")["name"].tolist() == ["x", "a", "b", "c", "d"]
    assert bars.query("part == 'persona'")["label"].tolist() == ["Nobody · 25%", "Ana · 65%", "Twin · 10%"]


def test_labels_of_small_segments_do_not_lie_on_one_another() -> None:
    places = flows().frame.query("part == 'segment'")["middle"].to_numpy() * _height(5)
    assert (np.diff(places) >= LINE - 1e-6).all()
    assert places[-1] <= _height(5)


def test_the_cut_of_the_tree_parts_it_into_so_many_groups() -> None:
    (cut,) = tree().frame.query("part == 'cut'")["x"]
    assert 0.2 < cut < 0.7
    assert tree().frame.query("part == 'leaf'")["label"].tolist() == ["a", "b", "c", "d"]
