"""What a room decided, in its minutes and as work items for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from cx import words
from cx.delivery.labels import label_of
from cx.report.forms import Block
from cx.report.tickets import Ticket
from cx.store import Workspace
from cx.workshop.board import room_of
from cx.workshop.content import FAILS
from cx.workshop.decisions import Recorded, undecided
from cx.workshop.order import ranked
from cx.workshop.revisions import on_record
from cx.workshop.room import Room

DECISION_HEADER = ("Id", "Item", "Decision", "Rationale", "Owner", "Due", "Review", "Dissent", "Options considered", "Evidence")
WORK = {"fix": "fix", "research": "find out"}
"""Decisions that become work items elsewhere."""


def work_items(workspace: Workspace, room_id: str) -> list[Ticket]:
    """The decisions that make work, as tickets; those about must-haves that fail come first."""
    room = room_of(workspace, room_id)
    found = []
    for r in on_record(workspace, room):
        if r.superseded_by is None and r.decision.decision in WORK:
            item = room.content.item(r.decision.item_id)
            said = [f"Need of {', '.join(item.personas)} at “{item.stage}”: {item.statement}."]
            said += [f"Met when: {item.met_when}."] * bool(item.met_when)
            said += [f"Why: {r.decision.rationale}"] * bool(r.decision.rationale)
            said += [f"Owner: {r.decision.owner}."] * bool(r.decision.owner)
            said += [f"Decision {r.decision_id} of {r.decided_at:%Y-%m-%d}."]
            title = f"{WORK[r.decision.decision].capitalize()}: {item.title}"
            labels = ("journey-gap", f"workshop-{room_id}", label_of("decision", r.decision_id))
            found.append(Ticket(title, " ".join(said), item.tier == FAILS, labels, _day(r.decision.due)))
    return found


def decisions(workspace: Workspace, room: Room, taken: Sequence[Recorded]) -> Block:
    """The decisions of the room, as the list of shortfalls has their items; of one item in the order in which they were taken."""
    place = {item.item_id: number for number, item in enumerate(ranked(room.items))}
    rows = [_decision_row(room, r) for r in sorted(taken, key=lambda r: place[r.decision.item_id])]
    open_items = undecided(workspace, room)
    said = [f"Must-haves that fail and have no decision: {words.listing([i.title for i in open_items], 20)}."] * bool(open_items)
    return Block(
        "Decisions",
        tuple(said) or (() if rows else ("None yet.",)),
        DECISION_HEADER,
        tuple(rows),
    )


def since(room: Room, later: Sequence[Recorded]) -> list[Block]:
    """Decisions that have superseded those of the room since; the room did not take them."""
    rows = tuple((*_decision_row(room, r), f"{r.decided_at:%Y-%m-%d}") for r in later)
    return [Block("Decided since the room was closed", (), (*DECISION_HEADER, "Decided on"), rows)] if rows else []


def _decision_row(room: Room, r: Recorded) -> tuple[str, ...]:
    d, item = r.decision, room.content.item(r.decision.item_id)
    return (
        r.decision_id, item.title, d.decision + (f" (superseded by {r.superseded_by})" if r.superseded_by else ""), d.rationale, d.owner, _day(d.due),
        _day(d.review_date), d.dissent, "; ".join(d.options_considered), r.evidence,
    )  # fmt: skip


def _day(day: object) -> str:
    return "" if day is None else str(day)
