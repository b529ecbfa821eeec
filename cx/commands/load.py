"""`check` and `load`: files into a workspace, all or nothing."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from cx.commands.output import print_changes, print_issues, print_named, print_row_counts
from cx.commands.workspace import looked_at, opened
from cx.store import open_workspace
from cx.store.turn import lock_of
from cx.uploads.unattended import load_files

AS_IT_IS = "Nothing to change: the workspace holds all of it already."
EXACT = "take only files in UTF-8 of which names and columns are those of the tables, letter for letter"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The two commands and their options."""
    check = commands.add_parser("check", help="read files or a folder, print every issue, write nothing")
    check.add_argument("paths", nargs="+", metavar="PATH")
    check.add_argument("--exact", action="store_true", help=EXACT)
    check.add_argument("--database", help="check against what this workspace holds")
    check.set_defaults(run=check_command)

    load = commands.add_parser("load", help="check, then apply all or nothing")
    load.add_argument("paths", nargs="+", metavar="PATH")
    load.add_argument("--database", required=True, metavar="DB")
    load.add_argument("--replace", action="store_true", help="make the files the whole truth")
    load.add_argument("--exact", action="store_true", help=EXACT)
    load.add_argument(
        "--dry-run", action="store_true", help="say what would change, table by table, and write nothing; also while the dashboard runs"
    )
    load.set_defaults(run=load_command)


def check_command(options: argparse.Namespace) -> int:
    """Print every issue; write nothing."""
    with opened(options.database) if options.database else closing(open_workspace()) as workspace:
        outcome = load_files(workspace, options.paths, dry_run=True, exact=options.exact)
    print_issues(outcome)
    print_named(outcome)
    print_row_counts(outcome)
    print("The files have errors." if outcome.refused else "The files are fine.")
    return 1 if outcome.refused else 0


def load_command(options: argparse.Namespace) -> int:
    """Check, then apply all or nothing; what the workspace holds already is not written again, and makes no entry in its history."""
    if options.dry_run:
        return _compare(options)
    is_new = not Path(options.database).exists()
    applied = False
    try:
        with opened(options.database, create=True) as workspace:
            outcome = load_files(workspace, options.paths, replace=options.replace, exact=options.exact)
        applied = not outcome.refused
    finally:
        if is_new and not applied:  # also where a setting is refused: nothing is left behind
            for made in (options.database, lock_of(options.database)):
                Path(made).unlink(missing_ok=True)
    print_issues(outcome)
    print_named(outcome)
    print_row_counts(outcome)
    if outcome.refused:
        print("Nothing was written: correct the rows above and load again.")
        return 1
    if not outcome.changes:
        print(AS_IT_IS)
    return 0


def _compare(options: argparse.Namespace) -> int:
    """Print what loading would do; write nothing."""
    is_new = not Path(options.database).exists()
    with closing(open_workspace()) if is_new else looked_at(options.database) as workspace:
        outcome = load_files(workspace, options.paths, replace=options.replace, exact=options.exact, dry_run=True)
    print_issues(outcome)
    print_named(outcome)
    print_changes(outcome)
    print_row_counts(outcome)
    if outcome.refused:
        print("Nothing would be written: correct the rows above.")
    elif not outcome.changes:
        print(AS_IT_IS)
    return 1 if outcome.refused else 0
