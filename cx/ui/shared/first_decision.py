"""Recording a decision without a workshop: on Progress and beside a shortfall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from cx.errors import InvalidData, JourneyError
from cx.store.acting import Act
from cx.ui.shared.decision_form import decision_form
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal
from cx.ui.shared.scope_bar import View
from cx.ui.shared.told import told
from cx.ui.shared.written import SAID
from cx.workshop.revisions import record

SOLITARY = "Nobody else has scored this: a room that scores apart and compares says more about it."


def cells_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The cells that an item of the list of shortfalls is about: its whole closing set, or its own."""
    stages = row["closing_set"] if row["tier"] == 1 else (row["stage_id"],)
    return [(row["need_id"], stage) for stage in stages]


def decide_here(view: View, cells: Sequence[tuple[str, str]], name: str) -> None:
    """The form, and what it records about these cells."""
    if is_locked("Deciding", Act.LEAD):
        return
    decision = decision_form(name, "@".join(cells[0]))
    if decision is None:
        return
    try:
        new_id = record(view.workspace, view.answer, cells, decision)
    except InvalidData as refused:
        st.warning("Not recorded. " + literal(" ".join(f"{f.why} {f.remedy}" for f in refused.issues)))
        return
    except JourneyError as refused:
        st.warning(literal(told(refused)))
        return
    st.session_state[SAID] = f"Recorded as {new_id}. It stands on Progress and wherever the gap is shown; it can be undone in the history."
    st.rerun()
