"""What will be voted on: the facilitator changes, drops and adds questions until the vote begins."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import streamlit as st

from cx import words
from cx.errors import JourneyError
from cx.store import Workspace
from cx.ui.shared.markup import literal
from cx.ui.shared.told import told
from cx.ui.workshop.act import say_next
from cx.workshop.content import GAPS, OWN, Option, Topic, fingerprint, own_options, topic_of
from cx.workshop.room import Room
from cx.workshop.settings import set_topics

ON_ITEMS = "Which of the items first?"


def editor(workspace: Workspace, room: Room, key: str) -> None:
    """The questions of the vote as a form; those that were frozen and taken off stand there to be taken up again."""
    # Fields are made anew when what is voted on has changed, and keep what is typed while the room goes on.
    made = fingerprint(room.settings.get(("topics", ""), ""))[:8]
    with st.expander(f"What will be voted on · {words.count(len(room.topics), 'question')}"), st.form(f"ws_topics_{made}", border=False):
        st.caption(
            "Clear a question to take it off the list; any item of the room can be among the options of the first. Everybody's dots follow from the number of options. Once the vote begins, this stands."
        )
        asked = [_field(room, topic, f"ws_topic_{made}_{topic.topic_id}") for topic in _offered(room)]
        asked += _new(room, f"ws_topic_{made}_new")
        if st.form_submit_button("Save what is voted on"):
            try:
                set_topics(workspace, room.room_id, key, tuple(t for t in asked if t is not None))
            except JourneyError as error:
                st.warning(literal(told(error)))
                return
            say_next("Saved what is voted on.")
            st.rerun()


def _offered(room: Room) -> list[Topic]:
    """What is voted on now, then what was frozen and taken off since, and a vote on the items in any case."""
    taken = {t.topic_id for t in room.topics}
    offered = [*room.topics, *(t for t in room.content.topics if t.topic_id not in taken)]
    return offered if any(t.kind == GAPS for t in offered) or len(room.items) < 2 else [*offered, Topic(GAPS, ON_ITEMS, GAPS, (), 0, 0)]


def _field(room: Room, topic: Topic, name: str) -> Topic | None:
    on = topic in room.topics
    title = st.text_input(
        "Question",
        topic.title if on else "",
        key=f"{name}_title",
        max_chars=120,
        placeholder=None if on else f"Taken off: {topic.title}" if topic.options else topic.title,
    )
    if topic.kind == OWN:
        options = own_options(
            st.text_area("Options, one a line", "\n".join(o.label for o in topic.options), key=f"{name}_options", height=110)
        )
    else:
        frozen = next((t for t in room.content.topics if t.topic_id == topic.topic_id), topic)
        if topic.kind == GAPS:
            # Any item can be voted on, also one that was not put to the vote by itself.
            frozen = replace(frozen, options=tuple(Option(i.item_id, i.title, i.item_id) for i in room.items))
        labels = _labels(room, frozen)
        kept = st.multiselect(
            "Options",
            list(labels),
            [o.option_id for o in topic.options],
            format_func=lambda o: labels[o],
            key=f"{name}_options",
            select_all=False,
            filter_mode="contains",
        )
        options = tuple(o for o in frozen.options if o.option_id in kept)
    return topic_of(topic.topic_id, title.strip(), topic.kind, options) if title.strip() else None


def _labels(room: Room, topic: Topic) -> dict[str, str]:
    """Options by id; those of the same words say for whom, or else which of them they are: a choice goes by its words."""
    people = {i.item_id: ", ".join(i.personas) for i in room.items}
    same = Counter(o.label for o in topic.options)
    named = {
        o.option_id: f"{o.label} ({people[o.item_id]})" if same[o.label] > 1 and o.item_id in people else o.label for o in topic.options
    }
    again = Counter(named.values())
    return {o: f"{label}, {n}" if again[label] > 1 else label for n, (o, label) in enumerate(named.items(), start=1)}


def _new(room: Room, name: str) -> list[Topic]:
    title = st.text_input("Another question", key=f"{name}_title", max_chars=120, placeholder="e.g. Which idea first?")
    options = own_options(st.text_area("Its options, one a line", key=f"{name}_options", height=110))
    taken = {t.topic_id for t in _offered(room)}
    free = next(i for i in ("own", *(f"own{n}" for n in range(2, len(taken) + 3))) if i not in taken)
    return [topic_of(free, title.strip(), OWN, options)] if title.strip() or options else []
