"""Which ratings the grid shows: those of a round, narrowed to a persona and a touchpoint."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cx import words
from cx.changes.edit_ratings import SHOWN
from cx.store import Workspace
from cx.ui.shared.markup import literal

EVERY = ";every"
"""Stands for all personas or touchpoints; no id has a semicolon."""


@dataclass(frozen=True)
class Choice:
    """The ratings to edit; `persona_id` and `touchpoint_id` are None for all of them, and a touchpoint "" is the need as a whole."""

    round_id: str
    round_name: str
    frozen_on: str | None
    persona_id: str | None
    touchpoint_id: str | None


def choose(opened: Workspace) -> Choice | None:
    """Ask for a round, a persona and a touchpoint; None, and why, where nothing can be rated yet."""
    rounds = {
        r[0]: (r[1], r[2])
        for r in opened.rows("SELECT round_id, name, frozen_on::VARCHAR FROM rounds ORDER BY opened_on DESC, round_id DESC")
    }
    personas = dict(opened.rows("SELECT persona_id, name FROM personas ORDER BY name, persona_id"))
    touchpoints = dict(opened.rows("SELECT touchpoint_id, name FROM touchpoints ORDER BY name, touchpoint_id"))
    if not rounds or not personas:
        st.info("Ratings belong to a round and to the needs of a persona: add those first.")
        return None
    with st.container(horizontal=True, gap="small"):
        round_id = st.selectbox("Round", list(rounds), format_func=lambda r: rounds[r][0], key="ratings_round", width=200)
        persona = st.selectbox(
            "Persona", [EVERY, *personas], format_func=lambda p: personas.get(p, "All personas"), key="ratings_persona", width=230
        )
        named = {EVERY: "All", "": words.WHOLE, **touchpoints}
        touchpoint = st.selectbox("Touchpoint", list(named), format_func=lambda t: named[t], key="ratings_touchpoint", width=260)
    return Choice(round_id, *rounds[round_id], None if persona == EVERY else persona, None if touchpoint == EVERY else touchpoint)


def say_what_is_shown(choice: Choice, shown: int, left_out: int) -> None:
    """How many ratings are in the grid and how many are not; whether the round takes changes."""
    if choice.frozen_on:
        st.info(f"{literal(choice.round_name)} is frozen since {choice.frozen_on}: its ratings can be read here and not changed.")
    if left_out:
        st.caption(
            f"The first {SHOWN} of {words.count(shown + left_out, 'rating')}; {left_out:,} are left out. Choose a persona or a touchpoint to come to the others."
        )
    elif not shown:
        st.caption("Nobody has rated this yet.")


def in_round(grid: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The grid with the round chosen in the rows that were added to it."""
    added = grid["round_id"].isna() & grid.drop(columns="round_id").notna().any(axis=1)
    return grid.assign(round_id=grid["round_id"].where(~added, choice.round_id))
