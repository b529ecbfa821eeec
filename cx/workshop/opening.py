"""Opening a room: its table is frozen."""

from __future__ import annotations

from cx.errors import NotAllowed
from cx.store import Workspace
from cx.store.acting import Act
from cx.words import printable
from cx.workshop.access import hashed
from cx.workshop.board import room_of
from cx.workshop.clock import now
from cx.workshop.content import Content, fingerprint, to_json
from cx.workshop.encryption import new_seal
from cx.workshop.ids import free_code, free_room_id
from cx.workshop.room import Room


def open_room(workspace: Workspace, name: str, content: Content, host_key: str, *, rehearsal: bool = False) -> Room:
    """Freeze the table and create the room, led with `host_key`. Opening twice with one key gives one room.

    Raises NotAllowed for a room without name or items.
    """
    name = printable(name)
    if not name.strip():
        raise NotAllowed("The room has no name. Give it one that people recognise on their phones.")
    if not content.items:
        raise NotAllowed("Nothing is on the table. Choose at least one cell.")
    text = to_json(content)
    with workspace.transaction(Act.LEAD, answers_stand=True) as cursor:
        known = cursor.execute("SELECT room_id FROM workshop_room WHERE host_hash = ?", [hashed(host_key)]).fetchall()
        if known:
            room_id = known[0][0]
        else:
            room_id, at = free_room_id(cursor), now()
            cursor.execute(
                "INSERT INTO workshop_room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    room_id,
                    free_code(cursor),
                    " ".join(name.split()),
                    hashed(host_key),
                    rehearsal,
                    text,
                    fingerprint(text),
                    at,
                    new_seal(workspace),
                ],
            )
            cursor.execute("INSERT INTO workshop_step VALUES (?, 1, 'lobby', 0, ?, NULL)", [room_id, at])
    return room_of(workspace, room_id)
