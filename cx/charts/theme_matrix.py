"""Themes against parts of the interviews: how many of the people asked said it, and on which side they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from cx.charts.figure import Figure, without_rows
from cx.charts.grid import Axis
from cx.charts.heatmap_axes import left_axis, top_axis
from cx.colours import INK, tones
from cx.frames import row_dicts

FIELDS = ("label", "part", "part_label", "mark", "sides", "said_words", "said", "asked", "share", "meaning")
STEP_X, STEP_Y = 104, 46


def theme_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """The matrix: `rows` with label, meaning, part_label, asked, said, supports, contradicts, in the order in which they are drawn."""
    frame = rows.assign(
        share=rows["said"] / rows["asked"].where(rows["asked"] > 0),
        mark=[f"{int(said)} of {int(asked)}" if asked else "not asked" for said, asked in zip(rows["said"], rows["asked"], strict=True)],
        sides=[sides(r["supports"], r["contradicts"]) for r in row_dicts(rows)],
        said_words=[_words(r) for r in row_dicts(rows)],
    )
    return Figure(title, scope, frame[list(FIELDS)], frame, file, _matrix, {})


def sides(supports: int, contradicts: int) -> str:
    """Who supports and who contradicts, side by side; nothing where people merely mention it."""
    return "  ".join(text for number, text in ((supports, f"+{supports}"), (contradicts, f"−{contradicts}")) if number)


def _words(row: Mapping[str, Any]) -> str:
    where, asked, said = f"{row['label']}, {row['part_label']}", int(row["asked"]), int(row["said"])
    if not asked:
        return f"{where}: nobody was asked"
    if not said:
        return f"{where}: nobody of {asked} said it"
    return f"{where}: {said} of {asked} said it; {int(row['supports'])} support, {int(row['contradicts'])} contradict"


def _matrix(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, tone = INK[theme], tones(theme)
    labels = list(dict.fromkeys(figure.frame["label"]))
    parts = [(str(p), str(label), "") for p, label in dict(zip(figure.frame["part"], figure.frame["part_label"], strict=True)).items()]
    base = without_rows(FIELDS)
    rows = Axis(tuple((label, label, "") for label in labels))
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels, paddingInner=0.12), axis=left_axis(rows, ink))
    x = alt.X(
        "part:N", sort=None, scale=alt.Scale(domain=[p for p, *_ in parts], paddingInner=0.06), axis=top_axis(Axis(tuple(parts)), ink)
    )
    tooltip = [alt.Tooltip("said_words:N", title="People")]
    if figure.frame["meaning"].any():
        tooltip.append(alt.Tooltip("meaning:N", title="Means"))
    asked, silent = base.transform_filter("datum.asked > 0"), base.transform_filter("datum.asked == 0")
    corner: dict[str, Any] = {"cornerRadius": 5}
    layers = [
        asked.mark_rect(**corner, fill=tone["met"][0], stroke=tone["met"][2], strokeWidth=0.8).encode(x=x, y=y, tooltip=tooltip, description="said_words:N"),
        asked.mark_rect(**corner, fill=ink["accent"], aria=False, tooltip=None).encode(x=x, y=y, opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 0.42]), legend=None)),
        silent.mark_rect(**corner, fill=tone["not_assessed"][0], stroke=tone["not_assessed"][2], strokeDash=[5, 4]).encode(x=x, y=y, tooltip=tooltip, description="said_words:N"),
        silent.mark_text(color=tone["not_assessed"][1], fontSize=12, aria=False).encode(x=x, y=y, text=alt.value("? not asked")),
        asked.transform_filter("datum.sides == ''").mark_text(color=ink["text"], fontSize=13, fontWeight=600, aria=False).encode(x=x, y=y, text="mark:N"),
        asked.transform_filter("datum.sides != ''").mark_text(color=ink["text"], fontSize=13, fontWeight=600, dy=-8, aria=False).encode(x=x, y=y, text="mark:N"),
        asked.mark_text(color=ink["text"], fontSize=12, dy=9, aria=False).encode(x=x, y=y, text="sides:N"),
    ]  # fmt: skip
    return alt.layer(*layers).properties(width=alt.Step(STEP_X), height=alt.Step(STEP_Y))
