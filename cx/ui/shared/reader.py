"""In which language the interface speaks to whoever reads it: as the link says, else as the browser asks, until another is chosen.

The choice stands at the foot of every page, and in the address, so that a link keeps it. A page speaks another language than English once all
that it says is translated (`SPEAKING`): until then it stays in English as a whole, and the foot of the others says so. Ids, addresses,
logs and commands stay in English, and so does what is written into the workspace.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from cx.languages.messages import ENGLISH, LANGUAGES, best_of, speaking, tr
from cx.ui.shared.addresses import GALLERY, PAGES, UNLISTED
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import write_html

SPEAKING = ("overview", "coverage", "shortfalls")
"""Addresses of pages that speak every language; `tests/pages/test_languages_of_pages.py` looks for English on each."""
READS = "reads"
"""What a session remembers: the language of its reader."""
CHOICE = "reader_language"
"""The key of the choice, and the name of the language in addresses."""
ADDRESS = "language"


def language_of_reader() -> str:
    """The language that this session reads. The address counts once, so that a browser that still sends an old one takes nothing back."""
    known: str | None = st.session_state.get(READS)
    if known is None:
        named = st.query_params.get(ADDRESS, "")
        known = st.session_state[READS] = named if named in LANGUAGES else best_of(st.context.locale)
    return known


def language_of_page(address: str, language: str) -> str:
    """The language in which a page speaks to this reader."""
    return language if address in SPEAKING else ENGLISH


@contextmanager
def at_the_foot(language: str) -> Iterator[None]:
    """Around a page: the languages stand below it, also where it has said itself that it ends here."""
    with suppress(StopException):  # of a browser that has gone, which is said again below
        yield
    _choice(language)


def end_of_page() -> NoReturn:
    """The page says no more; what stands at its foot is drawn still, which `st.stop` would keep from it."""
    raise StopException


def _choice(language: str) -> None:
    """At the foot of a page: the languages, and which pages are still in English. It goes into the address where no browser would ask for it."""
    if language != best_of(st.context.locale):
        if st.query_params.get(ADDRESS) != language:
            st.query_params[ADDRESS] = language
    elif ADDRESS in st.query_params:
        del st.query_params[ADDRESS]
    st.selectbox(
        "Language · Sprache · Langue · Idioma",
        list(LANGUAGES),
        index=list(LANGUAGES).index(language),
        key=CHOICE,
        format_func=LANGUAGES.__getitem__,
        on_change=_choose,
        width=260,
    )
    if language != ENGLISH:
        with speaking(language):
            write_html(paragraph(still_english(), "scope"))


def still_english() -> str:
    """Which pages speak English alone, by the names under which they stand in the menu."""
    others = [tr(title) for _, title, address in PAGES if address not in (*SPEAKING, *UNLISTED, GALLERY)]
    return tr("Still in English: {pages}, the form that changes a score, and messages about errors.", pages=", ".join(others))


def _choose() -> None:
    st.session_state[READS] = st.session_state[CHOICE]
