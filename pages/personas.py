"""Personas: the cards that a team would pin on the wall, with the state of every need."""

import streamlit as st

from cx.ui.catalogue import merging, personas, proposal, segments
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require

require()
if nothing_yet(shell.workspace(), "personas"):
    st.stop()

view = shared_bar(persona="any")
st.title(literal(personas.title_of(view)))
write_html(paragraph(personas.scope_of(view), "scope"))
personas.assumed_banner(view)
personas.to_print(view)
if view.persona_id is not None:
    personas.card(view, view.persona_id)
    st.stop()
parts = (
    lambda: personas.side_by_side(view),
    lambda: segments.crosswalk(view),
    lambda: merging.merging(view),
    lambda: proposal.proposal(view),
)
for tab, draw in zip(st.tabs(personas.TABS, key="part", bind="query-params"), parts, strict=True):
    if tab.open:
        with tab:
            draw()
