"""`history` and `undo`: the recorded changes of a workspace."""

from __future__ import annotations

import argparse

from cx.changes.undo import undo
from cx.commands.output import print_frame
from cx.commands.workspace import opened
from cx.store.history import history


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The two commands and their options."""
    past = commands.add_parser("history", help="every change as CSV, the newest first")
    past.add_argument("--database", required=True, metavar="DB")
    past.set_defaults(run=history_command)

    undoes = commands.add_parser("undo", help="undo one change, unless something depends on it")
    undoes.add_argument("change", type=int, metavar="N", help="the number of the change, see: history")
    undoes.add_argument("--database", required=True, metavar="DB")
    undoes.set_defaults(run=undo_command)


def history_command(options: argparse.Namespace) -> int:
    """Every change, the newest first, on standard output."""
    with opened(options.database) as workspace:
        print_frame(history(workspace), "csv")
    return 0


def undo_command(options: argparse.Namespace) -> int:
    """Undo one change, or say what depends on it."""
    with opened(options.database) as workspace:
        outcome = undo(workspace, options.change)
    back, values, gone = (outcome.total(kind) for kind in ("new", "changed", "removed"))
    print(f"Change {options.change} is undone: {back} rows returned, {values} rows got their values back, {gone} rows went.")
    return 0
