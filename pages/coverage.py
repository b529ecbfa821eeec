"""Coverage: one persona's needs × stages; select a cell to see what it rests on."""

from html import escape

import streamlit as st

from cx.ui import coverage, overview, shell
from cx.ui.bar import shared_bar
from cx.ui.heatmap import follow_clicks, heatmap, selected_place
from cx.ui.shell import require
from cx.ui.style import literal

require()
if overview.nothing_yet(shell.workspace(), "coverage"):
    st.stop()

view = shared_bar(persona="any")
grid, title, scope = coverage.grid_of(view), coverage.title_of(view), coverage.scope_of(view)
follow_clicks("coverage", grid)
place = selected_place()

st.title(literal(title))
st.html(f'<p class="scope">{escape(scope)}</p>')
coverage.assumed_note(view)
left, right = st.columns([7, 4], gap="medium")
with left:
    heatmap(grid, "coverage", title=title, scope=scope, data=coverage.table_of(view), file=coverage.file_of(view))
    coverage.need_map(view, place)
with right:
    coverage.side_panel(view, place)
