"""Names for ids in grids, so that rows pasted from people's own sheets fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from cx.store import Workspace
from cx.tables import TABLE, Type
from cx.words import WHOLE

NAMED = {
    "needs": "SELECT need_id, statement, name FROM needs JOIN personas USING (persona_id) ORDER BY 2, 3, 1",
    "stages": "SELECT stage_id, name, stage_id FROM stages ORDER BY position, stage_id",
}
"""By table: id, name, and what distinguishes equal names (for a need its persona)."""
Labels = Mapping[str, Mapping[str, str]]
"""The label shown for each id, by column."""


def labels_of(workspace: Workspace, table: str) -> dict[str, dict[str, str]]:
    """For each column that refers to another table: the unique label of every id.

    A rating without a touchpoint has a label as well, since an empty cell would look forgotten.
    """
    found = {}
    for column in TABLE[table].columns:
        if not column.references or column.type is Type.LIST:
            continue
        other = column.references
        key = TABLE[other].key[0]
        rows = workspace.rows(NAMED.get(other, f"SELECT {key}, name, {key} FROM {other} ORDER BY 2, 1"))
        if (table, column.name) == ("ratings", "touchpoint_id"):
            rows = [("", WHOLE, ""), *rows]
        found[column.name] = _unique(rows)
    return found


def _unique(rows: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Unique labels by id: the name, else the name with what distinguishes it, else with its id."""
    times = Counter(name for _, name, _ in rows)
    longer = {id_: name if times[name] == 1 or not id_ else f"{name} ({apart})" for id_, name, apart in rows}
    times = Counter(longer.values())
    return {id_: name if times[name] == 1 or not id_ else f"{name} [{id_}]" for id_, name in longer.items()}


def as_shown(grid: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """A grid of ids with names in their place; an empty cell is None."""
    shown = grid.copy()
    for column, known in labels.items():
        shown[column] = pd.Series([known.get(id_, id_) for id_ in grid[column]], grid.index, dtype="object")
    return shown.where(shown != "", None)


def as_meant(grid: pd.DataFrame, labels: Labels) -> pd.DataFrame:
    """A grid of names with ids in their place; unknown names stay, and the checks report them."""
    meant = grid.copy()
    for column, known in labels.items():
        ids = {name: id_ for id_, name in known.items()}
        meant[column] = pd.Series([ids.get(name, name) for name in grid[column]], grid.index, dtype="object")
    return meant


def without_touchpoint(grid: pd.DataFrame) -> list[int]:
    """Rows of a grid of ratings, counted from 1, with neither a touchpoint nor the label for the need as a whole."""
    filled = grid.drop(columns="round_id").notna().any(axis=1)
    return [place for place, wrong in enumerate(filled & grid["touchpoint_id"].isna(), start=1) if wrong]
