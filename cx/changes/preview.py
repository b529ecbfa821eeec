"""What would this change? The change is made, the coverage computed, and everything taken back.

The rehearsal runs the very code that applies the change, in a transaction that is always rolled back,
so what it shows is what applying will do. Other sessions go on reading; other writers wait the moment it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from cx import words
from cx.analysis.changes import transition
from cx.analysis.coverage import Coverage, OfOneCursor, Scope, coverage, derive, markets_of
from cx.analysis.shortfall_changes import GAPS, shortfall_changes
from cx.changes.load import Outcome
from cx.changes.undo import undo_in
from cx.errors import InvalidData
from cx.model import TOLERANCE
from cx.store import Workspace
from cx.store.history import VALUE_COLUMNS, newest, values_of

SHOWN_VALUES = 1_000


@dataclass(frozen=True)
class View:
    """The coverage before or after: the scope in which it was computed, and its frames, to read only."""

    scope: Scope
    round: dict[str, Any]
    cells: pd.DataFrame
    needs: pd.DataFrame
    personas: pd.DataFrame
    gaps: pd.DataFrame


@dataclass(frozen=True)
class Preview:
    """What a change would do. `state_before` is empty for what does not exist yet, `state` for what would be gone.

    - `outcome`: issues and counts, as applying would give them; if it is refused, nothing else is found.
    - `changes`: table, key, column, before, after, change; the first of `changes_total` values.
    - `needs`: needs whose state flips: persona_id, need_id, kind, state_before, state, fulfilment_before, fulfilment,
      transition (a key of `cx.analysis.changes.CLASSES`, `appears`, `disappears` or empty).
    - `cells`: cells whose state flips: the same, with stage_id.
    - `moved`: how many cells keep their state with another fulfilment.
    - `headlines`: one row per persona: persona_id, name, headline_before, headline (in words), mandatory_before,
      mandatory, mandatory_met_before, mandatory_met, mandatory_undetermined_before, mandatory_undetermined, changed.
    - `shortfalls`: what would join or leave the list of shortfalls: persona_id, need_id, kind, stage_id, state_before,
      state (of the need for a gain, else of the cell), shortfall_before, shortfall and what happens (a key of `SHORTFALLS`).
    - `unknown`: cells that would be newly unknown: persona_id, need_id, kind, stage_id, state_before, reason.
    - `idle`: frontstage touchpoints among the rows given that would serve nothing: touchpoint_id, name, status, reason.
    - `before`, `after`: the whole coverage. The scope falls back to the latest round or to all markets where the one
      asked for does not exist (yet, or any more).
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
    """Rehearse a change, such as `lambda cursor: apply_sheets(cursor, sheets, change)`, and take it back.

    InvalidData raised by `apply` becomes the issues of the outcome; other errors, such as CannotUndo, are raised.
    """
    asked = replace(scope or Scope(), today=(scope and scope.today) or date.today())
    _as_it_is(workspace, asked)  # so that the answer is there before other writers have to wait
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
        derive(cursor, seen)
        answer = Coverage(OfOneCursor(cursor), seen)
        return _compared(outcome, changes, total, _idle(cursor), before, _view(answer))


def preview_undo(workspace: Workspace, audit_id: int, scope: Scope | None = None) -> Preview:
    """What undoing a recorded change would do; raises CannotUndo as undoing would."""
    return preview(workspace, lambda cursor: undo_in(cursor, audit_id), scope)


def _as_it_is(workspace: Workspace, asked: Scope) -> View:
    with workspace.cursor() as cursor:
        seen = _within(cursor, asked)
    return _view(coverage(workspace, seen))


def _view(answer: Coverage) -> View:
    return View(answer.scope, answer.round, answer.cells, answer.needs, answer.personas, answer.frame(GAPS))


