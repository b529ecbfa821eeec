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

    def __init__(self, view: View, gaps: Shortfalls):
        self._view, self._gaps = view, gaps
        self._stability = stability(view.workspace, gaps) if is_known(view.workspace, gaps) else None
        self._waiting: list[tuple[DeltaGenerator, Text]] = []

    def write(self, text: Text) -> None:
        """Write a part of the page here."""
        container = st.empty()
        write_html(text(self._stability), container)
        if self._stability is None:
            if not self._waiting:
                afterwards(self._fill_in)
            self._waiting.append((container, text))

    def wait(self) -> Stability:
        """What the draws say, once they are there; the parts that were written without are written anew, each in its place."""
        if self._stability is None:
            self._stability = stability(self._view.workspace, self._gaps)
        for container, text in self._waiting:
            write_html(text(self._stability), container)
        self._waiting = []
        return self._stability

    def _fill_in(self) -> None:
        if self._waiting:
            self.wait()


def sure_tag(stability: Stability | None, item: int) -> Markup:
    """Whether an item is among the first five, and in which ranks, as a small label; before the draws are there, that they are awaited."""
    if stability is None:
        return Markup('<span class="ranks">how sure: being drawn …</span>')
    spread = stability.places[item]
    meaning = {s.word: s.meaning for s in STABILITY}
    return tag(f"{FIRST_FIVE}: {spread.caption}", f"{meaning[spread.caption]} {spread.said.capitalize()} in 90% of them.") + Markup(
        ' <span class="ranks">{}</span>'
    ).format(spread.said)
