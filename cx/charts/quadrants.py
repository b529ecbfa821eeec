"""Importance against fulfilment, in four quadrants."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.colours import INK, tones
from cx.languages.messages import tr

QUADRANTS: dict[str, str] = {
    "concentrate": "Concentrate here",
    "keep up": "Keep up the good work",
    "low priority": "Low priority",
    "overkill": "Possible overkill",
}
"""Names of the four quadrants (method 3.4)."""
WIDTH = 300
"""Pixels of one of several charts side by side; a longer name of a persona is cut there, and complete in the hints."""


def quadrant_figure(needs: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """Importance against fulfilment: `needs` with label, persona, importance, fulfilment, state, crosshair, target, quadrant."""
    return Figure(title, scope, needs, needs, file, _quadrants, {"personas": needs["persona"].nunique()})


def _quadrants(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    base = without_rows(figure.frame.columns)
    many = figure.extra["personas"] > 1
    colours = tones(theme)
    x = alt.X("fulfilment:Q", scale=alt.Scale(domain=[0, 1]), axis=number_axis(ink, tr("Fulfilment"), format=".0%"))
    y = alt.Y(
        "importance:Q",
        scale=alt.Scale(domain=[0, 1.04]),
        axis=number_axis(ink, tr("Importance"), format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    present = list(dict.fromkeys(figure.frame["state"]))
    tooltip = [
        *([alt.Tooltip("persona:N", title=tr("Persona"))] if many else []),
        alt.Tooltip("label:N", title=tr("Need")),
        alt.Tooltip("place:N", title=tr("Quadrant")),
        alt.Tooltip("importance:Q", title=tr("Importance"), format=".0%"),
        alt.Tooltip("fulfilment:Q", title=tr("Fulfilment"), format=".0%"),
    ]
    layers = [
        base.mark_rule(color=ink["muted"], strokeDash=[4, 4]).encode(x="target:Q", tooltip=alt.value(None)),
        base.mark_rule(color=ink["muted"], strokeDash=[4, 4]).encode(y="crosshair:Q", tooltip=alt.value(None)),
        base.mark_point(filled=True, strokeWidth=1.4, opacity=0.94).encode(
            size=alt.condition("datum.mark != ''", alt.value(330), alt.value(130)),
            x=x, y=y, tooltip=tooltip, description="label:N",
            fill=alt.Fill("state:N", scale=alt.Scale(domain=present, range=[colours[s][0] for s in present]), legend=None),
            stroke=alt.Stroke("state:N", scale=alt.Scale(domain=present, range=[colours[s][2] for s in present]), legend=None),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=[tr("Mandatory needs"), tr("Gains"), tr("Pains")], range=["circle", "triangle-up", "diamond"]),
                            legend=alt.Legend(title=None, orient="bottom", labelColor=ink["text"], labelFontSize=13, symbolFillColor=ink["text"], symbolStrokeColor=ink["text"])),
        ),
        base.mark_text(fontSize=12, fontWeight=600, aria=False).encode(
            x="fulfilment:Q", y="importance:Q", text="mark:N",
            color=alt.Color("state:N", scale=alt.Scale(domain=present, range=[colours[s][1] for s in present]), legend=None),
        ),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=WIDTH if many else 460, height=230 if many else 330)
    if not many:
        return chart
    return chart.facet(
        facet=alt.Facet(
            "persona:N",
            title=None,
            header=alt.Header(labelColor=ink["text"], labelFontSize=14, labelFontWeight=600, labelAnchor="start", labelLimit=WIDTH),
        ),
        columns=2,
    )
