"""Freezing and releasing the crosshairs of the quadrants (method 3.4)."""

from __future__ import annotations

import pandas as pd

from cx.changes.write import write_rows
from cx.model import CROSSHAIR
from cx.store import Workspace


def freeze_crosshairs(workspace: Workspace, needs: pd.DataFrame) -> None:
    """Store the median importance of each persona's needs, so that later rounds are compared with the same line (method 3.4,
    11 #6)."""
    medians = needs.groupby("persona_id")["importance"].median()
    rows = [{"name": f"{CROSSHAIR}{persona_id}", "value": repr(float(importance))} for persona_id, importance in medians.items()]
    kept = {row["name"] for row in rows}
    write_rows(
        workspace, "parameters", rows, remove=[row for row in _crosshairs(workspace) if row["name"] not in kept], action="parameters"
    )


def release_crosshairs(workspace: Workspace) -> None:
    """Remove the stored values, so that the crosshairs follow the present importance again."""
    write_rows(workspace, "parameters", [], remove=_crosshairs(workspace), action="parameters")


def _crosshairs(workspace: Workspace) -> list[dict[str, str]]:
    return [{"name": name} for (name,) in workspace.rows("SELECT name FROM parameters WHERE starts_with(name, ?)", [CROSSHAIR])]
