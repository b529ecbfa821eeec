"""What each sum of money buys: mandatory needs closed over the budget, one dot per distinct best set."""

from __future__ import annotations

import math
from collections.abc import Mapping

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.colours import INK

FIELDS = ("cost", "needs", "said")

BUDGET = "Budget, in your currency"
SPREAD = 20
"""From so many times the sum in the middle on, a dear set would push all others together."""
APART = 0.13
"""Of the width, between two labels of the axis."""


def frontier_figure(rows: pd.DataFrame, budget: float | None, title: str, scope: str, file: str) -> Figure:
    """The dots: `rows` with cost, needs (closed by then), said (in words), and what the table twin shows besides."""
    return Figure(title, scope, rows[list(FIELDS)], rows, file, _dots, {"budget": budget})


def _dots(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, base = INK[theme], without_rows(FIELDS)
    x = _budgets(figure, ink)
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


def _budgets(figure: Figure, ink: Mapping[str, str]) -> alt.X:
    """Sums of money along the axis; where most of them would lie on one another beside a dear one, by how many times they are more."""
    shown = [float(cost) for cost in figure.frame["cost"]] + [float(figure.extra["budget"] or 0)]
    paid = sorted(cost for cost in shown if cost > 0)
    if not paid or paid[-1] < SPREAD * paid[len(paid) // 2]:
        return alt.X("cost:Q", axis=number_axis(ink, BUDGET, format=",~f"), scale=alt.Scale(zero=True, nice=True))
    step = paid[0]
    places = {cost: math.log1p(cost / step) / math.log1p(paid[-1] / step) for cost in (0.0, *paid)}
    marked = [paid[-1], 0.0]
    for cost in reversed(list(places)):
        if min(abs(places[cost] - places[one]) for one in marked) >= APART:
            marked.append(cost)
    axis = number_axis(ink, f"{BUDGET}; not to scale", format=",~f", values=sorted(marked))
    return alt.X("cost:Q", axis=axis, scale=alt.Scale(type="symlog", constant=step, domain=[0, paid[-1]], nice=False))
