"""New themes interview by interview, and how much of what can be heard was heard."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.colours import INK
from cx.frames import row_dicts

FIELDS = ("curve", "place", "new", "heard", "coverage", "told")
NOW, THEN = "Themes as they stand now", "Themes as they were first noted"


def saturation_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """Themes heard so far: `rows` with curve (`NOW` or `THEN`), place, new, heard, coverage."""
    frame = rows.assign(
        told=[f"Interview {r['place']}: {r['new']} new, {r['heard']} in all; coverage {r['coverage']:.0%}" for r in row_dicts(rows)]
    )
    return Figure(title, scope, frame[list(FIELDS)], frame, file, _curves, {})


def _curves(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, base = INK[theme], without_rows(FIELDS)
    x = alt.X("place:Q", axis=number_axis(ink, "Interviews, in the order in which they were held", format="d", tickMinStep=1))
    y = alt.Y("heard:Q", axis=number_axis(ink, "Themes heard so far", format="d", tickMinStep=1), scale=alt.Scale(zero=True))
    curves = [name for name in (NOW, THEN) if name in set(figure.frame["curve"])]
    colour = alt.Color(
        "curve:N", scale=alt.Scale(domain=curves, range=[ink["accent"], ink["muted"]][: len(curves)]),
        legend=alt.Legend(title=None, orient="top", labelColor=ink["text"], labelFontSize=13, labelLimit=0) if len(curves) > 1 else None,
    )  # fmt: skip
    dash = alt.StrokeDash("curve:N", scale=alt.Scale(domain=curves, range=[[1, 0], [6, 4]][: len(curves)]), legend=None)
    now = base.transform_filter(f"datum.curve == '{NOW}'")
    tooltip = [alt.Tooltip("curve:N", title=" "), alt.Tooltip("told:N", title="Then")]
    layers = [
        now.mark_bar(color=ink["dot"], size=14, aria=False).encode(x=x, y=alt.Y("new:Q")),
        base.mark_line(interpolate="step-after", strokeWidth=2.2, aria=False).encode(x=x, y=y, color=colour, strokeDash=dash),
        base.mark_point(filled=True, size=60).encode(x=x, y=y, color=colour, tooltip=tooltip, description="told:N"),
    ]
    return alt.layer(*layers).properties(width=560, height=280)
