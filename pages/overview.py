"""Overview: how fully do we meet the mandatory needs, for whom not, where, and what do we not know?"""

import streamlit as st
from markupsafe import Markup

from cx.analysis.headlines import overall_finding, scope_line
from cx.ui import overview
from cx.ui.map import coverage
from cx.ui.map.heatmap import follow_clicks, heatmap, selected_place
from cx.ui.shared import shell
from cx.ui.shared.bar import shared_bar
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require
from cx.ui.shared.style import literal

require()
if overview.nothing_yet(shell.workspace(), "overview"):
    st.stop()

view = shared_bar()
personas, answer = view.answer.personas, view.answer
title, scope = overall_finding(answer), scope_line(view.answer, personas, view.changed)

st.title(literal(title))
write_html(Markup('<p class="scope">{}</p>').format(scope))
overview.sample_note(view)
overview.persona_cards(view)

st.header("Where along the journey")
grid = coverage.personas_grid(view)
follow_clicks("personas", grid)
st.caption("Mandatory needs met at each stage; the worst state stands for the stage. Select a cell to see its needs.")
coverage.assumed_note(view)
left, right = st.columns([9, 4], gap="medium")
with left:
    heatmap(grid, "personas", title=title, scope=scope, data=lambda: coverage.personas_table(view), file="personas-by-stages")
with right:
    overview.stage_panel(view, selected_place())

left, right = st.columns(2, gap="large")
with left:
    overview.fix_first(view)
    overview.overdue(view)
    overview.what_changed(view)
with right:
    overview.what_we_do_not_know(view)
