"""What to find out first, by what knowing is worth."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import Shortfalls
from cx.frames import of_persona, row_dicts
from cx.languages.messages import tr, trn
from cx.ui.shared.components import paragraph, state_chip, table
from cx.ui.shared.links import cell_address
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import kind_of, points_of, who_of

SHOWN = 80
WORTH = (
    "The value of finding out is the priority that the place could have, between the best and the worst that it can still turn out to be."
)


def unknowns(view: View, gaps: Shortfalls) -> None:
    """What to find out first: cells that nobody has assessed, by what knowing is worth."""
    rows = of_persona(gaps.unknown, view.persona_id)
    write_html(Markup('<h2>{}</h2><p class="scope">{} {}</p>').format(tr("Find out first"), tr(words.NOT_ASSESSED), tr(WORTH)))
    if rows.empty:
        write_html(paragraph(tr("Every need is assessed wherever it arises.")))
    else:
        lines = [
            (
                Markup('<a href="{}">{}</a><div class="quiet">{} · {} · {}</div>').format(
                    cell_address(r),
                    reasons.statement(r, view.names),
                    who_of(view, r),
                    kind_of(r),
                    view.names.stages.get(r["stage_id"], r["stage_id"]),
                ),
                state_chip(r),
                words.sentence(reasons.information(r)),
                Markup('<span class="num">{}</span>').format(points_of(r["info_value"])),
            )
            for r in row_dicts(rows.head(SHOWN))
        ]
        write_html(
            table(
                (tr("Need"), tr("State"), tr("What is not known"), tr("Worth")),
                lines,
                trn("{n} place to find out about", "{n} places to find out about, the most telling first", len(rows)),
            )
        )
        if len(rows) > SHOWN:
            st.caption(tr("And {more} more: the list that you send on as Excel or CSV holds them all.", more=len(rows) - SHOWN))
    homeless = view.answer.needs[(view.answer.needs["stages_needed"] == 0)]
    homeless = homeless if view.persona_id is None else homeless[homeless["persona_id"] == view.persona_id]
    if len(homeless):
        statements = words.listing([f"“{reasons.statement(r, view.names)}”" for r in row_dicts(homeless)], 4)
        write_html(
            Markup('<p class="fact">{} {} <a href="data">{}</a></p>').format(
                trn(
                    "{n} need is assigned to no stage, so nobody can rate it: {needs}.",
                    "{n} needs are assigned to no stage, so nobody can rate them: {needs}.",
                    len(homeless),
                    needs=statements,
                ),
                tr("Say there where they arise:"),
                tr("Data page"),
            )
        )
