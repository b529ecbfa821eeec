"""The coverage heatmap: rows × stages, one state a cell, readable without colour.

Every cell carries a glyph and its number; border and fill repeat the state. Layers, from below: a dot where nothing is
needed, the fill, the outline of the stage that decides, glyph and number, a mark for remarks. A null would fall out of a
colour scale, so unknown cells are a layer of their own (method 10). Pages write the same map as text.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from cx.appearance import is_dashed
from cx.charts.grid import FIELDS, Axis
from cx.charts.heatmap_axes import STEP_Y, left_axis, top_axis
from cx.charts.ink import FONT, heading_of
from cx.colours import BACKGROUND, INK, tones

STEP_X = 98


def specification(
    rows: Axis,
    columns: Axis,
    theme: str,
    *,
    row_title: str = "Need",
    heading: tuple[str, str, str] | None = None,
) -> dict[str, Any]:
    """The Vega-Lite specification for these rows and columns, without data (the frame of `FIELDS` goes beside it).

    `heading` (title, scope line, key) is drawn into the picture.
    """
    return json.loads(_cached(rows, columns, theme, row_title, heading))


@lru_cache(maxsize=128)
def _cached(rows: Axis, columns: Axis, theme: str, row_title: str, heading: tuple[str, str, str] | None) -> str:
    ink = INK[theme]
    x = alt.X("column:N", sort=None, scale=alt.Scale(domain=columns.ids, paddingInner=0.07, paddingOuter=0.02), axis=top_axis(columns, ink))
    y = alt.Y("row:N", sort=None, scale=alt.Scale(domain=rows.ids, paddingInner=0.12, paddingOuter=0.04), axis=left_axis(rows, ink))
    places = {"x": x.to_dict(validate=False), "y": y.to_dict(validate=False)}
    specified = json.loads(_without_places(theme, row_title))
    specified["encoding"] = places  # once for all layers: repeated in each, the axes would be most of the specification
    if heading:
        specified |= {"title": heading_of(heading, theme), "padding": 24}
    return json.dumps(specified)


@lru_cache
def _without_places(theme: str, row_title: str) -> str:
    """The layers without x and y: slow to build and validate, and the same for all rows and columns."""
    ink = INK[theme]
    base = alt.Chart(pd.DataFrame({name: pd.Series(dtype="str") for name in FIELDS}))
    tooltip = [alt.Tooltip("Row:N", title=row_title), *(alt.Tooltip(f"{f}:N") for f in ("Stage", "State", "Value", "Rests on", "Remarks"))]

    needed = base.transform_filter("datum.state != 'not_needed'")
    # One rect says what the whole cell is; the layers above it only draw.
    filled = needed.mark_rect(cornerRadius=5).encode(fill=_by_tone(theme, 0), tooltip=tooltip, description="said:N")
    dashed = f"(indexof({json.dumps([name for name in tones(theme) if is_dashed(name)])}, datum.tone) >= 0)"
    thick = "datum.tone == 'no_touchpoint'"  # what is projected has another tone
    long = "(length(datum.text) > 4)"
    outline: dict[str, Any] = {
        "cornerRadius": 5,
        "fillOpacity": 0,
        "tooltip": None,
        "aria": False,
    }  # the cell below carries tooltip and description
    layers = [
        base.transform_filter("datum.state == 'not_needed'").mark_text(text="·", fontSize=16, color=ink["dot"], aria=False),
        filled,
        needed.transform_filter(f"!{dashed} && !({thick})").mark_rect(**outline, strokeWidth=1.2).encode(stroke=_by_tone(theme, 2)),
        needed.transform_filter(dashed).mark_rect(**outline, strokeWidth=1.3, strokeDash=[5, 4]).encode(stroke=_by_tone(theme, 2)),
        needed.transform_filter(thick).mark_rect(**outline, strokeWidth=2.4).encode(stroke=_by_tone(theme, 2)),
        base.transform_filter("datum.decides == 'yes'").mark_rect(**outline, stroke=ink["decides"], strokeWidth=2.8),
        _text(needed.transform_filter("datum.text == ''"), "glyph", theme, fontSize=19),
        _text(needed.transform_filter(f"datum.text != '' && !{long}"), "glyph", theme, align="right", dx=-13, fontSize=15),
        _text(needed.transform_filter(f"!{long}"), "text", theme, align="left", dx=-7, fontSize=15),
        # A word instead of a number is smaller and further left, so that it leaves room for the mark.
        _text(needed.transform_filter(long), "glyph", theme, align="right", dx=alt.expr("length(datum.text) > 7 ? -27 : -17"), fontSize=13),
        _text(
            needed.transform_filter(long),
            "text",
            theme,
            align="left",
            dx=alt.expr("length(datum.text) > 7 ? -23 : -12"),
            fontSize=12,
        ),
        _text(needed, "mark", theme, fontSize=14, dx=alt.expr("bandwidth('x') / 2 - 8"), dy=-STEP_Y * 0.17),
    ]
    chart = alt.layer(*layers).properties(width=alt.Step(STEP_X), height=alt.Step(STEP_Y))
    specified = chart.configure(background=BACKGROUND[theme], font=FONT, view=alt.ViewConfig(stroke=None)).to_dict(validate=False)
    specified.pop("datasets", None)
    return json.dumps(_without_data(specified))


def _without_data(part: Any) -> Any:
    """The specification without its empty frames, so that one data set serves every layer."""
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key != "data"}
    return [_without_data(item) for item in part] if isinstance(part, list) else part


def _by_tone(theme: str, part: int) -> Any:
    colours_of = tones(theme)
    channel = (alt.Fill, alt.Color, alt.Stroke)[part]
    scale = alt.Scale(domain=list(colours_of), range=[colours[part] for colours in colours_of.values()])
    return channel("tone:N", scale=scale, legend=None)


def _text(cells: alt.Chart, field: str, theme: str, **how: Any) -> alt.Chart:
    return cells.mark_text(font=FONT, fontWeight=600, baseline="middle", tooltip=None, aria=False, **how).encode(
        text=f"{field}:N", color=_by_tone(theme, 1)
    )
