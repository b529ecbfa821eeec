"""Rooms for tests: a small table with every tier, and people who answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cx.analysis.coverage import coverage
from cx.store import Workspace
from cx.tables import TABLES
from cx.workshop.access import new_key
from cx.workshop.attendance import join
from cx.workshop.board import room_of
from cx.workshop.content import Content
from cx.workshop.marks import ballot, score
from cx.workshop.moves import go_back, go_on
from cx.workshop.opening import open_room
from cx.workshop.room import Room
from cx.workshop.steps import DOTS, STEPS
from cx.workshop.table import freeze, table_items
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need, one_need, stages_rated


def shortfalls() -> Tables:
    """Two failing mandatory needs (one without touchpoint), a partial one, a gain, a pain, an unknown: the first two fail, the third is not fully met."""
    tables = one_need("mandatory", stages_rated(0.3, 0.9))
    add_need(tables, "n2", "mandatory", [Stage("s1", [])])
    add_need(tables, "n3", "mandatory", stages_rated(0.6))
    add_need(tables, "n4", "gain", stages_rated(0.4))
    add_need(tables, "n5", "pain", [Stage("s2", [Contact(-0.5)])])
    add_need(tables, "n6", "mandatory", stages_rated("?"))
    tables["segments"] = [{"segment_id": "g1", "name": "All", "size": "100"}]
    tables["persona_segments"] = [{"persona_id": "p1", "segment_id": "g1"}]
    tables["improvements"] = [{"improvement_id": f"m{n}", "name": f"Idea {n}", "cost": "1"} for n in (1, 2, 3)]
    return tables


_frozen: dict[str, Content] = {}
"""What was frozen of the rows that a workspace holds: most rooms of tests are about the same ones, and the coverage is the
dearest that a room needs."""


def content_of(workspace: Workspace) -> Content:
    """Everything that is not met, frozen; worked out once for the same rows."""
    rows = repr([workspace.rows(f"FROM {table.name}") for table in TABLES])
    if rows not in _frozen:
        answer = coverage(workspace)
        found = table_items(workspace, answer)
        _frozen[rows] = freeze(workspace, answer, [[(r.need_id, r.stage_id)] for r in found[found["tier"] > 0].itertuples()])
    return _frozen[rows]


@dataclass
class Led:
    """A room with its key and its people's tokens."""

    workspace: Workspace
    room_id: str
    key: str
    tokens: list[str] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return room_of(self.workspace, self.room_id)

    def decision(self, number: int) -> str:
        """The id of a decision of this room."""
        return f"{self.room_id}-d{number:02d}"

    def go_to(self, step: str) -> Room:
        """On, or back, until the room is there."""
        order = [s.key for s in STEPS[:-1]]
        for _ in order:
            here = self.room.step.key
            if here == step:
                return self.room
            move = go_on if order.index(here) < order.index(step) else go_back
            move(self.workspace, self.room_id, self.key, here)
        raise AssertionError(f"the room never reaches {step}")

    def says(self, person: int, values: Mapping[str, int | None]) -> None:
        """A person scores these items at the present step."""
        for item_id, value in values.items():
            score(self.workspace, self.room_id, self.tokens[person], self.room.step.part, item_id, value, uuid.uuid4().hex)

    def all_say(self, columns: Mapping[str, Sequence[int | None]]) -> None:
        """Everybody scores: per item, one value a person."""
        for item_id, values in columns.items():
            for person, value in enumerate(values):
                self.says(person, {item_id: value})

    def votes(self, person: int, dots: Mapping[str, int], topic_id: str = "gaps") -> None:
        """A person spends dots."""
        ballot(self.workspace, self.room_id, self.tokens[person], topic_id, dots, uuid.uuid4().hex)

    def marks(self, part: str = DOTS) -> int:
        """How many marks of a part are stored."""
        return int(self.workspace.rows("SELECT count(*) FROM workshop_mark WHERE room_id = ? AND part = ?", [self.room_id, part])[0][0])


def led(workspace: Workspace, people: int = 3, content: Content | None = None, *, rehearsal: bool = False) -> Led:
    """An open room with so many people in it."""
    key = new_key()
    room = open_room(workspace, "Tuesday", content or content_of(workspace), key, rehearsal=rehearsal)
    made = Led(workspace, room.room_id, key, [new_key() for _ in range(people)])
    for number, token in enumerate(made.tokens, start=1):
        join(workspace, room.room_id, f"Person {number}", token)
    return made
