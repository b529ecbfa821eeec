"""`upgrade`: an older workspace is brought to the schema of this version, or only what would be done is said."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx.store.opening import usual_path
from cx.store.schema import SCHEMA_VERSION
from cx.store.upgrade import Upgrade, rehearsed, upgrade


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    command = commands.add_parser("upgrade", help="bring an older workspace to this version: tried on a copy, then behind a kept copy")
    command.add_argument("--database", metavar="DB", help=f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}")
    command.add_argument("--dry-run", action="store_true", help="try it on a copy and say what would be done; changes nothing")
    command.set_defaults(run=upgrade_command)


def upgrade_command(options: argparse.Namespace) -> int:
    """Say which schema the workspace has and what is done; do it."""
    path = Path(options.database or usual_path()).expanduser().resolve()

    def told(found: Upgrade) -> None:
        print(f"{path} has schema version {found.version}; this version of the tool has {SCHEMA_VERSION}.")
        print("\n".join([f"  to {step}" for step in found.steps] or ["There is nothing to do."]))
        if found.is_needed and not found.faults:
            print("A copy was brought forward and is whole.")
        for fault in found.faults:
            print(f"  fault of the copy: {fault}")

    if options.dry_run:
        found = rehearsed(path)
        told(found)
        if found.is_needed:
            print("Nothing was changed.")
        return 1 if found.faults else 0
    if kept := upgrade(path, told):
        print(f"{path} has schema version {SCHEMA_VERSION} now. What stood there before is kept as {kept}.")
    return 0
