"""Why a need fails and who looks after it, kept by whoever knows."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.languages.messages import tr
from cx.model import CAUSE_MEANING, CAUSES
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import key_first, may_write
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.items import Row


def cause_form(view: View, row: Row, cause: Row | None) -> None:
    """The cause, owner and note of a cell, to read and to change."""
    cell = {"need_id": row["need_id"], "stage_id": row["stage_id"]}
    key = place_text((row["need_id"], row["stage_id"]))
    with st.expander(tr("Why does it fail, and who looks after it?"), expanded=bool(cause)):
        if row["confirmed"] is False or row["assumed"]:
            write_html(
                paragraph(
                    tr(
                        "Its state is not confirmed yet: it is an assumed rating, or its interval reaches into another state. Finding out may be worth more than a cause."
                    )
                )
            )
        now = {name: "" if not cause or words.missing(cause[name]) else str(cause[name]) for name in ("cause", "owner", "note")}
        options = ["", *(c.word for c in CAUSES)]
        with st.form(f"cause_{key}", border=False):
            chosen = st.selectbox(
                tr("Cause"),
                options,
                index=options.index(now["cause"]),
                format_func=lambda c: tr(CAUSE_MEANING[c].label) if c else tr("Not known yet"),
                key=f"why_{key}",
            )
            owner = st.text_input(tr("Owner"), now["owner"], key=f"owner_{key}")
            note = st.text_area(tr("Note"), now["note"], key=f"note_{key}", height=80)
            if st.form_submit_button(tr("Keep"), disabled=not may_write(), help=None if may_write() else key_first()):
                _keep_cause(view, cell, {"cause": chosen or "", "owner": owner.strip(), "note": note.strip()}, now)
        if now["cause"]:
            meaning = CAUSE_MEANING[now["cause"]]
            write_html(Markup('<p class="fact">{} <b>{}</b></p>').format(tr(meaning.meaning), tr(meaning.action)))


def _keep_cause(view: View, cell: dict[str, str], values: dict[str, str], before: dict[str, str]) -> None:
    if values == before:
        return
    try:
        if any(values.values()):
            write_rows(view.workspace, "causes", [cell | values], action="cause")
        else:
            write_rows(view.workspace, "causes", [], remove=[cell], action="cause")
    except InvalidData as refused:
        st.error(literal(str(refused)), icon="⚠️")
        return
    st.rerun()
