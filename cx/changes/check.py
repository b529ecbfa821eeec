"""Checking sheets: all issues are found in one run, and the rows that would change are counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace as replaced

import duckdb

from cx.changes.cell_checks import check_cells, check_keys, check_orphans, check_references
from cx.changes.future import Laid, make_future, make_limits, make_spared
from cx.changes.outcome import Outcome
from cx.changes.replaced import ratings_replaced
from cx.changes.rule_check import check_rules
from cx.changes.sheets import Sheet, missing_column
from cx.changes.staging import stage, stage_nothing
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
    names, by table, the frozen rounds and the recorded decisions that may change nevertheless. Leaves `next_<table>` and `gone_<table>` of the
    tables that are touched ready for `cx.store.rows.write`.
    """
    collected = Issues(issues)
    outcome = Outcome(issues=collected)
    gone = _with_what_goes_along(remove or {}, replace=replace)
    touched = {t.name for t in TABLES if (replace and t.in_files) or gone.get(t.name)} | {sheet.table.name for sheet in sheets}
    stage_nothing(cursor, touched)
    make_spared(cursor, spared or {})
    used, given = _staged(cursor, sheets, outcome, collected)
    for table in TABLES:
        laid_over = None
        if table.name in touched:
            laid_over = _compared(
                cursor, table, given.get(table.name), outcome, replace=replace and table.in_files, keys=gone.get(table.name, ())
            )
        make_future(cursor, table, laid_over)
    make_limits(cursor)
    _check_together(cursor, used, given, outcome, collected)
    collected += check_rules(cursor, {name: sheet.file for name, sheet in used.items()}, touched)
    for sheet in used.values():
        _reject(cursor, sheet, outcome, collected)
    outcome.issues = collected.shown()
    return outcome


def _with_what_goes_along(remove: Mapping[str, Keys], *, replace: bool) -> Mapping[str, Keys]:
    """What is removed, and what belongs to it: the rows of the tables whose rows go along."""
    along = [table for table in TABLES if table.goes_with and (replace or remove.get(table.goes_with))]
    also = {t.name: f"SELECT {', '.join(t.key)} FROM gone_{t.goes_with}" for t in along if not remove.get(t.name)}
    return {**remove, **also}


def _staged(
    cursor: duckdb.DuckDBPyConnection, sheets: Sequence[Sheet], outcome: Outcome, collected: Issues
) -> tuple[dict[str, Sheet], dict[str, list[str]]]:
    """Stage every sheet and check its cells and keys; returns the sheets and their columns, by table."""
    used: dict[str, Sheet] = {}
    given: dict[str, list[str]] = {}
    digests: list[str] = []
    for original in sheets:
        # Reading the rows adds issues; a sheet may be checked again, for a preview and then for good.
        sheet = replaced(original, issues=Issues(original.issues))
        name = sheet.table.name
        if name in used:
            collected.append(issue("file_twice", sheet.file))
            continue
        used[name] = sheet
        given[name], digest, staged = stage(cursor, sheet)
        digests.append(digest)
        collected += sheet.issues
        outcome.read += staged + _unread(sheet)
        collected += check_cells(cursor, sheet.table, sheet.file, given[name])
        collected += check_keys(cursor, sheet.table, sheet.file)
    outcome.sha256 = hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
    return used, given


def _compared(
    cursor: duckdb.DuckDBPyConnection, table: Table, given: list[str] | None, outcome: Outcome, *, replace: bool, keys: Keys
) -> Laid:
    """Count what changes in one table and lay the incoming rows over the stored ones; `given` is None where only rows go."""
    is_empty = rows.is_empty(cursor, table)
    counts = rows.compare(cursor, table, [c.name for c in table.columns] if given is None else given, is_empty=is_empty)
    gone = rows.mark_removed(cursor, table, replace=replace, keys=keys)
    if given is not None or gone:
        outcome.counts[table.name] = Counts(counts.new, counts.changed, counts.unchanged, gone)
    return Laid.ON_NOTHING if is_empty else Laid.OVER_AND_LESS if gone else Laid.OVER


def _check_together(
    cursor: duckdb.DuckDBPyConnection, used: Mapping[str, Sheet], given: Mapping[str, list[str]], outcome: Outcome, collected: Issues
) -> None:
    """Check what must hold between rows and tables once everything is applied."""
    for name, sheet in used.items():
        collected += _missing_columns(sheet, given[name], outcome.counts[name])
        collected += check_references(cursor, sheet.table, sheet.file, given[name])
        collected += brought_twice(cursor, sheet.table, sheet.file)
    # Changes made cell by cell in the tool are visible as they are made; their sheet is named after the table alone.
    if "ratings" in used and used["ratings"].file != "ratings" and outcome.counts["ratings"].changed:
        collected += ratings_replaced(cursor, used["ratings"].file)
    removed = {name for name, counts in outcome.counts.items() if counts.removed}
    for table in TABLES if removed else ():
        file = used[table.name].file if table.name in used else table.file
        collected += check_orphans(cursor, table, file, given.get(table.name, ()), removed)


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
