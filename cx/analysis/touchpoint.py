"""One touchpoint: what it is, which needs it serves, and how far, in one view of the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx.analysis.catalogue import touchpoint_rows
from cx.analysis.coverage import Coverage
from cx.frames import row_dict
from cx.store import Workspace


@dataclass(frozen=True, eq=False)
class Touchpoint:
    """A touchpoint as stored (`about`), and one row for each need and stage that it is linked to in view: its own value and
    what it rests on (columns of `link`), and the look of the cell (state_of_cell and the like) that it is part of."""

    about: dict[str, Any]
    serves: pd.DataFrame


def touchpoint(workspace: Workspace, answer: Coverage, touchpoint_id: str) -> Touchpoint | None:
    """What a touchpoint does for whom; None where there is none of that id."""
    rows = touchpoint_rows(workspace, answer)
    rows = rows[rows["touchpoint_id"] == touchpoint_id]
    if rows.empty:
        return None
    serves = answer.frame(
        """SELECT l.*, c.persona_id AS of_persona, c.position, list_contains(c.touchpoints, l.touchpoint_id) AS decides
           FROM link l JOIN cell c ON c.need_id = l.need_id AND c.stage_id = l.stage_id
           WHERE l.touchpoint_id = ? ORDER BY c.kind_position, c.persona_id, l.need_id, c.position, l.stage_id""",
        (touchpoint_id,),
    )
    return Touchpoint(row_dict(rows.iloc[0]), serves)
