"""A participant's page: one question at a time, on a phone. The room leads; the page follows by itself."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cx.errors import JourneyError, NotNow, WorkshopError
from cx.languages.messages import ENGLISH, LANGUAGES, speaking, tr, trn
from cx.store import Workspace
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import TAKES_PART
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.roof import roofed
from cx.ui.shared.told import told
from cx.ui.workshop import components, screen, wall
from cx.ui.workshop.addresses import address_of
from cx.ui.workshop.follow import BEAT, timer
from cx.ui.workshop.language import chosen, language_here
from cx.ui.workshop.questions import questions
from cx.ui.workshop.seat import Seat, guest
from cx.ui.workshop.votes import votes
from cx.workshop.access import new_key
from cx.workshop.attendance import is_there, join, person_with
from cx.workshop.board import room_of, room_with_code
from cx.workshop.guessing import count_wrong, room_behind
from cx.workshop.marks import own_scores
from cx.workshop.steps import RESCORE, SCORE

WRONG = "door_wrong"
"""The address that opened nothing: a page that is drawn again does not count it again."""


def seat(workspace: Workspace) -> Seat | None:
    """The seat that the address names (`room` and `me`, or `wall`); None for whoever stands at the door.

    It stands in the address, so that a reload, or a server that was started again, finds the same person. Once the room is
    closed it is nobody's any more: whoever has copied it sees what everybody sees.
    """
    code, token = st.query_params.get("room", ""), st.query_params.get("me", "")
    if not code or st.session_state.get(WRONG) == (code, token):
        return None
    found = seated(workspace, code, token) if token and "wall" not in st.query_params else None
    if found is None:
        try:
            room = room_behind(workspace, code, guest())
        except WorkshopError as error:
            st.session_state["door_says"] = told(error)
            if not isinstance(error, NotNow):
                st.session_state[WRONG] = (code, token)
            return None
        if "wall" in st.query_params or room.step.key == "closed":
            on_wall = "wall" in st.query_params
            found = Seat(workspace, room, "", None, wall=on_wall, language=ENGLISH if on_wall else language_here())
        elif token:
            count_wrong(workspace, guest())
            st.session_state[WRONG] = (code, token)
    return found


def seated(workspace: Workspace, code: str, token: str) -> Seat | None:
    """The seat of whoever has this key in the room of this code."""
    try:
        room = room_with_code(workspace, code)
    except WorkshopError:
        return None
    person = person_with(workspace, room.room_id, token)
    if person is None:
        return None
    st.session_state[TAKES_PART] = address_of(room, me=token, **chosen())
    return Seat(workspace, room, token, person, language=language_here())


def door(workspace: Workspace) -> None:
    """Code and pseudonym; no account."""
    with speaking(language_here()):
        _door(workspace)


def _door(workspace: Workspace) -> None:
    st.title(tr("Join the room"))
    message = st.session_state.pop("door_says", "")
    if message:
        st.warning(literal(message))
    with st.form("door", border=False):
        code = st.text_input(
            tr("Code on the wall"), value=st.query_params.get("room", ""), key="door_code", max_chars=12, autocomplete="off"
        )
        name = st.text_input(
            tr("Pseudonym"),
            key="door_name",
            max_chars=24,
            autocomplete="off",
            help=tr("Any word that is not your name. The facilitator sees who is in, and never what you choose."),
        )
        if st.form_submit_button(tr("Join"), type="primary", width="stretch"):
            _enter(workspace, code, name)
    st.caption(
        tr(
            "No account and no e-mail. What you choose is stored sealed until the facilitator reveals it for all at once, without names. "
            "A room has a limited number of seats, and after wrong codes the door opens more slowly."
        )
    )
    st.selectbox(
        "Language · Sprache · Langue · Idioma",
        list(LANGUAGES),
        index=list(LANGUAGES).index(language_here()),
        key="door_language",
        format_func=lambda code: LANGUAGES[code],
        on_change=_choose_language,
    )


def _choose_language() -> None:
    st.query_params["language"] = st.session_state["door_language"]


def _enter(workspace: Workspace, code: str, name: str) -> None:
    # Made once a page, so that a second tap is the same person.
    token = st.session_state.setdefault("my_token", new_key())
    try:
        room = room_behind(workspace, code, guest())
        join(workspace, room.room_id, name, token)
    except JourneyError as error:
        st.warning(literal(told(error)))
        return
    st.query_params.from_dict({"room": room.code, "me": token, **chosen()})
    st.rerun()


@st.fragment(run_every=BEAT)
@roofed
def step(taken: Seat) -> None:
    """What this step asks or shows: drawn anew with every beat, all of it.

    Streamlit forgets what a run has drawn if the page asks for its next run after that one has ended and before what it drew is
    sent (`AppSession` ignores events of a runner that is no longer the current one); a busy server meets this often. So a
    participant's page has one fragment, never runs as a whole again, and shows within a second what was lost.
    """
    with speaking(taken.language):
        _step(replace(taken, room=room_of(taken.workspace, taken.room.room_id)))


def _step(at: Seat) -> None:
    if at.wall:
        wall.page(at.workspace, at.room, address_of(at.room))
        return
    if at.person:
        is_there(at.workspace, at.person.person_id)
    room, key = at.room, at.room.step.key
    write_html(
        components.where(room.name, at.person.pseudonym if at.person else "", tr(room.step.title))
        + (components.where(tr("Rehearsal"), tr("nothing counts")) if room.rehearsal else "")
    )
    write_html(timer(room))
    if key == "score":
        questions(at, SCORE)
    elif key == "rescore":
        questions(at, RESCORE)
    elif key == "dots":
        votes(at)
    else:
        st.title(tr(room.step.title))
        _look_on(at)


def _look_on(at: Seat) -> None:
    """What a step that asks nothing shows."""
    room, key = at.room, at.room.step.key
    if key == "lobby":
        _lobby(at)
    elif key in ("reveal", "discuss"):
        own = own_scores(at.workspace, room, at.token, SCORE)
        (screen.reveal if key == "reveal" else screen.discuss)(at.workspace, room, own)
    elif key == "result":
        screen.result(at.workspace, room)
    elif key == "tally":
        screen.tally(at.workspace, room)
    elif key == "effort":
        screen.effort(room)
    else:
        if key == "closed":
            write_html(paragraph(tr("Thank you. This is what the room decided.")))
        screen.decisions(at.workspace, room)


def _lobby(at: Seat) -> None:
    write_html(paragraph(tr("You are in. The facilitator starts; this page follows by itself."), "lead"))
    write_html(
        paragraph(
            trn(
                "{n} question will come, one at a time. Answer for yourself; nobody sees it before all do.",
                "{n} questions will come, one at a time. Answer for yourself; nobody sees it before all do.",
                len(at.room.items),
            )
        )
    )
