"""The rooms of a workspace, kept in memory beside the database.

One process holds the workspace, so a hundred phones that ask every second whether something has changed cost no query.
"""

from __future__ import annotations

import threading
from typing import Any
from weakref import WeakKeyDictionary

from cx.errors import UnknownRoom
from cx.languages.messages import tr
from cx.store import Workspace
from cx.workshop.content import from_json
from cx.workshop.panel_statistics import in_disagreement
from cx.workshop.room import Person, Room


class Board:
    """The rooms of one workspace in memory: versions, rooms, last requests, hashes of keys, results, wrong codes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.versions: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.rooms: dict[str, tuple[tuple[int, int], Room]] = {}
        self.last_seen: dict[str, float] = {}
        self.keys: dict[tuple[str, str], Person] = {}
        self.numbers: dict[str, int] = {}
        self.outcomes: dict[str, Any] = {}
        self.wrong: dict[tuple[str, str], Any] = {}
        self.opening = 0

    def begin_anew(self, opening: int) -> None:
        """Forget what was read from a database that was written anew since; every page that shows a room notices."""
        with self.lock:
            if self.opening:
                self.versions = {room: self.versions.get(room, 0) + 1 for room in {*self.versions, *self.rooms}}
                for read in (self.rooms, self.keys, self.outcomes):
                    read.clear()
            self.opening = opening


_boards: WeakKeyDictionary[Workspace, Board] = WeakKeyDictionary()
_boards_lock = threading.Lock()


def board_of(workspace: Workspace) -> Board:
    """The board of a workspace; only the modules of the workshop use it."""
    opening = workspace.openings
    with _boards_lock:
        board = _boards.setdefault(workspace, Board())
        if board.opening != opening:
            board.begin_anew(opening)
        return board


def room_with_code(workspace: Workspace, code: str) -> Room:
    """The room that people join with this code (case and blanks do not count); raises UnknownRoom."""
    wanted = "".join(code.split()).upper().replace("-", "")
    rows = workspace.rows("SELECT room_id FROM workshop_room WHERE code = ?", [wanted])
    if not rows:
        raise UnknownRoom(tr("No room has the code “{code}”. Look at the wall again, or ask the facilitator for the link.", code=wanted))
    return room_of(workspace, rows[0][0])


def room_of(workspace: Workspace, room_id: str) -> Room:
    """The present state of a room, from memory if nothing has changed; raises UnknownRoom."""
    board = board_of(workspace)
    with board.lock:
        version = (board.versions.get(room_id, 0), board.people.get(room_id, 0))
        known = board.rooms.get(room_id)
        if known and known[0] == version:
            return known[1]
    room = _read(workspace, room_id, version[0])
    with board.lock:
        board.rooms[room_id] = (version, room)
    return room


def room_version(workspace: Workspace, room_id: str) -> int:
    """The version of a room, which rises with every step and setting. Costs no query."""
    return board_of(workspace).versions.get(room_id, 0)


def rooms(workspace: Workspace) -> list[Room]:
    """Every room, the newest first."""
    return [room_of(workspace, r) for (r,) in workspace.rows("SELECT room_id FROM workshop_room ORDER BY opened_at DESC, room_id DESC")]


def _read(workspace: Workspace, room_id: str, version: int) -> Room:
    with workspace.cursor() as cursor:
        cursor.begin()
        rows = cursor.execute(
            "SELECT code, name, rehearsal, content, content_hash, opened_at, seal FROM workshop_room WHERE room_id = ?",
            [room_id],
        ).fetchall()
        if not rows:
            raise UnknownRoom("There is no such room in this workspace.")
        steps = cursor.execute(
            "SELECT step, happened_at, coalesce(note, '') FROM workshop_step WHERE room_id = ? ORDER BY number",
            [room_id],
        ).fetchall()
        settings = cursor.execute(
            "SELECT name, item_id, arg_max(value, number) FROM workshop_setting WHERE room_id = ? GROUP BY name, item_id",
            [room_id],
        ).fetchall()
        people = cursor.execute(
            "SELECT person_id, pseudonym, simulated FROM workshop_person WHERE room_id = ? ORDER BY joined_at, person_id",
            [room_id],
        ).fetchall()
        content = from_json(rows[0][3])
        split = in_disagreement(cursor, room_id, content)
        cursor.commit()
    code, name, rehearsal, _, content_hash, opened_at, seal = rows[0]
    return Room(
        room_id, code, name, rehearsal, content, content_hash, opened_at, tuple(steps),
        {(name, item): value for name, item, value in settings}, tuple(Person(*p) for p in people), split, version, seal,
    )  # fmt: skip
