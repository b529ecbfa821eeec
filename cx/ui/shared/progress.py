"""A bar while a long file is read; every step of it is a point at which a person can stop what is running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cx.readers.text_table import watching


@contextmanager
def progress(text: str, cancel: str = "") -> Iterator[None]:
    """Show how far the rows of a long file have been read; short ones are done before there is anything to show.

    With `cancel` (a key) a button stands beside the bar. A press of it, or leaving the page, ends the run at the next
    step; a transaction around it is then rolled back.
    """
    container = st.empty()
    bar, begun = container, False

    def tell(row: int, last: int) -> None:
        nonlocal begun, bar
        if not begun:
            begun = True
            with container.container():
                bar = st.progress(0.0, text=text)
                if cancel:
                    st.button("Cancel; nothing is written", key=cancel)
        bar.progress(min(1.0, row / max(1, last)), text=f"{text}: row {row:,} of {last:,}")

    token = watching.set(tell)
    try:
        yield
    finally:
        watching.reset(token)
        container.empty()
