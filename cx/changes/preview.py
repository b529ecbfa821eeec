"""Preview: the change is made in a dry run, the coverage computed, and everything rolled back.

The dry run calls the code that applies the change, in a transaction that is always rolled back, so that it shows what
applying will do. Other sessions keep reading; other writers wait until it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from cx.analysis.coverage import Coverage, OfOneCursor, coverage, of_today
from cx.analysis.relations import derive
from cx.analysis.research import Research
from cx.analysis.scope import Scope, markets_of
from cx.analysis.shortfall_changes import GAPS, shortfall_changes
from cx.changes.differences import (
    evidence_changes,
    flipped,
    headlines,
    moved,
    newly_unknown,
    nobodys_segments,
    paired,
    status_changes,
    weight_changes,
)
from cx.changes.outcome import Outcome
from cx.changes.undo import undo_in
from cx.errors import InvalidData
from cx.sql import relation
from cx.store import Workspace
from cx.store.frozen import snapshot_of
from cx.store.history import VALUE_COLUMNS, newest, values_of

SHOWN_VALUES = 1_000
WEIGHTS = """SELECT w.persona_id, p.name, w.blocked, count(g.need_id)::BIGINT AS shortfalls,
       count(DISTINCT g.need_id) FILTER (WHERE g.tier = 1) AS failing
