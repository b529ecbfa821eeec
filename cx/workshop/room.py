"""A room: opening it, joining it, stepping on and back, and what everybody in it may know.

What has happened is only ever added to; where a room stands is read from that. One process holds the workspace, so it keeps
the rooms in memory beside the database: a hundred phones that ask every second whether something has changed cost no query.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

import duckdb

from cx.errors import NotAllowed, NotNow, UnknownRoom
from cx.store import Workspace
from cx.workshop.content import Content, Item, Topic, fingerprint, from_json, to_json, topics_of
from cx.workshop.ids import free_code, free_room_id
from cx.workshop.opinion import in_disagreement
from cx.workshop.seal import key_of, opened
from cx.workshop.steps import POSITION, RESCORE, SCORE, SEEN_FROM, STEP, Step, neighbour

LONGEST_NAME = 24
DISCUSSED, NOTE = "discussed", "note"
"""Settings of an item: that the facilitator added it to the discussion, and what was written down about it."""
PRESENT = 8.0
"""Somebody whose page has not asked for so many seconds is away."""


@dataclass(frozen=True)
class Person:
    """Somebody in the room, by pseudonym. `person_id` stands in the results."""

    person_id: str
    pseudonym: str
    simulated: bool


@dataclass(frozen=True)
class Room:
    """A room as it stands. `version` rises with every step and setting, for everybody who follows the room."""

    room_id: str
    code: str
    name: str
    rehearsal: bool
    content: Content
    content_hash: str
    opened_at: datetime
    steps: tuple[tuple[str, datetime, str], ...]
    settings: Mapping[tuple[str, str], str]
    people: tuple[Person, ...]
    in_disagreement: tuple[str, ...]
    version: int

    @property
    def step(self) -> Step:
        """The step at which the room is."""
        return STEP[self.steps[-1][0]]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything on the table."""
        return self.content.items

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What is voted on: as frozen, or as the facilitator set it since."""
        changed = self.settings.get(("topics", ""))
        return self.content.topics if changed is None else topics_of(json.loads(changed))

    @property
    def timer_ends(self) -> datetime | None:
        """When the timer of this step ends (UTC), if one runs."""
        text = self.settings.get(("timer", self.step.key))
        return datetime.fromisoformat(text) if text else None

    @property
    def focus(self) -> str:
        """The item that the room talks about now, or an empty text."""
        return self.settings.get(("focus", self.step.key), "")

    @property
    def discussed(self) -> tuple[str, ...]:
        """Ids of what is discussed and scored again, in the order of the table: what the room disagrees about, and what the facilitator added."""
        return tuple(i.item_id for i in self.items if i.item_id in self.in_disagreement or self.settings.get((DISCUSSED, i.item_id)))

    @property
    def to_discuss(self) -> bool:
        """Whether there is something to discuss, or nobody knows yet."""
        return bool(self.discussed) or not self.seen(SCORE)

    @property
    def notes(self) -> dict[str, str]:
        """What the facilitator wrote down, by item, in the order of the table."""
        found = {i.item_id: self.settings.get((NOTE, i.item_id), "") for i in self.items}
        return {item_id: text for item_id, text in found.items() if text}

    @property
    def vote_begun(self) -> bool:
        """Whether somebody could have voted at any time; from then on its topics stand."""
        return any(POSITION[step] >= POSITION["dots"] for step, _, _ in self.steps)

    def seen(self, part: str) -> bool:
        """Whether the marks of a part may be seen now."""
        return POSITION[self.step.key] >= SEEN_FROM[part]

    def was_seen(self, part: str) -> bool:
        """Whether the marks of a part have been seen at any time."""
        return any(POSITION[step] >= SEEN_FROM[part] for step, _, _ in self.steps)

    def asked(self, part: str) -> tuple[str, ...]:
        """Ids of what everybody is asked in a part: items, or topics."""
        if part == SCORE:
            return tuple(i.item_id for i in self.items)
        return self.discussed if part == RESCORE else tuple(t.topic_id for t in self.topics)


class _Board:
    """The rooms of one workspace in memory: versions, rooms as read, who was there when, hashes of keys."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.versions: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.rooms: dict[str, tuple[tuple[int, int], Room]] = {}
        self.last_seen: dict[str, float] = {}
        self.keys: dict[tuple[str, str], Person] = {}
        self.numbers: dict[str, int] = {}
        self.outcomes: dict[str, Any] = {}


_boards: WeakKeyDictionary[Workspace, _Board] = WeakKeyDictionary()
_boards_lock = threading.Lock()


def board_of(workspace: Workspace) -> _Board:
    """The board of a workspace; only the modules of the workshop use it."""
    with _boards_lock:
        return _boards.setdefault(workspace, _Board())


def now() -> datetime:
    """The time as the database keeps it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


def hashed(token: str) -> str:
    """What is kept of a key: enough to know it again."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_key() -> str:
    """A key that nobody guesses; it stands in the address of a participant or a facilitator."""
    return secrets.token_urlsafe(16)


