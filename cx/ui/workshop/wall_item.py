"""One item on the wall: how the scores of the room are spread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from cx import appearance
from cx.ui.shared.components import chip, tag
from cx.ui.workshop import components
from cx.workshop import closeness
from cx.workshop.content import ANCHORS, Item

Row = Mapping[str, Any]


def card(item: Item, row: Row | None, before: str) -> Markup:
    """The item among others: its title, what the room says of it, and how the scores are spread."""
    title = Markup("<h2>{}</h2>").format(item.title)
    if row is None or not row["n"]:
        return Markup('<section class="wall-card">{}<p class="wall-quiet">{}</p></section>').format(title, closeness.near(row))
    verdict = closeness.verdict(row)
    word = tag("Disagreement") if verdict == closeness.APART else Markup("<b>{}</b>").format(verdict.capitalize())
    facts = " · ".join(filter(None, (f"median {row['median']:g}", before, f"{row['near']} of {row['n']} near")))
    return Markup('<section class="wall-card">{}<p>{} <span class="wall-quiet">{}</span></p>{}</section>').format(
        title, word, facts, _bars(item, row)
    )


def _bars(item: Item, row: Row, tall: float = 3.4) -> Markup:
    values, most = sorted(ANCHORS[item.scale]), max(row["counts"])
    spoken = ", ".join(f"{n} said {v} {ANCHORS[item.scale][v].lower()}" for v, n in zip(values, row["counts"], strict=True) if n)
    bars = Markup("").join(
        Markup('<div><b>{}</b><i style="height:{:.2f}em"></i></div>').format(n or "", 0.12 + tall * n / most) for n in row["counts"]
    )
    low, high = components.ends(item)
    return Markup(
        '<div class="wall-bars" role="img" aria-label="{}">{}</div><p class="wall-ends"><span>{}</span><span>{}</span></p>'
    ).format(spoken, bars, low, high)


def focus(item: Item, row: Row | None) -> Markup:
    """The item by itself, with what was known about it before."""
    met = Markup("<p><b>Met when:</b> {}</p>").format(item.met_when) if item.met_when else ""
    lines = Markup("").join(Markup("<li>{}</li>").format(line) for line in item.basis[1:4])
    known = Markup("<p>Known before: {}</p>").format(_known(item)) + (Markup("<ul>{}</ul>").format(lines) if lines else "")
    bars = _bars(item, row, 8) if row and row["n"] else ""
    word = tag("Disagreement") if closeness.verdict(row) == closeness.APART else ""
    return Markup(
        '<div class="wall wall-focus"><h2>{}</h2><p class="wall-quiet">{} · {}</p>'
        "<div><section>{}<p>{} {}.</p></section><section>{}{}</section></div></div>"
    ).format(item.statement, item.stage, ", ".join(item.personas), bars, word, closeness.near(row, named=not word), met, known)


def _known(item: Item) -> str:
    if item.target is None:  # frozen before a table held what its look is made of
        return item.basis[0] if item.basis else ""
    shown = appearance.look(item.as_row)
    return chip(shown.state, shown.words, "", shown.tone)
