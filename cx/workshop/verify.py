"""Are the rooms whole? The frozen table of each is the one that was frozen, every sealed mark opens where its key is at hand, and what
a closed room published belongs to its table."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from cx.errors import SealBroken
from cx.store import Workspace
from cx.store.verify import SHOWN, Check
from cx.words import count
from cx.workshop.board import rooms
from cx.workshop.content import fingerprint, from_json
from cx.workshop.encryption import Mark, decrypt, key_of, people_behind
from cx.workshop.room import Room

REMEDY = (
    "Do not go on with these rooms: export what they hold, restore the newest copy that is whole, and compare "
    "(python -m cx restore COPY --database DB)."
)


def verify_rooms(workspace: Workspace) -> list[Check]:
    """The frozen content of every room, the decisions that refer to it, and the marks of rooms that are not closed."""
    stored = workspace.rows("SELECT name, content, content_hash FROM workshop_room ORDER BY opened_at, room_id")
    faults = []
    for name, content, content_hash in stored:
        if fingerprint(content) != content_hash:
            faults.append(f"The table of the room “{name}” is not the one that was frozen.")
        elif not _readable(content):
            faults.append(f"The table of the room “{name}” cannot be read.")
    astray = workspace.rows(
        """SELECT d.decision_id FROM decisions d JOIN workshop_room r ON r.room_id = d.workshop_id
        WHERE d.content_hash IS DISTINCT FROM r.content_hash ORDER BY 1"""
    )
    faults += [f"The decision {decision_id} belongs to another table than its room froze." for (decision_id,) in astray[:SHOWN]]
    tables = Check("rooms", count(len(stored), "room"), tuple(faults), REMEDY)
    return [tables] if faults else [tables, _seals(workspace)]


def _seals(workspace: Workspace) -> Check:
    opened, closed, faults = 0, 0, []
    for room in rooms(workspace):
        marks = workspace.rows(
            """SELECT part, mark_id, item_id, person_id, number, complete, blind, coalesce(form, 1), sealed FROM workshop_mark
            WHERE room_id = ? ORDER BY part, number""",
            [room.room_id],
        )
        try:
            key = key_of(workspace, room) if marks else b""
        except SealBroken:
            closed += len(marks)
            continue
        broken = sum(_broken(key, room, part, list(rows)) for part, rows in groupby(marks, lambda row: str(row[0])))
        opened += len(marks) - broken
        if broken:
            faults.append(f"{count(broken, 'mark')} of the room “{room.name}” do not open: they were altered, or exchanged for others.")
    seen = f"{count(opened, 'sealed mark')} opened"
    if closed:
        seen += f", {closed:,} not: their key is not on this machine (CX_SEAL_KEY_DIR names its folder)"
    return Check("seals", seen, tuple(faults), REMEDY)


def _broken(key: bytes, room: Room, part: str, marks: list[tuple[Any, ...]]) -> int:
    """How many marks of one part do not open as marks of somebody in the room."""
    behind = people_behind(key, room, part, {row[2] for row in marks})
    broken = 0
    for _, mark_id, item_id, name, number, complete, blind, form, sealed in marks:
        try:
            person_id = behind[item_id, name]
            decrypt(key, Mark(mark_id, room.room_id, part, item_id, person_id, number, complete, blind, form), sealed)
        except (KeyError, SealBroken):
            broken += 1
    return broken


def _readable(content: str) -> bool:
    try:
        from_json(content)
    except (ValueError, KeyError, TypeError):
        return False
    return True
