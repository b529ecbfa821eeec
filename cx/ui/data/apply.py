"""Writing what a person has confirmed, and saying once what it did."""

from __future__ import annotations

import streamlit as st

from cx.errors import InvalidData, WorkspaceError
from cx.store import Workspace
from cx.ui.data import upload_state
from cx.ui.data.issue_table import issue_table
from cx.ui.shared.markup import literal, move_focus_to

OUTCOME = "outcome"
"""The container of what the last change did, and how many there were."""


def apply_and_say(opened: Workspace, write: object, message: str, upload: bool = True) -> bool:
    """Run a write; say what it did on the next run, or list the findings. True if it was written.

    Without `upload` an upload that waits on the page goes on waiting.
    """
    try:
        write()  # type: ignore[operator]
    except InvalidData as refused:
        issue_table(refused.issues)
        return False
    except WorkspaceError as error:
        st.error(literal(str(error)))
        return False
    st.session_state["upload_said"] = message
    for name in ("upload_version", "edit_version") if upload else ("edit_version",):
        st.session_state[name] = st.session_state.get(name, 0) + 1
    if upload:
        upload_state.forget()
    return True


def say_what_was_done() -> None:
    """What the last upload or undo did, once."""
    message = st.session_state.pop("upload_said", None)
    if message:
        # The button that was pressed is gone, far down on the page: what it did is brought into sight, and read out.
        with st.container(key=OUTCOME):
            st.success(literal(message))
        st.session_state[OUTCOME] = st.session_state.get(OUTCOME, 0) + 1
        move_focus_to(OUTCOME, st.session_state[OUTCOME])


def put_back() -> None:
    """Leave rows that were taken up as they are, set aside."""
    for name in ("taken_up", "taken_up_number"):
        st.session_state.pop(name, None)