def _within(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Scope:
    """The scope without a round or market that this transaction does not see."""
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
    staged = cursor.execute("SELECT 1 FROM duckdb_tables() WHERE temporary AND table_name = 'next_touchpoints'").fetchall()
    if not staged:
        return _nothing_idle()
    return cursor.execute("""
        SELECT t.touchpoint_id, t.name, coalesce(t.status, 'live') AS status,
               CASE WHEN count(l.need_id) = 0 THEN 'no link' ELSE 'links only where no need arises' END AS reason
        FROM touchpoints t SEMI JOIN next_touchpoints USING (touchpoint_id)
        LEFT JOIN links l ON l.touchpoint_id = t.touchpoint_id
        LEFT JOIN need_stages s ON s.need_id = l.need_id AND s.stage_id = l.stage_id
        WHERE coalesce(t.visibility, 'frontstage') = 'frontstage' AND coalesce(t.status, 'live') <> 'retired'
        GROUP BY t.touchpoint_id, t.name, t.status HAVING count(s.need_id) = 0 ORDER BY t.touchpoint_id""").df()


def _compared(outcome: Outcome, changes: pd.DataFrame, total: int, idle: pd.DataFrame, before: View, after: View) -> Preview:
    needs = _paired(before.needs, after.needs, ["need_id"])
    cells = _paired(before.cells, after.cells, ["need_id", "stage_id"])
    return Preview(
        outcome=outcome,
        changes=changes,
        changes_total=total,
        needs=_flipped(needs, []),
        cells=_flipped(cells, ["stage_id"]),
        moved=_moved(cells),
        headlines=_headlines(before.personas, after.personas),
        shortfalls=shortfall_changes(before.gaps, after.gaps, cells, needs),
        unknown=_newly_unknown(cells),
        idle=idle,
        before=before,
        after=after,
    )


def _paired(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Before and after side by side, in the order of afterwards, what is gone at the end."""
    columns = [*keys, "persona_id", "kind", "state", "fulfilment", "shortfall"]
    old, new = before[columns], after[[*columns, *(["reason"] if "reason" in after else [])]]
    both = new.merge(old, on=keys, how="left", suffixes=("", "_before"))
    gone = old.merge(new[keys], on=keys, how="left", indicator=True)
    gone = gone[gone["_merge"] == "left_only"].drop(columns="_merge")
    gone = gone.rename(columns={c: f"{c}_before" for c in columns if c not in keys})
    whole = pd.concat([both, gone], ignore_index=True) if len(gone) else both
    for column in ("persona_id", "kind"):
        whole[column] = whole[column].fillna(whole[f"{column}_before"])
    return whole.assign(state=whole["state"].fillna(""), state_before=whole["state_before"].fillna(""))


def _flipped(pairs: pd.DataFrame, place: list[str]) -> pd.DataFrame:
    found = pairs[pairs["state"] != pairs["state_before"]]
    named = [_transition(old, new) for old, new in zip(found["state_before"], found["state"], strict=True)]
    columns = ["persona_id", "need_id", "kind", *place, "state_before", "state", "fulfilment_before", "fulfilment"]
    return found[columns].assign(transition=pd.Series(named, index=found.index, dtype="str")).reset_index(drop=True)


def _transition(old: str, new: str) -> str:
    if not old or not new:
        return "disappears" if old else "appears"
    return transition(old, new)


def _moved(cells: pd.DataFrame) -> int:
    same = cells[cells["state"] == cells["state_before"]]
    old, new = same["fulfilment_before"], same["fulfilment"]
    return int((((old - new).abs() > TOLERANCE) | (old.isna() != new.isna())).sum())


def _headlines(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    counted = ["mandatory", "mandatory_met", "mandatory_undetermined"]
    old, new = before[["persona_id", "name", *counted]], after[["persona_id", "name", *counted]]
    both = old.merge(new, on="persona_id", how="outer", suffixes=("_before", "")).sort_values("persona_id")
    both["name"] = both["name"].fillna(both["name_before"])
    both = both.astype({column: "Int64" for name in counted for column in (name, f"{name}_before")})
    for suffix in ("_before", ""):
        numbers = both[[f"{name}{suffix}" for name in counted]]
        said = [
            "" if pd.isna(total) else words.headline(met, open_, total) for total, met, open_ in numbers.itertuples(index=False, name=None)
        ]
        both[f"headline{suffix}"] = pd.Series(said, index=both.index, dtype="str")
    changed = pd.Series(False, index=both.index)
    for name in counted:
        changed |= both[name].fillna(-1) != both[f"{name}_before"].fillna(-1)
    both["changed"] = changed.astype(bool)
    order = ["persona_id", "name", "headline_before", "headline", *(c for name in counted for c in (f"{name}_before", name)), "changed"]
    return both[order].reset_index(drop=True)


def _newly_unknown(cells: pd.DataFrame) -> pd.DataFrame:
    unknown = (cells["state"] == "not_assessed") & (cells["state_before"] != "not_assessed")
    return cells.loc[unknown, ["persona_id", "need_id", "kind", "stage_id", "state_before", "reason"]].reset_index(drop=True)
