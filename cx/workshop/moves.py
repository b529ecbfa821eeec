"""Going one step on or back, and revealing marks."""

from __future__ import annotations

import duckdb

from cx.errors import NotNow
from cx.store import Workspace
from cx.workshop.access import leading
from cx.workshop.board import room_of
from cx.workshop.clock import now
from cx.workshop.reveal import reveal
from cx.workshop.room import Room
from cx.workshop.steps import POSITION, SEEN_FROM, neighbour


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
            reveal(cursor, workspace, room, part)
    cursor.execute(
        "INSERT INTO workshop_step SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, NULL FROM workshop_step WHERE room_id = ?",
        [room.room_id, step, POSITION[step], now(), room.room_id],
    )
