"""What a step shows to everybody, on a phone, on the wall and to the facilitator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from cx import words
from cx.store import Workspace
from cx.ui.overview import decision_address
from cx.ui.shared.style import literal, table, tag
from cx.ui.workshop import look
from cx.workshop import closeness
from cx.workshop.content import FAILS, GAPS, Item
from cx.workshop.decisions import Decision, standing
from cx.workshop.later import on_record
from cx.workshop.opinion import FINAL
from cx.workshop.order import ranked
from cx.workshop.outcome import effort_and_effect, outcome, votes_beside_priority
from cx.workshop.room import Room
from cx.workshop.steps import RESCORE, SCORE

Own = Mapping[str, int | None]


def reveal(workspace: Workspace, room: Room, own: Own | None = None) -> None:
    """The first scores of every item; what is to be discussed comes first."""
    found = outcome(workspace, room)
    rows = found.of(SCORE)
    st.html(f'<p class="fact">{closeness.summary(room, rows)}</p>')
    ordered = sorted(room.items, key=lambda i: i.item_id not in room.discussed)
    st.html("".join(look.spread(i, rows.get(i.item_id), (own or {}).get(i.item_id)) for i in ordered))


def discuss(workspace: Workspace, room: Room, own: Own | None = None) -> None:
    """Only what is discussed; the item in focus first and large."""
    rows = outcome(workspace, room).of(SCORE)
    st.html('<p class="fact">The highest and the lowest speak first, the most senior person last.</p>')
    split = [room.content.item(i) for i in room.discussed]
    focus = [i for i in room.items if i.item_id == room.focus]
    for item in focus:
        st.html(look.spread(item, rows.get(item.item_id), (own or {}).get(item.item_id), "h2") + look.item_lines(item))
        with st.expander("What this rests on"):
            st.html(look.basis(item))
    rest = [i for i in split if i not in focus]
    if rest:
        st.html(
            ("<h3>Also to discuss</h3>" if focus else "")
            + "".join(look.spread(i, rows.get(i.item_id), (own or {}).get(i.item_id)) for i in rest)
        )


def result(workspace: Workspace, room: Room) -> None:
    """The scores that count, and how far the room agrees."""
    found = outcome(workspace, room)
    first, final, again = found.of(SCORE), found.of(FINAL), found.of(RESCORE)
    st.html(look.agreement(room, found))
    if again:
        moved = [i for i in room.items if i.item_id in again]
        st.header("Scored again")
        for item in moved:
            before = first.get(item.item_id)
            st.html(
                look.spread(item, final.get(item.item_id))
                + (f'<p class="ws-where">Before the discussion: median {before["median"]:g}</p>' if before and before["n"] else "")
            )
    others = [i for i in room.items if i.item_id not in again]
    if others:
        st.header("Kept from the first score")
        st.html(
            look.listed(
                f'<span class="grow">{escape(i.title)}</span> <span class="muted">{_median(final.get(i.item_id))}</span>' for i in others
            )
        )


def tally(workspace: Workspace, room: Room) -> None:
    """The votes, topic by topic, beside the rank by priority."""
    found = outcome(workspace, room)
    beside = votes_beside_priority(room, found).set_index(["topic_id", "option_id"])
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        st.header(literal(words.sentence(topic.title).rstrip(".")))
        rows = found.tally[found.tally["topic_id"] == topic.topic_id].to_dict("records")
        if not rows:
            st.html('<p class="fact">Nobody has voted.</p>')
            continue
        header = ["", "Option", "Dots", "Given by", "In the first three"] + ["By priority"] * (topic.kind == GAPS)
        lines = []
        for r in rows:
            line = [
                f"<b>{int(r['rank'])}</b>",
                escape(labels[r["option_id"]]),
                str(int(r["dots"])),
                f"{int(r['givers'])} of {int(r['voters'])}",
                words.percent(r["top3"]),
            ]
            if topic.kind == GAPS:
                place = (topic.topic_id, r["option_id"])
                line.append(_rank(beside, place))
            lines.append(line)
        st.html(table(header, lines, "Within one dot is a tie. Votes order; they cannot drop a must-have that fails."))
    voted = {(r["topic_id"], r["option_id"]) for r in found.tally.to_dict("records") if r["dots"]}
    apart = beside[(beside["difference"].abs() >= 3) & beside.index.isin(voted)] if len(beside) else beside
    if len(apart):
        st.html(
            '<p class="fact">Where votes and priority differ most is the agenda, not an error: '
            + escape(words.listing(f"“{r}”" for r in apart["label"]))
            + ".</p>"
        )


def effort(room: Room) -> None:
    """Effort against effect."""
    frame = effort_and_effect(room)
    if frame.empty:
        st.html('<p class="fact">No effort has been set yet. Effect is the priority that would go if an item reached its target.</p>')
        return
    st.html(look.matrix(frame))
    lines = [
        [escape(r["title"]), f"{r['effort']} ({r['weeks']} weeks)", f"{r['effect']:.1f}", f"{r['per_week']:.2f}"]
        for r in frame.to_dict("records")
    ]
    st.html(
        table(
            ["Item", "Effort", "Effect", "Effect per week"],
            lines,
            "Effect is the priority that would go if the item reached its target",
        )
    )


def open_words(room: Room, items: Sequence[Item]) -> str:
    """How many must-haves that fail have no decision yet."""
    if not any(i.tier == FAILS for i in room.items):
        return "No must-have on the list fails, so nothing has to be decided."
    if not items:
        return "Every must-have that fails has a decision."
    return f"{words.count(len(items), 'must-have that fails', 'must-haves that fail')} still without a decision."


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
        said = tag(record.decision.decision.capitalize()) if record else tag("Open", "A must-have that fails needs a decision")
        who = _who(record.decision) if record else "Must-have that fails"
        if record and present and present.decision_id != record.decision_id:
            since = filter(None, (present.decision.decision, _who(present.decision)))
            who = " · ".join(filter(None, (who, f"since {present.decided_at:%Y-%m-%d}: {', '.join(since)}")))
        link = (
            f' <a href="{decision_address({"decision_id": present.decision_id})}">Decide anew</a>'
            if anew and present and not room.rehearsal
            else ""
        )
        lines.append(f'{said} <span class="grow">{escape(item.title)}<br><span class="muted">{escape(who)}</span></span>{link}')
    st.html(look.listed(lines) if lines else '<p class="fact">Nothing has been decided yet.</p>')


def _who(decision: Decision) -> str:
    facts = (
        decision.owner,
        f"due {decision.due}" if decision.due else "",
        f"review {decision.review_date}" if decision.review_date else "",
    )
    return " · ".join(filter(None, facts))


def _median(row: Mapping | None) -> str:
    return f"median {row['median']:g}, n {row['n']}" if row and row["n"] else "nobody could judge"


def _rank(beside: object, place: tuple[str, str]) -> str:
    if place not in beside.index:  # type: ignore[attr-defined]
        return "–"
    row = beside.loc[place]  # type: ignore[attr-defined]
    difference = int(row["difference"])
    return f"{int(row['priority_rank'])}" + (
        f" <span class='quiet'>({'↑' if difference > 0 else '↓'} {abs(difference)})</span>" if difference else ""
    )
