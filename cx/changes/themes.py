"""Themes of findings under other names: renamed, merged or split, as one change that the history holds and can take back."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.store.rows import Change


def retheme(cursor: duckdb.DuckDBPyConnection, theme: str, new: str, who: str, only: Sequence[str] | None = None) -> Outcome:
    """Give the findings of a theme another one: all of them, which renames it or merges it into `new`, or `only` those named,
    which splits it."""
    found = [r[0] for r in cursor.execute("SELECT finding_id FROM findings WHERE theme = ? ORDER BY finding_id", [theme]).fetchall()]
    known = bool(cursor.execute("SELECT 1 FROM findings WHERE theme = ? LIMIT 1", [new]).fetchall())
    moved = found if only is None else [finding_id for finding_id in found if finding_id in set(only)]
    done = "splitting" if len(moved) < len(found) else "merging" if known else "renaming"
    sheet = sheet_of("findings", [{"finding_id": finding_id, "theme": new} for finding_id in moved])
    return apply_sheets(cursor, [sheet], Change(who, done, f"theme “{theme}” to “{new}”"))
