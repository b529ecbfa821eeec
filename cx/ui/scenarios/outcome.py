"""What would change: the finding, headlines before and after, and the list of what changes its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.named import named
from cx.analysis.portfolio.said import money
from cx.analysis.scenarios.scenario import Scenario
from cx.analysis.scenarios.what_if import WhatIf, contradictions, cost_of
from cx.appearance import PROJECTED
from cx.frames import row_dicts
from cx.model import state_label
from cx.ui.shared.components import bullet_list, paragraph, state_chip, table
from cx.ui.shared.download import csv, download
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View

WRITTEN = [
    "persona_id", "need_id", "kind", "stage_id", "projected", "state_before", "fulfilment_before", "state", "low_state", "low", "fulfilment",
    "lower", "upper", "target_before", "target",
]  # fmt: skip
"""Columns of the table that is downloaded."""


def finding(seen: WhatIf, cost: float) -> str:
    """How many mandatory needs would be met more, how many less, and for how much."""
    musts = seen.flips[seen.flips["kind"] == "mandatory"]
    gained, lost = musts[(musts["state"] == "met") & (musts["state_before"] != "met")], musts[musts["worse"]]
    surely = int((gained["low_state"] == "met").sum())
    more = f"{surely} to {len(gained)}" if surely != len(gained) else str(len(gained))
    noun = "mandatory need" if len(gained) == 1 else "mandatory needs"
    parts = [f"{more} more {noun} met everywhere"]
    if len(lost):
        parts.append(f"{words.count(len(lost), 'mandatory need')} worse")
    return f"Projected: {words.listing(parts)}" + (f", for {money(cost)}" if cost else "")


def warnings(scenario: Scenario, improvements: pd.DataFrame) -> None:
    """What does not go together, and what reaches nothing."""
    names = dict(zip(improvements["improvement_id"], improvements["name"], strict=True))
    said = {
        "requires": "“{}” requires “{}”, which is not made.",
        "excludes": "“{}” rules out “{}”, and both are made.",
    }
    lines = [
        said[how].format(names.get(one, one), names.get(other, other))
        for one, how, other in contradictions(improvements, scenario.improvements)
    ]
    chosen = improvements[improvements["improvement_id"].isin(scenario.improvements)]
    lines += [f"“{row['name']}” reaches no link in view: it has no effect here." for row in row_dicts(chosen[chosen["links"] == 0])]
    for line in lines:
        st.warning(literal(line))


def headlines(seen: WhatIf) -> None:
    """One row per persona: mandatory needs met everywhere, gains and pains, now and projected."""
    now, after = (seen.personas[seen.personas["variant"] == n].set_index("persona_id") for n in (0, 1))
    rows = [
        (
            row["name"],
            f"{row['mandatory_met']} of {row['mandatory']}",
            headline_range(after.loc[persona], row),
            words.percent(row["gain_index"]) or "–",
            _share(row["gain_index"], after.loc[persona], "gain_index"),
            words.percent(row["pain_index"]) or "–",
            _share(row["pain_index"], after.loc[persona], "pain_index"),
        )
        for persona, row in zip(now.index, row_dicts(now), strict=True)
    ]
    header = ("Persona", "Must-haves met", "projected", "Gains", "projected", "Pains relieved", "projected")
    write_html(table(header, rows, "Per persona: now, and projected"))


def headline_range(after: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """How many mandatory needs of a persona would be met everywhere, with its range; “as now” where none changes."""
    low, high = sorted((int(after["low_mandatory_met"]), int(after["mandatory_met"])))
    if low == high == now["mandatory_met"]:
        return "as now"
    return f"{PROJECTED} {high if low == high else f'{low}–{high}'} of {now['mandatory']}"


def _share(before: Any, after: Mapping[str, Any], name: str) -> str:
    low, high = after[f"low_{name}"], after[name]
    if words.missing(high) or (not words.missing(before) and abs(before - high) < 5e-4 and (words.missing(low) or abs(low - high) < 5e-4)):
        return "as now"
    shown = words.percent(high) if words.missing(low) or words.percent(low) == words.percent(high) else words.interval(low, high)
    return f"{PROJECTED} {shown}"


def flips(view: View, seen: WhatIf, before: pd.DataFrame) -> None:
    """What changes its state: what gets worse, what gets better, what becomes known."""
    if seen.flips.empty:
        write_html(paragraph("No need changes its state. The maps below show whether anything moves at all."))
        return
    measured = before.set_index("need_id", drop=False)
    groups = {
        "Gets worse": seen.flips[seen.flips["worse"]],
        "Gets better": seen.flips[~seen.flips["worse"] & ~seen.flips["transition"].isin(("newly known", "lost sight"))],
        "Would be known, as far as an effect says": seen.flips[~seen.flips["worse"] & (seen.flips["transition"] == "newly known")],
        "Would no longer fail for sure; the rest nobody has assessed": seen.flips[
            ~seen.flips["worse"] & (seen.flips["transition"] == "lost sight")
        ],
    }
    for title, rows in groups.items():
        if not rows.empty:
            write_html(
                table(("Need", "Whose", "Kind", "Now", "Projected"), [_flip(view.names, measured, row) for row in row_dicts(rows)], title)
            )


def _flip(names: Names, measured: pd.DataFrame, row: Mapping[str, Any]) -> Sequence[str]:
    was = row_dicts(measured.loc[[row["need_id"]]])[0]
    stages = f" · {int(row['stages_met'])} of {words.count(row['stages_needed'], 'stage')} met" if row["stages_needed"] > 1 else ""
    moved = (
        f" · target {words.percent(row['target'])}, was {words.percent(row['target_before'])}"
        if row["target"] != row["target_before"]
        else ""
    )
    low = f" (or {state_label(row['low_state'], row['kind']).lower()})" if row["low_state"] != row["state"] else ""
    return (
        names.needs.get(row["need_id"], row["need_id"]),
        names.personas.get(row["persona_id"], row["persona_id"]),
        str(row["kind"]),
        state_chip(was),
        state_chip(row) + Markup("{}{}{}").format(low, stages, moved),
    )


def untold(view: View, seen: WhatIf) -> None:
    """Cells that were judged as a whole: nobody knows what a change of their parts does."""
    rows = row_dicts(seen.judged_as_a_whole)
    if rows:
        with st.expander(f"{words.count(len(rows), 'place')} cannot be told: judged as a whole, not by its touchpoints"):
            st.caption(
                "What is changed stands in them, but their rating speaks of the need at the stage as a whole. It stays as it was measured."
            )
            needs, stages = view.names.needs, view.names.stages
            write_html(bullet_list(f"{needs.get(r['need_id'], r['need_id'])}, {stages.get(r['stage_id'], r['stage_id'])}" for r in rows))


def take_away(view: View, seen: WhatIf, file: str) -> None:
    """The table of every cell, before and projected."""
    download("Table (CSV)", lambda: csv(named(seen.cells[WRITTEN], view.names)), f"{file}.csv", "text/csv", key=f"csv_{file}")


def total(improvements: pd.DataFrame, scenario: Scenario) -> float:
    """What the improvements of a scenario cost."""
    return cost_of(improvements, scenario.improvements)
