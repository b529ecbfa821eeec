"""The screen on the wall: read from ten metres, touched by nobody. What does not fit one screen comes page by page."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import segno
import streamlit as st

from cx import appearance, words
from cx.store import Workspace
from cx.ui.shared.style import chip, tag
from cx.ui.workshop import look, screen
from cx.workshop import closeness
from cx.workshop.content import ANCHORS, FAILS, Item
from cx.workshop.decisions import standing, undecided
from cx.workshop.marks import finished
from cx.workshop.opinion import FINAL
from cx.workshop.order import ranked
from cx.workshop.outcome import QUADRANTS, Outcome, effort_and_effect, outcome
from cx.workshop.room import Room, now, present
from cx.workshop.steps import RESCORE, SCORE

CARDS, LINES, IN_A_FIELD = 6, 7, 4
"""So many distributions, lines and items of a field are read on one screen."""
A_PAGE = 12.0
"""Seconds that a page stands before the next one comes."""
Row = Mapping[str, Any]


def page(workspace: Workspace, room: Room, address: str) -> None:
    """What the wall shows at this step."""
    st.html(_head(room))
    key = room.step.key
    if key == "lobby":
        _lobby(workspace, room, address)
    elif room.step.part:
        st.html(_answering(workspace, room))
    elif key in ("reveal", "discuss"):
        st.html(_spread_of(workspace, room))
    elif key == "result":
        st.html(_result(room, outcome(workspace, room)))
    elif key == "tally":
        st.html(_tally(room, outcome(workspace, room)))
    elif key == "effort":
        st.html(_effort(room))
    else:
        st.html(_decided(workspace, room))


def turn() -> float:
    """The time by which pages take their turn, the same on every wall."""
    return time.time()


def paged(parts: Sequence[str], of: int, at: float) -> tuple[Sequence[str], str]:
    """The parts whose turn it is at a time, and which page that is in words; nothing is said of a single page."""
    pages = max(1, math.ceil(len(parts) / of))
    here = int(at // A_PAGE) % pages
    return parts[here * of : (here + 1) * of], f"Page {here + 1} of {pages}" if pages > 1 else ""


def _head(room: Room) -> str:
    rehearsal = tag("Rehearsal: nothing counts") if room.rehearsal else ""
    join = "" if room.step.key in ("lobby", "closed") else f'<p class="wall-join">Join: <b>{room.code}</b></p>'
    return (
        f'<header class="wall wall-head"><div><p class="wall-quiet">{escape(room.name)} {rehearsal}</p><h1>{escape(room.step.title)}</h1></div>'
        f"<div>{_timer(room)}{join}</div></header>"
    )


def _timer(room: Room) -> str:
    if room.timer_ends is None:
        return ""
    left = round((room.timer_ends - now()).total_seconds())
    said = f"{left // 60}:{left % 60:02d}" if left > 0 else "Time is up"
    return f'<p class="wall-timer" role="timer">{said}</p>'


def _lobby(workspace: Workspace, room: Room, address: str) -> None:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False)
    left, right = st.columns([5, 7], gap="large")
    with left, st.container(key="ws_wall_qr"):
        st.image(drawn.getvalue().decode(), width="stretch", alt="QR code of the link to join")
    there = len(present(workspace, room))
    people = f"{words.count(there, 'person is', 'people are')} here" if room.people else "Nobody has joined yet"
    with right:
        st.html(
            f'<div class="wall"><p>Scan, or go to</p><p class="wall-address">{escape(address)}</p><p>Code of the room</p>'
            f'<p class="wall-code" role="img" aria-label="{" ".join(room.code)}">{room.code}</p><p role="status">{people}</p></div>'
        )


def _answering(workspace: Workspace, room: Room) -> str:
    done, all_ = len(finished(workspace, room)), len(room.people)
    said = f"{done} of {all_} have finished" if all_ else "Nobody has joined yet"
    share = 100 * done / all_ if all_ else 0
    return (
        f'<div class="wall"><p class="wall-large">{escape(room.step.purpose)}</p><p class="wall-huge" role="status">{said}</p>'
        f'<div class="wall-progress"><i style="width:{share:.0f}%"></i></div></div>'
    )


def _spread_of(workspace: Workspace, room: Room) -> str:
    rows = outcome(workspace, room).of(SCORE)
    if room.focus in {i.item_id for i in room.items}:
        return _focus(room.content.item(room.focus), rows.get(room.focus))
    shown = [i for i in room.items if i.item_id in room.discussed] if room.step.key == "discuss" else list(room.items)
    shown.sort(key=lambda i: i.item_id not in room.discussed)
    said = (
        closeness.summary(room, rows)
        if room.step.key == "reveal"
        else "The highest and the lowest speak first, the most senior person last."
    )
    return _grid(shown, rows, said)


def _result(room: Room, found: Outcome) -> str:
    first, final, again = found.of(SCORE), found.of(FINAL), found.of(RESCORE)
    before = {i: f"before {row['median']:g}" for i, row in first.items() if i in again and row["n"]}
    shown = sorted(room.items, key=lambda i: i.item_id not in again)
    return _grid(shown, final, "The median counts. What was scored again comes first.", before)


def _grid(items: Sequence[Item], rows: Mapping[str, Row], said: str, before: Mapping[str, str] | None = None) -> str:
    cards = [_card(i, rows.get(i.item_id), (before or {}).get(i.item_id, "")) for i in items]
    shown, which = paged(cards, CARDS, turn())
    return f'<div class="wall"><p>{escape(said)} <span class="wall-quiet">{which}</span></p><div class="wall-grid">{"".join(shown)}</div></div>'


def _card(item: Item, row: Row | None, before: str) -> str:
    title = f"<h2>{escape(item.title)}</h2>"
    if row is None or not row["n"]:
        return f'<section class="wall-card">{title}<p class="wall-quiet">{escape(closeness.near(row))}</p></section>'
    verdict = closeness.verdict(row)
    word = tag("Disagreement") if verdict == closeness.APART else f"<b>{escape(verdict.capitalize())}</b>"
    facts = " · ".join(filter(None, (f"median {row['median']:g}", before, f"{row['near']} of {row['n']} near")))
    return f'<section class="wall-card">{title}<p>{word} <span class="wall-quiet">{escape(facts)}</span></p>{_bars(item, row)}</section>'


def _bars(item: Item, row: Row, tall: float = 3.4) -> str:
    values, most = sorted(ANCHORS[item.scale]), max(row["counts"])
    said = ", ".join(f"{n} said {v} {ANCHORS[item.scale][v].lower()}" for v, n in zip(values, row["counts"], strict=True) if n)
    bars = "".join(f'<div><b>{n or ""}</b><i style="height:{0.12 + tall * n / most:.2f}em"></i></div>' for n in row["counts"])
    low, high = look.ends(item)
    return (
        f'<div class="wall-bars" role="img" aria-label="{escape(said)}">{bars}</div>'
        f'<p class="wall-ends"><span>{escape(low)}</span><span>{escape(high)}</span></p>'
    )


def _focus(item: Item, row: Row | None) -> str:
    met = f"<p><b>Met when:</b> {escape(item.met_when)}</p>" if item.met_when else ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in item.basis[1:4])
    known = f"<p>Known before: {_known(item)}</p>" + (f"<ul>{lines}</ul>" if lines else "")
    bars = _bars(item, row, 8) if row and row["n"] else ""
    word = tag("Disagreement") if closeness.verdict(row) == closeness.APART else ""
    return (
        f'<div class="wall wall-focus"><h2>{escape(item.statement)}</h2><p class="wall-quiet">{escape(item.stage)} · {escape(", ".join(item.personas))}</p>'
        f"<div><section>{bars}<p>{word} {escape(closeness.near(row, named=not word))}.</p></section><section>{met}{known}</section></div></div>"
    )


def _known(item: Item) -> str:
    if item.target is None:  # frozen before a table held what its look is made of
        return escape(item.basis[0]) if item.basis else ""
    shown = appearance.look(item.as_row)
    return chip(shown.state, shown.words, "", shown.tone)


def _tally(room: Room, found: Outcome) -> str:
    screens = []
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        rows = found.tally[found.tally["topic_id"] == topic.topic_id].to_dict("records")
        most = max((r["dots"] for r in rows), default=0)
        lines = [_bar(labels[r["option_id"]], int(r["dots"]), int(most), f"{int(r['givers'])} of {int(r['voters'])}") for r in rows] or [
            "<li>Nobody has voted.</li>"
        ]
        parts = [lines[n : n + LINES] for n in range(0, len(lines), LINES)]
        screens += [
            f'<p class="wall-large">{escape(topic.title)} <span class="wall-quiet">dots, and voters who gave one</span></p><ul class="wall-votes">{"".join(p)}</ul>'
            for p in parts
        ]
    (shown,), which = paged(screens or ["<p>Nothing was voted on.</p>"], 1, turn())
    return f'<div class="wall">{shown}<p class="wall-quiet">{which}</p></div>'


def _bar(label: str, dots: int, most: int, voters: str) -> str:
    width = 100 * dots / most if most else 0
    return (
        f'<li><span class="wall-label">{escape(label)}</span><span class="wall-track"><i style="width:{width:.0f}%"></i></span>'
        f'<b>{dots}</b><span class="wall-quiet">{voters}</span></li>'
    )


def _effort(room: Room) -> str:
    frame = effort_and_effect(room)
    if frame.empty:
        return '<div class="wall"><p class="wall-large">How much work is each item? No effort has been set yet.</p></div>'

    def field(name: str) -> str:
        rows = frame[frame["quadrant"] == name].to_dict("records")
        lines = "".join(f"<li>{escape(r['title'])}</li>" for r in rows[:IN_A_FIELD])
        more = f'<p class="wall-quiet">and {len(rows) - IN_A_FIELD} more</p>' if len(rows) > IN_A_FIELD else ""
        return f"<section><h2>{escape(name)}</h2>{f'<ul>{lines}</ul>' if lines else '<p class=wall-quiet>–</p>'}{more}</section>"

    fields = "".join(field(QUADRANTS[pair]) for pair in ((True, False), (True, True), (False, False), (False, True)))
    return f'<div class="wall"><div class="wall-four">{fields}</div></div>'


def _decided(workspace: Workspace, room: Room) -> str:
    taken, open_ = standing(workspace, room), undecided(workspace, room)
    said = screen.open_words(room, open_)
    lines = []
    for item in sorted(ranked(room.items), key=lambda i: i.item_id in taken):
        record = taken.get(item.item_id)
        if record or item.tier == FAILS:
            word = tag(record.decision.decision.capitalize()) if record else tag("Open")
            owner = f' <span class="wall-quiet">{escape(record.decision.owner)}</span>' if record and record.decision.owner else ""
            lines.append(f'<li>{word}<span class="wall-label">{escape(item.title)}{owner}</span></li>')
    shown, which = paged(lines or ["<li>Nothing has been decided yet.</li>"], LINES, turn())
    return f'<div class="wall"><p>{said} <span class="wall-quiet">{which}</span></p><ul class="wall-list">{"".join(shown)}</ul></div>'
