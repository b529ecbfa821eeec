"""The screen on the wall: read from ten metres, touched by nobody. What does not fit one screen comes page by page."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import segno
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.model import FEWEST_SHOWN
from cx.store import Workspace
from cx.ui.shared.components import tag
from cx.ui.shared.markup import write_html
from cx.ui.workshop import components, screen
from cx.ui.workshop.wall_item import card, focus
from cx.workshop import closeness
from cx.workshop.attendance import present
from cx.workshop.clock import now
from cx.workshop.content import FAILS, Item
from cx.workshop.decisions import standing, undecided
from cx.workshop.marks import finished
from cx.workshop.order import ranked
from cx.workshop.panel_statistics import FINAL
from cx.workshop.results import QUADRANTS, Results, effort_and_effect, results
from cx.workshop.room import Room
from cx.workshop.steps import RESCORE, SCORE

CARDS, LINES, IN_A_FIELD = 6, 7, 4
"""So many distributions, lines and items of a field are read on one screen."""
A_PAGE = 12.0
"""Seconds that a page stands before the next one comes."""
Row = Mapping[str, Any]


def page(workspace: Workspace, room: Room, address: str) -> None:
    """What the wall shows at this step."""
    write_html(_head(room))
    key = room.step.key
    if key == "lobby":
        _lobby(workspace, room, address)
    elif room.step.part:
        write_html(_answering(workspace, room))
    elif key in ("reveal", "discuss"):
        write_html(_spread_of(workspace, room))
    elif key == "result":
        write_html(_result(room, results(workspace, room)))
    elif key == "tally":
        write_html(_tally(room, results(workspace, room)))
    elif key == "effort":
        write_html(_effort(room))
    else:
        write_html(_decided(workspace, room))


def turn() -> float:
    """The time by which pages take their turn, the same on every wall."""
    return time.time()


def paged(parts: Sequence[str], of: int, at: float) -> tuple[Sequence[str], str]:
    """The parts whose turn it is at a time, and which page that is in words; nothing is said of a single page."""
    pages = max(1, math.ceil(len(parts) / of))
    here = int(at // A_PAGE) % pages
    return parts[here * of : (here + 1) * of], f"Page {here + 1} of {pages}" if pages > 1 else ""


def _head(room: Room) -> Markup:
    rehearsal = tag("Rehearsal: nothing counts") if room.rehearsal else ""
    join = "" if room.step.key in ("lobby", "closed") else Markup('<p class="wall-join">Join: <b>{}</b></p>').format(components.code(room))
    return Markup('<header class="wall wall-head"><div><p class="wall-quiet">{} {}</p><h1>{}</h1></div><div>{}{}</div></header>').format(
        room.name, rehearsal, room.step.title, _timer(room), join
    )


def _timer(room: Room) -> Markup:
    if room.timer_ends is None:
        return Markup("")
    left = round((room.timer_ends - now()).total_seconds())
    remaining = f"{left // 60}:{left % 60:02d}" if left > 0 else "Time is up"
    return Markup('<p class="wall-timer" role="timer">{}</p>').format(remaining)


def _lobby(workspace: Workspace, room: Room, address: str) -> None:
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False)
    left, right = st.columns([5, 7], gap="large")
    with left, st.container(key="ws_wall_qr"):
        st.image(drawn.getvalue().decode(), width="stretch", alt="QR code of the link to join")
    there = len(present(workspace, room))
    people = f"{words.count(there, 'person is', 'people are')} here" if room.people else "Nobody has joined yet"
    with right:
        write_html(
            Markup(
                '<div class="wall"><p>Scan, or go to</p><p class="wall-address">{}</p><p>Code of the room</p>'
                '<p class="wall-code" role="img" aria-label="{}">{}</p><p role="status">{}</p></div>'
            ).format(address, " ".join(room.code), components.code(room), people)
        )


def _answering(workspace: Workspace, room: Room) -> Markup:
    done, all_ = len(finished(workspace, room)), len(room.people)
    progress = f"{done} of {all_} have finished" if all_ else "Nobody has joined yet"
    share = 100 * done / all_ if all_ else 0
    return Markup(
        '<div class="wall"><p class="wall-large">{}</p><p class="wall-huge" role="status">{}</p>'
        '<div class="wall-progress"><i style="width:{:.0f}%"></i></div></div>'
    ).format(room.step.purpose, progress, share)


def _spread_of(workspace: Workspace, room: Room) -> Markup:
    rows = results(workspace, room).of(SCORE)
    if room.focus in {i.item_id for i in room.items}:
        return focus(room.content.item(room.focus), rows.get(room.focus))
    shown = [i for i in room.items if i.item_id in room.discussed] if room.step.key == "discuss" else list(room.items)
    shown.sort(key=lambda i: i.item_id not in room.discussed)
    caption = (
        closeness.summary(room, rows)
        if room.step.key == "reveal"
        else "The highest and the lowest speak first, the most senior person last."
    )
    return _grid(shown, rows, caption)


def _result(room: Room, room_results: Results) -> Markup:
    first, final, again = room_results.of(SCORE), room_results.of(FINAL), room_results.of(RESCORE)
    before = {i: f"before {row['median']:g}" for i, row in first.items() if i in again and row["n"]}
    shown = sorted(room.items, key=lambda i: i.item_id not in again)
    return _grid(shown, final, "The median counts. What was scored again comes first.", before)


def _grid(items: Sequence[Item], rows: Mapping[str, Row], caption: str, before: Mapping[str, str] | None = None) -> Markup:
    cards = [card(i, rows.get(i.item_id), (before or {}).get(i.item_id, "")) for i in items]
    shown, which = paged(cards, CARDS, turn())
    return Markup('<div class="wall"><p>{} <span class="wall-quiet">{}</span></p><div class="wall-grid">{}</div></div>').format(
        caption, which, Markup("").join(shown)
    )


def _tally(room: Room, room_results: Results) -> Markup:
    screens = []
    for topic in room.topics:
        labels = {o.option_id: o.label for o in topic.options}
        rows = row_dicts(room_results.tally[room_results.tally["topic_id"] == topic.topic_id])
        most = max((r["dots"] for r in rows), default=0)
        lines = [_bar(labels[r["option_id"]], int(r["dots"]), int(most), f"{int(r['givers'])} of {int(r['voters'])}") for r in rows] or [
            Markup("<li>Fewer than {} people voted, too few to show.</li>").format(FEWEST_SHOWN)
        ]
        parts = [lines[n : n + LINES] for n in range(0, len(lines), LINES)]
        screens += [
            Markup(
                '<p class="wall-large">{} <span class="wall-quiet">dots, and voters who gave one</span></p><ul class="wall-votes">{}</ul>'
            ).format(topic.title, Markup("").join(p))
            for p in parts
        ]
    (shown,), which = paged(screens or [Markup("<p>Nothing was voted on.</p>")], 1, turn())
    return Markup('<div class="wall">{}<p class="wall-quiet">{}</p></div>').format(shown, which)


def _bar(label: str, dots: int, most: int, voters: str) -> Markup:
    width = 100 * dots / most if most else 0
    return Markup(
        '<li><span class="wall-label">{}</span><span class="wall-track"><i style="width:{:.0f}%"></i></span>'
        '<b>{}</b><span class="wall-quiet">{}</span></li>'
    ).format(label, width, dots, voters)


def _effort(room: Room) -> Markup:
    frame = effort_and_effect(room)
    if frame.empty:
        return Markup('<div class="wall"><p class="wall-large">How much work is each item? No effort has been set yet.</p></div>')

    def field(name: str) -> Markup:
        rows = row_dicts(frame[frame["quadrant"] == name])
        lines = Markup("").join(Markup("<li>{}</li>").format(r["title"]) for r in rows[:IN_A_FIELD])
        more = Markup('<p class="wall-quiet">and {} more</p>').format(len(rows) - IN_A_FIELD) if len(rows) > IN_A_FIELD else ""
        return Markup("<section><h2>{}</h2>{}{}</section>").format(
            name, Markup("<ul>{}</ul>").format(lines) if lines else Markup("<p class=wall-quiet>–</p>"), more
        )

    fields = Markup("").join(field(QUADRANTS[pair]) for pair in ((True, False), (True, True), (False, False), (False, True)))
    return Markup('<div class="wall"><div class="wall-four">{}</div></div>').format(fields)


def _decided(workspace: Workspace, room: Room) -> Markup:
    taken, open_ = standing(workspace, room), undecided(workspace, room)
    caption = screen.open_words(room, open_)
    lines = []
    for item in sorted(ranked(room.items), key=lambda i: i.item_id in taken):
        record = taken.get(item.item_id)
        if record or item.tier == FAILS:
            word = tag(record.decision.decision.capitalize()) if record else tag("Open")
            owner = Markup(' <span class="wall-quiet">{}</span>').format(record.decision.owner) if record and record.decision.owner else ""
            lines.append(Markup('<li>{}<span class="wall-label">{}{}</span></li>').format(word, item.title, owner))
    shown, which = paged(lines or [Markup("<li>Nothing has been decided yet.</li>")], LINES, turn())
    return Markup('<div class="wall"><p>{} <span class="wall-quiet">{}</span></p><ul class="wall-list">{}</ul></div>').format(
        caption, which, Markup("").join(shown)
    )
