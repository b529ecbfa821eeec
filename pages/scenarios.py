"""Scenarios: what would be if some things were changed, and what it would take."""

import streamlit as st

from cx.analysis.scenarios.scenario import scenarios
from cx.analysis.scenarios.what_if import improvements
from cx.ui.map.heatmap import heatmap
from cx.ui.scenarios.budget import best_set
from cx.ui.scenarios.compare import compare
from cx.ui.scenarios.headings import TABS, scope_of, title_of
from cx.ui.scenarios.improvements import improvements_part
from cx.ui.scenarios.what_if import what_if_part
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shared.written import say_what_was_done

require()
if nothing_yet(shell.workspace(), "scenarios"):
    end_of_page()

view = shared_bar(persona="all")
st.title(literal(title_of(scenarios(view.workspace), improvements(view.answer))))
write_html(paragraph(scope_of(view), "scope"))
say_what_was_done()
parts = (
    lambda: what_if_part(view, heatmap),
    lambda: best_set(view),
    lambda: compare(view, heatmap),
    lambda: improvements_part(view),
)
for tab, draw in zip(st.tabs(TABS, key="scenarios", bind="query-params"), parts, strict=True):
    if tab.open:
        with tab:
            draw()
