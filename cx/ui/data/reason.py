"""One upload costs nobody else the page: it has a budget, waits until large ones before it are done, and hands its memory back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pyarrow as pa
import streamlit as st

from cx.readers.beside.turns import Turns, in_line
from cx.readers.cost import TooCostly
from cx.readers.courtesy import BUDGET, within
from cx.readers.text_table import TextTable
from cx.ui.shared.issue_table import issue_table

REFUSED = "upload_refused"
"""The upload that was found to cost too much, and the issue that says so: nothing of it is worked out again."""
LARGE = 100_000
"""Cells of an upload from which on it waits for others as large: one after another they need the memory of one."""
ONE = Turns(1)
_owed = False


def is_refused(tables: Sequence[TextTable]) -> bool:
    """Whether this upload was found to cost too much, which is said again."""
    of, found = st.session_state.get(REFUSED, (None, None))
    if found is None or of != _serials(tables):
        return False
    issue_table([found])
    return True


@contextmanager
def within_reason(files: str, tables: Sequence[TextTable]) -> Iterator[None]:
    """Around all that is worked out of the tables of an upload; says so where that costs more than it may."""
    global _owed
    try:
        if sum(table.row_count * len(table.header) for table in tables) < LARGE:
            with within(BUDGET, files):
                yield
            return
        with said_in_line("Another large file is being worked out"), ONE.place(), within(BUDGET, files):
            yield
        hand_back()
        _owed = True
    except TooCostly as refused:
        st.session_state[REFUSED] = (_serials(tables), refused.issue)
        issue_table([refused.issue])


@contextmanager
def said_in_line(what: str) -> Iterator[None]:
    """Where others come before, the page says how many."""
    container = st.empty()

    def tell(place: int) -> None:
        if not place:
            container.empty()
        else:
            container.info(
                f"{what}: yours is next." if place == 1 else f"{what}, and {place - 1} before yours.", icon=":material/hourglass:"
            )

    token = in_line.set(tell)
    try:
        yield
    finally:
        in_line.reset(token)


def hand_back() -> None:
    """Give memory back to the system that was needed for a moment: the library that shares it out would keep it."""
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # only one of these libraries can
        ctypes.CDLL(None).malloc_trim(0)


def hand_back_what_is_owed() -> None:
    """What a large upload held that is gone, once after it, when somebody comes to the page without one."""
    global _owed
    if _owed:
        _owed = False
        gc.collect()
        hand_back()


def _serials(tables: Sequence[TextTable]) -> tuple[int, ...]:
    return tuple(table.serial for table in tables)
