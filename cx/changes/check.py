"""Checking sheets: all issues are found in one run, and the rows that would change are counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace as replaced

import duckdb

from cx.changes.cell_checks import check_cells, check_keys
from cx.changes.future import Future, Laid
from cx.changes.outcome import Outcome
from cx.changes.references import References
from cx.changes.replaced import ratings_replaced
from cx.changes.rule_check import check_rules
from cx.changes.sheets import Sheet, missing_column
from cx.changes.staging import Staged, stage, stage_nothing
from cx.changes.twice import brought_twice
from cx.issues import Issue, Issues, issue
from cx.sql import run
from cx.store import rows
from cx.store.rows import Counts, Keys
from cx.tables import TABLES, Table


def check_sheets(
    cursor: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
    *,
    replace: bool = False,
    remove: Mapping[str, Keys] | None = None,
    spared: Mapping[str, Sequence[str]] | None = None,
    issues: Sequence[Issue] = (),
) -> Outcome:
    """Stage the sheets in this transaction, collect all issues, and count the rows that would change.

    `replace` removes what the sheets leave out, from every table; `remove` names rows by key; `spared`
    names, by table, the frozen rounds and the recorded decisions that may change nevertheless. Leaves `next_<table>` of the
    tables that are touched, and `gone_<table>` of those from which rows go, ready for `cx.store.rows.write`.
    """
    collected = Issues(issues)
    outcome = Outcome(issues=collected)
    gone = _with_what_goes_along(remove or {}, replace=replace)
    touched = {t.name for t in TABLES if (replace and t.in_files) or gone.get(t.name)} | {sheet.table.name for sheet in sheets}
    used, staged = _staged(cursor, sheets, outcome, collected)
    stored = rows.with_rows(cursor, touched)
    laid = {
        table.name: _compared(
            cursor,
            table,
            staged.get(table.name),
            table.name in stored,
            outcome,
            replace=replace and table.in_files,
            keys=gone.get(table.name, ()),
        )
        for table in TABLES
        if table.name in touched
    }
    future = Future(laid)
    _check_together(cursor, used, References(staged, future), outcome, collected)
    collected += check_rules(cursor, future, {name: sheet.file for name, sheet in used.items()}, touched, spared or {})
    for sheet in used.values():
        _reject(cursor, sheet, outcome, collected)
    outcome.issues = collected.shown()
    if outcome.refused:
        future.make_all(cursor)  # for whoever asks what stands in the way
    return outcome


def _with_what_goes_along(remove: Mapping[str, Keys], *, replace: bool) -> Mapping[str, Keys]:
    """What is removed, and what belongs to it: the rows of the tables whose rows go along."""
    along = [table for table in TABLES if table.goes_with and (replace or remove.get(table.goes_with))]
    also = {t.name: f"SELECT {', '.join(t.key)} FROM gone_{t.goes_with}" for t in along if not remove.get(t.name)}
    return {**remove, **also}


def _staged(
    cursor: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet], outcome: Outcome, collected: Issues
) -> tuple[dict[str, Sheet], dict[str, Staged]]:
    """Stage every sheet and check its cells and keys; returns the sheets and what is known of them, by table."""
    used: dict[str, Sheet] = {}
    staged: dict[str, Staged] = {}
    for original in sheets:
        # Reading the rows adds issues; a sheet may be checked again, for a preview and then for good.
        sheet = replaced(original, issues=Issues(original.issues))
        name = sheet.table.name
        if name in used:
            collected.append(issue("file_twice", sheet.file))
            continue
        used[name] = sheet
        staged[name] = found = stage(cursor, sheet)
        collected += sheet.issues
        outcome.read += found.rows + _unread(sheet)
        collected += check_cells(cursor, sheet.table, sheet.file, found.doubted)
        collected += check_keys(cursor, sheet.table, sheet.file, found)
    outcome.sha256 = hashlib.sha256("".join(sorted(one.digest for one in staged.values())).encode()).hexdigest()
    return used, staged


def _compared(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    staged: Staged | None,
    has_rows: bool,
    outcome: Outcome,
    *,
    replace: bool,
    keys: Keys,
) -> Laid:
    """Count what changes in one table and lay the incoming rows over the stored ones; `staged` is None where only rows go."""
    if staged is None:
        stage_nothing(cursor, table)
    if has_rows:
        counts = rows.compare(cursor, table, [c.name for c in table.columns] if staged is None else staged.given)
    else:
        rows.all_new(cursor, table)
        counts = Counts(new=staged.rows if staged else 0)
    gone = rows.mark_removed(cursor, table, replace=replace, keys=keys) if has_rows and (replace or keys) else 0
    if staged is not None or gone:
        outcome.counts[table.name] = Counts(counts.new, counts.changed, counts.unchanged, gone)
    return Laid.ON_NOTHING if not has_rows else Laid.OVER_AND_LESS if gone else Laid.OVER


def _check_together(
    cursor: duckdb.DuckDBPyConnection, used: Mapping[str, Sheet], references: References, outcome: Outcome, collected: Issues
) -> None:
    """Check what must hold between rows and tables once everything is applied."""
    for name, sheet in used.items():
        staged = references.staged[name]
        collected += _missing_columns(sheet, staged.given, outcome.counts[name])
        collected += references.unknown(cursor, sheet.table, sheet.file)
        collected += brought_twice(cursor, references.future, sheet.table, sheet.file, staged)
    # Changes made cell by cell in the tool are visible as they are made; their sheet is named after the table alone.
    if "ratings" in used and used["ratings"].file != "ratings" and outcome.counts["ratings"].changed:
        collected += ratings_replaced(cursor, used["ratings"].file)
    removed = {name for name, counts in outcome.counts.items() if counts.removed}
    for table in TABLES if removed else ():
        file = used[table.name].file if table.name in used else table.file
        collected += references.orphans(cursor, table, file, removed)


def _reject(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, outcome: Outcome, collected: Issues) -> None:
    """Take the rows with errors out of the counts, so that the counts add up to the rows read."""
    name, bad = sheet.table.name, collected.refused.get(sheet.file, set())
    before = outcome.counts[name]
    if 1 in bad:
        outcome.rejected += before.new + before.changed + before.unchanged + _unread(sheet)
        outcome.counts[name] = Counts(removed=before.removed)
        return
    outcome.rejected += len(bad)
    outcome.refused_rows[sheet.file] = bad
    if not bad:
        return
    run(cursor, "CREATE OR REPLACE TEMP TABLE bad_ AS SELECT unnest(?::INTEGER[]) AS row_", [sorted(bad)])
    left = dict(run(cursor, f"SELECT change_, count(*)::BIGINT FROM next_{name} ANTI JOIN bad_ USING (row_) GROUP BY change_").fetchall())
    outcome.counts[name] = Counts(left.get("new", 0), left.get("changed", 0), left.get("unchanged", 0), before.removed)


def _unread(sheet: Sheet) -> int:
    """Rows of the file that could not be split into cells; everything after an unclosed quote counts as one row."""
    return sum(row > 1 for row in sheet.issues.refused.get(sheet.file, ()))


def _missing_columns(sheet: Sheet, given: Sequence[str], counts: Counts) -> list[Issue]:
    """Required columns may be left out only where every row exists already."""
    if not counts.new:
        return []
    return [
        missing_column(sheet, column.name)
        for column in sheet.table.columns
        if column.required and column.name not in given and column.name not in sheet.table.key
    ]
