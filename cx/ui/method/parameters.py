"""The parameters: what each means, and a form that sets them for everybody."""

from __future__ import annotations

import streamlit as st

from cx.analysis.coverage import coverage
from cx.analysis.parameters import Value, parameters
from cx.changes.parameters import set_parameters
from cx.errors import InvalidData
from cx.model import (
    COVERAGE_PARAMETERS,
    GROUPING_PARAMETERS,
    PARAMETER,
    PEOPLE_PARAMETERS,
    PRIORITY_PARAMETERS,
    RESEARCH_PARAMETERS,
    ROUNDS_PARAMETERS,
    Parameter,
)
from cx.store import Workspace
from cx.store.acting import Act
from cx.ui.shared.keyhole import key_first, may_write
from cx.ui.shared.markup import literal

GROUPS: dict[str, tuple[str, ...]] = {
    "": COVERAGE_PARAMETERS,
    "Priorities": PRIORITY_PARAMETERS,
    "Rounds": ROUNDS_PARAMETERS,
    "Experts and surveys": PEOPLE_PARAMETERS,
    "Interviews and statements": RESEARCH_PARAMETERS,
    "Segments and personas": GROUPING_PARAMETERS,
}
"""The parameters that something reads, by what reads them."""
SETTABLE = tuple(name for group in GROUPS.values() for name in group)

CHOICES: dict[str, str] = {
    "max": "The best stage",
    "diminishing": "Further stages add less and less",
    "by_type": "Satisfied people for mandatory needs, mean for the rest",
    "met_share": "Satisfied people, always",
    "mean": "Mean, always",
}
"""Parameters that are words, as a person would say them."""


def parameter_form(opened: Workspace) -> None:
    """Every parameter that something reads, with its default and its value here."""
    st.header("Parameters")
    current = parameters(opened)
    st.caption(
        "They hold for everybody who uses this workspace, are stated under every view when they differ from the default, and can be undone on the Data page."
    )
    if done := st.session_state.pop("parameters_saved", None):
        st.success(done)
    with st.form("parameters", border=True, enter_to_submit=False):
        values: dict[str, Value] = {}
        for title, group in GROUPS.items():
            if title:
                st.markdown(f"**{title}**")
            values |= {name: _field(PARAMETER[name], current[name]) for name in group}
        with st.container(horizontal=True, gap="small"):
            if st.form_submit_button("Save for everybody", type="primary", disabled=not may_write(Act.SET)):
                _save(opened, values, current)
            differs = any(current[name] != PARAMETER[name].default for name in SETTABLE)
            if st.form_submit_button("Restore the defaults", disabled=not (differs and may_write(Act.SET))):
                _save(opened, {name: PARAMETER[name].default for name in SETTABLE}, current)
        if not may_write(Act.SET):
            st.caption(key_first(Act.SET))


def _field(parameter: Parameter, value: Value) -> Value:
    default = f"{parameter.meaning} Default {parameter.default}."
    if parameter.choices:
        return st.selectbox(
            parameter.label,
            parameter.choices,
            index=parameter.choices.index(str(value)),
            format_func=lambda word: CHOICES.get(word, word),
            help=f"{parameter.meaning} Default: {CHOICES[str(parameter.default)]}.",
            key=f"parameter_{parameter.name}",
        )
    step = 1 if parameter.is_integer else 0.05
    form = "%d" if parameter.is_integer else ("%.3f" if parameter.name in ("alpha_tentative", "alpha_rely", "expert_spread") else "%.2f")
    number = int if parameter.is_integer else float
    return st.number_input(
        parameter.label,
        number(parameter.low),
        number(parameter.high),
        number(value),
        step=step,
        format=form,
        help=default,
        key=f"parameter_{parameter.name}",
    )


def _save(opened: Workspace, values: dict[str, Value], current: dict[str, Value]) -> None:
    changed = {name: value for name, value in values.items() if value != current[name]}
    if not changed:
        st.info("Nothing was changed.")
        return
    try:
        set_parameters(opened, changed)
    except InvalidData as refused:
        st.error(literal("Not saved. " + " ".join(f"{f.why} {f.remedy}" for f in refused.issues)))
    else:
        listed = ", ".join(f"{PARAMETER[n].label} {CHOICES.get(str(v), v)}" for n, v in changed.items())
        met = [coverage(opened).personas[["mandatory_met", "mandatory"]].sum()]
        st.session_state["parameters_saved"] = (
            f"Saved: {listed}. Now {met[0]['mandatory_met']} of {met[0]['mandatory']} mandatory needs are met everywhere."
        )
        for name in SETTABLE:
            st.session_state.pop(f"parameter_{name}", None)
        st.rerun()
