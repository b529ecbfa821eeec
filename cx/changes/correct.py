"""Correcting one stored rating, through the same checks and into the same audit log as every other change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of, write_rows
from cx.exports.export import cell_text, plain
from cx.store import Workspace
from cx.store.rows import Change
from cx.tables import TABLE

CORRECTABLE = ("value", "n", "met_n", "note")
"""Columns that a correction may change; the others identify the rating."""


def correction(rating: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str] | None:
    """The row to write if `new` (columns of `CORRECTABLE`; empty = unknown) differs from a stored rating, else None.

    `rating` holds the columns of `ratings` as stored.
    """
    changed = {name: _text(new[name]) for name in CORRECTABLE if name in new and _text(new[name]) != _text(rating[name])}
    return {**{name: _text(rating[name]) for name in TABLE["ratings"].key}, **changed} if changed else None


def correct_in(cursor: duckdb.DuckDBPyConnection, row: Mapping[str, str], who: str) -> Outcome:
    """Check and write a correction in this transaction, which the caller commits or rolls back."""
    return apply_sheets(cursor, [sheet_of("ratings", [row])], Change(who, "edit"))


def correct_rating(workspace: Workspace, rating: Mapping[str, Any], new: Mapping[str, Any]) -> Outcome | None:
    """Write a `correction` of a stored rating; None if there is nothing to correct.

    Raises InvalidData, and writes nothing, if a value does not fit its scale, if the round is frozen, or for any other
    reason for which a file would be refused.
    """
    row = correction(rating, new)
    return None if row is None else write_rows(workspace, "ratings", [row], action="edit")


def _text(value: Any) -> str:
    return cell_text(plain(value))
