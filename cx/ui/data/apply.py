"""Writing what a person has confirmed about an upload."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx.ui.data import upload_state
from cx.ui.shared.written import written


def apply_and_say(write: Callable[[], None], message: str) -> bool:
    """Run a write; say what it did on the next run and put the upload away, or list the issues. True if it was written."""
    if not written(write, message):
        return False
    st.session_state["upload_version"] = st.session_state.get("upload_version", 0) + 1
    upload_state.forget()
    return True


def put_back() -> None:
    """Leave rows that were taken up as they are, set aside."""
    for name in ("taken_up", "taken_up_number"):
        st.session_state.pop(name, None)
