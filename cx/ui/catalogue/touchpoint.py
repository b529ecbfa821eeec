"""The page of one touchpoint: what it is, its scores, and the needs it serves; each leads to its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.touchpoint import touchpoint
from cx.appearance import state_counts
from cx.charts.cell_words import rests_on
from cx.frames import row_dicts
from cx.ui.shared import shell
from cx.ui.shared.components import paragraph, state_chip, table, tag
from cx.ui.shared.links import TOUCHPOINT, cell_address
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View, link_to


def page(view: View) -> bool:
    """Draw the touchpoint that the address names; false where it names none."""
    facts = touchpoint(view.workspace, view.answer, st.query_params.get(TOUCHPOINT, ""))
    if facts is None:
        return False
    about, rows = facts.about, [own_value(r) for r in row_dicts(facts.serves)]
    st.title(literal(about["name"]))
    write_html(paragraph(_facts(about), "scope"))
    if not words.missing(about["description"]):
        write_html(paragraph(about["description"], "lead"))
    st.page_link(shell.TOUCHPOINTS, label="All touchpoints", query_params=link_to(), icon=":material/arrow_back:")
    st.header("What it serves, and how well")
    if not rows:
        write_html(paragraph("In this view it is linked to no need at a stage where the need arises."))
        return True
    write_html(paragraph(_summary(view, rows)))
    write_html(
        table(
            ("Need", "Stage", "Its score", "Rests on"),
            [_row(view, r) for r in rows],
            "Each need leads to the cell and all that it rests on",
        )
    )
    return True


def own_value(link: Mapping[str, Any]) -> dict[str, Any]:
    """A link as the look of a value knows it: alone."""
    return {**link, "persona_id": link.get("of_persona"), "flags": (), "upper": 1.0, "lower": 0.0}


def _facts(about: Mapping[str, Any]) -> str:
    named = [str(about["status"]), "in front of the customer" if about["visibility"] == "frontstage" else "backstage"]
    named += [str(about[c]) for c in ("channel", "market") if not words.missing(about[c])]
    named.append("no owner named" if words.missing(about["owner"]) else f"owner: {about['owner']}")
    return words.sentence(" · ".join(named)).removesuffix(".")


def _summary(view: View, rows: list[dict[str, Any]]) -> str:
    people = dict.fromkeys(view.names.personas.get(r["persona_id"], r["persona_id"]) for r in rows)
    told: Counter[str] = Counter()  # met and relieved have words of their own, what is not assessed has one
    for word, number in state_counts(rows):
        told[word] += number
    counted = ", ".join(f"{number} {word}" for word, number in told.items())
    needs = len({r["need_id"] for r in rows})
    return f"{words.count(needs, 'need')} of {words.listing(people, 4)}; taken alone, its scores are: {counted}."


def _row(view: View, row: Mapping[str, Any]) -> tuple[str, ...]:
    notes = [view.names.personas.get(row["persona_id"], ""), "" if row["kind"] == "mandatory" else row["kind"]]
    notes += ["decides" if row["decides"] is True else "", "" if row["live"] else "not counted today"]
    quiet = " · ".join(n for n in notes if n)
    need = Markup('<a href="{}">{}</a><div class="quiet">{}</div>').format(
        cell_address(row), view.names.needs.get(row["need_id"], row["need_id"]), quiet
    )
    score = state_chip(row) if not words.missing(row["fulfilment"]) else tag("not rated")
    return (need, view.names.stages.get(row["stage_id"], row["stage_id"]), score, rests_on(row))
