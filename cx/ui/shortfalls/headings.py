"""What stands over the shortfalls page: the finding, its scope, the names of the tabs."""

from __future__ import annotations

import streamlit as st

from cx.analysis import list_words
from cx.analysis.headlines import scope_line
from cx.analysis.shortfalls import Shortfalls
from cx.languages.messages import LANGUAGES, speaking, spoken, tr
from cx.ui.shared.scope_bar import View
from cx.ui.shortfalls.items import personas_of

TABS = ("The list", "Find out", "What closes most", "Who is affected", "How sure", "Other views")
PART = "part"
"""Names the tab in the address."""


def tabs_here() -> list[str]:
    """The names of the tabs in the reader's language. A link names one in the language of whoever sends it."""
    here, asked = _tabs(spoken()), st.query_params.get(PART, "")
    if asked and asked not in here:
        for names in map(_tabs, LANGUAGES):
            if asked in names:
                st.query_params[PART] = here[names.index(asked)]
                st.rerun()  # the tabs read the address as it was when the run began
    return here


def _tabs(language: str) -> list[str]:
    with speaking(language):
        return [tr(name) for name in TABS]


def title_of(view: View, gaps: Shortfalls) -> str:
    """The finding."""
    return list_words.list_finding(gaps, view.names, view.persona_id)


def scope_of(view: View, gaps: Shortfalls) -> str:
    """Round, people, evidence, filters, and how personas are weighed."""
    return f"{scope_line(view.answer, personas_of(view), view.changed)} · {list_words.weight_sentence(gaps)}"
