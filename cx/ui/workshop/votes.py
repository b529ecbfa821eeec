"""Voting on a phone: dots on the options of a topic."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from cx.languages.messages import tr, trn
from cx.ui.shared.markup import literal, write_html
from cx.ui.workshop.components import topic_title
from cx.ui.workshop.seat import Seat, attempt, go, say_saved
from cx.workshop.content import Option, Topic
from cx.workshop.marks import ballot, own_ballots
from cx.workshop.steps import DOTS


def votes(at: Seat) -> None:
    """One topic at a time, its options in this person's own order."""
    topics = at.room.topics
    position_key = "ws_at_topic"
    here = min(st.session_state.get(position_key, 0), len(topics))
    spent = own_ballots(at.workspace, at.room, at.token)
    if here >= len(topics):
        _all_voted(at, position_key, spent)
        return
    topic = topics[here]
    mine = spent.get(topic.topic_id, {})
    left = topic.dots - sum(mine.values())
    if len(topics) > 1:
        write_html(Markup('<p class="ws-where">{}</p>').format(tr("Vote {number} of {all}", number=here + 1, all=len(topics))))
    st.title(literal(topic_title(topic)))
    write_html(
        Markup('<p class="ws-met">{} <b>{}</b></p>').format(
            trn("{n} dot, at most {most} on one.", "{n} dots, at most {most} on one.", topic.dots, most=topic.cap),
            tr("{number} left.", number=left),
        )
    )
    say_saved(f"dots_{topic.topic_id}", bool(mine), shown_before=at.room.was_seen(DOTS))
    options = {o.option_id: o for o in topic.options}
    for option in (options[o] for o in at.in_order(tuple(options))):
        _option(at, topic, option, mine)
    with st.container(horizontal=True, key="ws_way_dots"):
        st.button(tr("Back"), key=f"ws_topic_back_{here}", disabled=here == 0, on_click=go, args=(position_key, here - 1), width="stretch")
        st.button(
            tr("Done") if left == 0 else trn("Done, {n} unspent", "Done, {n} unspent", left),
            key=f"ws_topic_next_{here}",
            type="primary",
            on_click=_vote_done,
            args=(at, topic, position_key, here + 1),
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


def _all_voted(at: Seat, position_key: str, spent: Mapping[str, Mapping[str, int]]) -> None:
    st.title(tr("You have voted"))
    write_html(
        Markup('<p class="fact" role="status">{}</p>').format(
            tr("Your dots are saved. You can move them until the facilitator goes on; this page follows by itself.")
        )
    )
    for n, topic in enumerate(at.room.topics):
        used = sum(spent.get(topic.topic_id, {}).values())
        label = f"**{tr('{number} of {all}', number=used, all=topic.dots)}** · {literal(topic_title(topic))}"
        st.button(label, key=f"ws_again_{topic.topic_id}", on_click=go, args=(position_key, n), width="stretch")


def _save_dots(at: Seat, topic: Topic, option_id: str, key: str) -> None:
    # Read anew: two quick taps arrive in one run, and each of them must keep the other's dot.
    mine = own_ballots(at.workspace, at.room, at.token).get(topic.topic_id, {})
    dots = st.session_state.get(key) or 0
    if dots != mine.get(option_id, 0) and not _cast(at, topic, {**mine, option_id: dots}):
        st.session_state[key] = mine.get(option_id, 0)  # what is stored counts: a tap that the rules refuse goes back


def _vote_done(at: Seat, topic: Topic, position_key: str, to: int) -> None:
    mine = own_ballots(at.workspace, at.room, at.token).get(topic.topic_id, {})
    if _cast(at, topic, mine, done=True):
        go(position_key, to)


def _cast(at: Seat, topic: Topic, dots: dict[str, int], *, done: bool = False) -> bool:
    number = uuid.uuid4().hex
    return attempt(
        at,
        f"dots_{topic.topic_id}",
        lambda: ballot(at.workspace, at.room.room_id, at.token, topic.topic_id, dots, number, done=done),
    )
