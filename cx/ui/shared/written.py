"""Writing what a person has confirmed, and saying once what it did."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st

from cx import words
from cx.changes.preview import Preview, Write, preview
from cx.errors import InvalidData, JourneyError
from cx.store import Workspace
from cx.ui.shared.issue_table import issue_table
from cx.ui.shared.markup import literal, move_focus_to
from cx.ui.shared.preview import show_preview
from cx.ui.shared.told import told

OUTCOME = "outcome"
"""The container of what the last change did, and how many there were."""
SAID, VERSION = "upload_said", "edit_version"
"""What a session remembers: what is to be said on the next run, and how many edits were written, which begins the grids anew."""


def version() -> int:
    """How many edits this session has written: part of the key of every grid."""
    number: int = st.session_state.setdefault(VERSION, 0)
    return number


def written(write: Callable[[], None], message: str) -> bool:
    """Run a write; say what it did on the next run, or list the issues. True if it was written."""
    try:
        write()
    except InvalidData as refused:
        issue_table(refused.issues)
        return False
    except JourneyError as error:
        st.error(literal(told(error)))
        return False
    st.session_state[SAID] = message
    st.session_state[VERSION] = version() + 1
    return True


def say_what_was_done() -> None:
    """What the last change did, once."""
    message = st.session_state.pop(SAID, None)
    if message:
        # The button that was pressed is gone, far down on the page: what it did is brought into sight, and read out.
        with st.container(key=OUTCOME):
            st.success(literal(message))
        st.session_state[OUTCOME] = st.session_state.get(OUTCOME, 0) + 1
        move_focus_to(OUTCOME, st.session_state[OUTCOME])


def consequences(
    opened: Workspace,
    what: object,
    write: Write,
    title: str,
    *,
    may_apply: bool = True,
    key: str = "apply_edit",
    then: Callable[[], None] = lambda: None,
) -> None:
    """What a change would do, and the button that does it; `what` tells changes apart, `title` names in words what is written, `then`
    is done once it is."""
    st.header("What would change")
    with st.spinner("Computing what would change …"):
        asked = ("edit", hashlib.sha256(repr(what).encode()).hexdigest())
        seen: Preview = opened.answer(asked, lambda: preview(opened, write))
    issue_table(seen.outcome.issues)
    if seen.refused:
        st.info("Nothing can be applied until this is corrected.")
        return
    show_preview(opened, seen)
    if not (size := sum(seen.outcome.total(kind) for kind in ("new", "changed", "removed"))):
        st.info("The workspace holds all of this already: nothing would change.")
        return
    label = words.count(size, "row")
    st.caption("Not applied yet: it is lost when you choose something else above, or leave the page.")
    if st.button(f"Apply to {label}", type="primary", key=key, disabled=not may_apply):

        def work() -> None:
            with opened.transaction() as cursor:
                outcome = write(cursor)
                if outcome.refused:
                    raise InvalidData(outcome.issues)

        if written(work, f"{title}: {label} written. It can be undone in the history."):
            then()
            st.rerun()
