"""Improvements and what they do, edited in place: the grid, checks, preview and way back of the Data page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.analysis.scenarios.what_if import improvements
from cx.changes.edit import grid_of, write_edit
from cx.changes.edit_names import labels_of
from cx.changes.load import user
from cx.exports.templates import IMPROVEMENTS, excel_template
from cx.store import Workspace
from cx.tables import TABLE
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import csv, download
from cx.ui.shared.edit_rows import edited_rows
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import write_html
from cx.ui.shared.row_grid import Begun
from cx.ui.shared.scope_bar import View
from cx.ui.shared.written import consequences

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GRIDS = ("improvements", "improvement_effects")
HINTS = {
    "improvements": "What may be done, and what it costs, in one currency. “Requires” and “excludes” name other improvements.",
    "improvement_effects": "What an improvement does to a touchpoint for a need at a stage: “set to” lifts its rating to a value, “close fraction” closes a share of what is "
    "missing. “Confidence” is how sure somebody is, from 0 to 1: the projected range begins there. Empty means that nobody said so, and the range begins at no effect.",
}


def improvements_part(view: View) -> None:
    """Every improvement with what it reaches, and the grids in which they are changed."""
    rows = improvements(view.answer)
    if rows.empty:
        write_html(
            paragraph(
                "No improvement is recorded yet. Write some down below, or bring your own list on the Data page: touchpoints, needs and stages by name, and effects such as “to 80%” or “closes 50%”."
            )
        )
    else:
        _reach(rows)
    download(
        "Template with names (Excel)", lambda: excel_template(IMPROVEMENTS.name), "improvements.xlsx", EXCEL, key="improvements_template"
    )
    st.header("Write and change")
    if is_locked("Changing improvements"):
        return
    what = st.segmented_control(
        "What to edit",
        GRIDS,
        default=GRIDS[0],
        format_func=lambda t: TABLE[t].title,
        key="improvements_edit",
        required=True,
        persist_state="session",
    )
    _grid(view.workspace, str(what))


def _reach(rows: pd.DataFrame) -> None:
    shown = rows[["name", "cost", "effort", "status", "owner", "needs", "links"]]
    st.dataframe(
        shown.fillna(""),
        key="improvements_reach",
        hide_index=True,
        alt="Improvements with what they cost and reach",
        column_config={
            "name": st.column_config.TextColumn("Improvement", width=380),
            "cost": st.column_config.NumberColumn("Cost", format="localized"),
            "effort": st.column_config.TextColumn("Effort"),
            "status": st.column_config.TextColumn("Status"),
            "owner": st.column_config.TextColumn("Owner"),
            "needs": st.column_config.NumberColumn("Needs", help="Needs in view that its effects reach"),
            "links": st.column_config.NumberColumn(
                "Links", help="Touchpoints for a need at a stage that its effects reach; 0 = it has no effect here"
            ),
        },
    )
    download("Download (CSV)", lambda: csv(rows), "improvements.csv", "text/csv")


def _grid(opened: Workspace, table: str) -> None:
    st.caption(HINTS[table])
    edit = edited_rows(opened, table, "", lambda: Begun(grid_of(opened, table), labels_of(opened, table)), {})
    if edit:
        consequences(opened, edit, lambda cursor: write_edit(cursor, edit, user()), TABLE[table].title, key=f"apply_{table}")
