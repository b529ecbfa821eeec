"""Shortfalls: what to fix first and why, what to find out first, and how far the ranking can be relied on."""

from html import escape

import streamlit as st

from cx.ui import overview, shell, shortfall_views, shortfalls
from cx.ui.bar import shared_bar
from cx.ui.shell import require
from cx.ui.style import literal

require()
if overview.nothing_yet(shell.workspace(), "shortfalls"):
    st.stop()

view = shared_bar(persona="all")
found = shortfalls.listed(view)
st.title(literal(shortfalls.title_of(view, found)))
st.html(f'<p class="scope">{escape(shortfalls.scope_of(view, found))}</p>')
shortfalls.send_on(view, found)
shortfalls.first_three(view, found)
fix, find_out, closes, affected, sure, others = st.tabs(shortfalls.TABS, key="part", bind="query-params")
if fix.open:
    with fix:
        shortfalls.the_list(view, found)
if find_out.open:
    with find_out:
        shortfalls.unknowns(view, found)
if closes.open:
    with closes:
        shortfall_views.leverage(view, found)
if affected.open:
    with affected:
        shortfall_views.exposure(view, found)
if sure.open:
    with sure:
        shortfall_views.how_sure(view, found)
if others.open:
    with others:
        shortfall_views.other_views(view)
