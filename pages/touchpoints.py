"""Touchpoints: the catalogue, and what in its links is worth a question."""

import streamlit as st

from cx.ui.catalogue import touchpoint, touchpoints
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require

require()
if nothing_yet(shell.workspace(), "touchpoints"):
    end_of_page()

view = shared_bar()
if touchpoint.page(view):
    end_of_page()
st.title(touchpoints.title_of(view))
write_html(paragraph(touchpoints.scope_of(view), "scope"))
left, right = st.columns([7, 4], gap="large")
with left:
    touchpoints.catalogue(view)
with right:
    touchpoints.oddities(view)
