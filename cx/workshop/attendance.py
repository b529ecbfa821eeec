"""Joining a room, and who is present."""

from __future__ import annotations

import time

import duckdb

from cx.errors import NotAllowed, NotNow
from cx.languages.messages import tr
from cx.store import Workspace
from cx.store.acting import Act
from cx.words import printable
from cx.workshop.access import hashed
from cx.workshop.board import board_of, room_of
from cx.workshop.clock import now
from cx.workshop.ids import new_person_id
from cx.workshop.room import Person, Room

LONGEST_NAME = 24
PRESENT = 8.0
"""Seconds after its last request from which a page counts as absent."""


def join(workspace: Workspace, room_id: str, pseudonym: str, token: str, *, simulated: bool = False) -> Person:
    """Join a room under a pseudonym; the same token is the same person.

    Raises NotAllowed for a name that is empty, too long or taken, NotNow for a room that is closed or full.
    """
    name = " ".join(printable(pseudonym).split())
    with workspace.transaction(Act.TAKE_PART, answers_stand=True) as cursor:
        room = room_of(workspace, room_id)
        if room.step.key == "closed":
            raise NotNow(tr("This room is closed; nobody can join any more."))
        known = cursor.execute(
            "SELECT person_id, pseudonym, simulated FROM workshop_person WHERE token_hash = ? AND room_id = ?",
            [hashed(token), room_id],
        ).fetchall()
        if known:
            return Person(*known[0])
        if not name:
            raise NotAllowed(tr("Choose a pseudonym: any word will do, but not your name."))
        if len(name) > LONGEST_NAME:
            raise NotAllowed(
                tr(
                    "A pseudonym has at most {most} letters; this one has {number}. Choose a shorter one.",
                    most=LONGEST_NAME,
                    number=len(name),
                )
            )
        people = cursor.execute("SELECT pseudonym FROM workshop_person WHERE room_id = ?", [room_id]).fetchall()
        if len(people) >= room.seats:
            raise NotNow(tr("All {seats} seats of this room are taken. Ask the facilitator for one more.", seats=room.seats))
        if name.casefold() in {p.casefold() for (p,) in people}:
            raise NotAllowed(tr("Somebody is called “{name}” already. Choose another pseudonym.", name=name))
        person = Person(new_person_id(room_id), name, simulated)
        cursor.execute(
            "INSERT INTO workshop_person VALUES (?, ?, ?, ?, ?, ?)",
            [person.person_id, room_id, name, hashed(token), simulated, now()],
        )
    board = board_of(workspace)
    with board.lock:
        board.people[room_id] = board.people.get(room_id, 0) + 1
    return person


def person_with(workspace: Workspace, room_id: str, token: str) -> Person | None:
    """The person in the room with this token, or None; in a room that is closed nobody is anybody any more."""
    board, key = board_of(workspace), (room_id, hashed(token))
    if room_of(workspace, room_id).step.key == "closed":
        return None
    if key not in board.keys:
        found = workspace.rows(
            "SELECT person_id, pseudonym, simulated FROM workshop_person WHERE token_hash = ? AND room_id = ?",
            [key[1], room_id],
        )
        if not found:
            return None
        board.keys[key] = Person(*found[0])
    return board.keys[key]


def forget_people(cursor: duckdb.DuckDBPyConnection, room: Room) -> None:
    """Of a room that closes: no key opens anything any more, no mark can be opened, and nothing tells who came first."""
    cursor.execute("DELETE FROM workshop_mark WHERE room_id = ?", [room.room_id])
    cursor.execute(
        "UPDATE workshop_person SET token_hash = 'left ' || person_id, joined_at = ? WHERE room_id = ?", [room.opened_at, room.room_id]
    )


def is_there(workspace: Workspace, person_id: str) -> None:
    """Note a request of somebody's page. Costs no query."""
    board_of(workspace).last_seen[person_id] = time.monotonic()


def present(workspace: Workspace, room: Room) -> set[str]:
    """Ids of the people whose pages are open; simulated people are always present."""
    seen, at = board_of(workspace).last_seen, time.monotonic()
    return {p.person_id for p in room.people if p.simulated or at - seen.get(p.person_id, -PRESENT) < PRESENT}