FROM persona_weight w JOIN stg_persona p ON p.persona_id = w.persona_id LEFT JOIN gap g ON g.persona_id = w.persona_id
GROUP BY ALL ORDER BY w.persona_id"""
"""Why a persona has no weight, if so, and how much falls short there."""
AS_IT_IS = "the view before a change"
Write = Callable[[duckdb.DuckDBPyConnection], Outcome]
"""What makes a change in a transaction, which its caller commits or takes back."""


@dataclass(frozen=True)
class View:
    """The coverage before or after: the scope in which it was computed, and its frames, to read only. Where the round in view is
    frozen, it is the same before and after; `statements`, `needs_now`, `weights` and `flows` are those of the tables of today."""

    scope: Scope
    round: dict[str, Any]
    cells: pd.DataFrame
    needs: pd.DataFrame
    personas: pd.DataFrame
    gaps: pd.DataFrame
    statements: pd.DataFrame
    needs_now: pd.DataFrame
    weights: pd.DataFrame
    flows: pd.DataFrame


@dataclass(frozen=True)
class Preview:
    """The effects of a change. `state_before` is empty for rows that do not exist yet, `state` for rows that would be
    removed.

    - `outcome`: issues and counts, as applying would give them; if it is refused, everything else is empty.
    - `changes`: table, key, column, before, after, change; the first of `changes_total` values.
    - `needs`: needs whose state flips: persona_id, need_id, kind, state_before, state, fulfilment_before, fulfilment,
      transition (a key of `cx.analysis.rounds.vocabulary.CLASSES`, `appears`, `disappears` or empty).
    - `cells`: cells whose state flips: the same, with stage_id.
    - `moved`: how many cells keep their state with another fulfilment.
    - `headlines`: one row per persona: persona_id, name, headline_before, headline (in words), mandatory_before,
      mandatory, mandatory_met_before, mandatory_met, mandatory_undetermined_before, mandatory_undetermined, changed.
    - `shortfalls`: what would join or leave the list of shortfalls: persona_id, need_id, kind, stage_id, state_before,
      state (of the need for a gain, else of the cell), shortfall_before, shortfall and what happens (a key of `SHORTFALLS`).
    - `unknown`: cells that would be newly unknown: persona_id, need_id, kind, stage_id, state_before, reason.
    - `idle`: frontstage touchpoints among the incoming rows that would serve no need: touchpoint_id, name, status, reason.
    - `statuses`: statements of empathy maps with another status: persona_id, hypothesis_id, statement, status_before, status,
      n, k ("" for one that does not exist before or after).
    - `evidence`: needs that rest on another level of evidence: persona_id, need_id, evidence_before, evidence.
    - `weights`: personas that would have no weight, or one again: persona_id, name, blocked (empty: it has one), shortfalls, failing.
    - `nobodys`: segments, or shares of one, that no persona would stand for any more: segment_id, name, share, people, value.
    - `before`, `after`: the whole coverage. The scope falls back to the latest round or to all markets where the one asked
    for does not exist before or after the change.
    """

    outcome: Outcome
    changes: pd.DataFrame
    changes_total: int
    needs: pd.DataFrame
    cells: pd.DataFrame
    moved: int
    headlines: pd.DataFrame
    shortfalls: pd.DataFrame
    unknown: pd.DataFrame
    idle: pd.DataFrame
    statuses: pd.DataFrame
    evidence: pd.DataFrame
    weights: pd.DataFrame
    nobodys: pd.DataFrame
    before: View
    after: View

    @property
    def refused(self) -> bool:
        """Whether some issue is an error, so that applying would write nothing."""
        return self.outcome.refused


def preview(
    workspace: Workspace,
    apply: Callable[[duckdb.DuckDBPyConnection], Outcome],
    scope: Scope | None = None,
    *,
    shown_values: int = SHOWN_VALUES,
) -> Preview:
    """Run a change, such as `lambda cursor: apply_sheets(cursor, sheets, change)`, and roll it back.

    InvalidData raised by `apply` becomes the issues of the outcome; other errors, such as CannotUndo, are raised.
    """
    scope = scope or Scope()
    asked = replace(scope, today=scope.today or date.today())
    _as_it_is(workspace, asked)  # computed before other writers have to wait
    with workspace.dry_run() as cursor:
        before = _as_it_is(workspace, asked)
        last = newest(cursor)
        try:
            outcome = replace(apply(cursor), applied=False)
        except InvalidData as refusal:
            outcome = Outcome(issues=list(refusal.issues))
        if outcome.refused:
            return _compared(outcome, _no_changes(), 0, _nothing_idle(), before, before)
        changes, total = _changes(cursor, last, shown_values)
        seen = _within(cursor, asked)
        derive(cursor, replace(seen, from_snapshot=False))
        today = Coverage(OfOneCursor(cursor), seen)
        is_frozen = snapshot_of(workspace, today.round["round_id"]) is not None and seen.from_snapshot
        after = _view(coverage(workspace, seen) if is_frozen else today, today)
        return _compared(outcome, changes, total, _idle(cursor), before, after)


def preview_undo(workspace: Workspace, audit_id: int, scope: Scope | None = None) -> Preview:
    """The effects of undoing a recorded change; raises CannotUndo as undoing would."""
    return preview(workspace, lambda cursor: undo_in(cursor, audit_id), scope)


def _as_it_is(workspace: Workspace, asked: Scope) -> View:
    with workspace.cursor() as cursor:
        seen = _within(cursor, asked)
    answer = coverage(workspace, seen)
    if AS_IT_IS not in answer.kept:  # asked again once nobody else writes, and by the next preview of the same data
        answer.kept[AS_IT_IS] = _view(answer, of_today(workspace, answer))
    found: View = answer.kept[AS_IT_IS]
    return found


def _view(answer: Coverage, today: Coverage) -> View:
    statements = Research(today, today.parameters).statements
    gaps, weights, flows = answer.frame(GAPS), today.frame(WEIGHTS), today.frame(relation("grouping/flow"))
    return View(answer.scope, answer.round, answer.cells, answer.needs, answer.personas, gaps, statements, today.needs, weights, flows)


def _within(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Scope:
    """The scope, without a round or market that does not exist in this transaction."""
    rounds = [row[0] for row in cursor.execute("SELECT round_id FROM rounds").fetchall()]
    return replace(
        scope,
        round_id=scope.round_id if scope.round_id in rounds else None,
        market=scope.market if scope.market in markets_of(cursor) else None,
    )


def _changes(cursor: duckdb.DuckDBPyConnection, last: int, limit: int) -> tuple[pd.DataFrame, int]:
    frames, total = [_no_changes()], 0
    for audit_id in range(last + 1, newest(cursor) + 1):
        found, number = values_of(cursor, audit_id, limit - sum(map(len, frames)))
        frames.append(found)
        total += number
    return pd.concat(frames, ignore_index=True), total


def _no_changes() -> pd.DataFrame:
    return pd.DataFrame(columns=list(VALUE_COLUMNS), dtype="str")


def _nothing_idle() -> pd.DataFrame:
    return pd.DataFrame(columns=["touchpoint_id", "name", "status", "reason"], dtype="str")


def _idle(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    staged = cursor.execute("SELECT 1 FROM duckdb_views() WHERE temporary AND view_name = 'next_touchpoints'").fetchall()
    if not staged:
        return _nothing_idle()
    return cursor.execute(f"""
        SELECT t.touchpoint_id, t.name, t.status,
               CASE WHEN count(l.need_id) = 0 THEN 'no link' ELSE 'links only where no need arises' END AS reason
        FROM ({relation("stg_touchpoint")}) t SEMI JOIN next_touchpoints USING (touchpoint_id)
        LEFT JOIN links l ON l.touchpoint_id = t.touchpoint_id
        LEFT JOIN need_stages s ON s.need_id = l.need_id AND s.stage_id = l.stage_id
        WHERE t.visibility = 'frontstage' AND t.status <> 'retired'
        GROUP BY t.touchpoint_id, t.name, t.status HAVING count(s.need_id) = 0 ORDER BY t.touchpoint_id""").df()


def _compared(outcome: Outcome, changes: pd.DataFrame, total: int, idle: pd.DataFrame, before: View, after: View) -> Preview:
    needs = paired(before.needs, after.needs, ["need_id"])
    cells = paired(before.cells, after.cells, ["need_id", "stage_id"])
    return Preview(
        outcome=outcome,
        changes=changes,
        changes_total=total,
        needs=flipped(needs, []),
        cells=flipped(cells, ["stage_id"]),
        moved=moved(cells),
        headlines=headlines(before.personas, after.personas),
        shortfalls=shortfall_changes(before.gaps, after.gaps, cells, needs),
        unknown=newly_unknown(cells),
        idle=idle,
        statuses=status_changes(before.statements, after.statements),
        evidence=evidence_changes(before.needs_now, after.needs_now),
        weights=weight_changes(before.weights, after.weights),
        nobodys=nobodys_segments(before.flows, after.flows),
        before=before,
        after=after,
    )
