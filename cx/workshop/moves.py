"""Going one step on or back, and revealing marks."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from cx.errors import NotNow
from cx.store import Workspace
from cx.workshop.access import leading
from cx.workshop.board import room_of
from cx.workshop.clock import now
from cx.workshop.encryption import decrypt, key_of
from cx.workshop.room import Room
from cx.workshop.steps import POSITION, RESCORE, SCORE, SEEN_FROM, neighbour


def go_on(workspace: Workspace, room_id: str, host_key: str, from_step: str) -> Room:
    """Go one step on. `from_step` is the step that the facilitator saw, so that a second click does nothing.

    Marks that the new step shows are decrypted in the same transaction.
    """
    return _move(workspace, room_id, host_key, from_step, back=False)


def go_back(workspace: Workspace, room_id: str, host_key: str, from_step: str) -> Room:
    """Go one step back; nothing is lost. Marks made after a reveal are no longer called blind."""
    return _move(workspace, room_id, host_key, from_step, back=True)


def _move(workspace: Workspace, room_id: str, host_key: str, from_step: str, *, back: bool) -> Room:
    with leading(workspace, room_id, host_key) as (cursor, room):
        if room.step.key == from_step:
            to = neighbour(
                from_step,
                back=back,
                disagreement=room.to_discuss,
                topics=bool(room.topics),
            )
            if to == "closed":
                raise NotNow("A room is closed with its results, on the last step.")
            if to != from_step:
                step_to(cursor, workspace, room, to)
    return room_of(workspace, room_id)


def step_to(cursor: duckdb.DuckDBPyConnection, workspace: Workspace, room: Room, step: str) -> None:
    """Store a step and reveal its marks; the caller commits."""
    for part, position in SEEN_FROM.items():
        if POSITION[step] >= position and not room.seen(part):
            _reveal(cursor, key_of(workspace), room, part)
    cursor.execute(
        "INSERT INTO workshop_step SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, NULL FROM workshop_step WHERE room_id = ?",
        [room.room_id, step, POSITION[step], now(), room.room_id],
    )


def _reveal(cursor: duckdb.DuckDBPyConnection, key: bytes, room: Room, part: str) -> None:
    """Store everybody's last mark in plain text: the only place where other people's marks are decrypted."""
    last = cursor.execute(
        """SELECT item_id, person_id, arg_max(mark_id, number), arg_max(sealed, number), arg_max(blind, number), max(marked_at)
           FROM workshop_mark WHERE room_id = ? AND part = ? GROUP BY item_id, person_id ORDER BY item_id, person_id""",
        [room.room_id, part],
    ).fetchall()
    shown: list[list[Any]] = []
    for item_id, person_id, mark_id, ciphertext, blind, at in last:
        for place, value in values_of(room, part, item_id, decrypt(key, mark_id, ciphertext)).items():
            shown.append([room.room_id, part, place, person_id, value, blind, at])
    cursor.execute("DELETE FROM workshop_shown WHERE room_id = ? AND part = ?", [room.room_id, part])
    if shown:
        columns = [list(column) for column in zip(*shown, strict=True)]
        types = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN", "TIMESTAMP")
        cursor.execute("INSERT INTO workshop_shown SELECT " + ", ".join(f"unnest(?::{t}[])" for t in types), columns)


def values_of(room: Room, part: str, item_id: str, text: str) -> dict[str, float | None]:
    """The values of a mark: the score of an item (None = cannot judge), or the dots of every option of a topic."""
    raw = json.loads(text)
    if part in (SCORE, RESCORE):
        return {item_id: None if raw is None else float(raw)}
    topic = next((t for t in room.topics if t.topic_id == item_id), None)
    if topic is None or len(topic.options) != len(raw):
        return {}
    return {f"{item_id}/{o.option_id}": float(dots) for o, dots in zip(topic.options, raw, strict=True)}
