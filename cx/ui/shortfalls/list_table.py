"""The list of shortfalls as a table: one row an item, its factors in columns, and why it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import FIRST_FIVE, Stability
from cx.ui.map.heatmap import place_text
from cx.ui.shared.bar import View
from cx.ui.shared.style import state_chip
from cx.ui.shortfalls.items import Row, kind_of, points_of, who_of
from cx.ui.shortfalls.sure import sure_tag
from cx.workshop.decisions import decision_words


def list_html(
    view: View,
    found: Shortfalls,
    rows: pd.DataFrame,
    chosen: Row,
    said: Stability | None,
    known: Mapping[Any, Row],
    decided: Mapping[Any, Row],
) -> str:
    """Items of one part as a table; a row opens to say why it stands there, and on a phone it is a card."""
    most = max(float(found.items["priority"].max()), 1e-9)
    lines = []
    for row in rows.to_dict("records"):
        people = "" if words.missing(row["people_missed"]) else f"{round(row['people_missed']):,}"
        where = " + ".join(escape(s) for s in reasons.stage_names(row, view.names))
        cause = known.get((row["need_id"], row["stage_id"]))
        notes = [reasons.cause_sentence(cause)] if cause else []
        notes += [f"Decided: {decision_words(d)}" for d in decisions_about(row, decided)]
        beside = "".join(f'<div class="quiet">{escape(text)}</div>' for text in notes)
        current = ' class="chosen" aria-current="true"' if row["item"] == chosen["item"] else ""
        numbers = "".join(
            f'<td class="num factor" data-label="{escape(name)}">{escape(value)}</td>' for name, value, _ in reasons.factors(row, found)
        )
        lines.append(
            f'<tr{current}><td class="rank">{int(row["item"])}</td>'
            f'<td class="what">{_explained(view, found, row, said)}'
            f'<div class="quiet">{escape(who_of(view, row))} · {escape(kind_of(row))} · {where}</div>{beside}</td>'
            f"<td>{state_chip(row)}<br>{sure_tag(said, int(row['item']))}</td>{numbers}"
            f'<td class="num" data-label="Priority"><span class="meter" style="--share:{row["priority"] / most:.3f}">{points_of(row["priority"])}</span></td>'
            f'<td class="num" data-label="People missed">{people}</td></tr>'
        )
    head = "".join(
        f'<th scope="col">{h}</th>'
        for h in ("", "Need", "State", "Importance", "Shortfall", "Persona weight", "Reach", "Priority", "People missed")
    )
    return f'<div class="scroll" tabindex="0" role="region" aria-label="List of shortfalls"><table class="small list"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'


def _explained(view: View, found: Shortfalls, row: Row, said: Stability | None) -> str:
    """The need; a click anywhere in its row says why it stands there."""
    sentences = [reasons.place(row, found, view.names), f"{reasons.action(row)}: {reasons.why(row, found)}"]
    if said:
        spread = said.places[int(row["item"])]
        sentences.append(f"{FIRST_FIVE}: {spread.caption}; {spread.said} in 90% of the draws")
    facts = "".join(f"<p>{escape(words.sentence(text))}</p>" for text in sentences)
    return (
        f'<details name="why"><summary>{escape(reasons.statement(row, view.names))}</summary>'
        f'<div class="why">{facts}<p><a href="{item_address(row)}">Its stages, cause, owner and decisions</a></p></div></details>'
    )


def decisions_about(row: Row, decided: Mapping[Any, Row]) -> list[Row]:
    """What was decided about the stages of an item."""
    stages = str(row["closing_set"]).split(";") if row["tier"] == 1 else [row["stage_id"]]
    found = {decided[row["need_id"], s]["decision_id"]: decided[row["need_id"], s] for s in stages if (row["need_id"], s) in decided}
    return list(found.values())


def item_address(row: Row) -> str:
    """The address of the panel that holds everything about an item, in the view of now; escaped."""
    kept = {key: st.query_params[key] for key in st.query_params if key not in ("item", "part")}
    return escape("?" + urlencode({**kept, "item": place_text((row["need_id"], row["stage_id"]))}))
