"""What a page fills in when all else on it stands, because it waits longer than the rest.

A browser has the page then, and asks for the rest by itself, in a run of its own that nobody waits for: what is clicked meanwhile
comes first. Where no browser is there to ask, as in tests, the rest follows in the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from markupsafe import Markup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from cx.languages.messages import ENGLISH, spoken
from cx.ui.shared.language import in_language
from cx.ui.shared.markup import write_html
from cx.ui.shared.roof import roofed
from cx.ui.shared.waiting import saying_what_for

SOON = 0.25
"""Seconds after which a browser asks for the rest: a run that has only just ended is to be sent before."""
PENDING = Markup('<i hidden class="pending"></i>')
"""Stands on the page while something of it is still to be filled in."""

_put_off: ContextVar[list[Callable[[], None]] | None] = ContextVar("what the page fills in at its end", default=None)
_by_browsers = False


def shown_by_browsers() -> None:
    """From now on pages are shown by browsers, which ask for what is put off."""
    global _by_browsers
    _by_browsers = True


@contextmanager
def filled_in_at_the_end() -> Iterator[None]:
    """Around a page: what it has put off is done once it has come to its end, or has said itself that it ends here."""
    put_off: list[Callable[[], None]] = []
    before = _put_off.set(put_off)
    try:
        try:
            yield
        except StopException:  # a page that somebody has left is stopped again at the first thing written
            _follow(put_off)
            raise
        _follow(put_off)
    finally:
        _put_off.reset(before)


def afterwards(fill: Callable[[], None]) -> None:
    """Put off what writes into a place that the page has left for it; outside a page it is done at once."""
    put_off = _put_off.get()
    if put_off is None:
        fill()
    else:
        put_off.append(fill if spoken() == ENGLISH else in_language(spoken(), fill))


def _follow(put_off: list[Callable[[], None]]) -> None:
    if put_off and _by_browsers:
        _when_asked(put_off)
    else:
        _do(put_off)


def _do(put_off: list[Callable[[], None]]) -> None:
    for fill in put_off:
        fill()


@st.fragment(run_every=SOON)
@roofed
def _when_asked(put_off: list[Callable[[], None]]) -> None:
    """The page itself leaves it to the browser to ask, which is answered once: as long as it can be asked, the session holds answers
    that nobody else does any more."""
    run = get_script_run_ctx()
    if run is None or not run.fragment_ids_this_run:
        write_html(PENDING)
        return
    answered = ForwardMsg()
    for own in run.fragment_ids_this_run:
        run.fragment_storage.delete(own)
        answered.stop_auto_rerun.fragment_ids.append(own)
    run.enqueue(answered)
    # The places are those of the page, and stay so: a fragment may not write into what it has not written into before.
    with saying_what_for(), ThreadState.scoped(fragment_id=None, delta_path=None):
        _do(put_off)
