"""Shortfalls: what to fix first and why, what to find out first, and how far the ranking can be relied on."""

import streamlit as st
from markupsafe import Markup

from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shortfalls import page as shortfalls
from cx.ui.shortfalls import views as shortfall_views
from cx.ui.shortfalls.how_sure import how_sure
from cx.ui.shortfalls.sure import Sure

require()
if nothing_yet(shell.workspace(), "shortfalls"):
    st.stop()

view = shared_bar(persona="all")
found = shortfalls.listed(view)
st.title(literal(shortfalls.title_of(view, found)))
write_html(Markup('<p class="scope">{}</p>').format(shortfalls.scope_of(view, found)))
shortfalls.send_on(view, found)
sure = Sure(view, found)
shortfalls.first_three(view, found, sure)
parts = (
    lambda: shortfalls.the_list(view, found, sure),
    lambda: shortfalls.unknowns(view, found),
    lambda: shortfall_views.leverage(view, found),
    lambda: shortfall_views.exposure(view, found),
    lambda: how_sure(view, found, sure),
    lambda: shortfall_views.other_views(view, found),
)
for tab, draw in zip(st.tabs(shortfalls.TABS, key="part", bind="query-params"), parts, strict=True):
    if tab.open:
        with tab:
            draw()
