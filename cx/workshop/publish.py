"""Closing a room: its scores, ballots and decisions become rows of the workspace, its final scores direct ratings of experts.

They are written like an upload, with the same checks and as one change that can be undone. A rehearsal writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cx import words
from cx.changes.load import apply_sheets, user
from cx.changes.write import sheet_of
from cx.errors import InvalidData, NotAllowed, NotNow
from cx.store import Workspace
from cx.store.rows import Change
from cx.workshop import panel_statistics
from cx.workshop.access import leading
from cx.workshop.attendance import forget_people
from cx.workshop.board import room_of
from cx.workshop.content import GAPS, OWN, Item, Option, Topic
from cx.workshop.decisions import decided_at, recorded, undecided
from cx.workshop.encryption import forget_seal
from cx.workshop.moves import step_to
from cx.workshop.revisions import fields_of, id_of_cell, superseded, texts
from cx.workshop.room import Room
from cx.workshop.steps import DOTS, RESCORE, SCORE

Row = dict[str, str]


@dataclass(frozen=True)
class Published:
    """Rows written by closing a room, by table, and the items that got no rating: nobody could judge them, or nobody needs them any more."""

    rows: dict[str, int]
    unrated: tuple[Item, ...]


def open_rounds(workspace: Workspace) -> dict[str, str]:
    """Rounds that take ratings, the latest first: name by id."""
    return dict(workspace.rows("SELECT round_id, name FROM rounds WHERE frozen_on IS NULL ORDER BY opened_on DESC, round_id DESC"))


def close_room(workspace: Workspace, room_id: str, host_key: str, into_round: str | None, *, who: str | None = None) -> Published:
    """Close the room with its results; `into_round` takes the ratings (None: nothing is rated).

    Raises NotNow before the last step, NotAllowed while a must-have that fails has no decision, InvalidData if the workspace
    refuses a row; then nothing is written and the room stays open.
    """
    published = _closed(workspace, room_id, host_key, into_round, who)
    forget_seal(workspace, room_of(workspace, room_id))
    return published


def _closed(workspace: Workspace, room_id: str, host_key: str, into_round: str | None, who: str | None) -> Published:
    with leading(workspace, room_id, host_key, results=True) as (cursor, room):
        if room.step.key == "closed":
            return Published({}, ())
        if room.step.key != "decide":
            raise NotNow("A room is closed at its last step. Go on to “Decisions” first.")
        open_items = undecided(workspace, room)
        if open_items:
            named = words.listing([f"“{i.title}”" for i in open_items])
            raise NotAllowed(
                f"Every must-have that fails ends with a decision. Still open: {named}. “Defer” with a review date is a decision too."
            )
        step_to(cursor, workspace, room, "closed")
        forget_people(cursor, room)
        if room.rehearsal:
            return Published({}, ())
        panel_statistics.prepare(cursor, room_id, room.content)
        tables = {
            "scores": _scores(cursor, room), "ballots": _ballots(cursor, room),
            "ratings": _ratings(cursor, room, into_round) if into_round else [],
            "decisions": _decisions(cursor, workspace, room),
        }  # fmt: skip
        counts = {table: len(rows) for table, rows in tables.items() if rows}
        tables["decisions"] += superseded(cursor, {r["supersedes"] for r in tables["decisions"]})
        sheets = [sheet_of(table, rows) for table, rows in tables.items() if rows]
        done = apply_sheets(cursor, sheets, Change(who or user(), "workshop", room.name))
        if done.refused:
            raise InvalidData([f for f in done.issues if f.is_error])
    rated = {(r["need_id"], r["stage_id"]) for r in tables["ratings"]}
    unrated = tuple(i for i in room.items if into_round and not rated.intersection(i.cells))
    return Published(counts, unrated)


def _panel(cursor: Any, part: str) -> list[tuple[str, str, float | None, bool, datetime]]:
    """Item, number, value, blindness and day; the numbers are drawn anew for every item and round."""
    return cursor.execute(
        "SELECT item_id, person_id, value, blind, marked_at FROM panel WHERE part = ? ORDER BY item_id, person_id",
        [part],
    ).fetchall()


def _scores(cursor: Any, room: Room) -> list[Row]:
    again = {i for (i,) in cursor.execute("SELECT item_id FROM panel WHERE part = ? AND value IS NOT NULL", [RESCORE]).fetchall()}
    rows = []
    for number, part in ((1, SCORE), (2, RESCORE)):
        for item_id, voter, value, blind, at in _panel(cursor, part):
            item = room.content.item(item_id)
            for need_id, stage_id in item.cells:
                rows.append(texts({
                    "workshop_id": room.room_id, "need_id": need_id, "stage_id": stage_id, "voter": voter, "blind_round": number, "value": value,
                    "scale": item.scale, "blind": blind, "final": (part == RESCORE) == (item_id in again), "scored_on": at.date(),
                }))  # fmt: skip
    return rows


def _ballots(cursor: Any, room: Room) -> list[Row]:
    topics = {t.topic_id: t for t in room.topics}
    rows = []
    for place, voter, dots, at in cursor.execute(
        "SELECT item_id, person_id, value, marked_at FROM shown WHERE part = ? ORDER BY item_id, person_id", [DOTS]
    ).fetchall():
        topic_id, _, option_id = place.partition("/")
        topic = topics[topic_id]
        option = next(o for o in topic.options if o.option_id == option_id)
        rows.append(texts({
            "workshop_id": room.room_id, "topic": topic.title, "option_id": stands_for(room, topic, option), "voter": voter, "dots": int(dots),
            "label": option.label, "voted_on": at.date(),
        }))  # fmt: skip
    return rows


def stands_for(room: Room, topic: Topic, option: Option) -> str:
    """The id of an option outside of the room: need@stage for a gap, the improvement for a solution."""
    if topic.kind == OWN or not option.item_id:
        return option.option_id
    return "@".join(room.content.item(option.item_id).cells[0]) if topic.kind == GAPS else option.item_id


def _ratings(cursor: Any, room: Room, round_id: str) -> list[Row]:
    """One row per score and cell, direct: it rates the need at the stage as a whole, and no touchpoint (method 2.2 (5)).

    A cell that is no longer needed since the table was frozen gets no rating.
    """
    needed = set(cursor.execute("SELECT need_id, stage_id FROM need_stages").fetchall())
    rows = []
    for item_id, rater, value, _, at in _panel(cursor, panel_statistics.FINAL):
        item = room.content.item(item_id)
        for need_id, stage_id in (c for c in item.cells if value is not None and c in needed):
            rows.append(texts({
                "round_id": round_id, "touchpoint_id": None, "stage_id": stage_id, "need_id": need_id, "source": "expert", "rater": rater,
                "value": value, "scale": item.scale, "rated_on": at.date(), "note": f"Workshop “{room.name}”",
            }))  # fmt: skip
    return rows


def _decisions(cursor: Any, workspace: Workspace, room: Room) -> list[Row]:
    round_id = (
        room.content.round_id if cursor.execute("SELECT 1 FROM rounds WHERE round_id = ?", [room.content.round_id]).fetchall() else None
    )
    earlier = decided_at(workspace)
    rows = []
    for r in recorded(workspace, room):
        cells = room.content.item(r.decision.item_id).cells
        for number, (need_id, stage_id) in enumerate(cells):
            # Decisions of earlier rooms about the cell are superseded as well: one decision is in force.
            before = earlier.get((need_id, stage_id), {}).get("decision_id")
            rows.append(texts({
                "decision_id": id_of_cell(r.decision_id, number), "workshop_id": room.room_id, "round_id": round_id, "content_hash": room.content_hash,
                "need_id": need_id, "stage_id": stage_id, **fields_of(r.decision), "evidence_level_at_decision": r.evidence, "alpha_at_decision": r.alpha,
                "priority_at_decision": r.priority, "status": "superseded" if r.superseded_by else "accepted",
                "supersedes": id_of_cell(r.supersedes, number) if r.supersedes else before, "decided_on": r.decided_at.date(),
            }))  # fmt: skip
    return rows
