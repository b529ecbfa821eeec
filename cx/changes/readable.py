"""Numbers in grids and forms: rounded for display, and never written back rounded.

Stored values keep their full precision: a cell whose text was not changed gives back the stored value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx.frames import row_dicts
from cx.model import scale
from cx.tables import TABLE, Type

DECIMALS = ((2, 3), (20, 2), (math.inf, 1))
"""Widths of a scale, and with how many decimals its values are shown: a share like a percentage with one."""
OTHERS = 2
"""Decimals of numbers that are on no scale, such as an amount."""


def decimals_of(width: float) -> int:
    """With how many decimals the values of a scale of this width are shown.

    >>> decimals_of(1), decimals_of(4), decimals_of(100)
    (3, 2, 1)
    """
    return next(places for limit, places in DECIMALS if width <= limit)


def readable(number: float, decimals: int) -> float:
    """The number rounded for display; one that would round to 0 keeps its first two digits.

    >>> readable(3.8461538461538463, 2), readable(0.00041234, 3)
    (3.85, 0.00041)
    """
    if not math.isfinite(number):
        return number
    short = round(number, decimals)
    return short if short or not number else float(f"{number:.1e}")


def readable_grid(grid: pd.DataFrame, table: str) -> pd.DataFrame:
    """A grid of one of our tables as text, with numbers rounded for display."""
    shown = grid.copy()
    rows = row_dicts(grid)
    for column in TABLE[table].columns:
        if column.type is Type.NUMBER and column.name in grid:
            share = column.low is not None and column.high is not None and column.high - column.low <= 2
            texts = [_text(row[column.name], _decimals(table, column.name, row, share)) for row in rows]
            shown[column.name] = pd.Series(texts, grid.index, dtype="object")
    return shown


def as_stored(grid: pd.DataFrame, stored: pd.DataFrame, table: str) -> pd.DataFrame:
    """An edited grid with the stored values in all cells that were not changed; rows are matched by the index."""
    shown = readable_grid(stored, table)
    meant = grid.copy()
    for name in (c.name for c in TABLE[table].columns if c.type is Type.NUMBER and c.name in grid):
        before = {at: (seen, held) for at, seen, held in zip(stored.index, shown[name], stored[name], strict=True)}
        cells = [
            before[at][1] if at in before and _same(cell, before[at][0]) else cell for at, cell in zip(grid.index, grid[name], strict=True)
        ]
        meant[name] = pd.Series(cells, grid.index, dtype="object")
    return meant


def kept(typed: float, stored: float, shown: float) -> float:
    """The value of a form's number: the stored one where the text was not changed, else what was typed."""
    return stored if typed == shown else typed


def _same(cell: Any, seen: str) -> bool:
    return ("" if cell is None or cell != cell else str(cell).strip()) == seen


def _decimals(table: str, column: str, row: Mapping[str, Any], share: bool) -> int:
    if table == "ratings" and column in ("value", "stdev"):
        known = scale(str(row.get("scale") or "0-1"))
        return decimals_of(known.high - known.low) if known else OTHERS
    return decimals_of(1) if share else OTHERS


def _text(text: str, decimals: int) -> str:
    try:
        number = float(text)
    except (TypeError, ValueError):
        return text  # empty, or what somebody typed and the checks will refuse
    short = readable(number, decimals)
    return text if short == number else f"{short:.10f}".rstrip("0").rstrip(".")
