"""The facilitator's view: the steps, who is in and who has finished, and what the step needs."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.model import FEWEST_SHOWN
from cx.store import Workspace
from cx.ui.shared.download import download
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.roof import roofed
from cx.ui.workshop import components, topics
from cx.ui.workshop.act import act, say
from cx.ui.workshop.addresses import address_of, address_to_lead
from cx.ui.workshop.clock import shown
from cx.ui.workshop.files import downloads
from cx.ui.workshop.follow import apart, follow, people_in
from cx.ui.workshop.lead_steps import step_of
from cx.workshop.access import room_of_host
from cx.workshop.board import room_of
from cx.workshop.marks import finished
from cx.workshop.moves import go_back, go_on
from cx.workshop.rehearse import let_them_answer
from cx.workshop.room import Room
from cx.workshop.settings import MOST_SEATS, set_seats, set_timer
from cx.workshop.steps import STEP, neighbour

FEW = 2.0


def room_led_here(workspace: Workspace) -> tuple[Room, str] | None:
    """The room whose facilitator this is, by the key in the address (or the one last used here), and the key."""
    key = st.query_params.get("host") or st.session_state.get("ws_host", "")
    room = room_of_host(workspace, key) if key else None
    if room is None:
        return None
    st.session_state["ws_host"] = key
    st.session_state.setdefault("ws_led", {})[room.room_id] = key
    if st.query_params.get("host") != key:
        st.query_params["host"] = key
    return room, key


def leave() -> None:
    """Put the room aside here; its link opens it again, and in this tab a button."""
    st.session_state.pop("ws_host", None)
    st.query_params.pop("host", None)


def again(key: str) -> None:
    """Lead a room again that was put aside here."""
    st.session_state["ws_host"] = key


def page(workspace: Workspace, room: Room, key: str) -> None:
    """Everything of one step."""
    write_html(components.rail(room))
    say()
    left, right = st.columns([8, 4], gap="large")
    with left:
        body, files = st.container(), st.container()
    if room.step.key in ("decide", "closed"):
        with files:
            downloads(workspace, room)
    with right:
        follow(workspace, room)
        _timer(workspace, room, key)
        _steps(workspace, room, key)
        with apart():
            people_in(workspace, room.room_id)
        _rehearsal(workspace, room, key)
        _links(workspace, room, key)
        _way_back(room, key)
    with body:
        step_of(workspace, room, key)
        if not room.vote_begun:
            topics.editor(workspace, room, key)


def _timer(workspace: Workspace, room: Room, key: str) -> None:
    if room.step.key == "closed":
        return
    with st.container(horizontal=True, key="ws_way_timer", vertical_alignment="bottom"):
        minutes = st.number_input("Minutes", 1, 90, room.step.minutes, key=f"ws_minutes_{room.step.key}", width=110)
        st.button(
            "Start the timer",
            key="ws_timer_start",
            on_click=act,
            args=(set_timer, workspace, room.room_id, key, minutes),
        )
        if room.timer_ends:
            st.button("Stop it", key="ws_timer_stop", on_click=act, args=(set_timer, workspace, room.room_id, key, None))


def _steps(workspace: Workspace, room: Room, key: str) -> None:
    if room.step.key == "closed":
        return
    step, flags = (
        room.step.key,
        {"disagreement": room.to_discuss, "topics": bool(room.topics)},
    )
    to, back = neighbour(step, **flags), neighbour(step, back=True, **flags)
    with st.container(horizontal=True, key="ws_way_steps"):
        if back != step:
            st.button(
                f"Back to {STEP[back].title.lower()}",
                key="ws_back",
                help=literal(_what_back_means(room, back)),
                on_click=act,
                args=(go_back, workspace, room.room_id, key, step),
            )
        if to != "closed":
            st.button(
                f"Go on: {STEP[to].title.lower()}",
                key="ws_on",
                type="primary",
                on_click=act,
                args=(go_on, workspace, room.room_id, key, step),
            )
    if room.step.part and to != "closed":
        _who_is_missing(workspace, room)


def _what_back_means(room: Room, back: str) -> str:
    """What going back to a step means where the room has seen its marks."""
    part = STEP[back].part
    if not part or not room.was_seen(part):
        return ""
    return f"This was shown. A question changes where {FEWEST_SHOWN} people or more answer it anew: of fewer, everybody would see what they said."


@st.fragment(run_every=FEW)
@roofed
def _who_is_missing(workspace: Workspace, drawn: Room) -> None:
    room = room_of(workspace, drawn.room_id)
    missing = len(room.people) - len(finished(workspace, room)) if room.step.part else 0
    if room.step.part and not room.people:
        st.caption("Nobody has joined, so nothing is answered.")
    elif missing:
        st.caption(f"{words.count(missing, 'person has', 'people have')} not finished. If you go on, what they have saved by then counts.")
    elif room.people and room.step.part:
        st.caption("Everybody has finished.")


def _rehearsal(workspace: Workspace, room: Room, key: str) -> None:
    if room.rehearsal and room.step.part:
        st.button(
            "Let the simulated people answer",
            key="ws_simulate",
            on_click=act,
            args=(let_them_answer, workspace, room.room_id, key),
        )


def _links(workspace: Workspace, room: Room, key: str) -> None:
    if room.step.key == "closed":
        return
    with st.expander(f"Join and wall · {components.code(room)}"):
        if room.step.key != "lobby":
            components.code_and_qr(room, address_of(room))
        wall = address_of(room, wall="1")
        field = f"ws_seats_{room.version}"
        st.number_input(
            "Seats", 1, MOST_SEATS, room.seats, key=field, width=140, help="So many people can join; who is in stays.",
            on_change=lambda: act(set_seats, workspace, room.room_id, key, int(st.session_state[field])),
        )  # fmt: skip
        write_html(Markup('<p class="ws-link">Screen for the wall: <a href="{}" target="_blank">{}</a></p>').format(wall, wall))


def _way_back(room: Room, key: str) -> None:
    """The link that leads the room: its key is kept nowhere else, so that nobody else finds it."""
    link = address_to_lead(key)
    with st.expander("Your way back to this room"):
        st.caption(
            "This link leads the room, from any browser. If this tab is lost it is the only way back, so copy it, keep it as a file, or bookmark this page. Whoever has it leads: keep it off the wall."
        )
        st.code(link, language=None, wrap_lines=True)
        note = f"To lead “{room.name}” (code {components.code(room)}, opened {shown(room.opened_at):%Y-%m-%d %H:%M}), open:\n{link}\n"
        download("Keep it as a file", note, f"lead-{room.room_id}.txt", "text/plain", key="ws_way_back")
