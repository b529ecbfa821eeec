"""Minutes of a room: what was decided first, then what it rests on: how far the room agreed, what was said, what it voted for.

They name nobody: participants appear as numbers of people, owners as they were written into a decision.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from cx import words
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import ENGLISH, spoken, tr, trn
from cx.model import FEWEST_SHOWN, FEWEST_UNITS
from cx.report.decided import decisions, rung, since
from cx.report.forms import Block
from cx.store import Workspace
from cx.workshop import closeness
from cx.workshop.board import room_of
from cx.workshop.clock import local, zone_said
from cx.workshop.content import ANCHORS, CELL_SCALE, OWN, PAIN_SCALE
from cx.workshop.decisions import recorded
from cx.workshop.panel_statistics import FINAL
from cx.workshop.results import Results, effort_and_effect, results, votes_beside_priority
from cx.workshop.revisions import on_record
from cx.workshop.room import Room
from cx.workshop.steps import RESCORE, SCORE, STEP


def minutes(workspace: Workspace, room_id: str, zone: tzinfo | None = None) -> list[Block]:
    """The minutes as they stand, with times of `zone`; the first block is the title. Before the end they are a draft, and say so."""
    room = room_of(workspace, room_id)
    found = results(workspace, room)
    taken = on_record(workspace, room)
    own = {r.decision_id for r in recorded(workspace, room)}
    return [
        _title(room, zone),
        decisions(workspace, room, [r for r in taken if r.decision_id in own]),
        *since(room, [r for r in taken if r.decision_id not in own]),
        _agreement(room, found),
        _scores(room, found),
        *_notes(room),
        *_votes(room, found),
        *_effort(room),
        _course(room, zone),
    ]


def _title(room: Room, zone: tzinfo | None) -> Block:
    people = sum(not p.simulated for p in room.people)
    opened = local(room.opened_at, zone)
    said = [
        " · ".join(
            (
                f"{numbers.day(opened)} {opened:%H:%M}",
                words.count(people, "participant"),
                trn("{n} item on the table", "{n} items on the table", len(room.items)),
                room.content.scope,
            )
        ),
        tr("Frozen data {hash}, workshop {room}.", hash=room.content_hash[:12], room=room.room_id),
    ]
    if spoken() != ENGLISH:
        said.append(tr(FROZEN))
    if room.rehearsal:
        said.insert(0, tr("A rehearsal with simulated people: nothing here is anybody's opinion, and nothing was written."))
    elif room.step.key != "closed":
        said.insert(0, tr("Draft: the room is at “{step}”.", step=tr(room.step.title)))
    return Block(tr("Minutes: {name}", name=room.name), tuple(said))


FROZEN = "Round, people and evidence stand above in English: so they were frozen when the room opened."
"""Said in minutes in another language: these texts are stored as they were said then."""
KINDS_SCORED = ((CELL_SCALE, "Needs and gains"), (PAIN_SCALE, "Pains"))
"""Scales and what is scored on them."""


def _agreement(room: Room, found: Results) -> Block:
    if not room.seen(SCORE):
        return Block(tr("How far the room agrees"), (tr("Nothing has been revealed yet."),))
    said = [closeness.summary(room, found.of(SCORE))]
    for scale, what in KINDS_SCORED:
        alpha, units = found.alpha_of(scale)
        if units >= FEWEST_UNITS:
            first, _ = found.alpha_of(scale, first=True)
            number = tr("not computable") if alpha is None else numbers.number(f"{alpha:.3f}")
            over = "{kind}: Krippendorff's alpha (ordinal) {number} over {items} (a need at a stage) scored by {fewest} or more{before}: {verdict}."
            before = ""
            if first is not None and first != alpha:
                before = tr(", {number} before the discussion", number=numbers.number(f"{first:.3f}"))
            told = {"number": number, "before": before}
        elif units:
            over = "{kind}: {items} scored by {fewest} or more; an overall coefficient (Krippendorff's alpha) is {verdict}."
            told = {}
        else:
            continue
        items = words.count(units, "item")
        said.append(tr(over, kind=tr(what), items=items, fewest=FEWEST_SHOWN, verdict=found.says(scale), **told))
    return Block(tr("How far the room agrees"), tuple(said))


SCORES = ("Item", "For", "Median", "Range", "n", "Cannot judge", "Closeness", "First score", "Evidence")
VOTES = ("Option", "Dots", "Voters who gave one", "Rank", "Tie group", "In the first three", "Rank by priority")
EFFORTS = ("Item", "Effort", "Effect", "Quadrant")
"""Columns of the tables."""


def _scores(room: Room, found: Results) -> Block:
    first, final = found.of(SCORE), found.of(FINAL)
    rows = []
    for item in room.items:
        row = final.get(item.item_id)
        if row:
            again = item.item_id in found.of(RESCORE)
            rows.append((
                item.title, ", ".join(item.personas), numbers.number(f"{row['median']:g}") if row["n"] else "–", _range(row) if row["n"] else "–",
                str(row["n"]), str(row["cannot_judge"]), closeness.near(row), _split(first.get(item.item_id)) + (f"; {tr('scored again')}" if again else ""),
                rung(found.evidence_of(item)) if row["n"] else "–",
            ))  # fmt: skip
        elif room.seen(SCORE):
            rows.append((item.title, ", ".join(item.personas), *("–",) * 4, closeness.near(row), "–", "–"))
    late = int(found.spread[found.spread["part"] == FINAL]["not_blind"].sum()) if len(found.spread) else 0
    told = trn(
        "{n} score was given after values had been shown, because the room went back.",
        "{n} scores were given after values had been shown, because the room went back.",
        late,
    )
    said = [told] * bool(late)
    scales = [
        f"{tr(kind)}: " + ", ".join(f"{v} {tr(w.lower())}" for v, w in ANCHORS[s].items()) + "."
        for s, kind in KINDS_SCORED
        if any(i.scale == s for i in room.items)
    ]
    return Block(tr("Scores"), (*scales, *said), tuple(map(tr, SCORES)), tuple(rows))


def _range(row: dict[str, Any]) -> str:
    return tr("{low} to {high}", low=numbers.number(f"{row['lowest']:g}"), high=numbers.number(f"{row['highest']:g}"))


def _split(row: dict[str, Any] | None) -> str:
    return tr(closeness.SPOKEN[closeness.verdict(row)].lower())


def _notes(room: Room) -> list[Block]:
    rows = tuple((room.content.item(item_id).title, text) for item_id, text in room.notes.items())
    return [Block(tr("Notes"), (), (tr("Item"), tr("What was said")), rows)] if rows else []


def _votes(room: Room, found: Results) -> list[Block]:
    beside = votes_beside_priority(room, found).set_index(["topic_id", "option_id"])
    blocks = []
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        rows = []
        for r in row_dicts(found.tally[found.tally["topic_id"] == topic.topic_id]):
            place = (topic.topic_id, r["option_id"])
            model = str(beside.loc[place, "priority_rank"]) if place in beside.index else "–"
            rows.append(
                (
                    labels[r["option_id"]],
                    str(r["dots"]),
                    words.percent(r["breadth"]),
                    str(r["rank"]),
                    str(r["tie"]),
                    words.percent(r["top3"]),
                    model,
                )
            )
        said = trn(
            "{n} dot each, at most {most} on one. Options of one tie group lie within one dot. Votes order; they cannot drop a must-have that fails.",
            "{n} dots each, at most {most} on one. Options of one tie group lie within one dot. Votes order; they cannot drop a must-have that fails.",
            topic.dots,
            most=topic.cap,
        )
        if rows:
            blocks.append(
                Block(
                    tr("Vote: {topic}", topic=topic.title if topic.kind == OWN else tr(topic.title)),
                    (said,),
                    tuple(map(tr, VOTES)),
                    tuple(rows),
                )
            )
    return blocks


def _effort(room: Room) -> list[Block]:
    frame = effort_and_effect(room)
    rows = tuple(
        (
            r["title"],
            tr("{size} ({weeks} weeks)", size=r["effort"], weeks=r["weeks"]),
            numbers.number(f"{r['effect']:.1f}"),
            tr(r["quadrant"]),
        )
        for r in row_dicts(frame)
    )
    said = tr("Effect is the priority that would go if the item reached its target; the most effect per week comes first.")
    return [Block(tr("Effort and effect"), (said,), tuple(map(tr, EFFORTS)), rows)] if rows else []


def _course(room: Room, zone: tzinfo | None) -> Block:
    rows = tuple((f"{local(at, zone):%H:%M:%S}", tr(STEP[step].title)) for step, at, _ in room.steps)
    return Block(tr("Course ({zone})", zone=zone_said(room.opened_at, zone)), (), (tr("When"), tr("Step")), rows)
