"""Preparing a room: what is on the table, what is the same, what is voted on; then it is frozen and opened."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.errors import JourneyError
from cx.model import FEWEST_SHOWN
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.told import told
from cx.ui.workshop import clock, lead
from cx.ui.workshop.choose_items import merged, on_the_table
from cx.ui.workshop.files import pre_read_files
from cx.workshop.access import new_key
from cx.workshop.board import rooms
from cx.workshop.content import (
    OWN,
    Content,
    Topic,
    own_options,
    topic_of,
)
from cx.workshop.opening import open_room
from cx.workshop.rehearse import MOST, add_people
from cx.workshop.room import Room
from cx.workshop.table import Outline, freeze, outline, table_items

AT_MOST = 15
"""Questions that fit into a quarter of an hour."""


def page(view: View) -> Room | None:
    """The form; gives the room once it is open."""
    candidates = table_items(view.workspace, view.answer)
    if candidates.empty:
        write_html(paragraph("No need arises at any stage yet. Load needs and the stages at which they arise on the Data page first."))
        return None
    name = st.text_input("Name of the workshop", key="ws_name", max_chars=80, placeholder="e.g. Shortfalls of spring, Tuesday")
    cells = on_the_table(view, candidates)
    groups = merged(view, cells)
    own = _own_topic()
    rehearsal, number = _rehearsal()
    _what_it_will_be(outline(view.workspace, view.answer, groups), own)
    if cells:
        pre_read_files(view, name, cells)
    if st.button("Lock the list and open the room", type="primary", disabled=not cells, key="ws_open"):
        # Made once a page, so that a second click opens the same room.
        host_key = st.session_state.setdefault("ws_new_host", new_key())
        try:
            content = freeze(view.workspace, view.answer, groups)
            room = open_room(view.workspace, name, _with(content, own), host_key, rehearsal=rehearsal)
            if rehearsal:
                add_people(view.workspace, room.room_id, host_key, number)
        except JourneyError as error:
            st.warning(literal(told(error)))
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
    number = st.slider("Simulated people", FEWEST_SHOWN, MOST, 8, key="ws_simulated", width=320) if on else 0
    return on, number


def _what_it_will_be(planned: Outline, own: Topic | None) -> None:
    number = planned.number
    if not number:
        write_html(paragraph("Tick what the room should look at."))
        return
    topics = planned.topics if own is None else (*planned.topics, own)
    votes = (
        words.listing([f"“{t.title}” ({words.count(t.dots, 'dot')} each, at most {t.cap} on one)" for t in topics])
        if topics
        else "nothing: there are fewer than two options"
    )
    write_html(
        Markup('<p class="fact">{} to score, {} of them must-haves that fail. Votes on {}.</p>').format(
            words.count(number, "question"), planned.failing, votes
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
