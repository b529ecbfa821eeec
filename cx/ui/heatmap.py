"""The heatmap on a page: the chart, a click on it, its twin as a table, its downloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st
import vl_convert

from cx.charts.grids import JOURNEY, Grid
from cx.charts.heatmap import specification
from cx.intake.export import frame_csv
from cx.model import STATE_MEANING
from cx.ui import shell
from cx.ui.style import chip

Place = tuple[str, str]


def selected_place() -> Place | None:
    """The selected cell (row id, column id), as the URL has it."""
    raw = st.query_params.get("cell", "")
    row, mark, column = raw.rpartition("~")
    return (row, column) if mark and row and column else None


def select(place: Place | None) -> None:
    """Put a cell into the URL, or take it out."""
    if place is None:
        st.query_params.pop("cell", None)
    else:
        st.query_params["cell"] = "~".join(place)


def deselect() -> None:
    """Take the selection back: out of the URL, and out of the elements that made it, which start anew."""
    select(None)
    st.session_state["selections"] = st.session_state.get("selections", 0) + 1


def follow_clicks(key: str, grid: Grid) -> None:
    """Read a click on the map or a selection in its table from the last run, before the map is drawn."""
    for place in (_chart_event(_key("chart", key)), _table_event(_key("table", key), grid), _choice_event(_key("choice", key))):
        if place:
            select(place)


def _key(element: str, key: str) -> str:
    # An element that keeps its own selection would not report the same cell twice; a new key forgets it.
    return f"{element}_{key}_{st.session_state.get('selections', 0)}"


def heatmap(grid: Grid, key: str, *, title: str, scope: str, data: pd.DataFrame, file: str) -> None:
    """Draw the map with its table twin and downloads. `data` is the table that the CSV download holds."""
    spec = specification(grid.rows, grid.columns, shell.theme(), row_title=grid.row_title)
    with st.container(key=f"frame_{key}"):
        st.vega_lite_chart(
            grid.frame, spec, key=_key("chart", key), on_select="rerun", selection_mode="cell", theme=None, width="content", alt=f"{title}. {scope}"
        )
    with st.container(key=f"phone_{key}"):
        _phone(grid, key)
    with st.container(horizontal=True, gap="small"):
        _downloads(grid, key, title, scope, data, file)
    with st.expander("The same as a table"):
        st.caption("Arrow keys move, Enter selects a cell.")
        _twin(grid, _key("table", key), title)


def twin_table(grid: Grid) -> pd.DataFrame:
    """The map as a table of words: one row per need (or persona, touchpoint), one column per stage."""
    shown = grid.frame[grid.frame["state"] != "not_needed"].astype(str)
    said = (shown["glyph"] + " " + shown["text"].where(shown["text"] != "", shown["State"].str.lower())).str.strip()
    wide = shown.assign(said=said).pivot(index="row", columns="column", values="said")
    rows = [(key, label) for key, label, role in grid.rows.entries if role != "group" and key in wide.index]
    wide = wide.reindex(index=[key for key, _ in rows], columns=grid.columns.ids).fillna("")
    wide.columns = pd.Index([label for _, label, _ in grid.columns.entries])
    wide.insert(0, grid.row_title, [label for _, label in rows])
    return wide


def _phone(grid: Grid, key: str) -> None:
    """The map for a narrow screen: a list of rows with their stages in words, and a way to choose a cell."""
    shown = grid.frame[grid.frame["state"].isin(STATE_MEANING)].astype(str)
    labels = {entry[0]: entry[1] for entry in (*grid.rows.entries, *grid.columns.entries)}
    blocks = []
    for row, label, role in grid.rows.entries:
        cells = shown[shown["row"] == row].set_index("column")
        if role == "group":
            blocks.append(f"<h3>{escape(label)}</h3>")
            continue
        chips = [
            f'<span class="where">{escape(labels[c])}</span> {chip(str(cells.loc[c, "state"]), str(cells.loc[c, "text"]) or None)}'
            for c in grid.columns.ids
            if c in cells.index and not (c == JOURNEY and len(cells) == 2)  # one stage is the journey
        ]
        blocks.append(f'<section class="stack"><b>{escape(label)}</b>' + "".join(f"<div>{c}</div>" for c in chips) + "</section>")
    st.html("".join(blocks))
    options = [f"{r}~{c}" for r, c in zip(shown["row_id"], shown["column_id"], strict=True)]
    said = {o: f"{labels[o.rpartition('~')[0]]} · {labels[o.rpartition('~')[2]]}" for o in options}
    st.selectbox(
        "What does it rest on?", options, index=None, format_func=lambda o: said.get(o, o), key=_key("choice", key), placeholder="Choose a cell"
    )


def _twin(grid: Grid, key: str, title: str) -> None:
    table = twin_table(grid)
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        alt=f"{title}, as a table",
        column_config={grid.row_title: st.column_config.TextColumn(width="medium", pinned=True)},
    )


def _downloads(grid: Grid, key: str, title: str, scope: str, data: pd.DataFrame, file: str) -> None:
    def picture(kind: str) -> bytes:
        spec = specification(grid.rows, grid.columns, "light", row_title=grid.row_title, heading=(title, scope), on_click=False)
        unselected = grid.frame.astype(str).assign(selected="no")
        text = json.dumps({**spec, "data": {"values": unselected.to_dict("records")}})
        return vl_convert.vegalite_to_png(text, scale=2) if kind == "png" else vl_convert.vegalite_to_svg(text).encode()

    with st.popover("Download", width="content"):
        st.download_button("Picture (PNG)", lambda: picture("png"), f"{file}.png", "image/png", key=f"png_{key}", on_click="ignore")
        st.download_button("Drawing (SVG)", lambda: picture("svg"), f"{file}.svg", "image/svg+xml", key=f"svg_{key}", on_click="ignore")
        st.download_button("Table (CSV)", lambda: csv(data), f"{file}.csv", "text/csv", key=f"csv_{key}", on_click="ignore")


def csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV, with the same cells as the headless command."""
    return frame_csv(frame).encode("utf-8")


def _chart_event(key: str) -> Place | None:
    points = _fresh(key, lambda event: (event.get("selection") or {}).get("cell") or [])
    if not points:
        return None
    first: Mapping[str, Any] = points[0]
    row, column = first.get("row_id"), first.get("column_id")
    return (str(row), str(column)) if row and column else None


def _choice_event(key: str) -> Place | None:
    chosen = _fresh(key, lambda value: [value])
    return (chosen[0].rpartition("~")[0], chosen[0].rpartition("~")[2]) if chosen else None


def _table_event(key: str, grid: Grid) -> Place | None:
    cells = _fresh(key, lambda event: (event.get("selection") or {}).get("cells") or [])
    if not cells:
        return None
    number, label = cells[0]
    rows = [entry[0] for entry in grid.rows.entries if entry[2] != "group"]
    columns = {label: column for column, label, _ in grid.columns.entries}
    if not 0 <= number < len(rows):
        return None
    place = (rows[number], columns.get(label, JOURNEY))
    drawn = grid.frame[(grid.frame["row"] == place[0]) & (grid.frame["column"] == place[1]) & (grid.frame["state"].isin(STATE_MEANING))]
    return place if len(drawn) else None


def _fresh(key: str, read: Any) -> list[Any]:
    """What an element has selected, if that is new since the last run."""
    event = st.session_state.get(key)
    found = list(read(event)) if event else []
    seen = f"{key}_seen"
    if found == st.session_state.get(seen, []):
        return []
    st.session_state[seen] = found
    return found
