"""The heatmap on a page: the chart, a click on it, its twin as a table, its downloads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from cx.charts.grid import HEADINGS, JOURNEY, Grid
from cx.languages.messages import spoken, tr
from cx.store.answers import CACHED_ANSWERS
from cx.ui.map.map_frame import drawn, map_frame
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import csv, download
from cx.ui.shared.language import in_language
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import NO_NEED
from cx.ui.shared.selection import Place, forget_selections, select, selected_place

TABLE_OF, FILES_OF = "as_table_", "files_"
"""Begin the keys of what opens the table of a map, and of what offers its files."""
ROW = ";row"
"""Name of the column that holds the labels of the rows; no stage has a semicolon in its id."""
PERSONA = ";persona"
"""Name of the column that says whose row it is, on a map of several personas."""


def follow_clicks(key: str, grid: Grid) -> None:
    """Read a selection in the map's table from the last run, before the map is drawn; its cells are links, and stand in the address."""
    clicked = _table_event(_key("table", key), grid)
    if clicked:
        select(clicked)
    here = selected_place()
    if "cell" in st.query_params and (here is None or not _drawn_at(grid, here)):
        st.query_params.pop("cell")  # a link from before the cell went, or the cell of another persona
    if not clicked and st.query_params.get("cell") != st.session_state.get("cell_in_url"):
        # The browser went back or followed a link: the table still holds the cell that was clicked before.
        st.session_state["cell_in_url"] = st.query_params.get("cell")
        forget_selections()


def _key(element: str, key: str) -> str:
    # An element that keeps its own selection would not report the same cell twice; a new key forgets it.
    return f"{element}_{key}_{st.session_state.get('selections', 0)}"


def heatmap(
    grid: Grid,
    key: str,
    *,
    title: str,
    scope: str,
    data: Callable[[], pd.DataFrame],
    file: str,
    selectable: bool = True,
    nothing: Callable[[], str] = lambda: tr(NO_NEED),
    further: Callable[[], None] = lambda: None,
) -> None:
    """Draw the map with its table twin and downloads. `data` makes the table that the CSV download holds, when it is asked for; `nothing`
    says why there is nothing to draw; `further` offers what there is beside the downloads of every map.

    A map that is `selectable` needs `follow_clicks` with the same key before it, and shows the selected cell.
    """
    if not grid.cells:
        write_html(paragraph(nothing()))
        return
    # Each cell has a link of its own: which one is selected changes nothing.
    address = {name: value for name, value in sorted(st.query_params.to_dict().items()) if name != "cell"}
    map_frame(grid, key, _alt(title, scope), json.dumps(address) if selectable else "", selected_place() if selectable else None)
    with st.popover(tr("Download"), width="content", key=f"{FILES_OF}{key}", on_change="rerun") as files:
        if files.open:
            _downloads(grid, key, title, scope, data, file, further)
    with st.expander(tr("The same as a table"), key=f"{TABLE_OF}{key}", on_change="rerun") as shown:
        if shown.open:  # what draws tables is as large as what draws maps, and the map would wait for it
            if selectable:
                st.caption(tr("Click a cell, or move there with the arrow keys, to see what it rests on."))
            _twin(grid, _key("table", key), title, selectable)


def make_ready(grid: Grid, key: str, title: str, scope: str) -> None:
    """Write a map beforehand, as whoever has chosen nothing will see it."""
    drawn(grid, key, _alt(title, scope), json.dumps({}))


def _alt(title: str, scope: str) -> str:
    return f"{title}. {scope}"


@lru_cache(maxsize=CACHED_ANSWERS)
def twin_table(grid: Grid) -> pd.DataFrame:
    """The map as a table of words: one row per need (or persona, touchpoint), one column per stage id, the
    row's label in the column `ROW`."""
    rows, people = _twin_rows(grid), _people(grid)
    said = {ROW: [label for _, label in rows]} | ({PERSONA: people} if any(people) else {})
    said |= {column: [_in_words(grid.cells.get((row, column))) for row, _ in rows] for column in grid.columns.ids}
    return pd.DataFrame(said, index=[row for row, _ in rows], dtype="str")


def _in_words(cell: Mapping[str, str] | None) -> str:
    return "" if cell is None else f"{cell['glyph']} {cell['text'] or cell['State'].lower()}".strip()


@lru_cache(maxsize=CACHED_ANSWERS)
def _sent(grid: Grid) -> pa.Table:
    """The table of words as it goes to the browser, turned into that once."""
    return pa.Table.from_pandas(twin_table(grid))


def _people(grid: Grid) -> list[str]:
    """The persona under whose name each row stands; '' where the map is one persona's."""
    people, name = [], ""
    for _, label, role in grid.rows.entries:
        name = label if role == "persona" else name
        if role not in HEADINGS:
            people.append(name)
    return people


def _twin_rows(grid: Grid) -> list[tuple[str, str]]:
    return [(key, label) for key, label, role in grid.rows.entries if role not in HEADINGS]


def _twin(grid: Grid, key: str, title: str, selectable: bool) -> None:
    st.dataframe(
        _sent(grid),
        key=key,
        hide_index=True,
        on_select="rerun" if selectable else "ignore",
        selection_mode="single-cell",
        alt=tr("{title}, as a table", title=title),
        column_config={
            ROW: st.column_config.TextColumn(grid.row_title, width=330, pinned=True),
            PERSONA: st.column_config.TextColumn(tr("Persona"), width=150),
            **{stage: st.column_config.TextColumn(label, width=125) for stage, label, _ in grid.columns.entries},
        },
    )


def _downloads(
    grid: Grid, key: str, title: str, scope: str, data: Callable[[], pd.DataFrame], file: str, further: Callable[[], None]
) -> None:
    def picture(kind: str) -> bytes:
        from cx.charts.paper import map_picture  # loads what draws charts, for whoever wants one

        return map_picture(grid, title, scope, kind)

    download(tr("Picture (PNG)"), in_language(spoken(), lambda: picture("png")), f"{file}.png", "image/png", key=f"png_{key}")
    download(tr("Drawing (SVG)"), in_language(spoken(), lambda: picture("svg")), f"{file}.svg", "image/svg+xml", key=f"svg_{key}")
    download(tr("Table (CSV)"), lambda: csv(data()), f"{file}.csv", "text/csv", key=f"csv_{key}")
    further()


def _table_event(key: str, grid: Grid) -> Place | None:
    cells = _fresh(key, lambda event: (event.get("selection") or {}).get("cells") or [])
    if not cells:
        return None
    number, column = cells[0]
    rows = _twin_rows(grid)
    if not 0 <= number < len(rows):
        return None
    cell = (rows[number][0], JOURNEY if column in (ROW, PERSONA) else column)
    return cell if _drawn_at(grid, cell) else None


def _drawn_at(grid: Grid, cell: Place) -> bool:
    return cell in grid.cells


def _fresh(key: str, read: Any) -> list[Any]:
    """What an element has selected, if that is new since the last run."""
    event = st.session_state.get(key)
    selected = list(read(event)) if event else []
    seen = f"{key}_seen"
    if selected == st.session_state.get(seen, []):
        return []
    st.session_state[seen] = selected
    return selected
