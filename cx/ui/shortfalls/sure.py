"""How sure the order is, on a page: everything else stands at once, and what needs the many draws is filled in afterwards."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import FIRST_FIVE, Stability, is_known, stability
from cx.model import STABILITY
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import tag
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

Text = Callable[[Stability | None], Markup]
"""HTML with what the draws say, or with a note in its place while they are not there."""


class Sure:
    """What the draws say about a list. Parts of the page that show it are written at once, and anew when it is there."""

    def __init__(self, view: View, found: Shortfalls):
        self._view, self._found = view, found
        self._said = stability(view.workspace, found) if is_known(view.workspace, found) else None
        self._waiting: list[tuple[DeltaGenerator, Text]] = []

    def write(self, text: Text) -> None:
        """Write a part of the page here."""
        place = st.empty()
        write_html(text(self._said), place)
        if self._said is None:
            if not self._waiting:
                afterwards(self._fill_in)
            self._waiting.append((place, text))

    def wait(self) -> Stability:
        """What the draws say, once they are there; the parts that were written without are written anew, each in its place."""
        if self._said is None:
            self._said = stability(self._view.workspace, self._found)
        for place, text in self._waiting:
            write_html(text(self._said), place)
        self._waiting = []
        return self._said

    def _fill_in(self) -> None:
        if self._waiting:
            self.wait()


def sure_tag(said: Stability | None, item: int) -> Markup:
    """Whether an item is among the first five, and in which ranks, as a small label; before the draws are there, that they are awaited."""
    if said is None:
        return Markup('<span class="ranks">how sure: being drawn …</span>')
    place = said.places[item]
    meaning = {s.word: s.meaning for s in STABILITY}
    return tag(f"{FIRST_FIVE}: {place.caption}", f"{meaning[place.caption]} {place.said.capitalize()} in 90% of them.") + Markup(
        ' <span class="ranks">{}</span>'
    ).format(place.said)
