"""The facilitator follows the room, too: a heartbeat that costs no query, redraws the page when the room has moved, and shows the timer."""

from __future__ import annotations

import time

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from cx.languages.messages import tr
from cx.store import Workspace
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import write_html
from cx.ui.shared.roof import roofed
from cx.ui.workshop import components
from cx.workshop.attendance import present
from cx.workshop.board import room_of, room_version
from cx.workshop.clock import now
from cx.workshop.marks import finished
from cx.workshop.room import Room

BEAT = 1.0
"""Seconds between two questions of a page whether something has changed."""
AGAIN = "ws_draw_again_at"
BY_ITSELF = "ws_drawn_by_itself"
DRAWN = "ws_drawn"


def follow(workspace: Workspace, room: Room) -> None:
    """Draw the timer and keep the facilitator's page in step with the room."""
    if not st.session_state.pop(BY_ITSELF, False) or st.session_state.get(DRAWN) != (room.room_id, room.version):
        draw_again()
    st.session_state[DRAWN] = (room.room_id, room.version)
    with apart():
        _heartbeat(workspace, room.room_id, room.version)


def apart() -> DeltaGenerator:
    """A place of its own for a fragment. A run of one that begins before a draw of the whole page is sent takes its part out
    of that draw; without a place that stays, what stands below would move up, and be overwritten."""
    return st.container()


def draw_again() -> None:
    """Have the page drawn once more by the next beat; where somebody has acted, or the room has moved.

    Streamlit forgets what a run has drawn if the page asks for the next run after that one has ended and before what it drew is
    sent (`AppSession` ignores events of a runner that is no longer the current one). A page that beats every second meets
    this on a busy server: what was tapped is stored, but the page stays as it was, and nothing would ever draw it anew.
    """
    st.session_state[AGAIN] = time.monotonic() + BEAT / 2


@st.fragment(run_every=BEAT)
@roofed
def _heartbeat(workspace: Workspace, room_id: str, drawn: int) -> None:
    due = st.session_state.get(AGAIN)
    again = due is not None and due <= time.monotonic()
    if again:
        del st.session_state[AGAIN]
    if again or room_version(workspace, room_id) != drawn:
        st.session_state[BY_ITSELF] = True
        st.rerun()
    write_html(timer(room_of(workspace, room_id)))


@st.fragment(run_every=BEAT)
@roofed
def people_in(workspace: Workspace, room_id: str) -> None:
    """Who is in and who has finished, kept up to date."""
    room = room_of(workspace, room_id)
    there, done = present(workspace, room), finished(workspace, room)
    if not room.people:
        write_html(paragraph("Nobody has joined yet."))
        return
    attendance = f"{len(there)} of {len(room.people)} here"
    if room.step.part:
        attendance += f", {len(done)} finished"
    write_html(Markup('<p class="fact" role="status">{}</p>').format(attendance) + components.people(room, there, done))


def timer(room: Room) -> Markup:
    """What is left of the step, in minutes and seconds; nothing where no timer runs."""
    if room.timer_ends is None:
        return Markup('<p class="ws-timer" aria-hidden="true"></p>')
    left = round((room.timer_ends - now()).total_seconds())
    if left <= 0:
        return Markup('<p class="ws-timer over" role="timer">{}</p>').format(tr("Time is up"))
    return Markup('<p class="ws-timer" role="timer">{}</p>').format(tr("{time} left", time=f"{left // 60}:{left % 60:02d}"))
