"""Minutes of a room: what was decided first, then what it rests on: how far the room agreed, what was said, what it voted for.

They name nobody: participants appear as numbers of people, owners as they were written into a decision.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from cx import words
from cx.frames import row_dicts
from cx.model import FEWEST_SHOWN, FEWEST_UNITS
from cx.report.decided import decisions, since
from cx.report.forms import Block
from cx.store import Workspace
from cx.workshop import closeness
from cx.workshop.board import room_of
from cx.workshop.clock import local, zone_said
from cx.workshop.content import ANCHORS, CELL_SCALE, PAIN_SCALE
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
        f"{opened:%Y-%m-%d %H:%M} · {words.count(people, 'participant')} · {words.count(len(room.items), 'item')} on the table · {room.content.scope}",
        f"Frozen data {room.content_hash[:12]}, workshop {room.room_id}.",
    ]
    if room.rehearsal:
        said.insert(0, "A rehearsal with simulated people: nothing here is anybody's opinion, and nothing was written.")
    elif room.step.key != "closed":
        said.insert(0, f"Draft: the room is at “{room.step.title}”.")
    return Block(f"Minutes: {room.name}", tuple(said))


def _agreement(room: Room, found: Results) -> Block:
    if not room.seen(SCORE):
        return Block("How far the room agrees", ("Nothing has been revealed yet.",))
    said = [closeness.summary(room, found.of(SCORE))]
    for scale, what in ((CELL_SCALE, "Needs and gains"), (PAIN_SCALE, "Pains")):
        alpha, units = found.alpha_of(scale)
        if units >= FEWEST_UNITS:
            first, _ = found.alpha_of(scale, first=True)
            number = "not computable" if alpha is None else f"{alpha:.3f}"
            said.append(
                f"{what}: Krippendorff's alpha (ordinal) {number} over {words.count(units, 'item')} (a need at a stage) scored by {FEWEST_SHOWN} or more"
                + (f", {first:.3f} before the discussion" if first is not None and first != alpha else "")
                + f": {found.says(scale)}."
            )
        elif units:
            said.append(
                f"{what}: {words.count(units, 'item')} scored by {FEWEST_SHOWN} or more; an overall coefficient (Krippendorff's alpha) is {found.says(scale)}."
            )
    return Block("How far the room agrees", tuple(said))


def _scores(room: Room, found: Results) -> Block:
    first, final = found.of(SCORE), found.of(FINAL)
    rows = []
    for item in room.items:
        row = final.get(item.item_id)
        if row:
            again = item.item_id in found.of(RESCORE)
            rows.append((
                item.title, ", ".join(item.personas), f"{row['median']:g}" if row["n"] else "–", f"{row['lowest']:g} to {row['highest']:g}" if row["n"] else "–",
                str(row["n"]), str(row["cannot_judge"]), closeness.near(row), _split(first.get(item.item_id)) + ("; scored again" if again else ""),
                found.evidence_of(item) if row["n"] else "–",
            ))  # fmt: skip
        elif room.seen(SCORE):
            rows.append((item.title, ", ".join(item.personas), *("–",) * 4, closeness.near(row), "–", "–"))
    late = int(found.spread[found.spread["part"] == FINAL]["not_blind"].sum()) if len(found.spread) else 0
    said = [f"{words.count(late, 'score was', 'scores were')} given after values had been shown, because the room went back."] * bool(late)
    scales = [
        f"{kind}: " + ", ".join(f"{v} {w.lower()}" for v, w in ANCHORS[s].items()) + "."
        for s, kind in ((CELL_SCALE, "Needs and gains"), (PAIN_SCALE, "Pains"))
        if any(i.scale == s for i in room.items)
    ]
    return Block(
        "Scores",
        (*scales, *said),
        ("Item", "For", "Median", "Range", "n", "Cannot judge", "Closeness", "First score", "Evidence"),
        tuple(rows),
    )


def _split(row: dict[str, Any] | None) -> str:
    return closeness.verdict(row)


def _notes(room: Room) -> list[Block]:
    rows = tuple((room.content.item(item_id).title, text) for item_id, text in room.notes.items())
    return [Block("Notes", (), ("Item", "What was said"), rows)] if rows else []


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
        said = f"{words.count(topic.dots, 'dot')} each, at most {topic.cap} on one. Options of one tie group lie within one dot. Votes order; they cannot drop a must-have that fails."
        if rows:
            blocks.append(
                Block(
                    f"Vote: {topic.title}",
                    (said,),
                    (
                        "Option",
                        "Dots",
                        "Voters who gave one",
                        "Rank",
                        "Tie group",
                        "In the first three",
                        "Rank by priority",
                    ),
                    tuple(rows),
                )
            )
    return blocks


def _effort(room: Room) -> list[Block]:
    frame = effort_and_effect(room)
    rows = tuple((r["title"], f"{r['effort']} ({r['weeks']} weeks)", f"{r['effect']:.1f}", r["quadrant"]) for r in row_dicts(frame))
    said = "Effect is the priority that would go if the item reached its target; the most effect per week comes first."
    return [Block("Effort and effect", (said,), ("Item", "Effort", "Effect", "Quadrant"), rows)] if rows else []


def _course(room: Room, zone: tzinfo | None) -> Block:
    rows = tuple((f"{local(at, zone):%H:%M:%S}", STEP[step].title) for step, at, _ in room.steps)
    return Block(f"Course ({zone_said(room.opened_at, zone)})", (), ("When", "Step"), rows)
