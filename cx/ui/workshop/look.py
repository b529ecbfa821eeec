"""Pieces of HTML that the rooms share. All text is escaped."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import segno
import streamlit as st

from cx import words
from cx.ui.shared.style import tag
from cx.workshop import closeness
from cx.workshop.content import ANCHORS, Item
from cx.workshop.opinion import FEWEST_UNITS, FINAL
from cx.workshop.outcome import QUADRANTS, Outcome
from cx.workshop.room import Person, Room
from cx.workshop.steps import STEPS

SHEET, WALL = ((Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("workshop.css", "wall.css"))


def dress(marker: str = "") -> None:
    """The style sheet of the rooms; `marker` phone or wall takes the navigation away."""
    st.html(f'<style>{SHEET}{WALL if marker == "wall" else ""}</style><i class="ws-{marker}-marker"></i>')


def where(*parts: str) -> str:
    """A quiet line above the title: the room, the person, the step."""
    return (
        f'<p class="ws-where">{" · ".join(f"<b>{escape(p)}</b>" if n == 0 else escape(p) for n, p in enumerate(filter(None, parts)))}</p>'
    )


def rail(room: Room) -> str:
    """All steps, with the present one."""
    here = [s.key for s in STEPS].index(room.step.key)
    marks = [' aria-current="step"' if n == here else ' class="done"' if n < here else "" for n in range(len(STEPS) - 1)]
    lines = "".join(f"<li{mark}>{escape(s.title)}</li>" for mark, s in zip(marks, STEPS[:-1], strict=True))
    return f'<ol class="ws-rail" aria-label="Steps of the workshop">{lines}</ol>'


def people(room: Room, there: set[str], finished: set[str]) -> str:
    """Who is in, who is away, who has finished; never what they chose."""

    def one(p: Person) -> str:
        away, done = p.person_id not in there, p.person_id in finished
        said = "finished" if done else "away" if away else ""
        kind = " ".join(["finished"] * done + ["away"] * away)
        return f'<li class="{kind}">{"✓ " if done else ""}{escape(p.pseudonym)}{f" <span class=muted>{said}</span>" if said == "away" else ""}</li>'

    return f'<ul class="ws-people" aria-label="People in the room">{"".join(map(one, room.people))}</ul>'


def code_and_qr(room: Room, address: str, width: int = 220) -> None:
    """How to join: code, link, and the link as a picture."""
    st.html(f'<p class="ws-where">Code of the room</p><p class="ws-code" role="img" aria-label="{" ".join(room.code)}">{room.code}</p>')
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False)
    with st.container(key=f"ws_qr_{width}"):
        st.image(drawn.getvalue().decode(), width=width, alt="QR code of the link to join")
    st.html(f'<p class="ws-link"><a href="{escape(address)}">{escape(address)}</a></p>')


def item_lines(item: Item) -> str:
    """Where a need arises, for whom, and what “met” means."""
    met = f'<p class="ws-met"><b>Met when:</b> {escape(item.met_when)}</p>' if item.met_when else ""
    return f'<p class="ws-where"><b>{escape(item.stage)}</b> · {escape(", ".join(item.personas))}</p>{met}'


def basis(item: Item) -> str:
    """What is known about an item."""
    return '<ul class="rows">' + "".join(f"<li>{escape(line)}</li>" for line in item.basis) + "</ul>"


def priority(item: Item) -> str:
    """The priority of an item that has one; of what is short at least so far, the least."""
    return ("at least " if item.at_least else "") + f"{item.priority:.1f}"


def ends(item: Item) -> tuple[str, str]:
    """What the lowest and the highest value of an item's scale are called, e.g. “Not met at all” and “Fully met”."""
    anchors = ANCHORS[item.scale]
    return anchors[min(anchors)].split(",")[0], anchors[max(anchors)].split(",")[0]


def spread(item: Item, row: Mapping[str, Any] | None, mine: int | None = None, heading: str = "h3") -> str:
    """How the scores of an item are spread: five bars with their numbers, without names."""
    if row is None or not row["n"]:
        return f'<div class="ws-spread"><{heading} class="head">{escape(item.title)}</{heading}><p class="sub">{closeness.near(row)}.</p></div>'
    values = sorted(ANCHORS[item.scale])
    most = max(row["counts"])
    bars = []
    for value, number in zip(values, row["counts"], strict=True):
        height = 0.2 + 3.2 * number / most if number else 0.1
        own = ' class="mine"' if value == mine else ""
        bars.append(
            f'<div><span{own}>{number}{" (you)" if own else ""}</span><i class="bar" style="height:{height:.2f}rem"></i><span class="axis">{value}</span></div>'
        )
    said = ", ".join(f"{number} said {value}" for value, number in zip(values, row["counts"], strict=True) if number)
    remark = tag("Disagreement", "At least a third stand at either end, or somebody stands at both.") if row["disagreement"] else ""
    left = f" · {words.count(row['cannot_judge'], 'cannot', 'cannot')} judge" if row["cannot_judge"] else ""
    facts = (
        f"{closeness.near(row, named=not remark)} · median {row['median']:g}, {row['lowest']:g} to {row['highest']:g} · n {row['n']}{left}"
    )
    low, high = ends(item)
    return (
        f'<div class="ws-spread"><{heading} class="head">{escape(item.title)} {remark}</{heading}><p class="sub">{escape(facts)}</p>'
        f'<div class="ws-bars" role="img" aria-label="{escape(said)}">{"".join(bars)}</div>'
        f'<p class="ws-ends"><span>{escape(low)}</span><span>{escape(high)}</span></p></div>'
    )


def agreement(room: Room, found: Outcome) -> str:
    """How close the room is, in words; then alpha with its number and its units, where there are enough, by scale."""
    lines = [closeness.summary(room, found.of(FINAL))]
    for scale, what in (("0-4", "needs and gains"), ("-2-2", "pains")):
        alpha, units = found.alpha_of(scale)
        if units >= FEWEST_UNITS:
            number = "" if alpha is None else f"alpha {alpha:.3f}, "
            lines.append(f"Agreement on {what} as a whole: {found.says(scale)} ({number}{words.count(units, 'item')}).")
    unit = f'<p class="ws-where">Close: at least four in five within one step of the median, without disagreement. Counted over items: an item is a need at a stage, merged ones once. From {FEWEST_UNITS} of them an overall coefficient is computed.</p>'
    return "".join(f'<p class="fact">{escape(line)}</p>' for line in lines) + unit


def matrix(frame: pd.DataFrame) -> str:
    """Effort against effect: four fields, in each the most effect per week first."""

    def field(name: str) -> str:
        rows = frame[frame["quadrant"] == name]
        lines = "".join(
            f"<li>{escape(r['title'])} <span class='muted'>{r['effort']}, {r['effect']:.1f}</span></li>" for r in rows.to_dict("records")
        )
        return f"<section><h3>{escape(name)}</h3>{f'<ol>{lines}</ol>' if lines else '<p class=sub>–</p>'}</section>"

    # The upper row has much effect, the left column little effort.
    return f'<div class="ws-four">{"".join(field(QUADRANTS[pair]) for pair in ((True, False), (True, True), (False, False), (False, True)))}</div>'


def listed(lines: Iterable[str]) -> str:
    """Lines of HTML as a list."""
    return '<ul class="rows">' + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
