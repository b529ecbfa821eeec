"""What a step shows to everybody, on a phone, on the wall and to the facilitator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.languages.numbers import day
from cx.languages.numbers import number as as_read
from cx.model import FEWEST_SHOWN
from cx.store import Workspace
from cx.ui.shared.components import bullet_list, paragraph, table, tag
from cx.ui.shared.links import decision_address
from cx.ui.shared.markup import literal, write_html
from cx.ui.workshop import components
from cx.workshop import closeness
from cx.workshop.content import FAILS, GAPS, Item
from cx.workshop.decisions import SPOKEN, Decision, standing
from cx.workshop.order import ranked
from cx.workshop.panel_statistics import FINAL
from cx.workshop.results import effort_and_effect, results, votes_beside_priority
from cx.workshop.revisions import on_record
from cx.workshop.room import Room
from cx.workshop.steps import RESCORE, SCORE

Own = Mapping[str, int | None]


def reveal(workspace: Workspace, room: Room, own: Own | None = None) -> None:
    """The first scores of every item; what is to be discussed comes first."""
    room_results = results(workspace, room)
    rows = room_results.of(SCORE)
    write_html(paragraph(closeness.summary(room, rows)))
    ordered = sorted(room.items, key=lambda i: i.item_id not in room.discussed)
    write_html(Markup("").join(components.spread(i, rows.get(i.item_id), (own or {}).get(i.item_id)) for i in ordered))


def discuss(workspace: Workspace, room: Room, own: Own | None = None) -> None:
    """Only what is discussed; the item in focus first and large."""
    rows = results(workspace, room).of(SCORE)
    write_html(paragraph(tr("The highest and the lowest speak first, the most senior person last.")))
    split = [room.content.item(i) for i in room.discussed]
    focus = [i for i in room.items if i.item_id == room.focus]
    for item in focus:
        write_html(components.spread(item, rows.get(item.item_id), (own or {}).get(item.item_id), "h2") + components.item_lines(item))
        with st.expander(tr("What this rests on")):
            write_html(components.basis(item))
    rest = [i for i in split if i not in focus]
    if rest:
        write_html(
            (Markup("<h3>{}</h3>").format(tr("Also to discuss")) if focus else "")
            + Markup("").join(components.spread(i, rows.get(i.item_id), (own or {}).get(i.item_id)) for i in rest)
        )


def result(workspace: Workspace, room: Room) -> None:
    """The scores that count, and how far the room agrees."""
    room_results = results(workspace, room)
    first, final, again = room_results.of(SCORE), room_results.of(FINAL), room_results.of(RESCORE)
    write_html(components.agreement(room, room_results))
    if again:
        moved = [i for i in room.items if i.item_id in again]
        st.header(tr("Scored again"))
        for item in moved:
            before = first.get(item.item_id)
            write_html(
                components.spread(item, final.get(item.item_id))
                + (
                    Markup('<p class="ws-where">{}</p>').format(
                        tr("Before the discussion: median {median}", median=as_read(f"{before['median']:g}"))
                    )
                    if before and before["n"]
                    else ""
                )
            )
    others = [i for i in room.items if i.item_id not in again]
    if others:
        st.header(tr("Kept from the first score"))
        write_html(
            bullet_list(
                Markup('<span class="grow">{}</span> <span class="muted">{}</span>').format(i.title, _median(final.get(i.item_id)))
                for i in others
            )
        )


def tally(workspace: Workspace, room: Room) -> None:
    """The votes, topic by topic, beside the rank by priority."""
    room_results = results(workspace, room)
    beside = votes_beside_priority(room, room_results).set_index(["topic_id", "option_id"])
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        st.header(literal(words.sentence(components.topic_title(topic)).rstrip(".")))
        rows = row_dicts(room_results.tally[room_results.tally["topic_id"] == topic.topic_id])
        if not rows:
            write_html(paragraph(tr("Fewer than {fewest} people voted, too few to show.", fewest=FEWEST_SHOWN)))
            continue
        header = ["", tr("Option"), tr("Dots"), tr("Given by"), tr("In the first three")] + [tr("By priority")] * (topic.kind == GAPS)
        lines = []
        for r in rows:
            line = [
                Markup("<b>{}</b>").format(int(r["rank"])),
                labels[r["option_id"]],
                str(int(r["dots"])),
                tr("{number} of {all}", number=int(r["givers"]), all=int(r["voters"])),
                words.percent(r["top3"]),
            ]
            if topic.kind == GAPS:
                option = (topic.topic_id, r["option_id"])
                line.append(_rank(beside, option))
            lines.append(line)
        write_html(table(header, lines, tr("Within one dot is a tie. Votes order; they cannot drop a must-have that fails.")))
    voted = {(r["topic_id"], r["option_id"]) for r in row_dicts(room_results.tally) if r["dots"]}
    apart = beside[(beside["difference"].abs() >= 3) & beside.index.isin(voted)] if len(beside) else beside
    if len(apart):
        write_html(
            paragraph(
                tr(
                    "Where votes and priority differ most is the agenda, not an error: {options}.",
                    options=words.listing(quoted(r) for r in apart["label"]),
                )
            )
        )


def effort(room: Room) -> None:
    """Effort against effect."""
    frame = effort_and_effect(room)
    if frame.empty:
        write_html(paragraph(tr("No effort has been set yet. Effect is the priority that would go if an item reached its target.")))
        return
    write_html(components.matrix(frame))
    lines = [[r["title"], effort_words(r), as_read(f"{r['effect']:.1f}"), as_read(f"{r['per_week']:.2f}")] for r in row_dicts(frame)]
    write_html(
        table(
            [tr("Item"), tr("Effort"), tr("Effect"), tr("Effect per week")],
            lines,
            tr("Effect is the priority that would go if the item reached its target"),
        )
    )


def effort_words(row: Mapping[str, Any]) -> str:
    """An effort with its weeks, e.g. “M (6 weeks)”."""
    return tr("{size} ({weeks} weeks)", size=row["effort"], weeks=row["weeks"])


def quoted(text: str) -> str:
    """A text between the quotation marks of the language."""
    return tr("“{text}”", text=text)


def open_words(room: Room, items: Sequence[Item]) -> str:
    """How many must-haves that fail have no decision yet."""
    if not any(i.tier == FAILS for i in room.items):
        return tr("No must-have on the list fails, so nothing has to be decided.")
    if not items:
        return tr("Every must-have that fails has a decision.")
    return trn("{n} must-have that fails still without a decision.", "{n} must-haves that fail still without a decision.", len(items))


def decisions(workspace: Workspace, room: Room, *, anew: bool = False) -> None:
    """What has been decided, what stands in its place since, and which must-haves that fail are still open; with `anew` a link to decide again."""
    taken = standing(workspace, room)
    # Nothing can have been decided since while the room still decides, and a hundred phones ask.
    now = {r.decision.item_id: r for r in on_record(workspace, room) if r.superseded_by is None} if room.step.key == "closed" else {}
    lines = []
    for item in sorted(ranked(room.items), key=lambda i: (i.tier != FAILS, i.item_id not in taken)):
        record, present = taken.get(item.item_id), now.get(item.item_id)
        if record is None and item.tier != FAILS:
            continue
        decided = tag(tr(SPOKEN[record.decision.decision])) if record else tag(tr("Open"), tr("A must-have that fails needs a decision"))
        who = _who(record.decision) if record else tr("Must-have that fails")
        if record and present and present.decision_id != record.decision_id:
            since = filter(None, (tr(present.decision.decision), _who(present.decision)))
            anew_said = tr("since {day}: {what}", day=day(present.decided_at), what=", ".join(since))
            who = " · ".join(filter(None, (who, anew_said)))
        link = (
            Markup(' <a href="{}">Decide again</a>').format(decision_address({"decision_id": present.decision_id}))
            if anew and present and not room.rehearsal
            else ""
        )
        lines.append(Markup('{} <span class="grow">{}<br><span class="muted">{}</span></span>{}').format(decided, item.title, who, link))
    write_html(bullet_list(lines) if lines else paragraph(tr("Nothing has been decided yet.")))


def _who(decision: Decision) -> str:
    facts = (
        decision.owner,
        tr("due {day}", day=day(decision.due)) if decision.due else "",
        tr("review {day}", day=day(decision.review_date)) if decision.review_date else "",
    )
    return " · ".join(filter(None, facts))


def _median(row: Mapping[str, Any] | None) -> str:
    if row and row["n"]:
        return tr("median {median}, n {n}", median=as_read(f"{row['median']:g}"), n=row["n"])
    return closeness.near(row).lower()


def _rank(beside: object, option: tuple[str, str]) -> Markup:
    if option not in beside.index:  # type: ignore[attr-defined]
        return Markup("–")
    row = beside.loc[option]  # type: ignore[attr-defined]
    difference = int(row["difference"])
    return Markup("{:d}").format(int(row["priority_rank"])) + (
        Markup(" <span class='quiet'>({} {})</span>").format("↑" if difference > 0 else "↓", abs(difference)) if difference else ""
    )
