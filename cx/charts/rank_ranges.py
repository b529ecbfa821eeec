"""The range of ranks of each item of the list."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx import words
from cx.charts.figure import Figure, label_axis, number_axis, without_rows
from cx.colours import INK
from cx.languages.messages import tr


def rank_figure(items: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """Rank ranges: `items` with item, label, low, high, top (share of draws among the first five), caption."""
    frame = items[["item", "label", "low", "high", "top", "caption"]].assign(
        said=[
            tr("{often}, in {share} of the draws", often=tr(c), share=words.percent(t))
            for c, t in zip(items["caption"], items["top"], strict=True)
        ]
    )
    return Figure(title, scope, frame, items, file, _ranks, {})


def _ranks(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    labels = figure.frame["label"].tolist()
    base = without_rows(figure.frame.columns)
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels), axis=label_axis(labels, ink))
    x = number_axis(ink, tr("Rank in 90% of the draws (1 = first)"), format="d", tickMinStep=1, orient="top")
    scale = alt.Scale(domain=[1, max(6.0, float(figure.frame["high"].max() if len(labels) else 6))], nice=False)
    tooltip = [
        alt.Tooltip("label:N", title=tr("Shortfall")),
        alt.Tooltip("item:Q", title=tr("Rank in the list")),
        alt.Tooltip("said:N", title=tr("In the first five")),
    ]
    description = alt.Description("said:N")
    layers = [
        base.mark_rule(strokeWidth=7, opacity=0.35, color=ink["muted"], strokeCap="round", aria=False).encode(
            y=y, x=alt.X("low:Q", axis=x, scale=scale), x2="high:Q", tooltip=tooltip
        ),
        base.mark_point(filled=True, size=95, color=ink["text"], opacity=1).encode(
            y=y, x=alt.X("item:Q", scale=scale), tooltip=tooltip, description=description
        ),
    ]
    return alt.layer(*layers).properties(width=400, height=alt.Step(40))
