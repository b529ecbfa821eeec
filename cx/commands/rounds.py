"""`freeze` and `open-round`: how a round ends, and the next one begins."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from cx.changes.freeze import freeze
from cx.changes.next_round import open_round
from cx.commands.workspace import opened
from cx.errors import UsageError
from cx.exports.frozen_round import frozen_file
from cx.store.frozen import snapshot_of
from cx.words import count


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The two commands and their options."""
    ends = commands.add_parser("freeze", help="freeze a round for good: what it rests on is kept with a hash, whatever changes later")
    ends.add_argument("round", metavar="ROUND", help="the id of the round")
    ends.add_argument("--database", required=True, metavar="DB")
    ends.add_argument(
        "--out", metavar="FILE.zip", help="write the frozen round into a file, too; one that is frozen already is only written"
    )
    ends.set_defaults(run=freeze_command)

    begins = commands.add_parser("open-round", help="open the next round, and carry ratings over into it if that is asked")
    begins.add_argument("name", metavar="NAME", help="its name; the id is made from it")
    begins.add_argument("--database", required=True, metavar="DB")
    begins.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="its first day, as 2026-03-31; by default today")
    begins.add_argument(
        "--carry-from", metavar="ROUND", help="copy the ratings of this round: they keep their date and say where they are from"
    )
    begins.set_defaults(run=open_command)


def freeze_command(options: argparse.Namespace) -> int:
    """Freeze a round, and say its hash; with a file, write it."""
    if options.out and Path(options.out).suffix.lower() != ".zip":
        raise UsageError(f"A frozen round is written as a zip; {Path(options.out).name} does not end in .zip.")
    with opened(options.database) as workspace:
        found = snapshot_of(workspace, options.round) if options.out else None
        if found is None:
            found = freeze(workspace, options.round)
            print(f"The round “{found.round_id}” is frozen: {count(found.rows, 'row')} of all tables and parameters are kept.")
        if options.out:
            Path(options.out).write_bytes(frozen_file(workspace, options.round))
            print(f"{options.out} holds it; python -m cx verify {options.out} works its hash out again.")
    print(f"Its hash is {found.sha256} (method {found.method_version}).")
    return 0


def open_command(options: argparse.Namespace) -> int:
    """Open a round, and carry ratings over."""
    with opened(options.database) as workspace:
        round_id, carried = open_round(workspace, options.name, options.on or date.today(), carry_from=options.carry_from)
        print(f"The round “{round_id}” is open.")
        if options.carry_from:
            print(f"{count(carried, 'rating')} of “{options.carry_from}” were carried over; each keeps its date.")
    return 0
