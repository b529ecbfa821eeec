"""What each sum of money buys: mandatory needs closed over the budget, one dot per distinct best set."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.charts.ink import INK

FIELDS = ("cost", "needs", "said")


def frontier_figure(rows: pd.DataFrame, budget: float | None, title: str, scope: str, file: str) -> Figure:
    """The dots: `rows` with cost, needs (closed by then), said (in words), and what the table twin shows besides."""
    return Figure(title, scope, rows[list(FIELDS)], rows, file, _dots, {"budget": budget})


def _dots(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, base = INK[theme], without_rows(FIELDS)
    x = alt.X("cost:Q", axis=number_axis(ink, "Budget, in your currency", format=",~f"), scale=alt.Scale(zero=True, nice=True))
    y = alt.Y("needs:Q", axis=number_axis(ink, "Mandatory needs closed", format="d", tickMinStep=1), scale=alt.Scale(zero=True))
    layers = [
        base.mark_line(interpolate="step-after", strokeWidth=2, color=ink["muted"], aria=False).encode(x=x, y=y),
        base.mark_point(filled=True, size=110, color=ink["accent"], opacity=1).encode(
            x=x, y=y, tooltip=alt.Tooltip("said:N", title="Best set"), description="said:N"
        ),
    ]
    if figure.extra["budget"] is not None:
        chosen = alt.Chart(pd.DataFrame({"cost": [figure.extra["budget"]]}))
        layers.append(
            chosen.mark_rule(color=ink["accent"], strokeWidth=2, strokeDash=[5, 4], aria=False).encode(x=alt.datum(figure.extra["budget"]))
        )
    return alt.layer(*layers).properties(width=560, height=280)
