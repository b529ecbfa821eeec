"""Somebody's place in a room, and what is said to them about what they have just done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.errors import JourneyError
from cx.languages.messages import ENGLISH, speaking, tr
from cx.model import FEWEST_SHOWN
from cx.store import Workspace
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.workshop.guessing import Guest
from cx.workshop.order import drawn
from cx.workshop.room import Person, Room
from cx.workshop.steps import DOTS


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a room; `person` is None on the wall, and for everybody once the room is closed."""

    workspace: Workspace
    room: Room
    token: str
    person: Person | None
    wall: bool = False
    language: str = ENGLISH

    def in_order(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The ids in this person's own order."""
        return drawn(self.room.room_id, self.person.person_id, ids) if self.person else ids


def guest() -> Guest:
    """Who stands at the door here: the address of the browser, and this page of it."""
    context = get_script_run_ctx()
    return Guest(st.context.ip_address or "this computer", context.session_id if context else "")


def go(position_key: str, to: int) -> None:
    """Go to another question."""
    st.session_state[position_key] = to


def attempt(at: Seat, what: str, act: Callable[[], None]) -> bool:
    """Do it, and remember what to say about it in the language of this seat: what a tap does runs before its page."""
    try:
        with speaking(at.language):
            act()
    except JourneyError as error:
        st.session_state["ws_refused"] = (what, told(error))
        return False
    st.session_state.pop("ws_refused", None)
    return True


def say_saved(what: str, saved: bool, *, shown_before: bool) -> None:
    """Whether the answer is stored, or why not; and whether it counts at once, where the room has seen answers of this part before."""
    refused = st.session_state.get("ws_refused")
    if refused and refused[0] == what:
        st.warning(literal(refused[1]))
        return
    if saved and shown_before:
        said = tr(
            "Saved. This was shown before, so what changes counts once {fewest} people have changed it: of one, everybody would see it.",
            fewest=FEWEST_SHOWN,
        )
    elif saved:
        said = tr("Saved. You can change it until the facilitator goes on.")
    else:
        said = "" if what.startswith(DOTS) else tr("Not answered yet.")
    write_html(Markup('<p class="ws-saved" role="status">{}</p>').format(said))
