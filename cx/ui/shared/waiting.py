"""A page that waits says for what; a page that is left stops waiting, and what nobody waits for is stopped."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from cx.languages.messages import tr
from cx.store.patience import waiting
from cx.ui.shared.markup import write_html

WORDS: dict[str, str] = {
    "coverage": "Working out where each need is met or missed",
    "rounds compared": "Comparing this round with another",
    "history": "Looking back over the rounds",
    "markets": "Working out each market by itself",
    "shortfalls": "Ranking what falls short",
    "draws": "Drawing the ranking anew, many times",
    "stability": "Counting how far ranks move",
    "rests on": "Finding out what the order rests on",
    "what if": "Working out what would change",
    "combinations": "Trying improvements in ones, twos and threes at every cell that they touch",
    "frontier": "Looking for the best set at every budget",
    "best set": "Looking for the best set for this budget",
    "prices": "Looking for the best set without each wish",
    "runners-up": "Looking for sets that are nearly as good",
    "why not": "Looking for the best set with each improvement that is left out",
    "core": "Drawing weights anew, and looking for the best set each time",
}
"""What a page waits for, by the first word of the question."""
OTHERWISE = "Working it out"
PATIENT = 0.4
"""Seconds before anything is said: most answers are there by then."""


@contextmanager
def saying_what_for() -> Iterator[None]:
    """One line at the top of the page while an answer takes longer than a moment."""
    container = st.empty()
    is_shown = False

    def tell(question: Hashable, seconds: float | None) -> None:
        nonlocal is_shown
        if seconds is None:
            if is_shown:
                container.empty()
            is_shown = False
        elif seconds >= PATIENT:
            is_shown = True
            # Drawing is also where a run that is to stop stops: its page was left, or something else was chosen on it.
            write_html(
                Markup('<p class="waiting" role="status">{} … <span class="num">{} s</span></p>').format(words_for(question), int(seconds)),
                container,
            )

    try:
        with waiting(tell):
            yield
    finally:
        if is_shown:
            container.empty()


def words_for(question: Hashable) -> str:
    """What a question is about, for whoever waits for the answer."""
    name = question[0] if isinstance(question, tuple) else question
    return tr(WORDS.get(str(name), OTHERWISE))
