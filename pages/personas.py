"""Personas: the cards that a team would pin on the wall, with the state of every need."""

from html import escape

import streamlit as st

from cx.ui import overview, personas
from cx.ui.shared import shell
from cx.ui.shared.bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shared.style import literal

require()
if overview.nothing_yet(shell.workspace(), "personas"):
    st.stop()

view = shared_bar(persona="any")
st.title(literal(personas.title_of(view)))
st.html(f'<p class="scope">{escape(personas.scope_of(view))}</p>')
personas.assumed_banner(view)
if view.persona_id is None:
    personas.side_by_side(view)
else:
    personas.card(view, view.persona_id)
