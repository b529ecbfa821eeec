"""A selection of ratings to edit: a round may hold hundreds of thousands, a grid a few hundred."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx.exports.export import cell_text
from cx.store import Workspace
from cx.tables import TABLE

SHOWN = 300


@dataclass(frozen=True)
class Some:
    """Ratings as text, in the order of the journey, and how many more there are."""

    rows: pd.DataFrame
    left_out: int


def some_ratings(workspace: Workspace, round_id: str, persona_id: str | None = None, touchpoint_id: str | None = None) -> Some:
    """The first ratings of a round, of one persona and one touchpoint if these are given ("" = the need as a whole)."""
    where, values = "r.round_id = ?", [round_id]
    if persona_id is not None:
        where, values = f"{where} AND n.persona_id = ?", [*values, persona_id]
    if touchpoint_id is not None:
        where, values = f"{where} AND coalesce(r.touchpoint_id, '') = ?", [*values, touchpoint_id]
    names = [c.name for c in TABLE["ratings"].columns]
    source = f"FROM ratings r JOIN needs n USING (need_id) JOIN stages s USING (stage_id) WHERE {where}"
    ((total,),) = workspace.rows(f"SELECT count(*)::BIGINT {source}", values)
    rows = workspace.rows(
        f"""SELECT {", ".join(f"r.{name}" for name in names)} {source}
        ORDER BY s.position, s.stage_id, need_id, r.touchpoint_id NULLS FIRST, r.source, r.rater, r.segment_id, r.market LIMIT {SHOWN}""",
        values,
    )
    grid = pd.DataFrame([[cell_text(v) for v in row] for row in rows], columns=names, dtype="object")
    return Some(grid, total - len(grid))
