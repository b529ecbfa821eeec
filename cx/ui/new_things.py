"""What an upload would make that is not there yet: counted and named, with the stages in an order that a person can change."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from cx import words
from cx.intake.known import known
from cx.intake.prepare import Prepared
from cx.intake.stage_order import number_of, ordered
from cx.store import Workspace
from cx.ui.style import literal

COUNTED = {
    "personas": ("persona", "personas"),
    "needs": ("need", "needs"),
    "stages": ("stage", "stages"),
    "touchpoints": ("touchpoint", "touchpoints"),
    "rounds": ("round", "rounds"),
    "ratings": ("rating", "ratings"),
}
SEGMENTS = ("segment", "segments")
NAMED = {"personas": "name", "stages": "name", "rounds": "round_id"}
"""Of these the names are said: there are few, and a wrong one is a mistake of spelling."""
MOST_NAMED = 8
STAGE_ORDER = "upload_stage_order"


def new_things(opened: Workspace, prepared: Prepared) -> None:
    """How many personas, needs, stages and so on are new, the few ones by name, and the order of new stages."""
    counts = {table: prepared.outcome.counts[table].new for table in COUNTED if table in prepared.outcome.counts}
    parts = []
    for table, number in counts.items():
        if number:
            told = f"<b>{number:,}</b> {COUNTED[table][number != 1]}"
            names = _new_names(opened, prepared, table) if table in NAMED else []
            shown = words.listing(ordered(names, st.session_state.get(STAGE_ORDER, ())) if table == "stages" else names, MOST_NAMED)
            parts.append(told + (f" ({escape(shown)})" if shown else ""))
    if parts:
        st.html(f'<p class="fact">New: {" · ".join(parts)}</p>')
    same = [f"<b>{number:,}</b> {COUNTED.get(table, SEGMENTS)[number != 1]}" for table, number in prepared.under_other_ids.items() if number]
    if same:
        st.html(f'<p class="fact">Existing, under another id in the file: {" · ".join(same)}</p>')
    _order_of_stages(_new_names(opened, prepared, "stages") if counts.get("stages", 0) > 1 else [])


def _new_names(opened: Workspace, prepared: Prepared, table: str) -> list[str]:
    held = known(opened).ids.get(table, set())
    found = []
    for sheet in prepared.sheets:
        if sheet.table.name == table:
            for _, cells in sheet.rows():
                row = dict(zip(sheet.header, cells, strict=True))
                if row.get(sheet.table.key[0]) not in held:
                    found.append(row.get(NAMED[table]) or row[sheet.table.key[0]])
    return found


def _order_of_stages(names: list[str]) -> None:
    """The new stages in their order, to be changed before anything is written."""
    if len(names) < 2:
        return
    said = st.session_state.get(STAGE_ORDER, ())
    numbered = all(number_of(name) is not None for name in names)
    why = "as you said" if said else "by their numbers" if numbered else "as they come in the file"
    in_order = ordered(names, said)
    with st.expander(order_title(in_order, why), expanded=not (numbered or said)):
        frame = pd.DataFrame({"Place": range(1, len(in_order) + 1), "Stage": in_order})
        edited = st.data_editor(frame, hide_index=True, disabled=["Stage"], key=f"stage_order_{hash(tuple(in_order))}", alt="Order of the new stages")
        if st.button("Use this order", key="use_stage_order"):
            st.session_state[STAGE_ORDER] = tuple(edited.sort_values("Place", kind="stable")["Stage"])
            st.rerun()


def order_title(in_order: Sequence[str], why: str) -> str:
    """The order of new stages in one line of Markdown, in which names show as they were typed."""
    shown = " → ".join(name[:30] for name in in_order[:12])
    return literal(f"Order of the new stages, {why}: {shown}")
