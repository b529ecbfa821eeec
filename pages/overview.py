"""Overview: how fully do we meet the mandatory needs, for whom not, where, and what do we not know?"""

import streamlit as st

from cx.analysis.headlines import overall_finding, scope_line
from cx.languages.messages import tr
from cx.ui.map import coverage
from cx.ui.map.heatmap import follow_clicks, heatmap
from cx.ui.overview import cards, lists
from cx.ui.shared import shell
from cx.ui.shared.banners import banners
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.offer import sample_note
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.selection import selected_place
from cx.ui.shared.shell import require

require()
if nothing_yet(shell.workspace(), "overview"):
    end_of_page()

view = shared_bar()
personas, answer = view.answer.personas, view.answer
title, scope = overall_finding(answer), scope_line(view.answer, personas, view.changed)

st.title(literal(title))
write_html(paragraph(scope, "scope"))
sample_note(view.workspace)
banners(view)
cards.persona_cards(view)

st.header(tr("Where along the journey"))
grid = coverage.personas_grid(view)
follow_clicks("personas", grid)
st.caption(tr("Mandatory needs met at each stage; the worst state stands for the stage. Select a cell to see its needs."))
coverage.assumed_note(view)
left, right = st.columns([9, 4], gap="medium")
with left:
    heatmap(
        grid,
        "personas",
        title=title,
        scope=scope,
        data=lambda: coverage.personas_table(view),
        file="personas-by-stages",
        nothing=view.why_empty,
    )
with right:
    lists.stage_panel(view, selected_place())

left, right = st.columns(2, gap="large")
with left:
    lists.fix_first(view)
    lists.overdue(view)
    lists.what_changed(view)
with right:
    lists.what_we_do_not_know(view)
    lists.what_rests_on_assumptions(view)
