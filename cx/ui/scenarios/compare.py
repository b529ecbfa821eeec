"""Two scenarios side by side: what each changes, what it costs, and what would become of the needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.portfolio.said import money
from cx.analysis.scenarios.scenario import Scenario, scenarios
from cx.analysis.scenarios.what_if import WhatIf, both_of, improvements
from cx.frames import row_dicts
from cx.ui.scenarios import outcome
from cx.ui.scenarios.draft import called, start_of
from cx.ui.scenarios.headings import PROJECTED_NOTE
from cx.ui.scenarios.maps import Draw, Side, side_by_side
from cx.ui.shared.components import paragraph, state_chip, table
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url

NOTHING = Scenario("As it is")
"""The scenario in which nothing changes."""
LISTED = 20


def compare(view: View, draw: Draw) -> None:
    """Choose two, and see them beside one another."""
    known = {"": NOTHING, **scenarios(view.workspace)}
    if len(known) == 1:
        write_html(paragraph("No scenario is kept yet. Make one under “What if”, and keep it; two of them stand side by side here."))
        return
    with st.container(horizontal=True, gap="small"):
        last = list(known)[1:][:2]
        chosen = [
            known[_choice(label, key, known, start)]
            for label, key, start in (("One", "one", last[-1] if len(last) > 1 else ""), ("The other", "other", last[0]))
        ]
    rows = improvements(view.answer)
    one, other = ((start_of(view, scenario), scenario.variant) for scenario in chosen)
    both = [seen.of_persona(view.persona_id) for seen in both_of(view.workspace, one, other)]
    names = [one.name for one in chosen]
    if chosen[0] == chosen[1]:
        write_html(paragraph("Both are the same scenario: choose another."))
        return
    if len({start_of(view, one).round["round_id"] for one in chosen}) > 1:
        st.warning("They start from different rounds: what differs below is not the work of the changes alone.")
    write_html(paragraph(PROJECTED_NOTE, "aside"))
    write_html(table(("", *names), list(_changes(view, chosen, rows)), "What each changes, and what it costs"))
    write_html(table(("Persona", "Now", *names), list(_headlines(both)), "Must-haves met everywhere"))
    differing = list(_needs(view, both))
    if differing:
        write_html(table(("Need", "Whose", "Now", *names), differing, "Needs of which they make different things"))
    else:
        write_html(paragraph("Every need would be in the same state in both."))
    sides = [Side(name, key, seen.cells, seen.needs) for name, key, seen in zip(names, ("one", "other"), both, strict=True)]
    side_by_side(view, draw, sides, list({p for seen in both for p in seen.cells.loc[seen.cells["projected"], "persona_id"]}))


def _choice(label: str, key: str, known: Mapping[str, Scenario], start: str) -> str:
    keep_in_url(key, list(known), start)
    chosen = st.selectbox(
        literal(label), list(known), format_func=lambda one: called(known[one]) if one in known else one, key=key, width=320
    )
    write_to_url(key, chosen, start)
    return chosen or ""


def _changes(view: View, chosen: list[Scenario], rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    improvement = dict(zip(rows["improvement_id"], rows["name"], strict=True))
    touchpoints, needs = view.names.touchpoints, view.names.needs
    lines: dict[str, Callable[[Scenario], str]] = {
        "Cost": lambda one: money(outcome.total(rows, one)),
        "Improvements": lambda one: _named(improvement, one.improvements),
        "Switched on": lambda one: _named(touchpoints, one.switched_on),
        "Removed": lambda one: _named(touchpoints, one.removed),
        "Targets": lambda one: words.listing(
            [f"{words.isolated(needs.get(n, n))}: {words.percent(t)}" for n, t in one.targets.items()], LISTED
        ),
    }
    found = [(label, *(say(one) or "–" for one in chosen)) for label, say in lines.items()]
    return [(label, one, other) for label, one, other in found if label == "Cost" or (one, other) != ("–", "–")]


def _named(names: Mapping[str, str], ids: Sequence[str]) -> str:
    return words.listing([words.isolated(names.get(one, one)) for one in ids], LISTED)


def _headlines(both: list[WhatIf]) -> list[tuple[str, ...]]:
    of_each = [row_dicts(seen.personas) for seen in both]
    after: list[dict[str, Any]] = [{row["persona_id"]: row for row in rows if row["variant"] == 1} for rows in of_each]
    found = []
    for now in (row for row in of_each[0] if row["variant"] == 0):
        cells = [outcome.headline_range(rows[now["persona_id"]], now) for rows in after]
        found.append((now["name"], f"{now['mandatory_met']} of {now['mandatory']}", *cells))
    return found


def _needs(view: View, both: list[WhatIf]) -> list[tuple[str, ...]]:
    one, other = (row_dicts(seen.needs) for seen in both)
    found: list[tuple[str, ...]] = []
    measured = {row["need_id"]: row for row in row_dicts(view.answer.needs)}
    for a, b in zip(one, other, strict=True):
        if (a["state"], a["low_state"]) != (b["state"], b["low_state"]):
            names = view.names
            found.append(
                (
                    names.needs[a["need_id"]],
                    names.personas[a["persona_id"]],
                    state_chip(measured[a["need_id"]]),
                    state_chip(a),
                    state_chip(b),
                )
            )
    return found
