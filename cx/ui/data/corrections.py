"""Refused rows, to correct on the page, to leave out, or to take away as a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from cx import words
from cx.exports.export import foreign_csv
from cx.ui.shared.download import download
from cx.ui.shared.markup import literal
from cx.uploads.plan import UploadPlan
from cx.uploads.prepare import Prepared
from cx.uploads.rejected import rejected_table

SHOWN = 200


DROP = "Drop"
"""The column in which a refused row is ticked to be left out, instead of corrected or kept for later."""


DROPPED = "upload_dropped"


def corrections(plans: Sequence[UploadPlan], prepared: Prepared) -> None:
    """The refused rows in an editable grid, and as a file to correct and upload again."""
    for number, plan in enumerate(plans):
        header, rows = rejected_table(plan, prepared.rejected)
        if not rows:
            continue
        places = sorted(row for of_table, row in prepared.rejected if of_table == plan.place)
        with st.expander(f"Correct {words.count(len(rows), 'row')} of {literal(plan.place)} here", expanded=len(rows) <= 20):
            frame = pd.DataFrame(
                rows[:SHOWN], columns=[*header[:-1], "what is wrong"], index=pd.Index(places[: min(SHOWN, len(rows))], name="row")
            )
            kept_columns = [name for name in header[:-1] if name in plan.table.header]
            edited = st.data_editor(
                frame[["what is wrong", *kept_columns]].assign(**{DROP: False})[[DROP, "what is wrong", *kept_columns]],
                key=f"correct_{number}_{plan.place}_{len(plan.edits)}",
                disabled=["row", "what is wrong"],
                alt="Rows to correct",
            )
            with st.container(horizontal=True):
                if st.button("Check the corrections", key=f"use_{number}", type="primary"):
                    _take(plan, frame, edited)
                    st.rerun()
                if st.button("Drop all of these rows", key=f"drop_{number}", help="They are left out, and not kept for later."):
                    st.session_state.setdefault(DROPPED, {}).setdefault(plan.place, set()).update(places)
                    st.rerun()
                download(
                    "Download these rows with the reasons",
                    partial(foreign_csv, header, rows),
                    f"to-correct-{number + 1}.csv",
                    "text/csv",
                    key=f"rejected_{number}",
                )


def _take(plan: UploadPlan, before: pd.DataFrame, after: pd.DataFrame) -> None:
    gone = st.session_state.setdefault(DROPPED, {}).setdefault(plan.place, set())
    gone.update(int(row) for row in after.index[after[DROP].astype(bool)])
    held = st.session_state.setdefault("upload_edits", {}).setdefault(plan.place, {})
    for heading in plan.table.header:
        for row in before.index:
            if str(after.loc[row, heading]) != str(before.loc[row, heading]):
                held[(int(row), heading)] = "" if words.missing(after.loc[row, heading]) else str(after.loc[row, heading])
