"""A roof over whatever draws: a failure is one message on the page, with what to do, and one line in the log."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st

from cx.errors import JourneyError, WorkspaceError
from cx.languages.messages import tr
from cx.log_lines import Known
from cx.readers.courtesy import at_work
from cx.store.faults import report
from cx.store.opening import explained, usual_path
from cx.ui.shared.markup import literal
from cx.ui.shared.told import told

P = ParamSpec("P")
WRONG = (
    "Something went wrong on this page; nothing was changed. Reload the page; if it happens again, "
    "the server's log says what it was."
)  # fmt: skip

log = logging.getLogger("cx")


@contextmanager
def roof(title: str) -> Iterator[None]:
    """Around a page, or a part of it that draws itself anew."""
    begun = time.monotonic()
    try:
        with at_work():
            yield
    except JourneyError as error:
        if isinstance(error, WorkspaceError):
            report(error)
        _show(told(error))
    except Exception as error:
        found = explained(error, usual_path())
        if found is None:
            log.exception("The page %s failed", Known(title), extra={"seconds": round(time.monotonic() - begun, 3)})
        else:
            report(found, error)
        _show(told(found) if found else tr(WRONG))


def roofed(draw: Callable[P, None]) -> Callable[P, None]:
    """A fragment under a roof of its own: it is drawn again by itself, with no page around it."""

    @functools.wraps(draw)
    def drawn(*values: P.args, **named: P.kwargs) -> None:
        with roof(draw.__name__):
            draw(*values, **named)

    return drawn


def _show(message: str) -> None:
    st.error(literal(message), icon="⚠️")
