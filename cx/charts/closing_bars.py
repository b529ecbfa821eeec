"""Which touchpoint, owner or channel closes most."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, label_axis, number_axis, without_rows
from cx.colours import INK, tones
from cx.languages.messages import tr


def bars_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """What closes if repaired: `rows` with label, priority_closed, rest (priority that stays), said."""
    return Figure(title, scope, rows[["label", "priority_closed", "rest", "said"]], rows, file, _bars, {})


def _bars(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    labels = figure.frame["label"].tolist()
    base = without_rows(figure.frame.columns)
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels, paddingInner=0.45), axis=label_axis(labels, ink))
    x = alt.X("priority_closed:Q", axis=number_axis(ink, tr("Priority that would go"), orient="top"))
    tooltip = [alt.Tooltip("label:N", title=tr("What")), alt.Tooltip("said:N", title=tr("Closes"))]
    fill = tones(theme)["missed"][0]
    layers = [
        base.mark_bar(color=fill, cornerRadiusEnd=3).encode(y=y, x=x, tooltip=tooltip, description="said:N"),
        base.mark_text(align="left", dx=6, color=ink["muted"], fontSize=12.5, aria=False).encode(y=y, x="priority_closed:Q", text="said:N"),
    ]
    return alt.layer(*layers).properties(width=330, height=alt.Step(40))
