"""Scoring on a phone: one question at a time."""

from __future__ import annotations

import uuid

import streamlit as st
from markupsafe import Markup

from cx.languages.messages import tr
from cx.ui.shared.markup import literal, write_html
from cx.ui.workshop import components
from cx.ui.workshop.seat import Seat, attempt, go, say_saved
from cx.workshop.content import ANCHORS, PAIN_SCALE, Item
from cx.workshop.marks import own_scores, score
from cx.workshop.steps import RESCORE, SCORE

CANNOT = "I can't judge"


def questions(at: Seat, part: str) -> None:
    """One question at a time, in this person's own order; what is known about it opens once it has been answered."""
    room, asked = at.room, at.in_order(at.room.asked(part))
    if not asked:
        st.title(tr("Nothing to score again"))
        return
    given = own_scores(at.workspace, room, at.token, part)
    position_key = f"ws_at_{part}"
    if position_key not in st.session_state:
        st.session_state[position_key] = next((n for n, i in enumerate(asked) if i not in given), len(asked))
    here = st.session_state[position_key]
    done = sum(i in given for i in asked)
    if here >= len(asked):
        _all_answered(at, part, given)
        return
    item = room.content.item(asked[here])
    write_html(
        Markup('<p class="ws-where">{}</p><div class="ws-progress"><i style="width:{:.0f}%"></i></div>').format(
            tr("Question {number} of {all} · {done} answered", number=here + 1, all=len(asked), done=done), 100 * done / len(asked)
        )
    )
    st.title(literal(item.statement))
    write_html(components.item_lines(item))
    first = own_scores(at.workspace, room, at.token, SCORE) if part == RESCORE else {}
    if part == RESCORE:
        first_score = first.get(item.item_id)
        said = tr("Your first score: none") if first_score is None else tr("Your first score: {score}", score=first_score)
        write_html(Markup('<p class="ws-where">{}</p>').format(said))
    _answer(at, part, item, given)
    say_saved(f"{part}_{item.item_id}", item.item_id in given, shown_before=room.was_seen(part))
    _known(item, own=item.item_id in given or item.item_id in first)
    with st.container(horizontal=True, key="ws_way"):
        # A key for each question: a press that arrives twice, or late, is none on the question after.
        st.button(tr("Back"), key=f"ws_back_{here}", disabled=here == 0, on_click=go, args=(position_key, here - 1), width="stretch")
        st.button(
            tr("Next" if here + 1 < len(asked) else "Finish"),
            key=f"ws_next_{here}",
            type="primary",
            on_click=go,
            args=(position_key, here + 1),
            width="stretch",
        )


def _known(item: Item, *, own: bool) -> None:
    # Shown before, it would answer in place of the person (method 6.1).
    if own:
        with st.expander(tr("What is known about it")):
            write_html(components.basis(item))
    else:
        write_html(Markup('<p class="ws-where">{}</p>').format(tr("What is known about it opens once you have scored.")))


def _answer(at: Seat, part: str, item: Item, given: dict[str, int | None]) -> None:
    scale = ANCHORS[item.scale]
    options = [*(str(v) for v in scale), CANNOT]
    key = f"ws_score_{part}_{item.item_id}"
    if key not in st.session_state and item.item_id in given:
        value = given[item.item_id]
        st.session_state[key] = CANNOT if value is None else str(value)
    question = tr("What does the experience do to this pain?" if item.scale == PAIN_SCALE else "How far is this met here today?")
    with st.container(key="ws_answer"):
        st.radio(
            question, options, index=None, key=key, on_change=_save_score, args=(at, part, item.item_id, key),
            format_func=lambda o: tr(o) if o == CANNOT else f"**{o}** {tr(scale[int(o)])}".replace("**-", "**−"),
        )  # fmt: skip


def _save_score(at: Seat, part: str, item_id: str, key: str) -> None:
    chosen = st.session_state.get(key)
    asked, position = at.in_order(at.room.asked(part)), st.session_state.get(f"ws_at_{part}", 0)
    if chosen is None or position >= len(asked) or asked[position] != item_id:
        return  # a tap on the scale of the question before, which stood there for a moment below the words of the next one
    value = None if chosen == CANNOT else int(chosen)
    given = own_scores(at.workspace, at.room, at.token, part)
    if item_id in given and given[item_id] == value:
        return  # a page that comes back says again what it said before
    attempt(
        at,
        f"{part}_{item_id}",
        lambda: score(at.workspace, at.room.room_id, at.token, part, item_id, value, uuid.uuid4().hex),
    )


def _all_answered(at: Seat, part: str, given: dict[str, int | None]) -> None:
    asked, position_key = at.in_order(at.room.asked(part)), f"ws_at_{part}"
    missing = [n for n, i in enumerate(asked) if i not in given]
    st.title(tr("Some questions are open" if missing else "You have finished"))
    if not missing:
        write_html(
            Markup('<p class="fact" role="status">{}</p>').format(
                tr("Everything is saved. You can change it until the facilitator goes on; this page follows by itself.")
            )
        )
    for n, item_id in enumerate(asked):
        item = at.room.content.item(item_id)
        value = given.get(item_id)
        answer = tr("open") if item_id not in given else tr(CANNOT) if value is None else str(value)
        st.button(
            f"**{answer}** · {literal(item.title)}",
            key=f"ws_change_{part}_{item_id}",
            on_click=go,
            args=(position_key, n),
            width="stretch",
        )
