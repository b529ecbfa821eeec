"""What to fix first and why, as three cards."""

from __future__ import annotations

from functools import partial

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import Stability
from cx.frames import of_persona, row_dicts
from cx.languages.messages import tr
from cx.model import TIER
from cx.ui.shared.components import paragraph, state_chip, tag
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import Row, kind_of, who_of
from cx.ui.shortfalls.list_table import item_address
from cx.ui.shortfalls.sure import Sure, sure_tag

FIRST = 3


def first_three(view: View, gaps: Shortfalls, sure: Sure) -> None:
    """What to fix first and why, readable from across the room."""
    items = of_persona(gaps.items, view.persona_id).head(FIRST)
    if len(items):
        for column, row in zip(st.columns(len(items), gap="small"), row_dicts(items), strict=True):
            with column, st.container(border=True, height="stretch"):
                sure.write(partial(_card, view, gaps, row))


def _card(view: View, gaps: Shortfalls, row: Row, stability: Stability | None) -> Markup:
    people = reasons.people_sentence(row)
    facts = [f"{reasons.action(row)}: {reasons.why(row, gaps)}."] + ([words.sentence(people)] if people else [])
    return (
        Markup(
            '<section class="card first"><div class="place"><b>{}</b> {} {}</div>'
            '<div class="need"><a href="{}">{}</a></div>'
            '<div class="muted">{} · {} · {}</div>'
            '<p class="fact">{}</p>'
        ).format(
            int(row["item"]),
            tag(tr(TIER[row["tier"]].label), tr(TIER[row["tier"]].meaning)),
            sure_tag(stability, int(row["item"])),
            item_address(row),
            reasons.statement(row, view.names),
            who_of(view, row),
            kind_of(row),
            words.listing(reasons.stage_names(row, view.names), 4),
            state_chip(row),
        )
        + Markup("").join(paragraph(fact) for fact in facts)
        + Markup("</section>")
    )
