"""Names for ids in grids, so that rows pasted from people's own sheets fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from cx.store import Workspace
from cx.tables import TABLE, Type
from cx.words import WHOLE

NAMED = {
    "needs": "SELECT need_id, statement, name FROM needs JOIN personas USING (persona_id) ORDER BY 2, 3, 1",
    "hypotheses": "SELECT hypothesis_id, statement, name FROM hypotheses JOIN personas USING (persona_id) ORDER BY 2, 3, 1",
    "interviews": "SELECT interview_id, coalesce(participant, interview_id), interview_id FROM interviews ORDER BY 2, 1",
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
        if not column.references:
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


def lists_of(table: str) -> frozenset[str]:
    """The columns of which a cell names several rows of another table."""
    return frozenset(c.name for c in TABLE[table].columns if c.references and c.type is Type.LIST)


def as_shown(grid: pd.DataFrame, labels: Labels, lists: Collection[str] = ()) -> pd.DataFrame:
    """A grid of ids with names in their place, of `lists` as lists of names; an empty cell is None."""
    shown = grid.where(grid != "", None)
    for column, known in labels.items():
        cells: list[Any] = [
            [known.get(i, i) for i in _parts(ids)] if column in lists else known.get(ids, ids) or None for ids in grid[column]
        ]
        shown[column] = pd.Series(cells, grid.index, dtype="object")
    return shown


def as_meant(grid: pd.DataFrame, labels: Labels, lists: Collection[str] = ()) -> pd.DataFrame:
    """A grid of names with ids in their place; unknown names stay, and the checks report them."""
    meant = grid.copy()
    for column, known in labels.items():
        ids = {name: id_ for id_, name in known.items()}
        cells: list[Any] = [
            ";".join(ids.get(str(n), str(n)) for n in (cell if isinstance(cell, list) else [])) if column in lists else ids.get(cell, cell)
            for cell in grid[column]
        ]
        meant[column] = pd.Series(cells, grid.index, dtype="object")
    return meant


def _parts(ids: str) -> list[str]:
    return [part.strip() for part in ids.split(";") if part.strip()]


def without_touchpoint(grid: pd.DataFrame) -> list[int]:
    """Rows of a grid of ratings, counted from 1, with neither a touchpoint nor the label for the need as a whole."""
    filled = grid.drop(columns="round_id").notna().any(axis=1)
    return [place for place, wrong in enumerate(filled & grid["touchpoint_id"].isna(), start=1) if wrong]
