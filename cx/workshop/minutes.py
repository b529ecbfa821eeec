"""Minutes of a room: what was asked, how far it agreed, what it voted for, what was decided. One content, several forms.

They name nobody: participants appear as numbers of people, owners as they were written into a decision.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from cx import words
from cx.report.tickets import Ticket
from cx.report.typeset import typeset
from cx.store import Workspace
from cx.workshop.content import ANCHORS, CELL_SCALE, PAIN_SCALE
from cx.workshop.decisions import Recorded, recorded, undecided
from cx.workshop.later import on_record
from cx.workshop.opinion import FINAL, says
from cx.workshop.outcome import Outcome, effort_and_effect, outcome, votes_beside_priority
from cx.workshop.room import Room, room_of
from cx.workshop.steps import RESCORE, SCORE, STEP

TEMPLATE = Path(__file__).parent / "minutes.typ"
DECISION_HEADER = ("Id", "Item", "Decision", "Rationale", "Owner", "Due", "Review", "Dissent", "Options considered", "Evidence")
WORK = {"fix": "fix", "research": "find out"}
"""Decisions that make work for somebody, and become work items elsewhere."""
TABLE_CSS = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2226;background:#fff}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0 1.2rem}th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem .35rem 0;border-bottom:1px solid #d9d5cf}th{color:#5b6268}h1{line-height:1.2}h2{margin-top:1.8rem}"
    ".scroll{overflow-x:auto}@media print{body{margin:0;max-width:none}}"
)


@dataclass(frozen=True)
class Block:
    """One part of the minutes: a heading, paragraphs, and a table (header, rows) or none."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def minutes(workspace: Workspace, room_id: str) -> list[Block]:
    """The minutes as they stand; the first block is the title. Before the end they are a draft, and say so."""
    room = room_of(workspace, room_id)
    found = outcome(workspace, room)
    taken = on_record(workspace, room)
    own = {r.decision_id for r in recorded(workspace, room)}
    return [
        _title(room),
        _agreement(room, found),
        _scores(room, found),
        *_votes(room, found),
        *_effort(room),
        _decisions(workspace, room, [r for r in taken if r.decision_id in own]),
        *_since(room, [r for r in taken if r.decision_id not in own]),
        _course(room),
    ]


def as_html(blocks: Sequence[Block]) -> str:
    """The minutes as one page without anything from outside."""
    parts = []
    for level, block in zip(("h1", *["h2"] * len(blocks)), blocks, strict=False):
        parts.append(f"<{level}>{escape(block.heading)}</{level}>")
        parts += [f"<p>{escape(p)}</p>" for p in block.paragraphs]
        if block.rows:
            head = "".join(f'<th scope="col">{escape(h)}</th>' for h in block.header)
            body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in block.rows)
            parts.append(
                f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
            )
    title = escape(blocks[0].heading)
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{TABLE_CSS}</style></head><body>{"".join(parts)}</body></html>'


def as_markdown(blocks: Sequence[Block]) -> str:
    """The minutes as Markdown; texts show as they were written."""
    parts = []
    for level, block in zip(("#", *["##"] * len(blocks)), blocks, strict=False):
        parts.append(f"{level} {_plain(block.heading)}")
        parts += [_plain(p) for p in block.paragraphs]
        if block.rows:
            lines = ["| " + " | ".join(map(_plain, row)) + " |" for row in (block.header, *block.rows)]
            parts.append("\n".join([lines[0], "|" + " --- |" * len(block.header), *lines[1:]]))
    return "\n\n".join(parts) + "\n"


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """The minutes as a tagged PDF."""
    content = {"title": blocks[0].heading, "parts": [asdict(block) for block in blocks]}
    return typeset(TEMPLATE, lambda _: content)


def work_items(workspace: Workspace, room_id: str) -> list[Ticket]:
    """The decisions that make work, as tickets; those about Tier 1 come first."""
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
            found.append(Ticket(title, " ".join(said), item.tier == 1, ("journey-gap", f"workshop-{room_id}"), _day(r.decision.due)))
    return found


def _title(room: Room) -> Block:
    people = sum(not p.simulated for p in room.people)
    said = [
        f"{room.opened_at:%Y-%m-%d} · {words.count(people, 'participant')} · {words.count(len(room.items), 'item')} on the table · {room.content.scope}",
        f"Frozen data {room.content_hash[:12]}, workshop {room.room_id}.",
    ]
    if room.rehearsal:
        said.insert(0, "A rehearsal with simulated people: nothing here is anybody's opinion, and nothing was written.")
    elif room.step.key != "closed":
        said.insert(0, f"Draft: the room is at “{room.step.title}”.")
    return Block(f"Minutes: {room.name}", tuple(said))


