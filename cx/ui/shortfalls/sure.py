"""How sure the order is, on a page: everything else stands at once, and what needs the many draws is filled in afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.shortfalls import Shortfalls
from cx.analysis.stability import Place, Stability, is_known, stability
from cx.languages.messages import tr
from cx.model import STABILITY
from cx.ui.shared.afterwards import afterwards
from cx.ui.shared.components import tag
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View

Piece = Markup | Callable[[Stability | None], Markup]
"""HTML, as it is or with what the draws say: then with a note in its place while they are not there."""


class Sure:
    """What the draws say about a list. Parts of the page that show it are written at once, and anew when it is there."""

    def __init__(self, view: View, gaps: Shortfalls):
        self._workspace, self._gaps = view.workspace, gaps
        self._version = view.workspace.version
        self._stability = stability(view.workspace, gaps) if is_known(view.workspace, gaps) else None
        self._waiting: list[Callable[[Stability], None]] = []

    def write(self, *pieces: Piece) -> None:
        """Write a part of the page here; all but what the draws say in it is made once."""
        container = st.empty()
        write_html(joined(pieces, self._stability), container)
        if self._stability is None:
            self._when_drawn(lambda known: write_html(joined(pieces, known), container))

    def draw(self, draw: Callable[[Stability], None], meanwhile: Markup) -> None:
        """Draw here what says nothing without the draws."""
        container = st.empty()

        def fill(known: Stability) -> None:
            with container.container():
                draw(known)

        if self._stability is None:
            write_html(meanwhile, container)
            self._when_drawn(fill)
        else:
            fill(self._stability)

    def put_off(self, fill: Callable[[], None]) -> None:
        """Fill something in afterwards; where the data have changed by then, the page is drawn anew."""

        def still() -> None:
            if self._workspace.version != self._version:
                st.rerun()
            fill()

        afterwards(still)

    def _when_drawn(self, fill: Callable[[Stability], None]) -> None:
        if not self._waiting:
            self.put_off(self._fill_in)
        self._waiting.append(fill)

    def _fill_in(self) -> None:
        known = stability(self._workspace, self._gaps)
        for fill in self._waiting:
            fill(known)


def joined(pieces: Iterable[Piece], stability: Stability | None) -> Markup:
    """The pieces one after the other, those that say how sure something is as the draws have it."""
    return Markup("").join(piece if isinstance(piece, Markup) else piece(stability) for piece in pieces)


def sure_tag(stability: Stability | None, item: int) -> Markup:
    """Whether an item is among the first five, and in which ranks, as a small label; before the draws are there, that they are awaited."""
    if stability is None:
        return Markup('<span class="ranks">{}</span>').format(tr("how sure: being drawn …"))
    spread = stability.places[item]
    meaning = {s.word: s.meaning for s in STABILITY}
    hint = f"{tr(meaning[spread.caption])} {words.sentence(tr('{ranks} in {share} of them', ranks=spread.said, share=words.percent(0.9)))}"
    return tag(tr("in the first five: {often}", often=tr(spread.caption)), hint) + Markup(' <span class="ranks">{}</span>').format(
        spread.said
    )


def among_the_first(place: Place) -> str:
    """Whether an item is among the first five, and in which ranks, in a line."""
    share = words.percent(0.9)
    return tr("in the first five: {often}; {ranks} in {share} of the draws", often=tr(place.caption), ranks=place.said, share=share)
