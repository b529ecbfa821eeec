"""Pieces of HTML that the rooms share."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import segno
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.languages.numbers import number as as_read
from cx.model import CLOSE_SHARE, FEWEST_UNITS
from cx.ui.shared.components import bullet_list, paragraph, tag
from cx.ui.shared.markup import write_html
from cx.workshop import closeness
from cx.workshop.content import ANCHORS, ENDS, OWN, Item, Topic
from cx.workshop.panel_statistics import FINAL
from cx.workshop.results import QUADRANTS, Results
from cx.workshop.room import Person, Room
from cx.workshop.steps import STEPS

SHEET, WALL = (Markup((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in ("workshop.css", "wall.css"))

AGREEMENT = {"0-4": "Agreement on needs and gains as a whole", "-2-2": "Agreement on pains as a whole"}


def dress(marker: str = "") -> None:
    """The style sheet of the rooms; `marker` phone or wall takes the navigation away."""
    write_html(Markup('<style>{}{}</style><i class="ws-{}-marker"></i>').format(SHEET, WALL if marker == "wall" else "", marker))


def where(*parts: str) -> Markup:
    """A quiet line above the title: the room, the person, the step."""
    return Markup('<p class="ws-where">{}</p>').format(
        Markup(" · ").join(Markup("<b>{}</b>").format(p) if n == 0 else p for n, p in enumerate(filter(None, parts)))
    )


def rail(room: Room) -> Markup:
    """All steps, with the present one."""
    here = [s.key for s in STEPS].index(room.step.key)
    marks = [Markup(' aria-current="step"') if n == here else Markup(' class="done"') if n < here else "" for n in range(len(STEPS) - 1)]
    lines = Markup("").join(Markup("<li{}>{}</li>").format(mark, s.title) for mark, s in zip(marks, STEPS[:-1], strict=True))
    return Markup('<ol class="ws-rail" aria-label="Steps of the workshop">{}</ol>').format(lines)


def people(room: Room, there: set[str], finished: set[str]) -> Markup:
    """Who is in, who is away, who has finished; never what they chose."""

    def one(p: Person) -> Markup:
        away, done = p.person_id not in there, p.person_id in finished
        state = "finished" if done else "away" if away else ""
        kind = " ".join(["finished"] * done + ["away"] * away)
        return Markup('<li class="{}">{}{}{}</li>').format(
            kind, "✓ " if done else "", p.pseudonym, Markup(" <span class=muted>{}</span>").format(state) if state == "away" else ""
        )

    return Markup('<ul class="ws-people" aria-label="People in the room">{}</ul>').format(Markup("").join(map(one, room.people)))


def code(room: Room) -> str:
    """The code of a room as it is read, in two groups; it is found however it is typed."""
    half = len(room.code) // 2 if len(room.code) > 5 else 0
    return f"{room.code[:half]} {room.code[half:]}".strip()


def code_and_qr(room: Room, address: str, width: int = 220) -> None:
    """How to join: code, link, and the link as a picture."""
    write_html(
        Markup('<p class="ws-where">Code of the room</p><p class="ws-code" role="img" aria-label="{}">{}</p>').format(
            " ".join(room.code), code(room)
        )
    )
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=3, dark="#000", light="#fff", xmldecl=False)
    with st.container(key=f"ws_qr_{width}"):
        st.image(drawn.getvalue().decode(), width=width, alt="QR code of the link to join")
    write_html(Markup('<p class="ws-link"><a href="{}">{}</a></p>').format(address, address))


def item_lines(item: Item) -> Markup:
    """Where a need arises, for whom, and what “met” means."""
    met = Markup('<p class="ws-met"><b>{}</b> {}</p>').format(tr("Met when:"), item.met_when) if item.met_when else ""
    return Markup('<p class="ws-where"><b>{}</b> · {}</p>{}').format(item.stage, ", ".join(item.personas), met)


def topic_title(topic: Topic) -> str:
    """What a vote asks: one of our questions in the language of the reader, or the room's own as it was typed."""
    return topic.title if topic.kind == OWN else tr(topic.title)


def basis(item: Item) -> Markup:
    """What is known about an item."""
    return bullet_list(item.basis)


