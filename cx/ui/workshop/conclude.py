"""The end of a room: effort of every item, decisions, and closing it with its results."""

from __future__ import annotations

import uuid

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.errors import InvalidData, JourneyError
from cx.store import Workspace
from cx.ui.shared.components import bullet_list
from cx.ui.shared.decision_form import decision_form
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.ui.workshop import components, screen
from cx.ui.workshop.act import act, say_next
from cx.workshop.content import FAILS, TIER_WORDS, Item
from cx.workshop.decisions import decide, standing, undecided
from cx.workshop.order import ranked
from cx.workshop.publish import Published, close_room, open_rounds
from cx.workshop.results import WEEKS, results
from cx.workshop.room import Room
from cx.workshop.settings import set_effort


def efforts(workspace: Workspace, room: Room, key: str) -> None:
    """A size for every item that has a priority, and effort against effect."""
    for item in (i for i in room.items if i.priority is not None):
        field = f"ws_effort_{item.item_id}"
        st.session_state[field] = room.settings.get(("effort", item.item_id)) or None
        st.segmented_control(
            literal(f"{item.title} (effect {components.priority(item)})"), list(WEEKS), key=field, format_func=lambda s: f"{s} · {WEEKS[s]} weeks",
            on_change=_set_effort, args=(workspace, room, key, item.item_id, field),
        )  # fmt: skip
    st.header("Effort against effect")
    screen.effort(room)


def _set_effort(workspace: Workspace, room: Room, key: str, item_id: str, field: str) -> None:
    act(set_effort, workspace, room.room_id, key, item_id, st.session_state[field] or "")


def decisions(workspace: Workspace, room: Room, key: str) -> None:
    """Every item with a form, as the list of shortfalls has them: must-haves that fail first, since they need a decision."""
    taken, open_items = standing(workspace, room), undecided(workspace, room)
    room_results = results(workspace, room).of("final")
    write_html(Markup('<p class="fact" role="status">{}</p>').format(screen.open_words(room, open_items)))
    for item in ranked(room.items):
        record = taken.get(item.item_id)
        state = record.decision.decision.capitalize() if record else "open" if item.tier == FAILS else "no decision"
        with st.expander(literal(f"{TIER_WORDS[item.tier]} · {item.title} · {state}"), expanded=bool(open_items) and item == open_items[0]):
            row = room_results.get(item.item_id)
            facts = [
                f"median {row['median']:g} of {row['n']}" if row and row["n"] else "",
                f"priority {components.priority(item)}" if item.priority is not None else "",
            ]
            note = room.notes.get(item.item_id, "")
            write_html(
                components.item_lines(item)
                + Markup('<p class="ws-where">{}</p>').format(" · ".join(filter(None, facts)))
                + (Markup('<p class="ws-met">Note: {}</p>').format(note) if note else "")
            )
            _decision_form(workspace, room, key, item)


def _decision_form(workspace: Workspace, room: Room, key: str, item: Item) -> None:
    number = len(st.session_state.setdefault("ws_decided", {}).get(item.item_id, ""))
    name = f"ws_decide_{room.room_id}_{item.item_id}_{number}"
    decision = decision_form(name, item.item_id)
    if decision is None:
        return
    try:
        decide(workspace, room.room_id, key, decision, name + st.session_state.setdefault("ws_form", uuid.uuid4().hex))
    except JourneyError as error:
        st.warning(literal(told(error)))
        return
    st.session_state["ws_decided"][item.item_id] = "x" * (number + 1)
    say_next(f"Recorded: {decision.decision}, “{item.title}”.")
    st.rerun()


def close(workspace: Workspace, room: Room, key: str) -> None:
    """The button that ends the room, and the round that takes its scores."""
    st.header("Close the room")
    rounds = {} if room.rehearsal else open_rounds(workspace)
    into = None
    if rounds:
        into = st.selectbox(
            "The scores become ratings of experts in", [*rounds, None], key="ws_into", width=420, format_func=lambda r: rounds.get(r, "No round: keep the scores only"),
            help="One rating a person for the need at that stage as a whole. What is known about single touchpoints stays, and customers keep coming first.",
        )  # fmt: skip
    elif not room.rehearsal:
        st.caption("No round is open, so the scores are kept without becoming ratings.")
    if st.button("Close the room and write the results" if not room.rehearsal else "End the rehearsal", key="ws_close", type="primary"):
        try:
            done = close_room(workspace, room.room_id, key, into)
        except InvalidData as error:
            st.warning(literal(told(error)))
            write_html(bullet_list(str(f) for f in error.issues[:10]))
            return
        except JourneyError as error:
            st.warning(literal(told(error)))
            return
        say_next(_written(done))
        st.rerun()


def _written(done: Published) -> str:
    rows = words.listing([words.count(n, t.rstrip("s")) for t, n in done.rows.items()], 5)
    message = f"Written: {rows}. The change can be undone on the Data page." if rows else "The rehearsal is over; nothing was written."
    if done.unrated:
        message += (
            f" Nobody could judge, or nobody needs any more, and so without rating: {words.listing([i.title for i in done.unrated])}."
        )
    return message
