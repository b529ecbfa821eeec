"""What a room decided, in its minutes and as work items for elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cx import words
from cx.delivery.labels import label_of
from cx.languages import numbers
from cx.languages.messages import ENGLISH, spoken, tr
from cx.model import EVIDENCE_MEANING
from cx.report.forms import Block
from cx.report.tickets import Ticket
from cx.store import Workspace
from cx.workshop.board import room_of
from cx.workshop.content import FAILS
from cx.workshop.decisions import SPOKEN, Recorded, undecided
from cx.workshop.order import ranked
from cx.workshop.revisions import on_record
from cx.workshop.room import Room

DECISION_HEADER = ("Id", "Item", "Decision", "Rationale", "Owner", "Due", "Review", "Dissent", "Options considered", "Evidence")
WORK = {"fix": "Fix: {what}", "research": "Find out: {what}"}
"""Decisions that become work items elsewhere, and their titles there."""


def work_items(workspace: Workspace, room_id: str) -> list[Ticket]:
    """The decisions that make work, as tickets; those about must-haves that fail come first."""
    room = room_of(workspace, room_id)
    found = []
    for r in on_record(workspace, room):
        if r.superseded_by is None and r.decision.decision in WORK:
            item = room.content.item(r.decision.item_id)
            said = [need_of(", ".join(item.personas), item.stage, item.statement)]
            said += [tr("Met when: {what}.", what=item.met_when)] * bool(item.met_when)
            said += [*why_and_whose(r.decision.rationale, r.decision.owner), decided_on(r.decision_id, r.decided_at)]
            title = tr(WORK[r.decision.decision], what=item.title)
            labels = ("journey-gap", f"workshop-{room_id}", label_of("decision", r.decision_id))
            found.append(Ticket(title, " ".join(said), item.tier == FAILS, labels, _day(r.decision.due)))
    return found


def need_of(who: str, stage: str, statement: str) -> str:
    """Whose need it is, and where, as a work item says it."""
    return tr("Need of {personas} at “{stage}”: {need}.", personas=who, stage=stage, need=statement)


def why_and_whose(rationale: str, owner: str) -> list[str]:
    """Why it was decided, and whose it is, where that is known."""
    return [tr("Why: {why}", why=rationale)] * bool(rationale) + [tr("Owner: {name}.", name=owner)] * bool(owner)


def decided_on(decision_id: str, day: date | None) -> str:
    """Which decision it is, and of which day."""
    return tr("Decision {id} of {day}.", id=decision_id, day=numbers.day(day)) if day else tr("Decision {id}.", id=decision_id)


def decisions(workspace: Workspace, room: Room, taken: Sequence[Recorded]) -> Block:
    """The decisions of the room, as the list of shortfalls has their items; of one item in the order in which they were taken."""
    place = {item.item_id: number for number, item in enumerate(ranked(room.items))}
    rows = [_decision_row(room, r) for r in sorted(taken, key=lambda r: place[r.decision.item_id])]
    open_items = undecided(workspace, room)
    open_ones = words.listing([i.title for i in open_items], 20)
    said = [tr("Must-haves that fail and have no decision: {items}.", items=open_ones)] * bool(open_items)
    return Block(
        tr("Decisions"),
        tuple(said) or (() if rows else (tr("None yet."),)),
        tuple(map(tr, DECISION_HEADER)),
        tuple(rows),
    )


def since(room: Room, later: Sequence[Recorded]) -> list[Block]:
    """Decisions that have superseded those of the room since; the room did not take them."""
    rows = tuple((*_decision_row(room, r), numbers.day(r.decided_at)) for r in later)
    header = tuple(map(tr, (*DECISION_HEADER, "Decided on")))
    return [Block(tr("Decided since the room was closed"), (), header, rows)] if rows else []


def _decision_row(room: Room, r: Recorded) -> tuple[str, ...]:
    d, item = r.decision, room.content.item(r.decision.item_id)
    return (
        r.decision_id, item.title, _decided(r), d.rationale, d.owner, "" if d.due is None else numbers.day(d.due),
        "" if d.review_date is None else numbers.day(d.review_date), d.dissent, "; ".join(d.options_considered), rung(r.evidence),
    )  # fmt: skip


def _decided(r: Recorded) -> str:
    decision = tr(SPOKEN[r.decision.decision].lower())
    return tr("{decision} (superseded by {other})", decision=decision, other=r.superseded_by) if r.superseded_by else decision


def rung(evidence: str) -> str:
    """The word for a rung of the evidence ladder; in English as it is stored."""
    return evidence if spoken() == ENGLISH or evidence not in EVIDENCE_MEANING else tr(EVIDENCE_MEANING[evidence].label.lower())


def _day(day: object) -> str:
    return "" if day is None else str(day)