def open_room(workspace: Workspace, name: str, content: Content, host_key: str, *, rehearsal: bool = False) -> Room:
    """Freeze the table and open the room; whoever has `host_key` leads it. Opening twice with one key gives one room.

    Raises NotAllowed for a room without name or items.
    """
    if not name.strip():
        raise NotAllowed("The room has no name. Give it one that people recognise on their phones.")
    if not content.items:
        raise NotAllowed("Nothing is on the table. Choose at least one cell.")
    text = to_json(content)
    with workspace.transaction(answers_stand=True) as cursor:
        known = cursor.execute("SELECT room_id FROM workshop_room WHERE host_hash = ?", [hashed(host_key)]).fetchall()
        if known:
            room_id = known[0][0]
        else:
            room_id, at = free_room_id(cursor), now()
            cursor.execute(
                "INSERT INTO workshop_room VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    room_id,
                    free_code(cursor),
                    " ".join(name.split()),
                    hashed(host_key),
                    rehearsal,
                    text,
                    fingerprint(text),
                    at,
                ],
            )
            cursor.execute("INSERT INTO workshop_step VALUES (?, 1, 'lobby', 0, ?, NULL)", [room_id, at])
    return room_of(workspace, room_id)


def room_with_code(workspace: Workspace, code: str) -> Room:
    """The room that people join with this code (case and blanks do not count); raises UnknownRoom."""
    wanted = "".join(code.split()).upper().replace("-", "")
    found = workspace.rows("SELECT room_id FROM workshop_room WHERE code = ?", [wanted])
    if not found:
        raise UnknownRoom(f"No room has the code “{wanted}”. Look at the wall again, or ask the facilitator for the link.")
    return room_of(workspace, found[0][0])


def room_of(workspace: Workspace, room_id: str) -> Room:
    """The room as it stands, from memory if nothing has changed; raises UnknownRoom."""
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
    """Rises with every step and setting of a room. Costs no query."""
    return board_of(workspace).versions.get(room_id, 0)


def rooms(workspace: Workspace) -> list[Room]:
    """Every room, the newest first."""
    return [room_of(workspace, r) for (r,) in workspace.rows("SELECT room_id FROM workshop_room ORDER BY opened_at DESC, room_id DESC")]


def is_host(workspace: Workspace, room_id: str, host_key: str) -> bool:
    """Whether this key leads the room."""
    return bool(host_key) and workspace.rows("SELECT host_hash FROM workshop_room WHERE room_id = ?", [room_id]) == [(hashed(host_key),)]


def room_of_host(workspace: Workspace, host_key: str) -> Room | None:
    """The room that this key leads, if there is one."""
    found = workspace.rows("SELECT room_id FROM workshop_room WHERE host_hash = ?", [hashed(host_key)])
    return room_of(workspace, found[0][0]) if found else None


def join(workspace: Workspace, room_id: str, pseudonym: str, token: str, *, simulated: bool = False) -> Person:
    """Enter a room under a pseudonym; who comes again with the same token is the same person.

    Raises NotAllowed for a name that is empty, too long or taken, NotNow for a room that is closed.
    """
    name = " ".join(pseudonym.split())
    with workspace.transaction(answers_stand=True) as cursor:
        known = cursor.execute(
            "SELECT person_id, pseudonym, simulated FROM workshop_person WHERE token_hash = ? AND room_id = ?",
            [hashed(token), room_id],
        ).fetchall()
        if known:
            return Person(*known[0])
        if not name:
            raise NotAllowed("Choose a pseudonym: any word will do, but not your name.")
        if len(name) > LONGEST_NAME:
            raise NotAllowed(f"A pseudonym has at most {LONGEST_NAME} letters; this one has {len(name)}. Choose a shorter one.")
        if room_of(workspace, room_id).step.key == "closed":
            raise NotNow("This room is closed; nobody can join any more.")
        people = cursor.execute("SELECT pseudonym FROM workshop_person WHERE room_id = ?", [room_id]).fetchall()
        if name.casefold() in {p.casefold() for (p,) in people}:
            raise NotAllowed(f"Somebody is called “{name}” already. Choose another pseudonym.")
        person = Person(f"{room_id}-{len(people) + 1:02d}", name, simulated)
        cursor.execute(
            "INSERT INTO workshop_person VALUES (?, ?, ?, ?, ?, ?)",
            [person.person_id, room_id, name, hashed(token), simulated, now()],
        )
    board = board_of(workspace)
    with board.lock:
        board.people[room_id] = board.people.get(room_id, 0) + 1
    return person


def person_with(workspace: Workspace, room_id: str, token: str) -> Person | None:
    """Whose token this is, in this room."""
    board, key = board_of(workspace), (room_id, hashed(token))
    if key not in board.keys:
        found = workspace.rows(
            "SELECT person_id, pseudonym, simulated FROM workshop_person WHERE token_hash = ? AND room_id = ?",
            [key[1], room_id],
        )
        if not found:
            return None
        board.keys[key] = Person(*found[0])
    return board.keys[key]


