"""What a facilitator's buttons do, and what is said if the room does not allow it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from cx.errors import JourneyError
from cx.ui.shared.markup import literal
from cx.ui.shared.told import told

SAID = "ws_said"


def act(do: Callable[..., Any], *values: Any) -> None:
    """Do what a button says, and remember what to say if the room does not allow it."""
    try:
        do(*values)
    except JourneyError as error:
        say_next(told(error))


def say_next(text: str) -> None:
    """Say something when the page is drawn again."""
    st.session_state[SAID] = text


def say() -> None:
    """What was to be said."""
    message = st.session_state.pop(SAID, "")
    if message:
        st.info(literal(message))
