"""A participant's page: one question at a time, on a phone. The room leads; the page follows by itself."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from cx import words
from cx.errors import JourneyError, WorkshopError
from cx.store import Workspace
from cx.ui.style import literal
from cx.ui.workshop import look, screen
from cx.ui.workshop.follow import BEAT, timer
from cx.workshop.content import ANCHORS, PAIN_SCALE, Item, Option, Topic
from cx.workshop.marks import ballot, own_ballots, own_scores, score
from cx.workshop.room import Person, Room, is_there, join, new_key, person_with, room_of, room_with_code
from cx.workshop.steps import DOTS, RESCORE, SCORE

CANNOT = "I can't judge"


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a room; `person` is None on the wall."""

    workspace: Workspace
    room: Room
    token: str
    person: Person | None


def seat(workspace: Workspace) -> Seat | None:
    """The seat that the address names (`room` and `me`, or `wall`); None for whoever stands at the door.

    It stands in the address, so that a reload, or a server that was started again, finds the same person.
    """
    code = st.query_params.get("room", "")
    if not code:
        return None
    try:
        room = room_with_code(workspace, code)
    except WorkshopError as error:
        st.session_state["door_says"] = str(error)
        return None
    if "wall" in st.query_params:
        return Seat(workspace, room, "", None)
    token = st.query_params.get("me", "")
    person = person_with(workspace, room.room_id, token) if token else None
    return Seat(workspace, room, token, person) if person else None


def door(workspace: Workspace) -> None:
    """Code and pseudonym; no account."""
    st.title("Join the room")
    said = st.session_state.pop("door_says", "")
    if said:
        st.warning(said)
    with st.form("door", border=False):
        code = st.text_input(
            "Code on the wall", value=st.query_params.get("room", ""), key="door_code", max_chars=12, autocomplete="off"
        )
        name = st.text_input(
            "Pseudonym",
            key="door_name",
            max_chars=24,
            autocomplete="off",
            help="Any word that is not your name. The facilitator sees who is in, and never what you choose.",
        )
        if st.form_submit_button("Join", type="primary", width="stretch"):
            _enter(workspace, code, name)
    st.caption(
        "No account and no e-mail. What you choose is stored sealed until the facilitator reveals it for all at once, without names."
    )


def _enter(workspace: Workspace, code: str, name: str) -> None:
    # Made once a page, so that a second tap is the same person.
    token = st.session_state.setdefault("my_token", new_key())
    try:
        room = room_with_code(workspace, code)
        join(workspace, room.room_id, name, token)
    except JourneyError as error:
        st.warning(str(error))
        return
    st.query_params.from_dict({"room": room.code, "me": token})
    st.rerun()


@st.fragment(run_every=BEAT)
def step(taken: Seat) -> None:
    """What this step asks or shows: drawn anew with every beat, all of it.

    Streamlit forgets what a run has drawn if the page asks for its next run after that one has ended and before what it drew is
    sent (`AppSession` ignores events of a runner that is no longer the current one); a busy server meets this often. So a
    participant's page has one fragment, never runs as a whole again, and shows within a second what was lost.
    """
    at = replace(taken, room=room_of(taken.workspace, taken.room.room_id))
    if at.person:
        is_there(at.workspace, at.person.person_id)
    room, key = at.room, at.room.step.key
    wall = at.person is None
    head = look.where(
        room.name, at.person.pseudonym if at.person else f"join with code {room.code}", room.step.title
    ) + (look.where("Rehearsal", "nothing counts") if room.rehearsal else "")
    st.html(head)
    st.html(timer(room))
    if key == "score" and not wall:
        _questions(at, SCORE)
        return
    if key == "rescore" and not wall:
        _questions(at, RESCORE)
        return
    if key == "dots" and not wall:
        _votes(at)
        return
    st.title(room.step.title)
    own = own_scores(at.workspace, room, at.token, SCORE) if at.person and key in ("reveal", "discuss") else None
    if key == "lobby":
        _lobby(at)
    elif key == "reveal":
        screen.reveal(at.workspace, room, own)
    elif key == "discuss":
        screen.discuss(at.workspace, room, own)
    elif key == "result":
        screen.result(at.workspace, room)
    elif key == "tally":
        screen.tally(at.workspace, room)
    elif key == "effort":
        screen.effort(room)
    elif key in ("decide", "closed"):
        if key == "closed":
            st.html('<p class="fact">Thank you. This is what the room decided.</p>')
        screen.decisions(at.workspace, room)
    else:
        st.html(f'<p class="lead">{room.step.purpose}</p>')


def address_of(room: Room, **more: str) -> str:
    """The address under which this room is joined, as this browser reaches the server."""
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{_base()}/join?room={room.code}{extra}"