def priority(item: Item) -> str:
    """The priority of an item that has one; of what is short at least so far, the least."""
    return ("at least " if item.at_least else "") + f"{item.priority:.1f}"


def ends(item: Item) -> tuple[str, str]:
    """What the lowest and the highest value of an item's scale are called, e.g. “Not met at all” and “Fully met”."""
    low, high = ENDS[item.scale]
    return tr(low), tr(high)


def spread(item: Item, row: Mapping[str, Any] | None, mine: int | None = None, heading: str = "h3") -> Markup:
    """How the scores of an item are spread: five bars with their numbers, without names."""
    if row is None or not row["n"]:
        return Markup('<div class="ws-spread"><{} class="head">{}</{}><p class="sub">{}.</p></div>').format(
            heading, item.title, heading, closeness.near(row)
        )
    values = sorted(ANCHORS[item.scale])
    most = max(row["counts"])
    bars = []
    for value, number in zip(values, row["counts"], strict=True):
        height = 0.2 + 3.2 * number / most if number else 0.1
        own = Markup(' class="mine"') if value == mine else ""
        bars.append(
            Markup('<div><span{}>{}{}</span><i class="bar" style="height:{:.2f}rem"></i><span class="axis">{}</span></div>').format(
                own, number, f" ({tr('you')})" if own else "", height, value
            )
        )
    spoken = ", ".join(
        tr("{number} said {value}", number=number, value=value) for value, number in zip(values, row["counts"], strict=True) if number
    )
    remark = tag(tr("Disagreement"), tr("At least a third stand at either end, or somebody stands at both.")) if row["disagreement"] else ""
    left = " · " + trn("{n} cannot judge", "{n} cannot judge", row["cannot_judge"]) if row["cannot_judge"] else ""
    facts = (
        f"{closeness.near(row, named=not remark)} · "
        + tr(
            "median {median}, {lowest} to {highest}",
            **{name: as_read(f"{row[name]:g}") for name in ("median", "lowest", "highest")},
        )
        + f" · n {row['n']}{left}"
    )
    low, high = ends(item)
    return Markup(
        '<div class="ws-spread"><{} class="head">{} {}</{}><p class="sub">{}</p>'
        '<div class="ws-bars" role="img" aria-label="{}">{}</div>'
        '<p class="ws-ends"><span>{}</span><span>{}</span></p></div>'
    ).format(heading, item.title, remark, heading, facts, spoken, Markup("").join(bars), low, high)


def agreement(room: Room, room_results: Results) -> Markup:
    """How close the room is, in words; then alpha with its number and its units, where there are enough, by scale."""
    lines = [closeness.summary(room, room_results.of(FINAL))]
    for scale, what in AGREEMENT.items():
        alpha, units = room_results.alpha_of(scale)
        if units >= FEWEST_UNITS:
            number = "" if alpha is None else tr("alpha {value}", value=as_read(f"{alpha:.3f}")) + ", "
            lines.append(f"{tr(what)}: {room_results.says(scale)} ({number}{words.count(units, 'item')}).")
    unit = Markup('<p class="ws-where">{}</p>').format(
        tr(
            "Close: at least {share} within one step of the median, without disagreement. Counted over items: an item is a need at a stage, "
            "merged ones once. From {fewest} of them an overall coefficient is computed.",
            share=words.percent(CLOSE_SHARE),
            fewest=FEWEST_UNITS,
        )
    )
    return Markup("").join(paragraph(line) for line in lines) + unit


def matrix(frame: pd.DataFrame) -> Markup:
    """Effort against effect: four fields, in each the most effect per week first."""

    def field(name: str) -> Markup:
        rows = frame[frame["quadrant"] == name]
        lines = Markup("").join(
            Markup("<li>{} <span class='muted'>{}, {}</span></li>").format(r["title"], r["effort"], as_read(f"{r['effect']:.1f}"))
            for r in row_dicts(rows)
        )
        return Markup("<section><h3>{}</h3>{}</section>").format(
            tr(name), Markup("<ol>{}</ol>").format(lines) if lines else Markup("<p class=sub>–</p>")
        )

    # The upper row has much effect, the left column little effort.
    return Markup('<div class="ws-four">{}</div>').format(
        Markup("").join(field(QUADRANTS[pair]) for pair in ((True, False), (True, True), (False, False), (False, True)))
    )
