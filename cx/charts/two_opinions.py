"""What experts say beside what customers say: a line between two marks for each link."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, label_axis, number_axis, without_rows
from cx.colours import INK

FIELDS = ["label", "expert", "customer", "said"]


def opinions_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """`rows` with label (each once), expert, customer, said, in the order in which they are drawn."""
    return Figure(title, scope, rows[FIELDS], rows, file, _opinions, {})


def _opinions(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    labels = figure.frame["label"].tolist()
    base = without_rows(figure.frame.columns)
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels), axis=label_axis(labels, ink))
    low = -1 if len(labels) and figure.frame[["expert", "customer"]].min().min() < 0 else 0
    scale = alt.Scale(domain=[low, 1], nice=False)
    axis = number_axis(ink, "Fulfilment: ● customers, ◇ experts", format="%", orient="top", tickCount=5)
    tooltip, description = [alt.Tooltip("said:N", title="Who says what")], alt.Description("said:N")
    layers = [
        base.mark_rule(strokeWidth=3, opacity=0.45, color=ink["muted"], aria=False).encode(
            y=y, x=alt.X("expert:Q", scale=scale, axis=axis), x2="customer:Q"
        ),
        base.mark_point(filled=True, size=110, opacity=1, color=ink["text"]).encode(
            y=y, x=alt.X("customer:Q", scale=scale, axis=axis), tooltip=tooltip, description=description
        ),
        base.mark_point(filled=False, size=120, opacity=1, strokeWidth=2, shape="diamond", color=ink["accent"], aria=False).encode(
            y=y, x=alt.X("expert:Q", scale=scale, axis=axis), tooltip=tooltip
        ),
    ]
    return alt.layer(*layers).properties(width=400, height=alt.Step(40))
