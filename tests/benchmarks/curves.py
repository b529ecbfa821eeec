"""How a time grows with a number of rows, drawn: both in powers of ten, so that what grows as the rows do rises one decade a decade."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import pandas as pd

from cx.charts.picture import picture
from cx.colours import INK

DECADES = (0.001, 0.01, 0.1, 1, 10, 100)


def draw(path: Path, rows: str, colours: dict[str, str], points: Sequence[tuple[int, str, float]]) -> None:
    """Write the curves as SVG: `rows` says what is counted, `colours` gives each curve by name one of ours, a point is a number of rows,
    the name of a curve, and seconds of processor time."""
    frame = pd.DataFrame(points, columns=["rows", "what", "s"])
    ink = INK["light"]
    scale = alt.Scale(domain=list(colours), range=[ink[one] for one in colours.values()])
    chart = (
        alt.Chart(frame.head(1))
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title=rows, format="~s", values=sorted(set(frame["rows"])))),
            y=alt.Y("s:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="Seconds of processor time", format="~g", values=DECADES)),
            color=alt.Color("what:N", scale=scale, legend=alt.Legend(title=None, orient="top", labelLimit=0, columnPadding=32)),
        )
        .properties(width=560, height=300, background="white")
    )
    path.write_bytes(picture(dict(chart.to_dict()), frame, "svg"))
