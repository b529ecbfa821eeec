"""What a room will look at: the cells that are put on the table, and which of them are one question."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import words
from cx.appearance import look
from cx.frames import row_dicts
from cx.model import KIND_MEANING
from cx.ui.shared.links import ON_THE_TABLE
from cx.ui.shared.markup import literal
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_of
from cx.workshop.content import (
    FAILS,
    NOT_FULLY,
    TIER_WORDS,
    UNKNOWN,
    WANTED,
)
from cx.workshop.table import Cell, duplicates

CHOICES = {
    "fails": "Must-haves that fail",
    "gaps": "All shortfalls",
    "persona": "One persona",
    "unknown": "Not assessed",
    "hand": "By hand",
}
GAP_TIERS = (FAILS, NOT_FULLY, WANTED)


def on_the_table(view: View, candidates: pd.DataFrame) -> list[Cell]:
    """The cells that a person puts on the table."""
    st.header("On the table")
    start = "fails" if (candidates["tier"] == FAILS).any() else "gaps"
    choice = st.segmented_control(
        "Begin with", list(CHOICES), default=start, required=True, format_func=lambda c: CHOICES[c], key="ws_choice"
    )
    persona = _persona(view) if choice == "persona" else None
    ticked = _ticked(candidates, choice or start, persona)
    asked = place_of(st.query_params.get(ON_THE_TABLE, ""))
    if asked:
        ticked = ticked | pd.Series(
            [cell == asked for cell in zip(candidates["need_id"], candidates["stage_id"], strict=True)], index=candidates.index
        )
        st.caption(
            literal(
                f"From the map: “{view.names.needs.get(asked[0], asked[0])}” at {view.names.stages.get(asked[1], asked[1])} is ticked below."
            )
        )
    shown = pd.DataFrame({
        "table": ticked.to_numpy(),
        "need": candidates["need_id"].map(view.names.needs),
        "stage": candidates["stage_id"].map(view.names.stages),
        "persona": candidates["persona_id"].map(view.names.personas),
        "kind": candidates["kind"].map(lambda k: KIND_MEANING[k].kind.value.capitalize()),
        "tier": candidates["tier"].map(TIER_WORDS),
        "state": [f"{shown.glyph} {shown.word}" for shown in map(look, row_dicts(candidates))],
        "priority": candidates["priority"],
    })  # fmt: skip
    edited = st.data_editor(
        shown, hide_index=True, num_rows="fixed", placeholder="", alt="Needs that can be put on the table", key=f"ws_table_{choice}_{persona}_{view.workspace.version}", height=min(420, 38 + 35 * len(shown)),
        disabled=[c for c in shown.columns if c != "table"],
        column_config={
            "table": st.column_config.CheckboxColumn("On", help="Put it on the table", width="small"),
            "need": st.column_config.TextColumn("Need", width=370), "stage": "Stage", "persona": "Persona", "kind": "Kind", "tier": st.column_config.TextColumn("What it is", width=150), "state": st.column_config.TextColumn("State", width=100),
            "priority": st.column_config.NumberColumn("Priority", format="%.1f"),
        },
    )  # fmt: skip
    return [(r["need_id"], r["stage_id"]) for r, on in zip(row_dicts(candidates), edited["table"], strict=True) if on]


def _persona(view: View) -> str | None:
    personas = view.names.personas
    return st.selectbox("Persona", list(personas), format_func=lambda p: personas[p], key="ws_persona", width=320)


def _ticked(candidates: pd.DataFrame, choice: str, persona: str | None) -> pd.Series:
    """Which of the needs that can be put on the table a choice begins with."""
    if choice == "persona":
        return (candidates["persona_id"] == persona) & candidates["tier"].isin(GAP_TIERS)
    tiers = {"fails": (FAILS,), "gaps": GAP_TIERS, "unknown": (UNKNOWN,)}
    return candidates["tier"].isin(tiers.get(choice, ()))


def merged(view: View, cells: list[Cell]) -> list[list[Cell]]:
    """The cells in groups: those that a person merges are one question."""
    alike = duplicates(view.workspace, view.answer, cells)
    groups: list[list[Cell]] = []
    whose: dict[str, str] = dict(zip(view.answer.needs["need_id"], view.answer.needs["persona_id"], strict=True))
    if alike:
        st.header("The same question?")
        st.caption("Similar items split votes. What you merge is scored, voted on and decided once, for all of them.")
    for number, group in enumerate(alike):
        statements = dict.fromkeys(f"“{words.isolated(view.names.needs[need])}”" for need, _ in group)
        people = dict.fromkeys(words.isolated(view.names.personas.get(whose[need], whose[need])) for need, _ in group)
        question = f"{words.listing(statements, 6)} at {words.isolated(view.names.stages[group[0][1]])} ({', '.join(people)})"
        if st.checkbox(literal(f"Merge {question}"), key=f"ws_merge_{number}_{'~'.join(group[0])}"):
            groups.append(list(group))
    taken = {c for group in groups for c in group}
    firsts = {group[0]: group for group in groups}
    return [firsts.get(c, [c]) for c in cells if c in firsts or c not in taken]
