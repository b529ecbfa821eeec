"""Loading sheets in one transaction, all or nothing; commands and pages call the same code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace as replaced
from pathlib import Path

import duckdb

from cx.changes.check import check_sheets
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet
from cx.errors import InvalidData
from cx.issues import Issue
from cx.store import Workspace, rows
from cx.store.acting import user
from cx.store.rows import Change, Keys


def load(
    workspace: Workspace,
    paths: Iterable[str | Path],
    *,
    replace: bool = False,
    dry_run: bool = False,
    who: str | None = None,
) -> Outcome:
    """Load files, folders or archives with exactly our names and columns into the workspace: upsert by key, or with `replace`
    in place of everything stored. (`cx.uploads.unattended.load_files` accepts more.)

    One transaction. If any row is refused nothing is written and `Outcome.refused` is true.
    `dry_run` finds and counts but writes nothing. Source: data model, "Keys" and "Headless commands".
    """
    from cx.changes.file_sheets import read_paths  # brings every reader of files, and most who change something have none

    places = [Path(p) for p in paths]
    sheets, issues = read_paths(places)
    return load_sheets(workspace, sheets, "; ".join(p.name for p in places), issues=issues, replace=replace, dry_run=dry_run, who=who)


def load_sheets(
    workspace: Workspace,
    sheets: Sequence[Sheet],
    source: str,
    *,
    issues: Sequence[Issue] = (),
    replace: bool = False,
    dry_run: bool = False,
    who: str | None = None,
) -> Outcome:
    """Load sheets as `load` does; `source` names them in the audit log, `issues` come first in the outcome."""

    def work(cursor: duckdb.DuckDBPyConnection) -> Outcome:
        if dry_run:
            return check_sheets(cursor, sheets, replace=replace, issues=issues)
        change = Change(who or user(), "replace" if replace else "load", source)
        return apply_sheets(cursor, sheets, change, replace=replace, issues=issues, hashed=True)

    return all_or_nothing(workspace, work)


def all_or_nothing(workspace: Workspace, work: Callable[[duckdb.DuckDBPyConnection], Outcome]) -> Outcome:
    """Do the work in one transaction, which is committed only if the outcome is applied."""
    outcome = Outcome()
    try:
        with workspace.transaction() as cursor:
            outcome = work(cursor)
            if not outcome.applied:
                raise InvalidData(outcome.issues)
    except InvalidData:
        pass  # so that the transaction is rolled back
    return outcome


def apply_sheets(
    cursor: duckdb.DuckDBPyConnection,
    sheets: Sequence[Sheet],
    change: Change,
    *,
    replace: bool = False,
    remove: Mapping[str, Keys] | None = None,
    spared: Mapping[str, Sequence[str]] | None = None,
    issues: Sequence[Issue] = (),
    hashed: bool = False,
) -> Outcome:
    """Check the sheets and, unless a row is refused, write and log them in this transaction; with `hashed` the log gets the
    hash of their content.

    The caller commits or rolls back: loads, edits, undo and dry runs all call this.
    """
    outcome = check_sheets(cursor, sheets, replace=replace, remove=remove, spared=spared, issues=issues)
    if outcome.refused:
        return outcome
    if outcome.changes:
        rows.write(cursor, outcome.counts, replaced(change, sha256=outcome.sha256) if hashed else change)
    outcome.applied = True
    return outcome
