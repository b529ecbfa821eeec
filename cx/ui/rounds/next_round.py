"""Opening the next round, and carrying ratings over into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from cx import words
from cx.changes.freeze import RoundState
from cx.changes.next_round import Carried, carry_over, open_round, would_carry
from cx.store import Workspace
from cx.tables import LONGEST_NAME
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.written import version, written

NOTHING = ""
CARRYING = (
    "Ratings that are carried over keep the day on which they were given, so they grow old, and their note says from which round they are. What was "
    "measured anew in the round is left alone."
)


def open_next(opened: Workspace, states: list[RoundState]) -> None:
    """Name, first day, and the round whose ratings are taken along, if any."""
    st.header("Open the next round")
    at = version()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        name = st.text_input("Name", key=f"round_name_{at}", max_chars=LONGEST_NAME, placeholder="Spring 2027", width=260)
        day = st.date_input("First day", value=date.today(), key=f"round_day_{at}", format="YYYY-MM-DD", width=180)
        source = st.selectbox(
            "Ratings to begin with", [NOTHING, *(state.round_id for state in states)], key=f"round_from_{at}", width=320,
            format_func=lambda r: f"Those of {_name(states, r)}" if r else "None: it begins empty",
        )  # fmt: skip
    if not name.strip() or not isinstance(day, date):
        st.caption("Give it a name. It begins empty unless you choose a round whose ratings are taken along.")
        return
    lines = [f"A round “{name.strip()}” begins on {day.isoformat()}; it is the one that pages show first if none begins later."]
    if source:
        lines.append(_carried(would_carry(opened, source), _name(states, source)))
    write_html(paragraph(" ".join(lines)))

    def work() -> None:
        open_round(opened, name, day, carry_from=source or None)

    pressed = st.button(literal(f"Open {name.strip()}"), type="primary", key="open_round_now")
    if pressed and written(work, f"{name.strip()} is open. It can be undone in the history."):
        st.rerun()


def carry_into(opened: Workspace, states: list[RoundState]) -> None:
    """Ratings of an earlier round for an open one."""
    targets = {state.round_id: state for state in states if state.is_open and any(s.opened_on < state.opened_on for s in states)}
    if not targets:
        return
    with st.expander("Carry ratings over into a round that is open…", key=f"carry_{version()}", on_change="rerun") as part:
        if not part.open:
            return
        write_html(paragraph(CARRYING))
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            target = st.selectbox("Into", list(targets), format_func=lambda r: targets[r].name, key=f"carry_into_{version()}", width=260)
            earlier = {s.round_id: s for s in states if s.opened_on < targets[target].opened_on}
            source = st.selectbox("From", list(earlier), format_func=lambda r: earlier[r].name, key=f"carry_from_{version()}", width=260)
        _carry(opened, {**targets, **earlier}, source, target)


def _carry(opened: Workspace, of: Mapping[str, RoundState], source: str, target: str) -> None:
    found = would_carry(opened, source, target)
    write_html(paragraph(_carried(found, of[source].name)))

    def work() -> None:
        carry_over(opened, source, target)

    ratings = words.count(found.ratings, "rating")
    pressed = st.button(f"Carry {ratings} over", type="primary", key="carry_now", disabled=not found.ratings)
    if pressed and written(work, f"{ratings} of {of[source].name} stand in {of[target].name} now. It can be undone in the history."):
        st.rerun()


def _carried(found: Carried, name: str) -> str:
    """What is copied, in words."""
    if not found.ratings:
        return f"Nothing of {words.isolated(name)} is left to be carried over."
    since = f", the oldest of {found.earliest:%Y-%m-%d}" if found.earliest else ""
    undated = f"; {words.count(found.undated, 'has', 'have')} no date, so nobody sees how old they are" if found.undated else ""
    return f"{words.count(found.ratings, 'rating')} of {words.isolated(name)} would be carried over{since}{undated}. Each keeps its date and says where it is from."


def _name(states: list[RoundState], round_id: str) -> str:
    return next((state.name for state in states if state.round_id == round_id), round_id)
