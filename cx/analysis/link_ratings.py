"""What links are rated now: what somebody adds points to starts from there."""

from __future__ import annotations

from collections.abc import Mapping

from cx.analysis.coverage import coverage
from cx.frames import row_dicts
from cx.store import Workspace


def link_ratings(workspace: Workspace) -> Mapping[tuple[str, str, str], float]:
    """The rating of every link that has one in the latest round, by touchpoint, stage and need (method 2.2)."""
    rows = coverage(workspace).frame("SELECT touchpoint_id, stage_id, need_id, score FROM link_rating WHERE score IS NOT NULL")
    return {(row["touchpoint_id"], row["stage_id"], row["need_id"]): float(row["score"]) for row in row_dicts(rows)}
