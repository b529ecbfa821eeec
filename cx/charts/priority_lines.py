"""How items swap as the weight of size against value moves."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.colours import EITHER, INK, in_either
from cx.languages.messages import tr


def lines_figure(lines: pd.DataFrame, crossings: pd.DataFrame, size_weight: float, title: str, scope: str, file: str) -> Figure:
    """Priority against the weight of size: `lines` with label, at_0, at_1 (priorities), place; `crossings` with x, y, said."""
    frame = pd.concat(
        [
            lines.assign(x=0.0, y=lines["at_0"], part="line"),
            lines.assign(x=1.0, y=lines["at_1"], part="line"),
            crossings.assign(part="crossing"),
        ]
    )[["label", "x", "y", "part", "said"]]
    return Figure(title, scope, frame, lines, file, _lines, {"size_weight": size_weight, "labels": lines["label"].tolist()})


def _lines(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    base = without_rows(figure.frame.columns)
    labels = figure.extra["labels"]
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=number_axis(ink, tr("← value alone · weight of size against value · size alone →"), format=".1f"),
    )
    y = alt.Y("y:Q", axis=number_axis(ink, tr("Priority")))
    dashes = alt.StrokeDash(
        "label:N", scale=alt.Scale(domain=labels, range=[[1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4]]), legend=_legend(ink)
    )
    colour = alt.Color("label:N", scale=alt.Scale(domain=labels, range=_series(theme)), legend=_legend(ink))
    crossings = base.transform_filter("datum.part == 'crossing'")
    chosen = alt.Chart(pd.DataFrame({"x": [figure.extra["size_weight"]]}))
    layers = [
        base.transform_filter("datum.part == 'line'")
        .mark_line(strokeWidth=2.4)
        .encode(x=x, y=y, color=colour, strokeDash=dashes, description="said:N", tooltip=alt.Tooltip("label:N", title=tr("Shortfall"))),
        crossings.mark_point(filled=True, size=70, color=ink["text"], opacity=1).encode(
            x="x:Q", y="y:Q", tooltip=alt.Tooltip("said:N", title=tr("Swap")), description="said:N"
        ),
        chosen.mark_rule(color=ink["accent"], strokeWidth=2, strokeDash=[5, 4]).encode(x=alt.datum(figure.extra["size_weight"])),
    ]
    return alt.layer(*layers).properties(width=560, height=300)


def _legend(ink: Mapping[str, str]) -> alt.Legend:
    return alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelLimit=640,
        labelColor=ink["text"],
        labelFontSize=13,
        symbolSize=500,
        symbolStrokeWidth=2.4,
    )


def _series(theme: str) -> list[str]:
    # Six colours that differ in lightness as well, so that they are distinguishable without colour; dashes repeat it.
    light = ["#7a2c12", "#1f5fae", "#a87420", "#4a5259", "#2f7f79", "#8a5fa8"]
    dark = ["#ef9c7c", "#7db4ff", "#e0b25c", "#c3cad0", "#74c7c0", "#c9a6e0"]
    either = [in_either(one, other) for one, other in zip(light, dark, strict=True)]
    return {"light": light, "dark": dark, EITHER: either}[theme]
