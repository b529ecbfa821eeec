"""One number over the rounds, with the range within which a process that does not change stays."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.colours import INK

FIELDS = ("round", "value", "middle", "lowest", "highest", "mark", "told")
STEP = 60
MARKS = {"inside": "", "outside": ", outside the usual range", "carried over": ", carried over and not measured again"}
"""What is said of a dot beside its value."""


def control_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """`rows` with round (its name), value, middle, lowest, highest (limits may be unknown), outside, carried, in order."""
    marks = ["outside" if out else "carried over" if old else "inside" for out, old in zip(rows["outside"], rows["carried"], strict=True)]
    told = [
        f"{r}: {'not known' if pd.isna(v) else format(v, '.1%')}{MARKS[mark]}"
        for r, v, mark in zip(rows["round"], rows["value"], marks, strict=True)
    ]
    frame = rows.assign(told=told, mark=marks)
    return Figure(title, scope, frame[list(FIELDS)], frame, file, _line, {})


def _line(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, base = INK[theme], without_rows(FIELDS)
    rounds = figure.frame["round"].tolist()
    x = alt.X(
        "round:N", sort=None, scale=alt.Scale(domain=rounds),
        axis=alt.Axis(title=None, labelAngle=-35 if len(rounds) > 4 else 0, labelLimit=110, labelColor=ink["text"], labelFontSize=12, domain=False, ticks=False),
    )  # fmt: skip
    axis = number_axis(ink, None, format="%", tickCount=5)
    y = alt.Y("value:Q", axis=axis, scale=alt.Scale(zero=False, nice=True))
    limits = [
        base.mark_line(strokeDash=dash, strokeWidth=1.4, color=ink["muted"], aria=False).encode(x=x, y=alt.Y(f"{name}:Q", axis=axis))
        for name, dash in (("lowest", [5, 4]), ("middle", [1, 0]), ("highest", [5, 4]))
    ]
    shape = alt.Shape("mark:N", scale=alt.Scale(domain=list(MARKS), range=["circle", "diamond", "cross"]), legend=None)
    size = alt.condition("datum.mark === 'outside'", alt.value(190), alt.value(70))
    return alt.layer(
        *limits,
        base.mark_line(strokeWidth=2, color=ink["accent"], aria=False).encode(x=x, y=y),
        base.mark_point(filled=True, color=ink["accent"], opacity=1).encode(
            x=x, y=y, shape=shape, size=size, tooltip=[alt.Tooltip("told:N", title="Round")], description="told:N"
        ),
    ).properties(width=alt.Step(STEP), height=220)
