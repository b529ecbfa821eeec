"""What a person has typed stays while another page is looked at: the files, and what was edited about them.

Streamlit forgets files and grids when their page is left; other inputs are kept by `persist_state`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cx.store import Workspace

T = TypeVar("T")
FILES, GRIDS, EDITS, ROWS, WORKED_OUT = "upload_kept", "upload_grids", "upload_edits", "survey_rows", "upload_worked_out"
KEPT = 5
"""So many things that were worked out of an upload are kept, those of the choices made now: each may be as large as the file."""


def keep_files(key: str) -> None:
    """Remember the files of the uploader with this key, also that there are none any more."""
    st.session_state[FILES] = [(f.name, f.getvalue()) for f in st.session_state.get(key) or []]


def kept_files() -> list[tuple[str, bytes]]:
    """Names and contents of the files that were dropped and neither applied nor put away."""
    return st.session_state.get(FILES, [])


def forget() -> None:
    """Put the upload away, with everything that was decided about it."""
    for name in (
        FILES,
        GRIDS,
        EDITS,
        ROWS,
        WORKED_OUT,
        "upload_read",
        "survey_columns",
        "survey_said",
        "upload_dropped",
        "upload_stage_order",
    ):
        st.session_state.pop(name, None)


def worked_out(opened: Workspace, question: Hashable, find: Callable[[], T]) -> T:
    """What was worked out of this upload and the data as they are now, once: kept by this session alone, and no longer than the
    upload, since it may be large."""
    held = st.session_state.setdefault(WORKED_OUT, {})
    key = (opened.version, question)
    if key not in held:
        while len(held) >= KEPT:
            held.pop(next(iter(held)))
        held[key] = find()
    return held[key]


def grid(frame: pd.DataFrame, key: str, **options: Any) -> pd.DataFrame:
    """An editable grid whose edits outlive a visit to another page; the key is of this upload alone.

    It begins with `frame`, or with what it was edited to when its page was left. A grid is never fed its own result
    while it is on the page: that would lose every second edit.
    """
    held = st.session_state.setdefault(GRIDS, {})
    stamp = frame.to_json()
    begun, edited, of = held.get(key, (frame, frame, stamp))
    if of != stamp:
        begun = edited = frame
    elif key not in st.session_state:
        begun = edited.reset_index(drop=True)
    result: pd.DataFrame = st.data_editor(begun, key=key, **options)
    held[key] = (begun, result, stamp)
    return result


def has_edits(*prefixes: str) -> bool:
    """Whether somebody typed into a grid, of those whose keys begin so, that is not applied yet."""
    grids = (value for key, value in st.session_state.items() if str(key).startswith(prefixes) and isinstance(value, dict))
    return any(value.get(kind) for value in grids for kind in ("edited_rows", "added_rows", "deleted_rows"))
