"""Freezing a round: an act that says that the round is over, and keeps what it rested on.

It cannot be undone: the hash of a round is passed on, and must name the same numbers for ever. What was frozen by mistake is
carried over into the next round (`cx.changes.next_round`). A round that came frozen from a file has no snapshot; freezing it here
keeps what stands today, and its own date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from cx.changes.load import apply_sheets, user
from cx.changes.write import sheet_of
from cx.errors import InvalidData, UsageError
from cx.store import Workspace
from cx.store.acting import Act
from cx.store.freezing import take
from cx.store.frozen import FrozenRound, snapshot_of
from cx.store.rows import Change

ACTION = "freeze"
COUNTED = """SELECT
    (SELECT count(*) FROM ratings WHERE round_id = $round)::BIGINT,
    (SELECT count(*) FROM needs)::BIGINT, (SELECT count(*) FROM links)::BIGINT, (SELECT count(*) FROM personas)::BIGINT,
    (SELECT count(*) FROM rounds WHERE opened_on < (SELECT opened_on FROM rounds WHERE round_id = $round)
        AND round_id NOT IN (SELECT round_id FROM frozen_round))::BIGINT"""


@dataclass(frozen=True)
class RoundState:
    """A round, and how it stands: open, frozen by a file (`frozen_on` without `snapshot`), or frozen here."""

    round_id: str
    name: str
    opened_on: date
    frozen_on: date | None
    ratings: int
    snapshot: FrozenRound | None

    @property
    def is_open(self) -> bool:
        """Whether it takes changes."""
        return self.frozen_on is None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it came frozen from a file, so that it is read with the needs of today."""
        return self.frozen_on is not None and self.snapshot is None


@dataclass(frozen=True)
class Freezing:
    """What freezing a round would keep, and how many rounds before it are not frozen here."""

    ratings: int
    needs: int
    links: int
    personas: int
    earlier: int


def round_states(workspace: Workspace) -> list[RoundState]:
    """Every round, the latest first."""

    def find() -> list[RoundState]:
        rows = workspace.rows(
            """SELECT round_id, name, opened_on, frozen_on, (SELECT count(*) FROM ratings t WHERE t.round_id = r.round_id)::BIGINT
            FROM rounds r ORDER BY opened_on DESC, round_id DESC"""
        )
        return [RoundState(id_, name, day, frozen, ratings, snapshot_of(workspace, id_)) for id_, name, day, frozen, ratings in rows]

    return workspace.answer("round states", find)


def would_freeze(workspace: Workspace, round_id: str) -> Freezing:
    """What freezing the round would keep. Raises UsageError where it cannot be frozen."""
    with workspace.cursor() as cursor:
        _freezable(cursor, round_id)
        return Freezing(*cursor.execute(COUNTED, {"round": round_id}).fetchall()[0])


def freeze(workspace: Workspace, round_id: str, who: str | None = None, on: date | None = None) -> FrozenRound:
    """Freeze a round as it stands, for good, on the day `on` (by default today) unless it has a date already.

    Raises UsageError where there is no such round or it has a snapshot, NeedsKey.
    """
    with workspace.transaction(Act.END_ROUND) as cursor:
        if _freezable(cursor, round_id)[0] is None:
            row = {"round_id": round_id, "frozen_on": (on or date.today()).isoformat()}
            outcome = apply_sheets(cursor, [sheet_of("rounds", [row])], Change(who or user(), ACTION))
            if outcome.refused:
                raise InvalidData(outcome.issues)
        return take(cursor, round_id, who or user())


def _freezable(cursor: duckdb.DuckDBPyConnection, round_id: str) -> tuple[Any, ...]:
    """The day on which it was frozen elsewhere, if it was."""
    found = cursor.execute(
        "SELECT frozen_on, frozen_at FROM rounds LEFT JOIN frozen_round USING (round_id) WHERE round_id = ?", [round_id]
    ).fetchall()
    if not found:
        known = ", ".join(row[0] for row in cursor.execute("SELECT round_id FROM rounds ORDER BY opened_on, round_id").fetchall())
        raise UsageError(f"There is no round “{round_id}”. " + (f"Rounds: {known}." if known else "There are no rounds yet."))
    if found[0][1] is not None:
        raise UsageError(f"The round “{round_id}” is frozen since {found[0][1]:%Y-%m-%d %H:%M} UTC. Open the next round to go on.")
    return found[0]
