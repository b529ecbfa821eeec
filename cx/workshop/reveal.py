"""The reveal: marks are opened, and what they say is stored without the people who said it.

This is the only place where other people's marks are opened. Values are written in a random order under numbers that are drawn
anew for every question and option, so that no two rows of a person are tied to one another: in a discussion people own up to
a score, and the others must not follow from it. What needs a whole person (how strict they are, the chances of an option) is
computed here and kept as a figure.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from cx.errors import SealBroken
from cx.model import FEWEST_SHOWN
from cx.store import Workspace
from cx.workshop import panel_statistics
from cx.workshop.encryption import Mark, decrypt, key_of, people_behind
from cx.workshop.room import Room
from cx.workshop.steps import CHANCES, DOTS, FIGURES, RESCORE, SCORE, STRICTNESS

TYPES = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN", "TIMESTAMP")
LOTS = secrets.SystemRandom()


@dataclass(frozen=True)
class Given:
    """A mark as it is stored, still sealed."""

    mark: Mark
    sealed: str
    marked_at: datetime


@dataclass(frozen=True)
class Said:
    """What one person marked, opened: `values` by place, an item or `topic/option` (None = cannot judge)."""

    item_id: str
    person_id: str
    values: dict[str, float | None]
    blind: bool
    marked_at: datetime


def reveal(cursor: duckdb.DuckDBPyConnection, workspace: Workspace, room: Room, part: str) -> None:
    """Store what everybody marked last in a part, and the figures that belong to it."""
    said = _enough(_opened(cursor, workspace, room, part))
    day = max((s.marked_at for s in said), default=datetime.min).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = [[room.room_id, part, place, name, value, blind, day] for place, name, value, blind in _unnamed(room, said)]
    figures = _figures(cursor, workspace, room, part, said)
    rows += [[room.room_id, *figure, True, day] for figure in figures]
    parts = [part, *(name for name, of in FIGURES.items() if of == part)]
    cursor.execute("DELETE FROM workshop_shown WHERE room_id = ? AND part IN (SELECT unnest(?::VARCHAR[]))", [room.room_id, parts])
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute("INSERT INTO workshop_shown SELECT " + ", ".join(f"unnest(?::{t}[])" for t in TYPES), columns)


def _opened(cursor: duckdb.DuckDBPyConnection, workspace: Workspace, room: Room, part: str) -> list[Said]:
    """What everybody marked last on every question, as far as it counts."""
    rows = cursor.execute(
        """SELECT mark_id, item_id, person_id, number, complete, blind, coalesce(form, 1), sealed, marked_at FROM workshop_mark
           WHERE room_id = ? AND part = ? ORDER BY number""",
        [room.room_id, part],
    ).fetchall()
    if not rows:
        return []
    key = key_of(workspace, room)
    behind = people_behind(key, room, part, {row[1] for row in rows})
    given: dict[str, list[Given]] = {}
    for mark_id, item_id, name, number, complete, blind, form, sealed, at in rows:
        if (item_id, name) not in behind:
            raise SealBroken(
                f"A mark of this room (“{item_id}”) belongs to nobody in it: somebody altered it in the database. Nothing is revealed. "
                "Put the database back from a copy of before, or open a new room."
            )
        mark = Mark(mark_id, room.room_id, part, item_id, behind[item_id, name], number, complete, blind, form)
        given.setdefault(item_id, []).append(Given(mark, sealed, at))
    return [
        Said(item_id, one.mark.person_id, values_of(room, part, item_id, decrypt(key, one.mark, one.sealed)), one.mark.blind, one.marked_at)
        for item_id, marks in given.items()
        for one in _counting(marks, room.reveals(part))
    ]


def _counting(marks: list[Given], reveals: Sequence[datetime]) -> list[Given]:
    """The marks of a question that count, one a person: the last one; but of what was shown before, a change by one or two people
    waits for others, since everybody would see by the difference what they said."""
    standing: dict[str, Given] = {}
    seen = datetime.min
    for bound in (*reveals, datetime.max):
        newer = {one.mark.person_id: one for one in marks if seen < one.marked_at <= bound}
        if len(standing) < FEWEST_SHOWN or len(newer) >= FEWEST_SHOWN:
            standing |= newer
            seen = bound
    return list(standing.values())


def _enough(said: list[Said]) -> list[Said]:
    """What may be shown: of a question that one or two people answered, each would know what the other said."""
    answers: dict[str, int] = {}
    for s in said:
        answers[s.item_id] = answers.get(s.item_id, 0) + any(value is not None for value in s.values.values())
    return [s for s in said if answers[s.item_id] == 0 or answers[s.item_id] >= FEWEST_SHOWN]


def _unnamed(room: Room, said: list[Said]) -> list[tuple[str, str, float | None, bool]]:
    """Place, number, value and blindness: the values of every place shuffled, and numbered from one."""
    places: dict[str, list[tuple[float | None, bool]]] = {}
    for s in said:
        for place, value in s.values.items():
            places.setdefault(place, []).append((value, s.blind))
    found = []
    for place in sorted(places):
        LOTS.shuffle(places[place])
        found += [(place, f"{room.room_id}-{n:02d}", value, blind) for n, (value, blind) in enumerate(places[place], start=1)]
    return found


def _figures(
    cursor: duckdb.DuckDBPyConnection, workspace: Workspace, room: Room, part: str, said: list[Said]
) -> list[tuple[str, str, str, float]]:
    """Figure, place, number and value."""
    if part == DOTS:
        ballots: dict[str, list[dict[str, float]]] = {}
        for s in filter(lambda s: s.values, said):
            ballots.setdefault(s.item_id, []).append({place.partition("/")[2]: dots or 0.0 for place, dots in s.values.items()})
        return [(CHANCES, place, "", chance) for place, chance in panel_statistics.chances(ballots).items()]
    if part == RESCORE:
        first = _enough(_opened(cursor, workspace, room, SCORE))
        return [(STRICTNESS, "", "", value) for value in _strictness(cursor, room, {SCORE: first, RESCORE: said})]
    return []


def _strictness(cursor: duckdb.DuckDBPyConnection, room: Room, said: dict[str, list[Said]]) -> list[int]:
    rows = [(part, place, s.person_id, value) for part, all_ in said.items() for s in all_ for place, value in s.values.items()]
    shown = """SELECT unnest(?::VARCHAR[]) AS part, unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS person_id,
        unnest(?::DOUBLE[]) AS value, true AS blind, now()::TIMESTAMP AS marked_at"""
    panel_statistics.stand_in(cursor, panel_statistics.items_of(room.content), shown, [[r[n] for r in rows] for n in range(4)])
    found = panel_statistics.strictness(cursor)
    panel_statistics.forget(cursor)
    return found


def values_of(room: Room, part: str, item_id: str, text: str) -> dict[str, float | None]:
    """The values of a mark: the score of an item (None = cannot judge), or the dots of every option of a topic."""
    raw = json.loads(text)
    if part in (SCORE, RESCORE):
        return {item_id: None if raw is None else float(raw)}
    topic = next((t for t in room.topics if t.topic_id == item_id), None)
    if topic is None or len(topic.options) != len(raw):
        return {}
    return {f"{item_id}/{o.option_id}": float(dots) for o, dots in zip(topic.options, raw, strict=True)}
