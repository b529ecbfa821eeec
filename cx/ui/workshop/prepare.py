"""Preparing a room: what is on the table, what is the same, what is voted on; then it is frozen and opened."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.appearance import look
from cx.errors import JourneyError
from cx.frames import row_dicts
from cx.model import KIND_MEANING
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.links import ON_THE_TABLE
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_of
from cx.ui.workshop import clock, lead
from cx.workshop.access import new_key
from cx.workshop.board import rooms
from cx.workshop.content import (
    FAILS,
    NOT_FULLY,
    OWN,
    TIER_WORDS,
    UNKNOWN,
    WANTED,
    Content,
    Topic,
    own_options,
    topic_of,
)
from cx.workshop.opening import open_room
from cx.workshop.rehearse import MOST, add_people
from cx.workshop.room import Room
from cx.workshop.table import Cell, duplicates, freeze, table_items

CHOICES = {
    "fails": "Must-haves that fail",
    "gaps": "All shortfalls",
    "persona": "One persona",
    "unknown": "Not assessed",
    "hand": "By hand",
}
GAP_TIERS = (FAILS, NOT_FULLY, WANTED)
AT_MOST = 15
"""Questions that fit into a quarter of an hour."""


def page(view: View) -> Room | None:
    """The form; gives the room once it is open."""
    candidates = table_items(view.workspace, view.answer)
    if candidates.empty:
        write_html(paragraph("No need arises at any stage yet. Load needs and the stages at which they arise on the Data page first."))
        return None
    name = st.text_input("Name of the workshop", key="ws_name", max_chars=80, placeholder="e.g. Shortfalls of spring, Tuesday")
    cells = _on_the_table(view, candidates)
    groups = _merged(view, cells)
    own = _own_topic()
    rehearsal, number = _rehearsal()
    content = freeze(view.workspace, view.answer, groups)
    _what_it_will_be(content, own)
    if st.button("Lock the list and open the room", type="primary", disabled=not cells, key="ws_open"):
        # Made once a page, so that a second click opens the same room.
        host_key = st.session_state.setdefault("ws_new_host", new_key())
        try:
            room = open_room(view.workspace, name, _with(content, own), host_key, rehearsal=rehearsal)
            if rehearsal:
                add_people(view.workspace, room.room_id, number)
        except JourneyError as error:
            st.warning(literal(str(error)))
            return None
        st.session_state.pop("ws_new_host")
        st.session_state["ws_host"] = host_key
        return room
    return None


def earlier(view: View) -> None:
    """Rooms of this workspace, and the way back into those that were led in this tab."""
    earlier_rooms = rooms(view.workspace)
    if not earlier_rooms:
        return
    st.header("Earlier rooms")
    st.caption(
        "Whoever opens the facilitator's link of a room goes on where it stands. The link stands on its page under “Your way back to this room”."
    )
    lines = [
        Markup('<span class="grow">{}<br><span class="muted">{:%Y-%m-%d} · {} · {}{}</span></span> {}').format(
            r.name,
            clock.shown(r.opened_at),
            words.count(len(r.items), "item"),
            words.count(len(r.people), "person", "people"),
            " · rehearsal" if r.rehearsal else "",
            r.step.title,
        )
        for r in earlier_rooms[:12]
    ]
    write_html(bullet_list(lines))
    led = st.session_state.get("ws_led", {})
    with st.container(horizontal=True, key="ws_led_here"):
        for r in earlier_rooms:
            if r.room_id in led:
                st.button(literal(f"Lead {r.name} again"), key=f"ws_again_{r.room_id}", on_click=lead.again, args=(led[r.room_id],))


def _on_the_table(view: View, candidates: pd.DataFrame) -> list[Cell]:
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
            "need": st.column_config.TextColumn("Need", width="large"), "stage": "Stage", "persona": "Persona", "kind": "Kind", "tier": "What it is", "state": "State",
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


def _merged(view: View, cells: list[Cell]) -> list[list[Cell]]:
    alike = duplicates(view.workspace, cells)
    merged: list[list[Cell]] = []
    if alike:
        st.header("The same question?")
        st.caption("Similar items split votes. What you merge is scored, voted on and decided once, for all of them.")
    for number, group in enumerate(alike):
        whose: dict[str, str] = dict(view.workspace.rows("SELECT need_id, persona_id FROM needs"))
        statements = dict.fromkeys(f"“{words.isolated(view.names.needs[need])}”" for need, _ in group)
        people = dict.fromkeys(words.isolated(view.names.personas.get(whose[need], whose[need])) for need, _ in group)
        question = f"{words.listing(statements, 6)} at {words.isolated(view.names.stages[group[0][1]])} ({', '.join(people)})"
        if st.checkbox(literal(f"Merge {question}"), key=f"ws_merge_{number}_{'~'.join(group[0])}"):
            merged.append(list(group))
    taken = {c for group in merged for c in group}
    firsts = {group[0]: group for group in merged}
    return [firsts.get(c, [c]) for c in cells if c in firsts or c not in taken]


def _own_topic() -> Topic | None:
    with st.expander("Also vote on something of your own"):
        st.caption("Until the vote begins, its questions can be changed in the room.")
        title = st.text_input("Question", key="ws_own_title", max_chars=120, placeholder="e.g. Which idea first?")
        text = st.text_area("Options, one a line", key="ws_own_options", height=110)
    options = own_options(text)
    if not title.strip() or len(options) < 2:
        return None
    return topic_of("own", title.strip(), OWN, options)


def _rehearsal() -> tuple[bool, int]:
    on = st.toggle(
        "Rehearse alone, with simulated people",
        key="ws_rehearse",
        help="They join, score and vote by themselves. Nothing of a rehearsal is written into the workspace.",
    )
    number = st.slider("Simulated people", 2, MOST, 8, key="ws_simulated", width=320) if on else 0
    return on, number


def _what_it_will_be(content: Content, own: Topic | None) -> None:
    number = len(content.items)
    if not number:
        write_html(paragraph("Tick what the room should look at."))
        return
    topics = _with(content, own).topics
    votes = (
        words.listing([f"“{t.title}” ({words.count(t.dots, 'dot')} each, at most {t.cap} on one)" for t in topics])
        if topics
        else "nothing: there are fewer than two options"
    )
    write_html(
        Markup('<p class="fact">{} to score, {} of them must-haves that fail. Votes on {}.</p>').format(
            words.count(number, "question"), sum(i.tier == FAILS for i in content.items), votes
        )
    )
    if number > AT_MOST:
        write_html(
            Markup(
                '<p class="fact">More than {} questions take longer than a quarter of an hour. Take the first ones, or merge.</p>'
            ).format(AT_MOST)
        )


def _with(content: Content, own: Topic | None) -> Content:
    return content if own is None else Content(**{**vars(content), "topics": (*content.topics, own)})
