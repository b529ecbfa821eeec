"""Personas: the cards that a team would pin on the wall, with the state of every need."""

import streamlit as st

from cx.ui.catalogue import merging, personas, proposal, segments
from cx.ui.catalogue.change_persona import change_one, change_personas, first_persona
from cx.ui.catalogue.compare import side_by_side
from cx.ui.catalogue.markets import markets_tab
from cx.ui.shared import shell
from cx.ui.shared.banners import banners
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shared.written import say_what_was_done

require()
if nothing_yet(shell.workspace(), "personas"):
    first_persona(shell.workspace())
    end_of_page()

view = shared_bar(persona="any")
st.title(literal(personas.title_of(view)))
write_html(paragraph(personas.scope_of(view), "scope"))
say_what_was_done()
banners(view)
personas.to_print(view)
if view.persona_id is not None:
    personas.card(view, view.persona_id)
    change_one(view.workspace, view.persona_id)
else:
    parts = (
        lambda: side_by_side(view),
        lambda: segments.crosswalk(view),
        lambda: merging.merging(view),
        lambda: proposal.proposal(view),
        lambda: markets_tab(view),
        lambda: change_personas(view.workspace),
    )
    for tab, draw in zip(st.tabs(personas.TABS, key="part", bind="query-params"), parts, strict=True):
        if tab.open:
            with tab:
                draw()
