"""Rows of a table in a grid, to edit: names in the place of ids, lists where only some words are allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cx.changes.edit_names import Labels, as_meant, as_shown, lists_of
from cx.changes.readable import as_stored, readable_grid
from cx.tables import TABLE, Column, Type

T = TypeVar("T")
WIDE = ("name", "statement", "description", "met_when", "source", "tagline", "narrative", "goals", "quote", "note")
DAY = 120
"""Pixels in which a day stands whole."""
HOW = (
    "Change a cell, add a row at the end, or select rows and delete them. A block copied from a spreadsheet is pasted into the selected cell and to the right and below it, "
    "and makes new rows beyond the last one; to add only new rows, select the empty row at the end, press Esc and paste. "
    "Where a column has a list, a pasted word must stand in it letter for letter, or the cell stays as it is. Nothing is written before you have seen what it would change."
)


@dataclass(frozen=True)
class Begun:
    """A grid as it was when the editing began: rows of ids, the names shown for them, and how many rows it leaves out."""

    rows: pd.DataFrame
    labels: Labels
    left_out: int = 0


def as_begun(key: Hashable, find: Callable[[], T]) -> T:
    """What the grid showed when the editing began: it stays until the edit is written, whatever others write meanwhile.

    The last part of the key is the version of the edits of this session.
    """
    held = st.session_state.setdefault("edit_begun", {})
    if key not in held:
        version = key[-1]  # type: ignore[index]
        st.session_state["edit_begun"] = held = {k: v for k, v in held.items() if k[-1] == version}
        held[key] = find()
    return held[key]


def row_grid(begun: Begun, table: str, key: str, *, alt: str, left_out: Collection[str] = (), frozen: bool = False) -> pd.DataFrame:
    """The grid as it is edited, still with names; `left_out` are columns that are not shown, in `frozen` nothing can be changed."""
    own = own_id(table)
    order = [c.name for c in TABLE[table].columns if c.name != own and c.name not in left_out]
    edited: pd.DataFrame = st.data_editor(
        as_shown(readable_grid(begun.rows, table), begun.labels, lists_of(table)),
        key=key,
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        column_order=[*order, *([own] if own else [])],
        disabled=True if frozen else [own] if own else [],
        height=min(76 + 35 * (len(begun.rows) + 2), 640),
        column_config={c.name: _column(begun.labels, table, c, own) for c in TABLE[table].columns},
        alt=alt,
    )
    return edited[list(begun.rows.columns)]


def meant(after: pd.DataFrame, begun: Begun, table: str) -> pd.DataFrame:
    """What was edited, with ids in the place of names."""
    return as_stored(as_meant(after, begun.labels, lists_of(table)), begun.rows, table)


def own_id(table: str) -> str:
    """The column that identifies a row by itself, if one does."""
    return TABLE[table].key[0] if len(TABLE[table].key) == 1 else ""


def _column(labels: Labels, table: str, column: Column, own: str) -> Any:
    label = column.name.removesuffix("_id").replace("_", " ").capitalize()
    required = column.required and column.name != own
    if (table, column.name) == ("stages", "position"):
        return st.column_config.TextColumn(
            "Place", help="Type another number, and the stage moves there; the others make room.", width="small"
        )
    if column.name in labels:
        # Names as they are, not ids under names: only what stands in the list can be pasted.
        known = labels[column.name]
        if column.type is Type.LIST:
            return st.column_config.MultiselectColumn(
                label.replace(" ids", "s"), options=list(known.values()), help=column.help, width="medium"
            )
        return st.column_config.SelectboxColumn(
            label, options=list(known.values()), required=required or "" in known, help=column.help, width="medium"
        )
    if column.choices and not column.pattern:
        return st.column_config.SelectboxColumn(label, options=list(column.choices), required=required, help=column.help)
    if column.name == own:
        return st.column_config.TextColumn("Id", help="Made from the name; it never changes")
    if column.type is Type.DATE:
        return st.column_config.TextColumn(label, required=required, help=f"{column.help} Such as 2026-05-31.", width=DAY)
    return st.column_config.TextColumn(label, required=required, help=column.help, width="medium" if column.name in WIDE else None)