def address_to_lead(key: str) -> str:
    """The address under which a room is led: the only way back into its lead, for whoever has it."""
    return f"{_base()}/workshop?host={key}"


def _base() -> str:
    base = str(st.context.url or "").split("?")[0].rstrip("/")
    return base[: -len("/" + base.rsplit("/", 1)[-1])] if base.rsplit("/", 1)[-1] in ("join", "workshop") else base


def _lobby(at: Seat) -> None:
    if at.person is None:
        look.code_and_qr(at.room, address_of(at.room), 380)
        return
    st.html('<p class="lead">You are in. The facilitator starts; this page follows by itself.</p>')
    st.html(
        f'<p class="fact">{words.count(len(at.room.items), "question")} will come, one at a time. Answer for yourself; nobody sees it before all do.</p>'
    )


def _questions(at: Seat, part: str) -> None:
    room, asked = at.room, at.room.asked(part)
    if not asked:
        st.title("Nothing to score again")
        return
    given = own_scores(at.workspace, room, at.token, part)
    place = f"ws_at_{part}"
    if place not in st.session_state:
        st.session_state[place] = next((n for n, i in enumerate(asked) if i not in given), len(asked))
    here = st.session_state[place]
    done = sum(i in given for i in asked)
    if here >= len(asked):
        _all_answered(at, part, given)
        return
    item = room.content.item(asked[here])
    st.html(
        f'<p class="ws-where">Question {here + 1} of {len(asked)} · {done} answered</p><div class="ws-progress"><i style="width:{100 * done / len(asked):.0f}%"></i></div>'
    )
    st.title(literal(item.statement))
    st.html(look.item_lines(item))
    with st.expander("What is known about it"):
        st.html(look.basis(item))
    if part == RESCORE:
        first = own_scores(at.workspace, room, at.token, SCORE).get(item.item_id)
        st.html(f'<p class="ws-where">Your first score: {"none" if first is None else first}</p>')
    _answer(at, part, item, given)
    _say_saved(f"{part}_{item.item_id}", item.item_id in given)
    with st.container(horizontal=True, key="ws_way"):
        # A key for each question: a press that arrives twice, or late, is none on the question after.
        st.button("Back", key=f"ws_back_{here}", disabled=here == 0, on_click=_go, args=(place, here - 1), width="stretch")
        st.button(
            "Next" if here + 1 < len(asked) else "Finish",
            key=f"ws_next_{here}",
            type="primary",
            on_click=_go,
            args=(place, here + 1),
            width="stretch",
        )


def _answer(at: Seat, part: str, item: Item, given: dict[str, int | None]) -> None:
    scale = ANCHORS[item.scale]
    options = [*(str(v) for v in scale), CANNOT]
    key = f"ws_score_{part}_{item.item_id}"
    if key not in st.session_state and item.item_id in given:
        value = given[item.item_id]
        st.session_state[key] = CANNOT if value is None else str(value)
    question = (
        "What does the experience do to this pain?" if item.scale == PAIN_SCALE else "How far is this met here today?"
    )
    with st.container(key="ws_answer"):
        st.radio(
            question, options, index=None, key=key, on_change=_save_score, args=(at, part, item.item_id, key),
            format_func=lambda o: o if o == CANNOT else f"**{o}** {scale[int(o)]}".replace("**-", "**−"),
        )  # fmt: skip


def _save_score(at: Seat, part: str, item_id: str, key: str) -> None:
    chosen = st.session_state.get(key)
    asked, place = at.room.asked(part), st.session_state.get(f"ws_at_{part}", 0)
    if chosen is None or place >= len(asked) or asked[place] != item_id:
        return  # a tap on the scale of the question before, which stood there for a moment below the words of the next one
    value = None if chosen == CANNOT else int(chosen)
    given = own_scores(at.workspace, at.room, at.token, part)
    if item_id in given and given[item_id] == value:
        return  # a page that comes back says again what it said before
    _try(
        f"{part}_{item_id}",
        lambda: score(at.workspace, at.room.room_id, at.token, part, item_id, value, uuid.uuid4().hex),
    )


def _all_answered(at: Seat, part: str, given: dict[str, int | None]) -> None:
    asked, place = at.room.asked(part), f"ws_at_{part}"
    missing = [n for n, i in enumerate(asked) if i not in given]
    st.title("Some questions are open" if missing else "You have finished")
    if not missing:
        st.html(
            '<p class="fact" role="status">Everything is saved. You can change it until the facilitator goes on; this page follows by itself.</p>'
        )
    for n, item_id in enumerate(asked):
        item = at.room.content.item(item_id)
        value = given.get(item_id)
        said = "open" if item_id not in given else CANNOT if value is None else str(value)
        st.button(
            f"**{said}** · {literal(item.title)}",
            key=f"ws_change_{part}_{item_id}",
            on_click=_go,
            args=(place, n),
            width="stretch",
        )


