"""What the facilitator sees at each step of a room."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.model import FEWEST_STRICT, FEWEST_UNITS
from cx.store import Workspace
from cx.ui.shared.components import bullet_list, paragraph
from cx.ui.shared.markup import write_html
from cx.ui.workshop import components, conclude, screen
from cx.ui.workshop.addresses import address_of
from cx.ui.workshop.moderate import moderate
from cx.workshop.results import strictness
from cx.workshop.room import Room


def step_of(workspace: Workspace, room: Room, key: str) -> None:
    """The purpose of the step that the room is at, and what belongs to it."""
    write_html(paragraph(room.step.purpose, "lead"))
    draw = AT_STEP.get(room.step.key)
    if draw is None:
        screen.decisions(workspace, room, anew=True)
    else:
        draw(workspace, room, key)


def _lobby(workspace: Workspace, room: Room, key: str) -> None:
    components.code_and_qr(room, address_of(room), 300)
    if "//127." in address_of(room) or "//localhost" in address_of(room):
        write_html(
            Markup(
                '<p class="fact">This address works on this computer only. For phones, start the server on an address of the network (<code>--server.address</code>), or behind a proxy.</p>'
            )
        )


def _questions(room: Room) -> None:
    asked = [room.content.item(i) for i in room.asked(room.step.part)]
    write_html(
        bullet_list(
            Markup('<span class="grow">{}<br><span class="muted">{} · {}</span></span>').format(i.statement, i.stage, ", ".join(i.personas))
            for i in asked
        )
    )


def _strictness(workspace: Workspace, room: Room, key: str) -> None:
    with st.expander("For your eyes: how strict the room is"):
        found = strictness(workspace, room, key)
        if not found:
            st.caption(
                f"Said of {FEWEST_STRICT} people or more who scored {FEWEST_UNITS} items or more: of fewer it would give single scores away."
            )
            return
        parts = [f"{found.get(place, 0)} {word}" for place, word in ((-1, "stricter"), (1, "milder"), (0, "in line"))]
        write_html(paragraph(f"Of {words.count(sum(found.values()), 'person', 'people')}, {words.listing(parts)}."))
        st.caption("Against the panel's medians, by half a step or more on average. Without names, and nothing is corrected by it.")


def _reveal(workspace: Workspace, room: Room, key: str) -> None:
    moderate(workspace, room, key)
    screen.reveal(workspace, room)


def _discuss(workspace: Workspace, room: Room, key: str) -> None:
    moderate(workspace, room, key)
    screen.discuss(workspace, room)


def _result(workspace: Workspace, room: Room, key: str) -> None:
    screen.result(workspace, room)
    _strictness(workspace, room, key)


def _dots(workspace: Workspace, room: Room, key: str) -> None:
    write_html(
        bullet_list(
            Markup('<span class="grow">{}</span> <span class="muted">{}, at most {} on one of {}</span>').format(
                topic.title, words.count(topic.dots, "dot"), topic.cap, len(topic.options)
            )
            for topic in room.topics
        )
    )


def _decide(workspace: Workspace, room: Room, key: str) -> None:
    conclude.decisions(workspace, room, key)
    conclude.close(workspace, room, key)


AT_STEP: dict[str, Callable[[Workspace, Room, str], None]] = {
    "lobby": _lobby,
    "score": lambda workspace, room, key: _questions(room),
    "rescore": lambda workspace, room, key: _questions(room),
    "reveal": _reveal,
    "discuss": _discuss,
    "result": _result,
    "dots": _dots,
    "tally": lambda workspace, room, key: screen.tally(workspace, room),
    "effort": conclude.efforts,
    "decide": _decide,
}
"""What the facilitator sees at each step; a room that is closed shows what was decided."""
