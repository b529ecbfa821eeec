"""What does this cell rest on? Touchpoints, ratings, segments, history, quotes: one cell at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage, coverage
from cx.errors import UnknownScope
from cx.frames import row_dict, row_dicts
from cx.sql import relation
from cx.store import Workspace


@dataclass(frozen=True)
class Evidence:
    """Everything behind one cell of the coverage. Frames are rows of the relations of `cx/sql/`.

    `cell` is the row of `cell`; `need` the row of `need`; `links` the rows of `link` (live and not);
    `direct` the rating of the need at this stage as a whole, if there is one (a row of `direct`);
    `segments` the rows of `subject_segment` that may be shown, without touchpoint where they rate the whole; `ratings` the rows of `rating_standing`: each rating, and why it has no part in the cell if so; `history` one row per
    round (round_id, round_name, state, fulfilment, n); `quotes` findings about the need; `agreement` how far the round's panels of experts agree (scale, units, alpha), for
    the scales on which experts rated here.
    """

    cell: dict[str, Any]
    need: dict[str, Any]
    links: pd.DataFrame
    direct: dict[str, Any] | None
    segments: pd.DataFrame
    ratings: pd.DataFrame
    history: pd.DataFrame
    quotes: pd.DataFrame
    agreement: pd.DataFrame

    @property
    def verdict(self) -> str:
        """How far the state can be relied on, a key of `cx.words.VERDICTS`."""
        return words.verdict(self.cell["state"], bool(self.cell["assumed"]), self.cell["precision"], self.cell["confirmed"])


def evidence(workspace: Workspace, answer: Coverage, need_id: str, stage_id: str) -> Evidence:
    """What stands behind the cell of a need and a stage in this answer; raises UnknownScope if there is none."""
    place = (need_id, stage_id)
    cells = answer.cells[(answer.cells["need_id"] == need_id) & (answer.cells["stage_id"] == stage_id)]
    if cells.empty:
        raise UnknownScope("The need does not arise at this stage in what is in view.")
    where = "WHERE need_id = ? AND stage_id = ?"
    return Evidence(
        cell=row_dict(cells.iloc[0]),
        need=row_dict(answer.needs[answer.needs["need_id"] == need_id].iloc[0]),
        links=answer.frame(f"SELECT * FROM link {where} ORDER BY live DESC, group_id, touchpoint_id", place),
        direct=next(iter(row_dicts(answer.frame(f"SELECT * FROM direct {where}", place))), None),
        segments=answer.frame(f"SELECT * FROM subject_segment {where} AND shown ORDER BY touchpoint_id, fulfilment, segment_id", place),
        ratings=answer.frame(
            f"SELECT * FROM ({relation('rating_standing')}) {where} ORDER BY touchpoint_id, source, segment_id, rater", place
        ),
        history=history(workspace, answer, need_id, stage_id),
        quotes=workspace.frame(
            """SELECT f.theme, f.stance, f.quote, i.held_on, i.segment_id FROM findings f JOIN interviews i USING (interview_id)
               WHERE f.need_id = ? AND f.quote IS NOT NULL AND i.method IS DISTINCT FROM 'synthetic' ORDER BY i.held_on DESC NULLS LAST, f.finding_id""",
            [need_id],
        ),
        agreement=answer.frame(
            f"SELECT * FROM agreement WHERE scale IN (SELECT scale_used FROM rating_row {where} AND source = 'expert' AND left_out IS NULL) ORDER BY scale",
            place,
        ),
    )


def history(workspace: Workspace, answer: Coverage, need_id: str, stage_id: str | None) -> pd.DataFrame:
    """The same cell (or, without stage, the need) in every round, oldest first."""
    rounds = workspace.rows("SELECT round_id, name FROM rounds ORDER BY opened_on, round_id")
    found = []
    for round_id, name in rounds:
        other = coverage(workspace, replace(answer.scope, round_id=round_id))
        table = other.needs if stage_id is None else other.cells[other.cells["stage_id"] == stage_id]
        row = table[table["need_id"] == need_id]
        if len(row):
            found.append({"round_name": name, **row_dict(row.iloc[0])})
    return pd.DataFrame(found)
