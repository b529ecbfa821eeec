"""Settings of a room by the facilitator: timer, seats, focus, items to discuss, notes, effort, and topics of the vote."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cx.errors import NotAllowed, NotNow
from cx.store import Workspace
from cx.words import all_printable, printable
from cx.workshop.access import leading
from cx.workshop.board import room_of
from cx.workshop.clock import now
from cx.workshop.content import Topic
from cx.workshop.room import DISCUSSED, NOTE, Room
from cx.workshop.steps import POSITION, SCORE

LONGEST_NOTE = 500
MOST_SEATS = 200


def set_timer(workspace: Workspace, room_id: str, host_key: str, minutes: float | None) -> Room:
    """Start the timer of this step, or stop it (None)."""
    ends = "" if minutes is None else (now() + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    return _set(workspace, room_id, host_key, lambda room: ("timer", room.step.key, ends))


def set_focus(workspace: Workspace, room_id: str, host_key: str, item_id: str) -> Room:
    """Show one item to everybody."""
    return _set(workspace, room_id, host_key, lambda room: ("focus", room.step.key, item_id))


def set_discussed(workspace: Workspace, room_id: str, host_key: str, item_id: str, on: bool) -> Room:
    """Add an item to the discussion and the second score, or remove an added one; items in disagreement stay.

    Raises NotNow before the reveal and after the second score.
    """

    def value(room: Room) -> tuple[str, str, str]:
        if not room.seen(SCORE) or POSITION[room.step.key] > POSITION["discuss"]:
            raise NotNow("What is discussed is settled between the reveal and the end of the discussion. Go back to the discussion first.")
        room.content.item(item_id)
        return DISCUSSED, item_id, "yes" if on else ""

    return _set(workspace, room_id, host_key, value)


def set_note(workspace: Workspace, room_id: str, host_key: str, item_id: str, text: str) -> Room:
    """Set the note on an item, for the minutes; an empty text removes it. Raises NotAllowed for a long one."""
    note = text.strip()
    if len(note) > LONGEST_NOTE:
        raise NotAllowed(f"A note has at most {LONGEST_NOTE} letters; this one has {len(note)}. Keep to what was said.")

    def value(room: Room) -> tuple[str, str, str]:
        room.content.item(item_id)
        return NOTE, item_id, note

    return _set(workspace, room_id, host_key, value)


def set_seats(workspace: Workspace, room_id: str, host_key: str, seats: int) -> Room:
    """Set how many people can join; who is in stays. Raises NotAllowed for a number that no room has."""
    if not 1 <= seats <= MOST_SEATS:
        raise NotAllowed(f"A room has 1 to {MOST_SEATS} seats.")
    return _set(workspace, room_id, host_key, lambda room: ("seats", "", str(seats)))


def set_effort(workspace: Workspace, room_id: str, host_key: str, item_id: str, size: str) -> Room:
    """Set the effort of an item: S, M, L, XL, or an empty text."""
    return _set(workspace, room_id, host_key, lambda room: ("effort", item_id, size))


def set_topics(workspace: Workspace, room_id: str, host_key: str, topics: tuple[Topic, ...]) -> Room:
    """Set the topics of the vote. Raises NotAllowed for a topic without question or choice, NotNow once somebody could have voted."""
    for topic in topics:
        if not topic.title.strip():
            raise NotAllowed("Options without a question cannot be voted on. Write the question above them.")
        if len(topic.options) < 2:
            raise NotAllowed(
                f"“{topic.title}” leaves no choice: it has fewer than two options. Add one, or clear the question to take it off."
            )

    def value(room: Room) -> tuple[str, str, str]:
        if room.vote_begun:
            raise NotNow("The vote has begun, so its topics stand. Put what is new on the table of another workshop.")
        return "topics", "", json.dumps(all_printable([_plain(t) for t in topics]), ensure_ascii=False)

    return _set(workspace, room_id, host_key, value)


def _plain(topic: Topic) -> dict[str, Any]:
    return {**vars(topic), "options": [vars(o) for o in topic.options]}


def _set(workspace: Workspace, room_id: str, host_key: str, value: Callable[[Room], tuple[str, str, str]]) -> Room:
    with leading(workspace, room_id, host_key) as (cursor, room):
        if room.step.key == "closed":
            raise NotNow("This room is closed; its results stand.")
        name, item_id, text = value(room)
        cursor.execute(
            "INSERT INTO workshop_setting SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM workshop_setting WHERE room_id = ?",
            [room_id, name, item_id, printable(text), now(), room_id],
        )
    return room_of(workspace, room_id)