def _agreement(room: Room, found: Outcome) -> Block:
    said = []
    for scale, what in ((CELL_SCALE, "Needs and gains"), (PAIN_SCALE, "Pains")):
        if any(i.scale == scale for i in room.items) and not found.spread.empty:
            alpha, units = found.alpha_of(scale)
            first, _ = found.alpha_of(scale, first=True)
            number = "not computable" if alpha is None else f"{alpha:.3f}"
            said.append(
                f"{what}: Krippendorff's alpha (ordinal) {number} over {words.count(units, 'item')} (a need at a stage) scored by two or more"
                + (f", {first:.3f} before the discussion" if first is not None and first != alpha else "")
                + f": {says(alpha)}. As evidence the panel is {found.evidence_of(scale)}."
            )
    return Block("How far the room agrees", tuple(said) or ("Nothing has been revealed yet.",))


def _scores(room: Room, found: Outcome) -> Block:
    first, final = found.of(SCORE), found.of(FINAL)
    rows = []
    for item in room.items:
        row = final.get(item.item_id)
        if row:
            again = item.item_id in found.of(RESCORE)
            rows.append((
                item.title, ", ".join(item.personas), f"{row['median']:g}" if row["n"] else "–", f"{row['lowest']:g} to {row['highest']:g}" if row["n"] else "–",
                str(row["n"]), str(row["cannot_judge"]), _split(first.get(item.item_id)) + ("; scored again" if again else ""),
            ))  # fmt: skip
    late = int(found.spread[found.spread["part"] == FINAL]["not_blind"].sum()) if len(found.spread) else 0
    said = [
        f"{words.count(late, 'score was', 'scores were')} given after values had been shown, because the room went back."
    ] * bool(late)
    scales = [
        f"{kind}: " + ", ".join(f"{v} {w.lower()}" for v, w in ANCHORS[s].items()) + "."
        for s, kind in ((CELL_SCALE, "Needs and gains"), (PAIN_SCALE, "Pains"))
        if any(i.scale == s for i in room.items)
    ]
    return Block(
        "Scores", (*scales, *said), ("Item", "For", "Median", "Range", "n", "Cannot judge", "First score"), tuple(rows)
    )


def _split(row: dict | None) -> str:
    return "–" if row is None else "disagreement" if row["disagreement"] else "no disagreement"


def _votes(room: Room, found: Outcome) -> list[Block]:
    beside = votes_beside_priority(room, found).set_index(["topic_id", "option_id"])
    blocks = []
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        rows = []
        for r in found.tally[found.tally["topic_id"] == topic.topic_id].to_dict("records"):
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
        said = f"{words.count(topic.dots, 'dot')} each, at most {topic.cap} on one. Options of one tie group lie within one dot. Votes order; they cannot drop an item of Tier 1."
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
    rows = tuple(
        (r["title"], f"{r['effort']} ({r['weeks']} weeks)", f"{r['effect']:.1f}", r["quadrant"])
        for r in frame.to_dict("records")
    )
    said = "Effect is the priority that would go if the item reached its target; the most effect per week comes first."
    return [Block("Effort and effect", (said,), ("Item", "Effort", "Effect", "Quadrant"), rows)] if rows else []


def _decisions(workspace: Workspace, room: Room, taken: Sequence[Recorded]) -> Block:
    rows = [_decision_row(room, r) for r in taken]
    open_items = undecided(workspace, room)
    said = [f"Tier 1 without a decision: {words.listing([i.title for i in open_items], 20)}."] * bool(open_items)
    return Block(
        "Decisions",
        tuple(said) or (() if rows else ("None yet.",)),
        DECISION_HEADER,
        tuple(rows),
    )


def _since(room: Room, later: Sequence[Recorded]) -> list[Block]:
    """What has taken the place of the room's decisions since; it was not the room that decided it."""
    rows = tuple((*_decision_row(room, r), f"{r.decided_at:%Y-%m-%d}") for r in later)
    return [Block("Decided since the room was closed", (), (*DECISION_HEADER, "Decided on"), rows)] if rows else []


def _decision_row(room: Room, r: Recorded) -> tuple[str, ...]:
    d, item = r.decision, room.content.item(r.decision.item_id)
    return (
        r.decision_id, item.title, d.decision + (f" (superseded by {r.superseded_by})" if r.superseded_by else ""), d.rationale, d.owner, _day(d.due),
        _day(d.review_date), d.dissent, "; ".join(d.options_considered), r.evidence,
    )  # fmt: skip


def _course(room: Room) -> Block:
    rows = tuple((f"{at:%H:%M:%S}", STEP[step].title) for step, at, _ in room.steps)
    return Block("Course (UTC)", (), ("When", "Step"), rows)


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split())) or " "
