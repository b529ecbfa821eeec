"""Rehearsals: simulated people who join, score and vote, some stricter, some undecided.

They use the functions that a participant's page uses. A room with simulated people is a rehearsal: it leaves no results.
"""

from __future__ import annotations

import random
import uuid

from cx.errors import NotAllowed, NotNow
from cx.store import Workspace
from cx.workshop.access import hashed, only_host
from cx.workshop.attendance import join
from cx.workshop.board import room_of
from cx.workshop.content import ANCHORS
from cx.workshop.marks import ballot, finished, score
from cx.workshop.room import Room
from cx.workshop.steps import DOTS

NAMES = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ivy",
    "Juniper",
    "Larch",
    "Maple",
    "Oak",
    "Pine",
    "Rowan",
    "Willow",
)
MOST = len(NAMES)
CANNOT_JUDGE = 0.06
"""Share of questions that a simulated person does not answer."""


def add_people(workspace: Workspace, room_id: str, host_key: str, number: int) -> None:
    """Let simulated people join, up to this number. Raises NotAllowed in a room that is no rehearsal, UnknownRoom for another key."""
    only_host(workspace, room_id, host_key)
    _only_rehearsals(room_of(workspace, room_id))
    for name in NAMES[:number]:
        join(workspace, room_id, name, _token(room_id, name), simulated=True)


def let_them_answer(workspace: Workspace, room_id: str, host_key: str) -> None:
    """Let every simulated person who is not finished answer the questions of this step, if it has any. Raises like `add_people`."""
    only_host(workspace, room_id, host_key)
    room = room_of(workspace, room_id)
    _only_rehearsals(room)
    done = finished(workspace, room)
    for person in room.people:
        if person.simulated and person.person_id not in done:
            _answer(workspace, room, person.pseudonym)


def _answer(workspace: Workspace, room: Room, name: str) -> None:
    lots = random.Random(f"{room.room_id}/{name}/{room.step.part}")
    strictness = random.Random(f"{room.room_id}/{name}").gauss(0, 0.6)
    token, part = _token(room.room_id, name), room.step.part
    try:
        if part == DOTS:
            for topic in room.topics:
                _vote(workspace, room, token, topic.topic_id, lots)
            return
        for item_id in room.asked(part) if part else ():
            item = room.content.item(item_id)
            scale = ANCHORS[item.scale]
            low, high = min(scale), max(scale)
            # About one item in three divides the room, so that there is something to talk about.
            camps = random.Random(f"{room.content_hash}/{item_id}")
            middle = (low + high) / 2 if item.fulfilment is None else low + (high - low) * item.fulfilment
            if camps.random() < 0.35 and part == "score1":
                middle = low + 0.6 if lots.random() < 0.5 else high - 0.6
            value = round(min(high, max(low, lots.gauss(middle - strictness, 0.7))))
            score(
                workspace,
                room.room_id,
                token,
                part,
                item_id,
                None if lots.random() < CANNOT_JUDGE else value,
                uuid.uuid4().hex,
            )
    except NotNow:
        return  # the facilitator was faster


def _vote(workspace: Workspace, room: Room, token: str, topic_id: str, lots: random.Random) -> None:
    topic = next(t for t in room.topics if t.topic_id == topic_id)
    weights = [1.0 / (place + 1) for place in range(len(topic.options))]
    dots: dict[str, int] = {}
    while sum(dots.values()) < topic.dots:
        open_ = [(o, w) for o, w in zip(topic.options, weights, strict=True) if dots.get(o.option_id, 0) < topic.cap]
        (chosen,) = lots.choices([o.option_id for o, _ in open_], [w for _, w in open_])
        dots[chosen] = dots.get(chosen, 0) + 1
    ballot(workspace, room.room_id, token, topic_id, dots, uuid.uuid4().hex)


def _token(room_id: str, name: str) -> str:
    # The token need not be secret: it belongs to a simulated person.
    return hashed(f"simulated/{room_id}/{name}")


def _only_rehearsals(room: Room) -> None:
    if not room.rehearsal:
        raise NotAllowed("Simulated people belong into a rehearsal. Open the room as a rehearsal to try it alone.")
