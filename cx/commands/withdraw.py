"""`withdraw`: a participant of interviews goes with everything that came from them."""

from __future__ import annotations

import argparse
from pathlib import Path

from cx import words
from cx.analysis.catalogue import names
from cx.analysis.participants import Participant, participants
from cx.changes.withdraw import Consequences, consequences_of, withdraw
from cx.changes.withdrawal_words import by_hand, cells, copies_told, numbers, what_goes
from cx.commands.workspace import looked_at
from cx.errors import UsageError
from cx.store import Workspace
from cx.store.erase import copies_of
from cx.store.opening import usual_path
from cx.workshop.content import fingerprint


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    gone = commands.add_parser(
        "withdraw", help="remove a participant of interviews with everything that came from them, also while the dashboard runs"
    )
    gone.add_argument("participant", metavar="WHO", help="the pseudonym, or the id of an interview")
    gone.add_argument("--segment", metavar="S", help="the id of the segment, where the pseudonym stands in several")
    gone.add_argument("--keep", action="append", default=[], metavar="TEXT", help="words of theirs that stay where they stand elsewhere")
    gone.add_argument("--remove-copies", action="store_true", help="remove the copies of the workspace that lie beside it, too")
    gone.add_argument("--database", metavar="DB", help=f"the workspace; by default what CX_WORKSPACE says, here {usual_path()}")
    gone.add_argument("--yes", action="store_true", help="do it; without this, only what would change is told")
    gone.set_defaults(run=withdraw_command)


def withdraw_command(options: argparse.Namespace) -> int:
    """Say what would change, or withdraw somebody; and name the copies that this does not reach."""
    path = Path(options.database or usual_path()).expanduser().resolve()
    with looked_at(path) as workspace:
        participant = _meant(participants(workspace), options)
        seen = None if options.yes else consequences_of(workspace, participant.key, fingerprint, options.keep)
        if seen:
            _tell(workspace, seen, path)
            return 0
    found = withdraw(path, participant.key, fingerprint, options.keep, remove_copies=options.remove_copies)
    print(f"{path} was written anew: {found.said()} went with the participant.")
    print("The history says that somebody was withdrawn, and not who. A running dashboard goes on with it by itself.")
    for line in copies_told(found.copies, found.beyond):
        print(line)
    return 0


def _tell(workspace: Workspace, seen: Consequences, path: Path) -> None:
    known = names(workspace)
    for heading, lines in (*what_goes(seen), *numbers(seen, known), *cells(seen, known), *by_hand(seen, known)):
        print(f"{heading}:")
        for line in lines:
            print(f"  {line}")
    for line in copies_told(copies_of(path), seen.found.beyond):
        print(line)
    print("Nothing was changed. With --yes this is done; nothing brings it back.")


def _meant(everybody: list[Participant], options: argparse.Namespace) -> Participant:
    """The one who is meant. Raises UsageError where there is none, or several."""
    wanted = options.participant.strip().lower()
    found = [p for p in everybody if wanted in {name.lower() for name in (*p.called, *p.interviews)}]
    if options.segment:
        found = [p for p in found if p.key.split(chr(31))[0] == options.segment]
    if not found:
        raise UsageError("No interview was held under this name, nor has one this id. The Research page lists who was interviewed.")
    if len(found) > 1:
        told = words.listing([f"{p.label} (--segment {p.key.split(chr(31))[0]})" for p in found])
        raise UsageError(f"Several people are called so, one in each segment: {told}. Name the segment.")
    return found[0]
