"""The list of shortfalls as a table: one row an item, its factors in columns, and why it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import Stability
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.model import TOLERANCE
from cx.ui.shared.components import state_chip
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.items import Row, kind_of, points_of, who_of
from cx.ui.shortfalls.sure import Piece, among_the_first, sure_tag
from cx.workshop.decisions import decision_words, decisions_about

HEADER = ("", "Need", "State", "Importance", "Shortfall", "Persona weight", "Reach", "Priority", "People missed")


def list_html(
    view: View, gaps: Shortfalls, rows: pd.DataFrame, chosen: Row, known: Mapping[Any, Row], decided: Mapping[Any, Row]
) -> list[Piece]:
    """Items of one part as a table; a row opens to say why it stands there, and on a phone it is a card."""
    counts = bool(rows["people_missed"].notna().any())
    most = max(float(gaps.items["priority"].max()), TOLERANCE)
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(tr(name) if name else "") for name in HEADER[: None if counts else -1])
    begin = Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="small list"><thead><tr>{}</tr></thead><tbody>'
    )
    lines = (
        _row_html(view, gaps, row, row["item"] == chosen["item"], _notes(row, known, decided), most, counts) for row in row_dicts(rows)
    )
    return [begin.format(tr("List of shortfalls"), head), *(piece for line in lines for piece in line), Markup("</tbody></table></div>")]


def _notes(row: Row, known: Mapping[Any, Row], decided: Mapping[Any, Row]) -> list[str]:
    """Why it fails, where somebody has said so, and what was decided about it."""
    cause = known.get((row["need_id"], row["stage_id"]))
    return [
        *([reasons.cause_sentence(cause)] if cause else []),
        *(tr("Decided: {decision}", decision=decision_words(d)) for d in decisions_about(row, decided)),
    ]


def _row_html(
    view: View, gaps: Shortfalls, row: Row, is_chosen: bool, notes: list[str], most: float, counts: bool
) -> tuple[Markup, Piece, Markup, Piece, Markup]:
    """One item; `most` is the priority of the first one, and people are counted where any item of the table says how many."""
    item = int(row["item"])
    facts = (reasons.place(row, gaps, view.names), f"{reasons.action(row)}: {reasons.why(row, gaps)}")
    before = Markup('<tr{}><td class="rank">{}</td><td class="what"><details name="why"><summary>{}</summary><div class="why">{}').format(
        Markup(' class="chosen" aria-current="true"') if is_chosen else "",
        item,
        reasons.statement(row, view.names),
        Markup("").join(Markup("<p>{}</p>").format(words.sentence(fact)) for fact in facts),
    )
    between = Markup('<p><a href="{}">{}</a></p></div></details><div class="quiet">{} · {} · {}</div>{}</td><td>{}<br>').format(
        item_address(row),
        tr("Its stages, cause, owner and decisions"),
        who_of(view, row),
        kind_of(row),
        " + ".join(reasons.stage_names(row, view.names)),
        Markup("").join(Markup('<div class="quiet">{}</div>').format(note) for note in notes),
        state_chip(row),
    )
    people = "" if words.missing(row["people_missed"]) else numbers.number(f"{round(row['people_missed']):,}")
    after = Markup('</td>{}<td class="num" data-label="{}"><span class="meter" style="--share:{:.3f}">{}</span></td>{}</tr>').format(
        Markup("").join(
            Markup('<td class="num factor" data-label="{}">{}</td>').format(name, value) for name, value, _ in reasons.factors(row, gaps)
        ),
        tr("Priority"),
        row["priority"] / most,
        points_of(row["priority"]),
        Markup('<td class="num" data-label="{}">{}</td>').format(tr("People missed"), people) if counts else "",
    )
    return before, partial(_ranks_html, item), between, partial(sure_tag, item=item), after


def _ranks_html(item: int, stability: Stability | None) -> Markup:
    """In how many draws it is among the first, where that is known."""
    if stability is None:
        return Markup("")
    spread = stability.places[item]
    return Markup("<p>{}</p>").format(words.sentence(among_the_first(spread)))


def item_address(row: Row) -> str:
    """The address of the panel that holds everything about an item, in the view of now; escaped."""
    kept = {key: st.query_params[key] for key in st.query_params if key not in ("item", "part")}
    return "?" + urlencode({**kept, "item": place_text((row["need_id"], row["stage_id"]))})
