"""The list of shortfalls as a table: one row an item, its factors in columns, and why it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import FIRST_FIVE, Stability
from cx.frames import row_dicts
from cx.model import TOLERANCE
from cx.ui.shared.components import state_chip
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.items import Row, kind_of, points_of, who_of
from cx.ui.shortfalls.sure import sure_tag
from cx.workshop.decisions import decision_words, decisions_about

HEADER = ("", "Need", "State", "Importance", "Shortfall", "Persona weight", "Reach", "Priority", "People missed")


def list_html(
    view: View,
    gaps: Shortfalls,
    rows: pd.DataFrame,
    chosen: Row,
    stability: Stability | None,
    known: Mapping[Any, Row],
    decided: Mapping[Any, Row],
) -> Markup:
    """Items of one part as a table; a row opens to say why it stands there, and on a phone it is a card."""
    counts = bool(rows["people_missed"].notna().any())
    most = max(float(gaps.items["priority"].max()), TOLERANCE)
    lines = Markup("").join(
        _row_html(view, gaps, row, stability, row["item"] == chosen["item"], _notes(row, known, decided), most, counts)
        for row in row_dicts(rows)
    )
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in HEADER[: None if counts else -1])
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="List of shortfalls"><table class="small list"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, lines)


def _notes(row: Row, known: Mapping[Any, Row], decided: Mapping[Any, Row]) -> list[str]:
    """Why it fails, where somebody has said so, and what was decided about it."""
    cause = known.get((row["need_id"], row["stage_id"]))
    return [*([reasons.cause_sentence(cause)] if cause else []), *(f"Decided: {decision_words(d)}" for d in decisions_about(row, decided))]


def _row_html(
    view: View, gaps: Shortfalls, row: Row, stability: Stability | None, is_chosen: bool, notes: list[str], most: float, counts: bool
) -> Markup:
    """One item; `most` is the priority of the first one, and people are counted where any item of the table says how many."""
    people = "" if words.missing(row["people_missed"]) else f"{round(row['people_missed']):,}"
    numbers = Markup("").join(
        Markup('<td class="num factor" data-label="{}">{}</td>').format(name, value) for name, value, _ in reasons.factors(row, gaps)
    )
    return Markup(
        '<tr{current}><td class="rank">{rank}</td>'
        '<td class="what">{need}<div class="quiet">{who} · {kind} · {where}</div>{notes}</td>'
        "<td>{state}<br>{sure}</td>{numbers}"
        '<td class="num" data-label="Priority"><span class="meter" style="--share:{share:.3f}">{priority}</span></td>{people}</tr>'
    ).format(
        current=Markup(' class="chosen" aria-current="true"') if is_chosen else "",
        rank=int(row["item"]),
        need=_explained(view, gaps, row, stability),
        who=who_of(view, row),
        kind=kind_of(row),
        where=" + ".join(reasons.stage_names(row, view.names)),
        notes=Markup("").join(Markup('<div class="quiet">{}</div>').format(note) for note in notes),
        state=state_chip(row),
        sure=sure_tag(stability, int(row["item"])),
        numbers=numbers,
        share=row["priority"] / most,
        priority=points_of(row["priority"]),
        people=Markup('<td class="num" data-label="People missed">{}</td>').format(people) if counts else "",
    )


def _explained(view: View, gaps: Shortfalls, row: Row, stability: Stability | None) -> Markup:
    """The need; a click anywhere in its row says why it stands there."""
    sentences = [reasons.place(row, gaps, view.names), f"{reasons.action(row)}: {reasons.why(row, gaps)}"]
    if stability:
        spread = stability.places[int(row["item"])]
        sentences.append(f"{FIRST_FIVE}: {spread.caption}; {spread.said} in 90% of the draws")
    facts = Markup("").join(Markup("<p>{}</p>").format(words.sentence(text)) for text in sentences)
    return Markup(
        '<details name="why"><summary>{}</summary>'
        '<div class="why">{}<p><a href="{}">Its stages, cause, owner and decisions</a></p></div></details>'
    ).format(reasons.statement(row, view.names), facts, item_address(row))


def item_address(row: Row) -> str:
    """The address of the panel that holds everything about an item, in the view of now; escaped."""
    kept = {key: st.query_params[key] for key in st.query_params if key not in ("item", "part")}
    return "?" + urlencode({**kept, "item": place_text((row["need_id"], row["stage_id"]))})
