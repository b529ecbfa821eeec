"""Rounds: what moved from one to another, what of it is real, and how each need went over all of them."""

import streamlit as st

from cx.ui.rounds.asked import SECOND_ROUND, TABS, Asked, asked_of, scope_of, title_of
from cx.ui.rounds.freeze import freeze_and_open
from cx.ui.rounds.history import over_the_rounds
from cx.ui.rounds.parts import parts_of_change
from cx.ui.rounds.real import real_or_noise
from cx.ui.rounds.transitions import transitions
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require

require()
if nothing_yet(shell.workspace(), "rounds"):
    end_of_page()

asked = asked_of(shared_bar(persona="all"))
st.title(literal(title_of(asked)))
write_html(paragraph(scope_of(asked), "scope"))


def compare(asked: Asked) -> None:
    """What moved, what of it is real, why an index is another one."""
    if asked.found is None:
        write_html(paragraph(SECOND_ROUND))
        return
    transitions(asked, asked.found)
    real_or_noise(asked, asked.found)
    parts_of_change(asked, asked.found)


for tab, draw in zip(
    st.tabs(TABS, key="part", bind="query-params"),
    (compare, over_the_rounds, lambda asked: freeze_and_open(asked.view.workspace)),
    strict=True,
):
    if tab.open:
        with tab:
            draw(asked)
