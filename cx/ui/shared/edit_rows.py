"""Rows of a table edited in place, all of them or those that have something in common: what was changed, to be shown and applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from cx.changes.edit import Edit, edit_of
from cx.store import Workspace
from cx.tables import TABLE
from cx.ui.shared.row_grid import HOW, Begun, as_begun, meant, row_grid
from cx.ui.shared.written import version

IN_COMMON = ("persona_id", "interview_id")
"""Columns that are not shown where all rows in view have the same value."""


def edited_rows(opened: Workspace, table: str, of: str, begin: Callable[[], Begun], given: Mapping[str, str]) -> Edit | None:
    """A grid of the rows that have `given` values in common (`of` tells them apart), or of all; new rows get those values. None until something changes."""
    begun = as_begun(("rows", table, of, version()), begin)
    hidden = [name for name in given if name in IN_COMMON]
    after = row_grid(begun, table, f"edit_rows_{table}_{of}_{version()}", alt=f"{TABLE[table].title}, to edit", left_out=hidden)
    after = _with(meant(after, begun, table), begun.rows, given)
    taken = [r[0] for r in opened.rows(f"SELECT {TABLE[table].key[0]} FROM {table}")] if of else []
    edit = edit_of(table, begun.rows, after, taken)
    if not edit:
        st.caption(HOW)
        return None
    return edit


def _with(after: pd.DataFrame, before: pd.DataFrame, given: Mapping[str, str]) -> pd.DataFrame:
    """The grid with the given values in the rows that were added to it."""
    filled = after.drop(columns=list(given)).map(bool).any(axis=1) & after.drop(columns=list(given)).notna().any(axis=1)
    added = ~after.index.isin(before.index) & filled
    return after.assign(
        **{name: after[name].where(~(added & (after[name].isna() | (after[name] == ""))), value) for name, value in given.items()}
    )
