"""Research: whom to ask, what they said, what is only believed, and when it is enough."""

import streamlit as st

from cx.ui.research.asked import TABS, asked_of, scope_of, title_of
from cx.ui.research.belief import belief_and_evidence
from cx.ui.research.combing import combing
from cx.ui.research.empathy import empathy_maps
from cx.ui.research.interviews import interviews
from cx.ui.research.recruitment import recruitment
from cx.ui.research.saturation import saturation
from cx.ui.research.supposed import supposed_truths
from cx.ui.research.themes import themes
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shared.written import say_what_was_done

require()
if nothing_yet(shell.workspace(), "research"):
    end_of_page()

asked = asked_of(shared_bar(persona="all"))
st.title(literal(title_of(asked)))
write_html(paragraph(scope_of(asked), "scope"))
say_what_was_done()
parts = (recruitment, interviews, combing, themes, saturation, empathy_maps, supposed_truths, belief_and_evidence)
for tab, draw in zip(st.tabs(TABS, key="research", bind="query-params"), parts, strict=True):
    if tab.open:
        with tab:
            draw(asked)
