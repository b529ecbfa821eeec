"""A change taken apart: from what it was, step by step, to what it is."""

from __future__ import annotations

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, number_axis, without_rows
from cx.charts.ink import wrapped
from cx.colours import INK

FIELDS = ("place", "step", "low", "high", "label", "whole", "told", "top")
WIDTH = 66
CHARACTERS = 10
"""Of a line of the name of a round, below its bar."""


def waterfall_figure(
    before: tuple[str, float] | None, parts: Sequence[tuple[str, float]], after: tuple[str, float], title: str, scope: str, file: str
) -> Figure:
    """Name and value of the start (None: from 0), of each part, and of the end; values between 0 and 1, labels in points."""
    rows, level = [], 0.0
    if before is not None:
        rows.append((before[0], 0.0, before[1], f"{before[1]:.0%}", True))
        level = before[1]
    for name, value in parts:
        rows.append((name, level, level + value, _points(value), False))
        level += value
    text = f"{after[1]:.0%}" if before is not None else _points(after[1])
    rows.append((after[0], 0.0, after[1], text, True))
    frame = pd.DataFrame(rows, columns=["step", "low", "high", "label", "whole"])
    # By place and not by name: two rounds, or a round and a part, may be called alike.
    frame = frame.assign(
        place=[str(number) for number in range(len(frame))],
        told=frame["step"] + ": " + frame["label"],
        top=frame[["low", "high"]].max(axis=1),
    )
    table = pd.DataFrame([(r[0], r[2] - r[1]) for r in rows], columns=["step", "value"])
    return Figure(title, scope, frame, table, file, _steps, {})


def _points(share: float) -> str:
    """Points with their sign; a true minus, and no sign where nothing is left after rounding."""
    said = f"{100 * share:+.1f}"
    return "0" if said in ("+0.0", "-0.0") else said.replace("-", "−")


def _steps(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, base = INK[theme], without_rows(FIELDS)
    steps = figure.frame[["place", "step", "whole"]].itertuples(index=False)
    names = {place: wrapped(step, CHARACTERS) if is_round else [step] for place, step, is_round in steps}
    x = alt.X(
        "place:N", sort=None, scale=alt.Scale(domain=list(names)),
        axis=alt.Axis(title=None, labelAngle=0, labelLimit=0, labelExpr=f"{json.dumps(names)}[datum.value]", labelColor=ink["text"], labelFontSize=12, domain=False, ticks=False, labelOverlap=False),
    )  # fmt: skip
    y = alt.Y("low:Q", axis=number_axis(ink, None, format="~%", tickCount=5), scale=alt.Scale(zero=True, nice=True))
    colour = alt.condition("datum.whole === true || datum.whole === 'true'", alt.value(ink["muted"]), alt.value(ink["accent"]))
    return alt.layer(
        base.mark_bar(size=44).encode(
            x=x, y=y, y2="high:Q", color=colour, tooltip=[alt.Tooltip("told:N", title="Step")], description="told:N"
        ),
        base.mark_text(dy=-9, fontSize=13, color=ink["text"], aria=False).encode(x=x, y=alt.Y("top:Q"), text="label:N"),
    ).properties(width=alt.Step(WIDTH), height=230)
