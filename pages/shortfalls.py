"""Shortfalls: what to fix first and why, what to find out first, and how far the ranking can be relied on."""

import streamlit as st

from cx.ui.shared import shell
from cx.ui.shared.banners import banners
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shortfalls.exposure import exposure
from cx.ui.shortfalls.find_out import unknowns
from cx.ui.shortfalls.first_three import first_three
from cx.ui.shortfalls.headings import scope_of, tabs_here, title_of
from cx.ui.shortfalls.how_sure import how_sure
from cx.ui.shortfalls.leverage import leverage
from cx.ui.shortfalls.list_tab import the_list
from cx.ui.shortfalls.order import listed
from cx.ui.shortfalls.other_methods import other_views
from cx.ui.shortfalls.send_on import send_on
from cx.ui.shortfalls.sure import Sure

require()
if nothing_yet(shell.workspace(), "shortfalls"):
    end_of_page()

view = shared_bar(persona="all")
gaps = listed(view)
st.title(literal(title_of(view, gaps)))
write_html(paragraph(scope_of(view, gaps), "scope"))
banners(view)
send_on(view, gaps)
sure = Sure(view, gaps)
first_three(view, gaps, sure)
parts = (
    lambda: the_list(view, gaps, sure),
    lambda: unknowns(view, gaps),
    lambda: leverage(view, gaps),
    lambda: exposure(view, gaps),
    lambda: how_sure(view, gaps, sure),
    lambda: other_views(view, gaps),
)
tabs = st.tabs(tabs_here(), key="part", bind="query-params")
for tab, draw in zip(tabs, parts, strict=True):
    if tab.open:
        with tab:
            draw()
