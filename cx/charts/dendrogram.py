"""A tree of segments: what is joined early is alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cx.charts.figure import Figure, number_axis, without_rows
from cx.charts.ink import wrapped
from cx.colours import INK

ROW = 26
"""Pixels of one segment."""
FIRST, APART = 5.0, 10.0
"""Where SciPy puts the first leaf, and how far apart leaves are."""


def dendrogram_figure(
    tree: NDArray[np.float64], names: Sequence[str], groups: int, title: str, scope: str, file: str, table: pd.DataFrame
) -> Figure:
    """`tree` is SciPy's linkage matrix over `names`; a dashed line stands where it is cut into so many groups."""
    from scipy.cluster.hierarchy import dendrogram  # takes half a second to load, and only this picture needs it

    drawn = dendrogram(tree, no_plot=True)
    rows: list[dict[str, Any]] = []
    for number, (across, along) in enumerate(zip(drawn["icoord"], drawn["dcoord"], strict=True)):
        rows += [_row("line", f"{number}", order=i, x=d, y=(c - FIRST) / APART) for i, (c, d) in enumerate(zip(across, along, strict=True))]
    rows += [_row("leaf", names[leaf], y=float(place), label=wrapped(names[leaf], 34)[0]) for place, leaf in enumerate(drawn["leaves"])]
    heights = sorted(float(h) for h in tree[:, 2])
    joined = len(heights) - groups + 1
    rows.append(_row("cut", "cut", x=(heights[joined - 1] + heights[min(joined, len(heights) - 1)]) / 2, label=f"{groups} groups"))
    return Figure(title, scope, pd.DataFrame(rows), table, file, _chart, {"segments": len(names), "far": max(heights[-1], 0.01)})


def _row(part: str, name: str, **more: Any) -> dict[str, Any]:
    return {"part": part, "name": name, "order": 0, "x": 0.0, "y": 0.0, "label": ""} | more


def _chart(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, last = INK[theme], figure.extra["segments"] - 1
    base = without_rows(figure.frame.columns)
    across = alt.Scale(domain=[0, figure.extra["far"] * 1.05], nice=False)
    x = alt.X("x:Q", scale=across, axis=number_axis(ink, "Distance of attitudes (0 = the same, 1 = opposite)", format=".2f", tickCount=5))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[last + 0.5, -0.5], nice=False))
    lines = (
        base.transform_filter("datum.part == 'line'")
        .mark_line(color=ink["muted"], strokeWidth=1.6, aria=False)
        .encode(x=x, y=y, detail="name:N", order="order:Q")
    )
    names = (
        base.transform_filter("datum.part == 'leaf'")
        .mark_text(align="right", dx=-8, fontSize=13, color=ink["text"])
        .encode(x=alt.datum(0.0, scale=across), y=y, text="label:N", tooltip=[alt.Tooltip("name:N", title="Segment")])
    )
    cut = (
        base.transform_filter("datum.part == 'cut'")
        .mark_rule(color=ink["accent"], strokeDash=[5, 4], strokeWidth=1.6, aria=False)
        .encode(x=x)
    )
    return alt.layer(lines, names, cut).properties(width=380, height=max(120, ROW * (last + 1)))
