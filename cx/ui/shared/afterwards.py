"""What a page fills in when all else on it stands, because it waits longer than the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from streamlit.runtime.scriptrunner import StopException

_put_off: ContextVar[list[Callable[[], None]] | None] = ContextVar("what the page fills in at its end", default=None)


@contextmanager
def filled_in_at_the_end() -> Iterator[None]:
    """Around a page: what it has put off is done once it has come to its end, or has said itself that it ends here."""
    put_off: list[Callable[[], None]] = []
    before = _put_off.set(put_off)
    try:
        try:
            yield
        except StopException:  # a page that somebody has left is stopped again at the first thing written
            _do(put_off)
            raise
        _do(put_off)
    finally:
        _put_off.reset(before)


def _do(put_off: list[Callable[[], None]]) -> None:
    for fill in put_off:
        fill()


def afterwards(fill: Callable[[], None]) -> None:
    """Put off what writes into a place that the page has left for it; outside a page it is done at once."""
    put_off = _put_off.get()
    if put_off is None:
        fill()
    else:
        put_off.append(fill)
