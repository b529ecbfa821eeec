"""Segments and the personas made of them: who is like whom, what merging two personas would cost, and what is wrong with the set.

Everything is computed in `cx/sql/grouping/` on one snapshot of the workspace. Method 9.1, 9.2.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from cx.analysis.parameters import Value, parameters_seen
from cx.model import ITEMS_IN_COMMON
from cx.sql import beside, make, relation, run
from cx.sql.groundwork import make_functions
from cx.store import Workspace

FOLDER = "grouping/"


@dataclass(frozen=True, eq=False)
class Grouping:
    """What stands between segments and active personas. Shared between sessions: never change a frame.

    `flows`: one row per segment and persona (and per segment that nobody is designed for, persona_id None): share, people, value.
    `attitudes`: segment_id, item, value (median, 1 to 5), answered.
    `likeness`: pairs of segments: one, other, items_common, items_all, similarity, enough.
    `silhouettes`: segment_id, team (persona), within, nearest, nearest_distance, silhouette.
    `prices`: pairs of personas, the cheapest merge first (`merge_price.sql`). `twins`: needs by pair (`need_twin.sql`).
    `ideas`: need -> the idea that it shares with needs of other personas. `checks`: findings (`persona_check.sql`).
    """

    flows: pd.DataFrame
    attitudes: pd.DataFrame
    likeness: pd.DataFrame
    silhouettes: pd.DataFrame
    prices: pd.DataFrame
    twins: pd.DataFrame
    ideas: dict[str, str]
    checks: pd.DataFrame
    interviews: int
    """Interviews that answered any attitude item."""

    def lost(self, one: str, other: str) -> pd.DataFrame:
        """The needs that only one of two personas has, or wants otherwise: what merging them gives up."""
        rows = self.twins[(self.twins["one"] == min(one, other)) & (self.twins["other"] == max(one, other))]
        return rows[~rows["shared"].astype(bool) | rows["differs"].astype(bool)]


def grouping(workspace: Workspace) -> Grouping:
    """Segments and personas as they stand."""
    return workspace.answer("grouping", lambda: _grouping(workspace))


def _grouping(workspace: Workspace) -> Grouping:
    with workspace.cursor() as cursor:
        cursor.begin()
        settings = parameters_seen(cursor)
        make_functions(cursor)
        _attitudes(cursor)
        _prices(cursor, settings)
        values = {
            n: settings[n]
            for n in ("max_personas", "most_mandatory", "interviews_per_segment", "similarity", "jaccard", "least_silhouette")
        }
        checks = run(cursor, relation(FOLDER + "persona_check"), values).df()

        def rows(sql: str) -> pd.DataFrame:
            return run(cursor, sql).df()

        return Grouping(
            flows=rows(relation(FOLDER + "flow")),
            attitudes=rows("SELECT * FROM segment_attitude ORDER BY segment_id, item"),
            likeness=rows("SELECT * FROM segment_likeness ORDER BY one, other"),
            silhouettes=rows("SELECT * EXCLUDE (variant) FROM silhouette WHERE variant = '' ORDER BY team, silhouette DESC, segment_id"),
            prices=rows("FROM merge_price"),
            twins=rows("FROM need_twin"),
            ideas=dict(run(cursor, "SELECT need_id, idea FROM need_idea ORDER BY need_id").fetchall()),
            checks=checks,
            interviews=int(rows("SELECT count(DISTINCT holder_id) AS asked FROM attitude WHERE holder = 'interview'")["asked"][0]),
        )


def _attitudes(cursor: duckdb.DuckDBPyConnection) -> None:
    for name in ("stg_persona", "stg_persona_segment"):
        make(cursor, name)
    for name in ("attitude", "segment_attitude", "persona_attitude", "allotment"):
        _make(cursor, name)
    _likeness(cursor, "segment", "segment_attitude")
    _likeness(cursor, "persona", "persona_attitude")
    make(
        cursor,
        "distance",
        of="SELECT one, other, 1 - similarity AS distance FROM segment_likeness WHERE enough "
        "UNION ALL SELECT other, one, 1 - similarity FROM segment_likeness WHERE enough",
    )


def _likeness(cursor: duckdb.DuckDBPyConnection, kind: str, answers: str) -> None:
    query = beside(relation(FOLDER + "likeness"), answered=f"SELECT {kind}_id AS thing, item, value FROM {answers}")
    make(cursor, f"{kind}_likeness", of=query, values={"items_in_common": ITEMS_IN_COMMON})


def _prices(cursor: duckdb.DuckDBPyConnection, settings: dict[str, Value]) -> None:
    """Make `silhouette` of the personas as they are and of every pair of them merged, and what each pair has in common."""
    make(
        cursor,
        "grouped",
        of="""
        SELECT '' AS variant, segment_id, persona_id AS team FROM allotment
        UNION ALL
        SELECT p.persona_id || '|' || q.persona_id, a.segment_id, CASE a.persona_id WHEN q.persona_id THEN p.persona_id ELSE a.persona_id END
        FROM stg_persona p JOIN stg_persona q ON q.persona_id > p.persona_id CROSS JOIN allotment a""",
    )
    _make(cursor, "silhouette")
    _make(cursor, "need_idea", {name: settings[name] for name in ("adequate", "target")})
    _make(cursor, "need_twin", {"smallest_change": settings["smallest_change"]})
    _make(cursor, "merge_price")


def _make(cursor: duckdb.DuckDBPyConnection, name: str, values: dict[str, Value] | None = None) -> None:
    make(cursor, name, of=relation(FOLDER + name), values=values)
