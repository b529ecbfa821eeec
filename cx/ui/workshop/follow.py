"""Following the room: a heartbeat that costs no query, redraws the page when the room has moved, and shows the timer."""

from __future__ import annotations

import streamlit as st

from cx.store import Workspace
from cx.ui.workshop import look
from cx.workshop.marks import finished
from cx.workshop.room import Room, is_there, now, present, room_of, room_version

BEAT = 1.0
"""Seconds between two questions of a page whether something has changed."""


def follow(workspace: Workspace, room: Room, person_id: str = "") -> None:
    """Draw the timer and keep this page in step with the room."""
    _heartbeat(workspace, room.room_id, room.version, person_id)


@st.fragment(run_every=BEAT)
def _heartbeat(workspace: Workspace, room_id: str, drawn: int, person_id: str) -> None:
    if person_id:
        is_there(workspace, person_id)
    if room_version(workspace, room_id) != drawn:
        st.rerun()
    st.html(timer(room_of(workspace, room_id)))


@st.fragment(run_every=BEAT)
def people_in(workspace: Workspace, room_id: str) -> None:
    """Who is in and who has finished, kept up to date."""
    room = room_of(workspace, room_id)
    there, done = present(workspace, room), finished(workspace, room)
    if not room.people:
        st.html('<p class="fact">Nobody has joined yet.</p>')
        return
    said = f"{len(there)} of {len(room.people)} here"
    if room.step.part:
        said += f", {len(done)} finished"
    st.html(f'<p class="fact" role="status">{said}</p>' + look.people(room, there, done))


def timer(room: Room) -> str:
    """What is left of the step, in minutes and seconds; nothing where no timer runs."""
    if room.timer_ends is None:
        return '<p class="ws-timer" aria-hidden="true"></p>'
    left = round((room.timer_ends - now()).total_seconds())
    if left <= 0:
        return '<p class="ws-timer over" role="timer">Time is up</p>'
    return f'<p class="ws-timer" role="timer">{left // 60}:{left % 60:02d} left</p>'
