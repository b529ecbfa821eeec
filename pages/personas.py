"""Personas: the cards that a team would pin on the wall, with the state of every need."""

import streamlit as st

from cx.ui.catalogue import personas
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
if view.persona_id is None:
    personas.side_by_side(view)
else:
    personas.card(view, view.persona_id)
