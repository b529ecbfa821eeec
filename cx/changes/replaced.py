"""Ratings that an upload would replace by other values; reported before it is applied."""

from __future__ import annotations

import duckdb

from cx.issues import Issue, issue
from cx.words import count

SAME = " AND ".join(
    f"(a.after->>'{name}') IS NOT DISTINCT FROM o.{name}"
    for name in ("round_id", "touchpoint_id", "stage_id", "need_id", "source", "rater", "segment_id", "market")
)


def ratings_replaced(cursor: duckdb.DuckDBPyConnection, file: str) -> list[Issue]:
    """How many stored ratings the staged ones replace by other values, by round, and the files they came from."""
    cursor.execute(
        """CREATE OR REPLACE TEMP TABLE otherwise_ AS SELECT * FROM next_ratings WHERE change_ = 'changed' AND (
            value IS DISTINCT FROM (before_->>'value')::DOUBLE OR scale IS DISTINCT FROM (before_->>'scale') OR n IS DISTINCT FROM (before_->>'n')::BIGINT
            OR met_n IS DISTINCT FROM (before_->>'met_n')::BIGINT)"""
    )
    rows = cursor.execute("SELECT round_id, count(*)::BIGINT FROM otherwise_ GROUP BY round_id ORDER BY round_id").fetchall()
    return [
        issue("replaces", file, None, "round_id", round_id, total=count(number, "rating"), source=_source(cursor, round_id))
        for round_id, number in rows
    ]


def _source(cursor: duckdb.DuckDBPyConnection, round_id: str) -> str:
    """The files from which the replaced ratings came, as far as the audit log knows; the newest first."""
    sources = cursor.execute(
        f"""SELECT l.source FROM audit_log l SEMI JOIN (
            SELECT a.audit_id FROM audit_rows a JOIN otherwise_ o ON {SAME}
            WHERE a.table_name = 'ratings' AND a.after IS NOT NULL AND o.round_id = ?) r USING (audit_id)
        WHERE l.source IS NOT NULL AND l.audit_id NOT IN (SELECT undoes FROM audit_log WHERE undoes IS NOT NULL)
        ORDER BY l.audit_id DESC LIMIT 2""",
        [round_id],
    ).fetchall()
    return " and ".join(row[0] for row in sources) or "another change"
