"""What is changed: a scenario that is kept, or a new one, as it stands in the controls of this session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.catalogue import need_rows, touchpoint_rows
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.portfolio.said import money
from cx.analysis.scenarios.scenario import Scenario, lost, scenarios
from cx.analysis.scenarios.what_if import may_be_made
from cx.frames import of_persona, row_dicts
from cx.ui.shared.markup import literal
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url
from cx.ui.shared.written import version

NEW = ""
"""The choice of a what-if that is not kept yet."""
NEXT = "scenario_next"
"""What a session remembers: the scenario that was just written, which is looked at next."""


@dataclass(frozen=True)
class Draft:
    """What is changed now, what of it is kept (None: nothing yet), and the answer that it starts from."""

    scenario: Scenario
    kept: Scenario | None
    answer: Coverage


def called(scenario: Scenario) -> str:
    """The name of a scenario in a list."""
    return f"{scenario.name} (archived)" if scenario.archived else scenario.name


def start_of(view: View, scenario: Scenario) -> Coverage:
    """The answer that a scenario starts from: that of its round, in the market and with the evidence of the view."""
    if scenario.round_id in (None, view.answer.round["round_id"]) or scenario.round_id not in view.names.rounds:
        return view.answer
    return coverage(view.workspace, replace(view.answer.scope, round_id=scenario.round_id))


def draft(view: View, improvements: pd.DataFrame) -> Draft:
    """Choose a scenario, and what it changes."""
    known = scenarios(view.workspace)
    options = {NEW: "A new what-if", **{key: called(one) for key, one in known.items()}}
    if written := st.session_state.pop(NEXT, None):
        st.session_state["scenario"] = written
    keep_in_url("scenario", list(options), NEW)
    chosen = st.selectbox("Scenario", list(options), format_func=lambda key: options.get(key, key), key="scenario", width=420)
    write_to_url("scenario", chosen, NEW)
    kept = known.get(chosen or NEW)
    begun = kept or Scenario("")
    if kept and (gone := lost(view.workspace, kept)):
        st.warning(literal(f"No longer in the workspace, so that it changes nothing: {words.listing(gone, 8)}."))
    scenario = _controls(view, begun, improvements)
    answer = start_of(view, scenario)
    if answer is not view.answer:
        st.caption(literal(f"This scenario starts from {answer.round['round_name']}, whatever round is chosen above."))
    return Draft(scenario, kept, answer)


def _controls(view: View, begun: Scenario, improvements: pd.DataFrame) -> Scenario:
    of = f"{begun.scenario_id}_{version()}"
    touchpoints = row_dicts(touchpoint_rows(view.workspace))
    by_status = {s: {t["touchpoint_id"]: t["name"] for t in touchpoints if t["status"] == s} for s in ("live", "planned")}
    made = {row["improvement_id"]: _priced(row) for row in row_dicts(improvements)}
    return begun.changing(
        improvements=_several(
            "Improvements that are made",
            made,
            begun.improvements,
            f"made_{of}",
            "No improvement is recorded yet: add some under “Improvements”.",
        ),
        switched_on=_several(
            "Planned touchpoints switched on", by_status["planned"], begun.switched_on, f"on_{of}", "No touchpoint is planned."
        ),
        removed=_several(
            "Touchpoints removed: what breaks without them?", by_status["live"], begun.removed, f"off_{of}", "No touchpoint is live."
        ),
        targets=_targets(view, begun, of),
    )


def _several(label: str, options: Mapping[str, str], begun: Iterable[str], key: str, nothing: str) -> tuple[str, ...]:
    if not options:
        st.caption(literal(nothing))
        return ()
    chosen: list[str] = st.multiselect(
        literal(label),
        list(options),
        default=[one for one in begun if one in options],
        format_func=lambda one: options.get(one, one),
        key=key,
        placeholder="None",
        select_all=False,  # Enter would take all that match, instead of the first
        filter_mode="contains",
        persist_state="session",  # a look at another part or page must not take away what was put together here
    )
    return tuple(chosen)


def _targets(view: View, begun: Scenario, of: str) -> dict[str, float]:
    needs = of_persona(need_rows(view.workspace), view.persona_id)
    people = view.names.personas
    options = {n["need_id"]: f"{n['statement']} · {people[n['persona_id']]}" for n in row_dicts(needs) if n["persona_id"] in people}
    beyond = {need: target for need, target in begun.targets.items() if need not in options}  # of another persona: they stay
    moved = _several("Needs whose target is moved", options, begun.targets, f"moved_{of}", "No need is recorded.")
    defaults = view.answer.needs.set_index("need_id")["target"]
    found = dict(beyond)
    for need in moved:
        start = begun.targets.get(need, float(defaults.get(need, 0.75)))
        percent = st.number_input(
            literal(f"Target of “{view.names.needs[need]}”, in percent"),
            min_value=1,
            max_value=100,
            value=max(1, round(start * 100)),
            key=f"target_{need}_{of}",
            width=420,
            persist_state="session",
        )
        # What nobody touches keeps what lies between two whole percents.
        found[need] = start if percent == max(1, round(start * 100)) else percent / 100
    return found


def _priced(row: Mapping[str, object]) -> str:
    """Its name and cost; what is done or dropped says so, since its effect is in the ratings already, or is not wanted."""
    ended = "" if may_be_made(row["status"]) else f" · {row['status']}"
    return f"{row['name']} · {money(float(str(row['cost'])))}{ended}"
