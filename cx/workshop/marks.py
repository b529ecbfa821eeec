"""Scores and ballots: checked, encrypted, and stored.

Marks are append-only; the last one of a person counts. `mark_id` is made in the person's page, so that a request arriving
twice is stored once. People read their own marks with their own token; there is no function that reads another person's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cx.errors import NotAllowed, NotNow, UnknownRoom
from cx.languages.messages import tr
from cx.store import Workspace
from cx.store.acting import Act
from cx.workshop.attendance import person_with
from cx.workshop.board import board_of, room_of
from cx.workshop.clock import now
from cx.workshop.content import ANCHORS, Topic
from cx.workshop.encryption import Mark, decrypt, encrypt, key_of, keyed_name, people_behind
from cx.workshop.room import Person, Room
from cx.workshop.steps import DOTS, RESCORE, SCORE, STEPS

OF_PART = {s.part: s.title for s in STEPS if s.part}


def score(workspace: Workspace, room_id: str, token: str, part: str, item_id: str, value: int | None, mark_id: str) -> None:
    """Score one item, or abstain (None); repeatable until the facilitator goes on.

    Raises NotNow, NotAllowed or UnknownRoom; then nothing is written.
    """

    def check(room: Room) -> tuple[str, bool]:
        if item_id not in room.asked(part):
            raise NotAllowed(tr("This question is not on the table at this step."))
        scale = ANCHORS[room.content.item(item_id).scale]
        if value is not None and value not in scale:
            raise NotAllowed(tr("{value} is not on the scale from {low} to {high}.", value=value, low=min(scale), high=max(scale)))
        return json.dumps(value), True

    _write(workspace, room_id, token, part if part in (SCORE, RESCORE) else SCORE, item_id, check, mark_id)


def ballot(
    workspace: Workspace,
    room_id: str,
    token: str,
    topic_id: str,
    dots: Mapping[str, int],
    mark_id: str,
    *,
    done: bool = False,
) -> None:
    """Distribute dots over the options of a topic; with `done` the rest stays unspent.

    Raises NotNow, NotAllowed or UnknownRoom; then nothing is written.
    """

    def check(room: Room) -> tuple[str, bool]:
        topic = topic_with(room, topic_id)
        unknown = set(dots) - {o.option_id for o in topic.options}
        if unknown or any(d < 0 for d in dots.values()):
            raise NotAllowed(tr("The ballot names something that cannot be chosen."))
        if any(d > topic.cap for d in dots.values()):
            raise NotAllowed(tr("At most {most} dots go on one option. Put the others elsewhere.", most=topic.cap))
        spent = sum(dots.values())
        if spent > topic.dots:
            raise NotAllowed(tr("You have {dots} dots, and this would be {spent}. Take one back first.", dots=topic.dots, spent=spent))
        # Every option has a position, so that all ballots of a topic are equally long.
        return json.dumps([int(dots.get(o.option_id, 0)) for o in topic.options], separators=(",", ":")), done or spent == topic.dots

    _write(workspace, room_id, token, DOTS, topic_id, check, mark_id)


def topic_with(room: Room, topic_id: str) -> Topic:
    """The topic of that id; raises NotAllowed if it is not voted on."""
    for topic in room.topics:
        if topic.topic_id == topic_id:
            return topic
    raise NotAllowed(tr("This question is not voted on here."))


def own_scores(workspace: Workspace, room: Room, token: str, part: str) -> dict[str, int | None]:
    """What the holder of this token has scored so far, by item."""
    return {
        item: None if (value := json.loads(text)) is None else int(value)
        for item, text in _own(workspace, room, token, part).items()
        if item in room.asked(part)
    }


def own_ballots(workspace: Workspace, room: Room, token: str) -> dict[str, dict[str, int]]:
    """How the holder of this token has spent the dots so far, by topic and option."""
    found = _own(workspace, room, token, DOTS)
    return {
        t.topic_id: {o.option_id: int(d) for o, d in zip(t.options, json.loads(found[t.topic_id]), strict=True)}
        for t in room.topics
        if t.topic_id in found
    }


def finished(workspace: Workspace, room: Room) -> set[str]:
    """Ids of the people who have answered all questions of this step; empty at a step without questions."""
    part = room.step.part
    asked = room.asked(part) if part else ()
    if not asked:
        return set()
    done: dict[tuple[str, str], bool] = {}
    behind = people_behind(key_of(workspace, room), room, part, asked)
    for item_id, name, complete in workspace.rows(
        """SELECT item_id, person_id, arg_max(complete, number) FROM workshop_mark WHERE room_id = ? AND part = ?
           GROUP BY item_id, person_id ORDER BY max(number)""",
        [room.room_id, part],
    ):
        if (item_id, name) in behind:
            done[behind[item_id, name], item_id] = complete
    return {p.person_id for p in room.people if all(done.get((p.person_id, item_id)) for item_id in asked)}


def _own(workspace: Workspace, room: Room, token: str, part: str) -> dict[str, str]:
    person, key = _who(workspace, room, token), key_of(workspace, room)
    names = {keyed_name(key, room.room_id, part, item_id, person.person_id) for item_id in room.asked(part)}
    rows = workspace.rows(
        """SELECT mark_id, item_id, number, complete, blind, coalesce(form, 1), sealed FROM workshop_mark
           WHERE room_id = ? AND part = ? AND person_id IN (SELECT unnest(?::VARCHAR[]))
           QUALIFY row_number() OVER (PARTITION BY item_id, person_id ORDER BY number DESC) = 1 ORDER BY number""",
        [room.room_id, part, [person.person_id, *names]],
    )
    return {
        item_id: decrypt(key, Mark(mark_id, room.room_id, part, item_id, person.person_id, number, complete, blind, form), sealed)
        for mark_id, item_id, number, complete, blind, form, sealed in rows
    }


def _write(workspace: Workspace, room_id: str, token: str, part: str, item_id: str, check: Any, mark_id: str) -> None:
    with workspace.transaction(Act.TAKE_PART, answers_stand=True) as cursor:
        room = room_of(workspace, room_id)
        person, key = _who(workspace, room, token), key_of(workspace, room)
        if room.step.part != part:
            raise NotNow(tr("“{step}” is closed: the room has gone on. What you had saved by then counts.", step=tr(OF_PART[part])))
        text, complete = check(room)
        name = keyed_name(key, room_id, part, item_id, person.person_id)
        earlier = cursor.execute("SELECT room_id, person_id, part, item_id FROM workshop_mark WHERE mark_id = ?", [mark_id]).fetchall()
        if earlier == [(room_id, name, part, item_id)]:
            return  # the same request, arriving twice
        if earlier:
            raise NotAllowed(tr("This answer carries the number of another one. Give it again."))
        number = _next_number(workspace, cursor, room_id)
        mark = Mark(mark_id, room_id, part, item_id, person.person_id, number, complete, not room.was_seen(part))
        cursor.execute(
            "INSERT INTO workshop_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [mark_id, room_id, number, part, item_id, name, encrypt(key, mark, text), complete, mark.blind, now(), mark.form],
        )


def _who(workspace: Workspace, room: Room, token: str) -> Person:
    person = person_with(workspace, room.room_id, token)
    if person is None:
        raise UnknownRoom(tr("Nobody in this room has this key. Join again with the code on the wall."))
    return person


def _next_number(workspace: Workspace, cursor: Any, room_id: str) -> int:
    """The number of the next mark; there is only one writer, so it is kept in memory."""
    numbers = board_of(workspace).numbers
    if room_id not in numbers:
        newest = cursor.execute("SELECT coalesce(max(number), 0) FROM workshop_mark WHERE room_id = ?", [room_id]).fetchall()
        numbers[room_id] = newest[0][0]
    numbers[room_id] += 1
    return numbers[room_id]
