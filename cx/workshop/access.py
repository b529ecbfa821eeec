"""Keys: who leads a room, and the transaction that only the facilitator may run."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from cx.errors import UnknownRoom
from cx.store import Workspace
from cx.workshop.board import board_of, room_of
from cx.workshop.room import Room


def hashed(token: str) -> str:
    """The hash of a key; the key itself is not stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_key() -> str:
    """A random key; it is part of the address of a participant or a facilitator."""
    return secrets.token_urlsafe(16)


def is_host(workspace: Workspace, room_id: str, host_key: str) -> bool:
    """Whether this key leads the room."""
    return bool(host_key) and workspace.rows("SELECT host_hash FROM workshop_room WHERE room_id = ?", [room_id]) == [(hashed(host_key),)]


def only_host(workspace: Workspace, room_id: str, host_key: str) -> None:
    """Raise UnknownRoom for a key that does not lead the room."""
    if not is_host(workspace, room_id, host_key):
        raise UnknownRoom("Only the facilitator can do this. Open the room with the facilitator's own link.")


def room_of_host(workspace: Workspace, host_key: str) -> Room | None:
    """The room that this key leads, if there is one."""
    found = workspace.rows("SELECT room_id FROM workshop_room WHERE host_hash = ?", [hashed(host_key)])
    return room_of(workspace, found[0][0]) if found else None


@contextmanager
def leading(
    workspace: Workspace, room_id: str, host_key: str, *, results: bool = False
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Room]]:
    """A transaction of the facilitator; afterwards the version of the room rises, so that all pages of the room update.

    Raises UnknownRoom for another key. With `results` it changes what other pages show as well.
    """
    try:
        with workspace.transaction(answers_stand=not results) as cursor:
            only_host(workspace, room_id, host_key)
            yield cursor, room_of(workspace, room_id)
    finally:
        # After the commit: what is read before it is cached under the former version.
        board = board_of(workspace)
        with board.lock:
            board.versions[room_id] = board.versions.get(room_id, 0) + 1
