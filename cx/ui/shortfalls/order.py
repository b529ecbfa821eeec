"""The order of the list: what the address asks for, a slider for the weight of size, a switch that sets must-haves aside."""

from __future__ import annotations

import streamlit as st

from cx.analysis.shortfalls import Shortfalls, shortfalls
from cx.languages.messages import tr
from cx.ui.shared.scope_bar import View

BY_PRIORITY = "priority"


def listed(view: View) -> Shortfalls:
    """The list in view; a slider weighs size against value where both are known, a switch sets must-haves aside."""
    alone = st.query_params.get("order") == BY_PRIORITY
    own = shortfalls(view.workspace, view.answer, by_priority=alone)
    asked = _asked_weight()
    return own if asked is None or own.weight_by != "size and value" else shortfalls(view.workspace, view.answer, asked, alone)


def weight_slider(view: View, gaps: Shortfalls) -> None:
    """How much size weighs against value, where both are known; it stands in the address."""
    if gaps.weight_by != "size and value":
        return
    own = float(shortfalls(view.workspace, view.answer).size_weight)
    asked = _asked_weight()
    st.session_state.setdefault("size_weight", own if asked is None else asked)
    weight = st.slider(
        tr("Weight of size against value"), 0.0, 1.0, step=0.05, key="size_weight", width=420,
        help=tr("0: personas weigh by what they are worth. 1: by how many people they are. The setting on the Method page is where it starts."),
    )  # fmt: skip
    if weight != (own if asked is None else asked):
        if weight == own:
            st.query_params.pop("weight", None)
        else:
            st.query_params["weight"] = f"{weight:g}"
        st.rerun()


def order_switch(gaps: Shortfalls) -> None:
    """Whether must-haves stand first, or all go by priority alone; it stands in the address."""
    st.session_state.setdefault("alone", gaps.by_priority)
    alone = st.toggle(
        tr("By priority alone"), key="alone",
        help=tr("Must-haves that are not fully met stand in one list with gains and pains, by priority alone. Otherwise they stand before them."),
    )  # fmt: skip
    if alone != gaps.by_priority:
        if alone:
            st.query_params["order"] = BY_PRIORITY
        else:
            st.query_params.pop("order", None)
        st.rerun()


def _asked_weight() -> float | None:
    try:
        asked = float(st.query_params.get("weight", ""))
    except ValueError:
        return None
    return asked if 0 <= asked <= 1 else None
