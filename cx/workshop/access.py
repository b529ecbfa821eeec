"""Keys: what each link of a room allows, who leads a room, and the transaction that only the facilitator may run."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from cx.errors import UnknownRoom
from cx.store import Workspace
from cx.store.acting import Act
from cx.workshop.board import board_of, room_of
from cx.workshop.room import Room

CODE, PERSON, HOST = "The code", "A participant's link", "The facilitator's link"


@dataclass(frozen=True)
class Right:
    """What a link of a room allows and when; `calls` are the functions that refuse it to everybody else."""

    link: str
    act: str
    when: str
    calls: tuple[str, ...] = ()


RIGHTS: tuple[Right, ...] = (
    Right(CODE, "See the wall: how many are here, and what the room has revealed", "Always"),
    Right(CODE, "Join under a pseudonym", "Until the room is closed or full", ("join",)),
    Right(PERSON, "Score and vote for oneself, and change it", "While the step asks for it", ("score", "ballot")),
    Right(PERSON, "See one's own marks", "Until the room is closed; then the link is nobody's", ("own_scores", "own_ballots")),
    Right(HOST, "See who is in and who has finished, never what they chose", "Always"),
    Right(
        HOST, "Go on and back; set timer, seats, focus, what is discussed, notes, effort, topics of the vote", "Until the room is closed",
        ("go_on", "go_back", "set_timer", "set_seats", "set_focus", "set_discussed", "set_note", "set_effort", "set_topics"),
    ),
    Right(HOST, "Record decisions, and close the room with its results", "At the last steps", ("decide", "close_room")),
    Right(HOST, "See how many are strict or mild, without names", "Once the final scores are revealed", ("strictness",)),
    Right(HOST, "Let simulated people join and answer", "In a rehearsal", ("add_people", "let_them_answer")),
)  # fmt: skip
"""Everything that a link of a room allows. A page that was opened by one opens no other page of the program."""


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
        with workspace.transaction(Act.LEAD, answers_stand=not results) as cursor:
            only_host(workspace, room_id, host_key)
            yield cursor, room_of(workspace, room_id)
    finally:
        # After the commit: what is read before it is cached under the former version.
        board = board_of(workspace)
        with board.lock:
            board.versions[room_id] = board.versions.get(room_id, 0) + 1
