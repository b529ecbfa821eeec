"""The frame of a map on a page: names of stages and rows and the journey stay in sight while the cells scroll.

The cells are drawn by the chart package; the names beside and above them are text of the page, so that they wrap, cut and
stand still by style alone. Rows of the chart are as high as those of the text, its columns share the width of the heading.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from markupsafe import Markup

from cx.charts.grid import JOURNEY, Axis, Grid
from cx.charts.heatmap import STEP_LEAST, STEP_X, page_specification
from cx.charts.heatmap_axes import STEP_Y
from cx.colours import EITHER
from cx.store.answers import CACHED_ANSWERS
from cx.ui.shared.markup import write_html

JOURNEY_PART = "_journey"


def chart_keys(key: str) -> tuple[str, str]:
    """Keys of the two charts of a map: the stages, and the journey that stands still beside them."""
    return key, key + JOURNEY_PART


def map_frame(grid: Grid, key: str, chart_key: str, alt: str, selectable: bool, selected: tuple[str, str] | None = None) -> None:
    """Draw the names and the charts of a map, in one frame that scrolls; the cell `selected` is outlined."""
    stages, journey = _parts(grid)
    how: dict[str, Any] = {"on_select": "rerun", "selection_mode": "cell"} if selectable else {}
    with st.container(key=f"frame_{key}"):
        write_html(_names(grid))
        for part, name, alt_text in zip((stages, journey), chart_keys(chart_key), (alt, f"{alt}. Whole journey"), strict=True):
            if part is not None:
                spec = page_specification(part.rows, part.columns, EITHER, row_title=grid.row_title, on_click=selectable)
                st.vega_lite_chart(_sent(part, selected), spec, key=name, theme=None, width="stretch", alt=alt_text, **how)


def make_ready(grid: Grid) -> None:
    """Work out beforehand what is sent for a map that can be clicked and has nothing selected."""
    _names(grid)
    for part in _parts(grid):
        if part is not None:
            page_specification(part.rows, part.columns, EITHER, row_title=grid.row_title, on_click=True)
            _sent(part, None)


@lru_cache(maxsize=CACHED_ANSWERS)
def _parts(grid: Grid) -> tuple[Grid, Grid | None]:
    """The stages, and the journey, as maps of their own with the same rows."""
    totals = tuple(entry for entry in grid.columns.entries if entry[0] == JOURNEY)
    if not totals or len(grid.columns.entries) == 1:
        return grid, None
    total = grid.frame["column"] == JOURNEY
    stages = tuple(entry for entry in grid.columns.entries if entry[0] != JOURNEY)
    return replace(grid, columns=Axis(stages), frame=_only(grid.frame[~total])), replace(
        grid, columns=Axis(totals), frame=_only(grid.frame[total])
    )


@lru_cache(maxsize=CACHED_ANSWERS)
def _sent(part: Grid, selected: tuple[str, str] | None) -> pa.Table:
    """The cells as they go to the browser: turning a frame of so many columns into them is most of what a rerun takes."""
    if selected is None:
        return pa.Table.from_pandas(part.frame)
    table = _sent(part, None)
    is_drawn = selected in part.cells
    places = zip(part.frame["row"], part.frame["column"], strict=True)
    marks = ["yes" if is_drawn and place == selected else "no" for place in places]
    number = table.schema.get_field_index("selected")
    return table.set_column(number, "selected", pa.array(marks).dictionary_encode())


def _only(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows without the words of other rows: every word that a column knows goes to the browser."""
    return pd.DataFrame({name: frame[name].cat.remove_unused_categories() for name in frame})


@lru_cache(maxsize=CACHED_ANSWERS)
def _names(grid: Grid) -> Markup:
    """The names of columns and rows: what is cut stands in the hint."""
    stages, journey = _parts(grid)
    heads = Markup("").join(
        Markup('<div title="{}"><span dir="auto">{}</span></div>').format(label, label) for _, label, _ in stages.columns.entries
    )
    total = Markup('<div class="map-total">{}</div>').format(journey.columns.entries[0][1]) if journey else ""
    rows = Markup("").join(
        Markup('<div class="map-row {}" title="{}"><span dir="auto">{}</span></div>').format(role, label, label)
        for _, label, role in grid.rows.entries
    )
    columns = f"repeat({len(stages.columns.entries)},minmax({STEP_LEAST}px,{STEP_X}px))"
    return Markup(
        '<div class="map-corner">{}</div><div class="map-heads" style="grid-template-columns:{}">{}</div>{}'
        '<div class="map-rows" style="grid-auto-rows:{}px" tabindex="0" role="region" aria-label="Rows of the map; arrow keys scroll it">{}</div>'
    ).format(grid.row_title, columns, heads, total, STEP_Y, rows)
