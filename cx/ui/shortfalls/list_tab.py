"""The tab with the list, part by part, and the panel of the chosen item."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.list_words import blocked_sentences, none_fails
from cx.analysis.shortfalls import Shortfalls, causes
from cx.frames import of_persona, row_dicts
from cx.languages.messages import tr, trn
from cx.ui.shared import shell
from cx.ui.shared.components import bullet_list, paragraph, state_chip, table
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import EVERYBODY, View, keep_in_url, write_to_url
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.headings import TABS, title_of
from cx.ui.shortfalls.item_panel import item_panel
from cx.ui.shortfalls.items import Row, kind_of, who_of
from cx.ui.shortfalls.list_table import list_html
from cx.ui.shortfalls.order import order_switch, weight_slider
from cx.ui.shortfalls.sure import Sure
from cx.workshop.decisions import decided_at

SHOWN = 40
"""Items of each part; the rest on demand."""


def the_list(view: View, gaps: Shortfalls, sure: Sure) -> None:
    """Part by part, must-haves with their closing sets first; beside it, why the chosen item stands where it does."""
    items = of_persona(gaps.items, view.persona_id)
    if items.empty:
        without_a_place(view, gaps)
        write_html(paragraph(f"{words.sentence(title_of(view, gaps))} {tr('Look at what is not known: {tab}.', tab=tr(TABS[1]))}"))
        return
    left, right = st.columns([7, 4], gap="medium")
    with right:
        chosen = _choose(view, items)
    with left:
        weight_slider(view, gaps)
        order_switch(gaps)
        known, decided = causes(view.workspace), decided_at(view.workspace)
        for part in gaps.parts:
            rows = items[items["part"] == part.number]
            if len(rows):
                shown = rows if st.session_state.get("whole_list") else rows.head(SHOWN)
                write_html(Markup("<h2>{}</h2><p class='scope'>{}</p>").format(tr(part.label), tr(part.meaning)))
                sure.write(*list_html(view, gaps, shown, chosen, known, decided))
            elif part.number == 1:
                write_html(Markup('<h2>{}</h2><p class="fact">{}</p>').format(tr(part.label), none_fails(gaps, view.persona_id)))
        if int(items["part"].value_counts().max()) > SHOWN:
            st.toggle(
                tr("Show all {number}", number=len(items)),
                key="whole_list",
                help=tr("Otherwise the first {number} of each part", number=SHOWN),
            )
        without_a_place(view, gaps)
        st.caption(
            tr("Priority = 100 × importance × shortfall × persona weight × reach. Evidence stands beside it and is never multiplied in.")
        )
    with right, st.container(border=True, key="panel"):
        item_panel(view, gaps, chosen, known, sure)


def without_a_place(view: View, gaps: Shortfalls) -> None:
    """What falls short of personas that have no weight: listed, with the reason, and without priority or rank (method 9.1)."""
    rows = of_persona(gaps.blocked, view.persona_id)
    if rows.empty:
        return
    write_html(
        Markup("<h2>{}</h2>").format(tr("Without a place in the list")) + bullet_list(blocked_sentences(gaps, view.names, view.persona_id))
    )
    lines = [
        (
            Markup('<a href="{}">{}</a><div class="quiet">{} · {}</div>').format(
                cell_address(r), reasons.statement(r, view.names), who_of(view, r), kind_of(r)
            ),
            view.names.stages.get(r["stage_id"], r["stage_id"]),
            state_chip(r),
        )
        for r in row_dicts(rows.head(SHOWN))
    ]
    write_html(
        table(
            (tr("Need"), tr("Stage"), tr("State")),
            lines,
            trn("{n} shortfall without priority", "{n} shortfalls without priority, must-haves that fail first", len(rows)),
        )
    )
    st.page_link(shell.PERSONAS, label=tr("Segments and personas"), query_params={"persona": EVERYBODY, "part": "Segments and personas"})


def _choose(view: View, items: pd.DataFrame) -> Row:
    """The item whose panel is open: the one in the URL, else the first."""
    options = {place_text((r["need_id"], r["stage_id"])): r for r in row_dicts(items)}
    keep_in_url("item", list(options), next(iter(options)))
    chosen = st.selectbox(
        tr("Explain"), list(options), key="item",
        format_func=lambda key: f"{int(options[key]['item'])}. {reasons.statement(options[key], view.names)} ({who_of(view, options[key])})" if key in options else key,
    )  # fmt: skip
    write_to_url("item", chosen, next(iter(options)))
    return options[chosen or next(iter(options))]
