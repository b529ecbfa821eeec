"""`backup`, `restore` and `verify`: what keeps a workspace over a bad night; `erase`: what it shall not keep."""

from __future__ import annotations

import argparse
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from cx.coding.verify import verify_codings
from cx.commands.snapshot import is_snapshot, verify_snapshot
from cx.errors import JourneyError
from cx.exports.frozen_round import check_frozen
from cx.store import open_workspace, seals
from cx.store.backup import Copied, back_up, copy_of, repair, restore
from cx.store.erase import erase
from cx.store.opening import usual_path
from cx.store.verify import Check, verify
from cx.store.what_goes import Asked
from cx.words import count
from cx.workshop.content import fingerprint
from cx.workshop.verify import verify_rooms


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The four commands and their options."""
    where = f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}"

    copies = commands.add_parser("backup", help="copy the workspace into one file, also while the dashboard runs")
    copies.add_argument("out", metavar="OUT", help="a new file, or a folder, in which the copy gets a name with the time")
    copies.add_argument("--database", metavar="DB", help=where)
    copies.set_defaults(run=backup_command)

    back = commands.add_parser("restore", help="put a copy in the place of the workspace; that one is put aside, not removed")
    back.add_argument("copy", metavar="COPY")
    back.add_argument("--database", metavar="DB", help=where)
    back.set_defaults(run=restore_command)

    whole = commands.add_parser("verify", help="read everything, and say what is wrong and what to do; changes nothing")
    whole.add_argument(
        "database", nargs="?", metavar="DB", help=f"a workspace, a copy, a snapshot (HTML), or the file of a frozen round (zip); {where}"
    )
    whole.add_argument("--repair", action="store_true", help="cut a damaged log before its damage; the whole log is kept beside it")
    whole.set_defaults(run=verify_command)

    gone = commands.add_parser(
        "erase",
        help="erase a name, an address or any other text, from the rows and from all that is kept of them, also while the dashboard runs",
    )
    gone.add_argument("texts", nargs="*", metavar="TEXT", help="a text as it stands there; capitals or not, as words of their own")
    gone.add_argument("--picture-of", metavar="PERSONA", help="the id of a persona: every picture of it goes, also from the history")
    gone.add_argument("--database", metavar="DB", help=where)
    gone.add_argument("--yes", action="store_true", help="do it; without this, only where the texts stand is told")
    gone.set_defaults(run=erase_command)


def backup_command(options: argparse.Namespace) -> int:
    """Copy the workspace, and say what the copy holds and what it does not."""
    copied = back_up(_database(options), Path(options.out))
    print(f"{copied.path} holds the whole workspace: {_size(copied)}, read back. It is for its owner alone.")
    if copied.sealed:
        print(
            f"It does not hold the keys of the {count(copied.sealed, 'mark')} that are sealed in open rooms: copy the folder {seals.folder()} on "
            "its own, and keep it in another place than this copy."
        )
    return 0


def restore_command(options: argparse.Namespace) -> int:
    """Put a copy in the place of the workspace."""
    path = _database(options)
    copied, before = restore(Path(options.copy), path)
    print(f"{path} is the copy {options.copy} now: {_size(copied)}.")
    if before:
        print(f"What stood there before is {before}; remove it when you no longer need it.")
    return 0


def verify_command(options: argparse.Namespace) -> int:
    """Check a copy of the workspace, so that it may be open elsewhere and nothing is changed."""
    path = _database(options)
    if is_snapshot(path):
        return verify_snapshot(path)
    if zipfile.is_zipfile(path):
        return _told([check_frozen(path)], "frozen round")
    if options.repair and (repaired := repair(path)):
        damage, kept = repaired
        print(f"The log {damage}. It is cut before that, and kept whole as {kept}.")
    with tempfile.TemporaryDirectory() as folder:
        try:
            place = copy_of(path, Path(folder, path.name), only_looking=True)
            with seals.only_looking(path), closing(open_workspace(place)) as workspace, workspace.cursor() as cursor:
                checks = [*verify(cursor), *verify_rooms(workspace), *verify_codings(workspace)]
        except JourneyError as error:
            said = str(error).replace(folder, str(path.parent))
            checks = [Check("opening", str(path), (said,), "What is said there, or restore the newest copy that is whole.")]
    return _told(checks, "workspace")


def _told(checks: list[Check], what: str) -> int:
    """Print the checks; returns the exit status."""
    for check in checks:
        print(f"{check.of}: {check.seen}: {'whole' if not check.faults else count(len(check.faults), 'fault')}")
        for fault in check.faults:
            print(f"  {fault}")
        if check.faults:
            print(f"  What to do: {check.remedy}")
    wrong = sum(bool(check.faults) for check in checks)
    print(f"The {what} is whole." if not wrong else f"The {what} is damaged; nothing was changed.")
    return 1 if wrong else 0


def erase_command(options: argparse.Namespace) -> int:
    """Erase texts, or say where they stand; and name the copies that this does not reach."""
    path = _database(options)
    rows = {"pictures": [(options.picture_of,)]} if options.picture_of else {}
    found = erase(path, Asked(options.texts, rows), fingerprint, write=options.yes)
    if options.picture_of:
        print(
            f"Pictures of {options.picture_of}: {count(found.gone['pictures'], 'picture')} and {count(found.gone['audit_rows'], 'record')} of the history"
        )
    for (table, column), number in sorted(found.cells.items()):
        print(f"{table}.{column}: {count(number, 'cell')}")
    if not found:
        print("Nothing of this workspace holds any of it.")
    elif options.yes:
        print(
            f"{path} was written anew: a word that says nothing stands in the place of each text, everywhere the same, and of a picture nothing."
        )
        print("The history says that something was erased, and not what. A running dashboard goes on with it by itself.")
    else:
        print(
            "Nothing was changed. With --yes each text is replaced by a word that says nothing, and a picture goes; this cannot be undone."
        )
    for line in found.beyond:
        print(line)
    if found.copies:
        print("Copies from before may hold it as well. Remove them, or erase in each of them with --database:")
        print("\n".join(f"  {copy}" for copy in found.copies))
    return 0


def _database(options: argparse.Namespace) -> Path:
    return Path(options.database or usual_path()).expanduser().resolve()


def _size(copied: Copied) -> str:
    return f"{count(copied.tables, 'table')}, {count(copied.rows, 'row')}"
