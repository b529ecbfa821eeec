"""What the facilitator sees at each step of a room."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.store import Workspace
from cx.ui.shared.components import bullet_list, paragraph, table
from cx.ui.shared.markup import write_html
from cx.ui.workshop import components, conclude, screen
from cx.ui.workshop.addresses import address_of
from cx.ui.workshop.moderate import moderate
from cx.workshop.results import severity
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


def _severity(workspace: Workspace, room: Room) -> None:
    with st.expander("For your eyes: who is strict, who is mild"):
        st.caption("Mean distance from the panel's median, in steps. Nothing is corrected by it.")
        rows = [[r["pseudonym"], f"{r['severity']:+.2f}", str(r["n"])] for r in row_dicts(severity(workspace, room))]
        write_html(table(["Who", "Steps from the median", "n"], rows, "Severity of the raters"))


def _reveal(workspace: Workspace, room: Room, key: str) -> None:
    moderate(workspace, room, key)
    screen.reveal(workspace, room)


def _discuss(workspace: Workspace, room: Room, key: str) -> None:
    moderate(workspace, room, key)
    screen.discuss(workspace, room)


def _result(workspace: Workspace, room: Room, key: str) -> None:
    screen.result(workspace, room)
    _severity(workspace, room)


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