def _votes(at: Seat) -> None:
    topics = at.room.topics
    place = "ws_at_topic"
    here = min(st.session_state.get(place, 0), len(topics))
    spent = own_ballots(at.workspace, at.room, at.token)
    if here >= len(topics):
        _all_voted(at, place, spent)
        return
    topic = topics[here]
    mine = spent.get(topic.topic_id, {})
    left = topic.dots - sum(mine.values())
    if len(topics) > 1:
        st.html(f'<p class="ws-where">Vote {here + 1} of {len(topics)}</p>')
    st.title(literal(topic.title))
    st.html(f'<p class="ws-met">{words.count(topic.dots, "dot")}, at most {topic.cap} on one. <b>{left} left.</b></p>')
    _say_saved(f"dots_{topic.topic_id}", bool(mine))
    for option in topic.options:
        _option(at, topic, option, mine)
    with st.container(horizontal=True, key="ws_way_dots"):
        st.button("Back", key=f"ws_topic_back_{here}", disabled=here == 0, on_click=_go, args=(place, here - 1), width="stretch")
        st.button(
            "Done" if left == 0 else f"Done, {left} unspent",
            key=f"ws_topic_next_{here}",
            type="primary",
            on_click=_vote_done,
            args=(at, topic, place, here + 1),
            width="stretch",
        )


def _option(at: Seat, topic: Topic, option: Option, mine: Mapping[str, int]) -> None:
    key = f"ws_dots_{topic.topic_id}_{option.option_id}"
    # Only once: what a beat would say of it again could overtake a tap on its way.
    if key not in st.session_state:
        st.session_state[key] = mine.get(option.option_id, 0)
    with st.container(key=f"ws_option_{topic.topic_id}_{option.option_id}"):
        st.segmented_control(
            literal(option.label),
            list(range(topic.cap + 1)),
            key=key,
            required=True,
            on_change=_save_dots,
            args=(at, topic, option.option_id, key),
            format_func=lambda n: f"{n}" if n == 0 else "●" * n,
        )


def _all_voted(at: Seat, place: str, spent: Mapping[str, Mapping[str, int]]) -> None:
    st.title("You have voted")
    st.html('<p class="fact" role="status">Your dots are saved. You can move them until the facilitator goes on; this page follows by itself.</p>')
    for n, topic in enumerate(at.room.topics):
        used = sum(spent.get(topic.topic_id, {}).values())
        label = f"**{used} of {topic.dots}** · {literal(topic.title)}"
        st.button(label, key=f"ws_again_{topic.topic_id}", on_click=_go, args=(place, n), width="stretch")


def _save_dots(at: Seat, topic: Topic, option_id: str, key: str) -> None:
    # Read anew: two quick taps arrive in one run, and each of them must keep the other's dot.
    mine = own_ballots(at.workspace, at.room, at.token).get(topic.topic_id, {})
    dots = st.session_state.get(key) or 0
    if dots != mine.get(option_id, 0) and not _cast(at, topic, {**mine, option_id: dots}):
        st.session_state[key] = mine.get(option_id, 0)  # what is stored counts: a tap that the rules refuse goes back


def _vote_done(at: Seat, topic: Topic, place: str, to: int) -> None:
    mine = own_ballots(at.workspace, at.room, at.token).get(topic.topic_id, {})
    if _cast(at, topic, mine, done=True):
        _go(place, to)


def _cast(at: Seat, topic: Topic, dots: dict[str, int], *, done: bool = False) -> bool:
    number = uuid.uuid4().hex
    return _try(
        f"dots_{topic.topic_id}",
        lambda: ballot(at.workspace, at.room.room_id, at.token, topic.topic_id, dots, number, done=done),
    )


def _go(place: str, to: int) -> None:
    st.session_state[place] = to


def _try(what: str, act) -> bool:  # noqa: ANN001
    """Do it, and remember what to say about it."""
    try:
        act()
    except JourneyError as error:
        st.session_state["ws_refused"] = (what, str(error))
        return False
    st.session_state.pop("ws_refused", None)
    return True


def _say_saved(what: str, saved: bool) -> None:
    refused = st.session_state.get("ws_refused")
    if refused and refused[0] == what:
        st.warning(refused[1])
        return
    st.html(
        f'<p class="ws-saved" role="status">{"Saved. You can change it until the facilitator goes on." if saved else "Not answered yet." if not what.startswith(DOTS) else ""}</p>'
    )
