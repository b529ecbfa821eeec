"""The audit log, value by value, with undo; templates and export."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx.changes.preview import preview_undo
from cx.changes.undo import undo
from cx.errors import CannotUndo, InvalidData
from cx.exports.export import for_spreadsheets, workspace_files
from cx.exports.templates import templates_zip
from cx.frames import row_dicts
from cx.store import Workspace
from cx.store.acting import Act
from cx.store.history import clock_is_behind, first_rows_of, history
from cx.ui.shared import which
from cx.ui.shared.addresses import GALLERY
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import download
from cx.ui.shared.keyhole import is_locked, may_write
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.preview import show_preview
from cx.ui.shared.written import SAID, VERSION, version
from cx.words import count, printable

LONG = 5_000
"""Rows of a change from which its undo is previewed on request only: other writers wait meanwhile."""
SHOWN = 1_000
"""Values of a change that are listed."""
COUNTED = ("rows_new", "rows_changed", "rows_removed")


def page(opened: Workspace) -> None:
    """The audit log; select a change to see it value by value, and to undo it. Without the key: when, what kind of act, how many rows."""
    changes = history(opened)
    if changes.empty:
        write_html(paragraph("Nothing has been changed yet."))
        return
    if behind := clock_is_behind(opened):
        st.warning(literal(behind))
    if not may_write(Act.TAKE_OUT):
        _table(changes, ["audit_id", "happened_at", "action", *COUNTED])
        is_locked("Seeing who changed what", Act.TAKE_OUT)
        return
    changes = changes.assign(source=changes["source"].map(printable, na_action="ignore"), who=changes["who"].map(printable))
    of = changes["source"].where(changes["undoes"].isna(), "change " + changes["undoes"].astype("string"))
    shown = changes.assign(
        what=changes["action"].where(of.isna(), changes["action"] + " of " + of.fillna("")),
        note=changes["undone_by"].map(lambda v: "" if v is None or str(v) == "<NA>" else f"undone by change {v}"),
    )
    event = _table(
        shown,
        ["audit_id", "happened_at", "who", "what", *COUNTED, "note"],
        key="history_table",
        on_select="rerun",
        selection_mode="single-row",
    )
    options = {int(r["audit_id"]): f"Change {r['audit_id']}: {r['what']}" for r in row_dicts(shown)}
    rows = event["selection"]["rows"] if event else []
    # After an undo the change before is selected, and not the one that was just undone.
    standing = [int(number) for number in changes.loc[changes["undoes"].isna() & changes["undone_by"].isna(), "audit_id"]]
    start = list(options)[rows[0]] if rows and rows[0] < len(options) else next(iter(standing or options))
    chosen = st.selectbox(
        "Look at", list(options), index=list(options).index(start), format_func=lambda a: options[a], key=f"look_at_{start}", width=520
    )
    row = next(r for r in row_dicts(shown) if r["audit_id"] == chosen)
    _change(opened, chosen, sum(int(row[name]) for name in ("rows_new", "rows_changed", "rows_removed")))


def _table(changes: pd.DataFrame, columns: Sequence[str], **selecting: Any) -> Any:
    return st.dataframe(
        changes[list(columns)],
        hide_index=True,
        alt="Every change to the workspace, newest first",
        column_config={
            "audit_id": st.column_config.NumberColumn("Change", format="%d"),
            "happened_at": st.column_config.DatetimeColumn("When (UTC)", format="YYYY-MM-DD HH:mm"),
            "who": "Who",
            "what": "What",
            "action": "Kind",
            "rows_new": "New",
            "rows_changed": "Changed",
            "rows_removed": "Removed",
            "note": "",
        },
        **selecting,
    )


def take_out(opened: Workspace) -> None:
    """Templates to start from, and the whole workspace as CSV files."""
    st.header("Templates")
    write_html(
        paragraph("Every file with its columns explained, drop-downs and one example row; and the one sheet that is enough to start.")
    )
    download("Templates (zip of Excel and CSV)", templates_zip, "templates.zip", "application/zip")
    st.header("Export")
    write_html(
        paragraph(
            "The workspace as CSV files, cell for cell; uploading the zip gives the same workspace again. Pictures of personas and scenarios stand in no file; a backup has them."
        )
    )
    if not is_locked("Taking everything out", Act.TAKE_OUT):
        download("Workspace (zip of CSV)", lambda: _zip(opened), "workspace.zip", "application/zip")
    st.header("Whole workspaces")
    about = Markup('<p class="fact">Make another one, copy this one, or take it along as one file: <a href="{}">Workspaces</a>.</p>')
    write_html(about.format(which.address_of(which.of_page(), GALLERY)))


def _change(opened: Workspace, audit_id: int, touched: int) -> None:
    with st.expander("Value by value", key=f"values_{audit_id}", on_change="rerun") as values:
        if values.open:
            _values(opened, audit_id)
    if touched > LONG and not st.session_state.get(f"foresee_{audit_id}"):
        st.button(
            f"Preview the undo of {touched:,} rows", key=f"ask_{audit_id}", on_click=_foresee, args=(audit_id,),
            help="It is tried on the whole workspace, which takes a moment; meanwhile nobody else can write.",
        )  # fmt: skip
        return
    try:
        with st.spinner(f"Previewing the undo of {count(touched, 'row')} …", show_time=True):
            seen = opened.answer(("preview_undo", audit_id), lambda: preview_undo(opened, audit_id))
    except CannotUndo as why:
        later = list(why.blocking)
        first = f" Undo change {later[0]} first." if later else ""
        write_html(Markup('<p class="fact"><b>This change cannot be undone as it is.</b>{}</p>').format(first))
        with st.expander("Why?"):
            write_html(paragraph(str(why)))
        return
    write_html(Markup("<h3>If you undo it</h3>"))
    show_preview(opened, seen)
    if st.button("Undo this change", key=f"undo_{audit_id}", type="primary"):
        try:
            outcome = undo(opened, audit_id)
        except (CannotUndo, InvalidData) as why:
            st.error(literal(str(why)))
        else:
            touched = outcome.total("new") + outcome.total("changed") + outcome.total("removed")
            st.session_state[VERSION] = version() + 1
            st.session_state[SAID] = f"Change {audit_id} is undone: {count(touched, 'row')} as before."
            st.rerun()


def _foresee(audit_id: int) -> None:
    st.session_state[f"foresee_{audit_id}"] = True


def _values(opened: Workspace, audit_id: int) -> None:
    with st.spinner("Reading what changed …"):
        rows, total = opened.answer(("first_rows_of", audit_id), lambda: first_rows_of(opened, audit_id, SHOWN))
    st.dataframe(rows.map(printable), hide_index=True, alt="Every value of this change, before and after")
    st.caption(f"The first {SHOWN:,} of {total:,} values." if total > len(rows) else count(total, "value"))


def _zip(opened: Workspace) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in workspace_files(opened).items():
            archive.writestr(name, for_spreadsheets(text))
    return content.getvalue()