def is_there(workspace: Workspace, person_id: str) -> None:
    """Note that somebody's page has just asked. Costs no query."""
    board_of(workspace).last_seen[person_id] = time.monotonic()


def present(workspace: Workspace, room: Room) -> set[str]:
    """Ids of the people whose pages ask; the simulated are always there."""
    seen, at = board_of(workspace).last_seen, time.monotonic()
    return {p.person_id for p in room.people if p.simulated or at - seen.get(p.person_id, -PRESENT) < PRESENT}


def go_on(workspace: Workspace, room_id: str, host_key: str, from_step: str) -> Room:
    """One step on. `from_step` is the step that the facilitator saw: a second click on the same button does nothing.

    Marks that the new step shows are unsealed in the same transaction.
    """
    return _move(workspace, room_id, host_key, from_step, back=False)


def go_back(workspace: Workspace, room_id: str, host_key: str, from_step: str) -> Room:
    """One step back; nothing is lost. What is given after it had been seen once is no longer called blind."""
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
    """Write a step, and show what it reveals; the caller commits."""
    for part, position in SEEN_FROM.items():
        if POSITION[step] >= position and not room.seen(part):
            _unseal(cursor, key_of(workspace), room, part)
    cursor.execute(
        "INSERT INTO workshop_step SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, NULL FROM workshop_step WHERE room_id = ?",
        [room.room_id, step, POSITION[step], now(), room.room_id],
    )


def _unseal(cursor: duckdb.DuckDBPyConnection, key: bytes, room: Room, part: str) -> None:
    """The last mark of everybody, readable: the only place where a mark of another person is ever opened."""
    last = cursor.execute(
        """SELECT item_id, person_id, arg_max(mark_id, number), arg_max(sealed, number), arg_max(blind, number), max(marked_at)
           FROM workshop_mark WHERE room_id = ? AND part = ? GROUP BY item_id, person_id ORDER BY item_id, person_id""",
        [room.room_id, part],
    ).fetchall()
    shown: list[list[Any]] = []
    for item_id, person_id, mark_id, noise, blind, at in last:
        for place, value in values_of(room, part, item_id, opened(key, mark_id, noise)).items():
            shown.append([room.room_id, part, place, person_id, value, blind, at])
    cursor.execute("DELETE FROM workshop_shown WHERE room_id = ? AND part = ?", [room.room_id, part])
    if shown:
        columns = [list(column) for column in zip(*shown, strict=True)]
        types = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN", "TIMESTAMP")
        cursor.execute("INSERT INTO workshop_shown SELECT " + ", ".join(f"unnest(?::{t}[])" for t in types), columns)


def values_of(room: Room, part: str, item_id: str, text: str) -> dict[str, float | None]:
    """What a mark says: the score of an item (None = cannot judge), or the dots of every option of a topic."""
    raw = json.loads(text)
    if part in (SCORE, RESCORE):
        return {item_id: None if raw is None else float(raw)}
    topic = next((t for t in room.topics if t.topic_id == item_id), None)
    if topic is None or len(topic.options) != len(raw):
        return {}
    return {f"{item_id}/{o.option_id}": float(dots) for o, dots in zip(topic.options, raw, strict=True)}


@contextmanager
def leading(
    workspace: Workspace, room_id: str, host_key: str, *, results: bool = False
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Room]]:
    """A transaction of whoever leads the room; everybody who follows the room hears of it afterwards.

    Raises UnknownRoom for another key. With `results` it changes what other pages show as well.
    """
    try:
        with workspace.transaction(answers_stand=not results) as cursor:
            if not is_host(workspace, room_id, host_key):
                raise UnknownRoom("Only the facilitator can do this. Open the room with the facilitator's own link.")
            yield cursor, room_of(workspace, room_id)
    finally:
        # After the commit: whoever reads before it keeps what he read under the number before it.
        board = board_of(workspace)
        with board.lock:
            board.versions[room_id] = board.versions.get(room_id, 0) + 1


def _read(workspace: Workspace, room_id: str, version: int) -> Room:
    with workspace.cursor() as cursor:
        cursor.begin()
        found = cursor.execute(
            "SELECT code, name, rehearsal, content, content_hash, opened_at FROM workshop_room WHERE room_id = ?",
            [room_id],
        ).fetchall()
        if not found:
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
        content = from_json(found[0][3])
        split = in_disagreement(cursor, room_id, content)
        cursor.commit()
    code, name, rehearsal, _, content_hash, opened_at = found[0]
    return Room(
        room_id, code, name, rehearsal, content, content_hash, opened_at, tuple(steps),
        {(name, item): value for name, item, value in settings}, tuple(Person(*p) for p in people), split, version,
    )  # fmt: skip
