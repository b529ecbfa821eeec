"""`workspaces`: several in one installation; beside the first, which `CX_WORKSPACE` names, each has a name and an address of its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cx.errors import UsageError
from cx.store import open_workspace
from cx.store.copies import copy_files
from cx.words import count, printable
from cx.workspaces.facts import facts_of
from cx.workspaces.keeping import archive, bring_back, bring_in, copy, create, taken_out
from cx.workspaces.places import FIRST, Place, place_of, places


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command, what it can do, and its options."""
    command = commands.add_parser("workspaces", help="several workspaces in one installation: list, create, copy, archive, export, import")
    does = command.add_subparsers(required=True, metavar="WHAT")

    def what(name: str, run: Callable[[argparse.Namespace], int], text: str, *given: str) -> argparse.ArgumentParser:
        parser = does.add_parser(name, help=text)
        for one in given:
            parser.add_argument(one.lower(), metavar=one, help=HELP.get(one))
        parser.set_defaults(run=run)
        return parser

    what("list", list_command, "every workspace, what it holds, and where its file is")
    what("create", create_command, "a new, empty one", "TITLE")
    source = what("copy", copy_command, "a new one with all that stands in another but its members", "TITLE")
    source.add_argument("--of", metavar="NAME", default=FIRST, help="the name of the one to copy; by default the first")
    what("archive", archive_command, "put one away: its address answers nothing until it is brought back, and nothing is removed", "NAME")
    what("bring-back", back_command, "open the address of an archived one again", "NAME")
    source = what("export", export_command, "one as one file, also while the dashboard runs", "OUT")
    source.add_argument("--of", metavar="NAME", default=FIRST, help="the name of the one to export; by default the first")
    what("import", import_command, "a new one from such a file", "FILE", "TITLE")


HELP = {"TITLE": "how it is called, in quotation marks", "NAME": "its name, as the list shows it", "OUT": "a new file"}


def list_command(_: argparse.Namespace) -> int:
    """Every workspace."""
    for place in places():
        facts = facts_of(place)
        holds = f"{count(facts.personas, 'persona')}, {count(facts.needs, 'need')}, {count(facts.touchpoints, 'touchpoint')}"
        put_away = "archived; " if place.is_away else ""
        print(f"{place.name or '(the first)'}  {printable(facts.title)}  {put_away}{facts.trouble or holds}  {place.path}")
    return 0


def create_command(options: argparse.Namespace) -> int:
    """An empty one."""
    return _made(create(options.title))


def copy_command(options: argparse.Namespace) -> int:
    """A copy of one."""
    return _made(copy(place_of(options.of), options.title))


def archive_command(options: argparse.Namespace) -> int:
    """Put one away."""
    place = place_of(options.name)
    archive(place)
    print(f"“{place.name}” is archived. Its file is kept: python -m cx workspaces bring-back {place.name} opens its address again.")
    return 0


def back_command(options: argparse.Namespace) -> int:
    """Bring one back."""
    away = [place for place in places() if place.is_away]
    place = next((place for place in away if place.name == options.name), None)
    if place is None:
        names = ", ".join(place.name for place in away) or "none"
        raise UsageError(f"No workspace “{printable(options.name)}” was archived. Archived: {names}.")
    bring_back(place)
    print(f"“{place.name}” is back.")
    return 0


def export_command(options: argparse.Namespace) -> int:
    """One as one file."""
    target = Path(options.out)
    if target.exists():
        raise UsageError(f"{target} exists already. Name another file.")
    with taken_out(place_of(options.of)) as file:
        copy_files(file, target)
    print(f"{target} holds the whole workspace but its members. It is for its owner alone.")
    return 0


def import_command(options: argparse.Namespace) -> int:
    """One from a file."""
    return _made(bring_in(Path(options.file), options.title))


def _made(place: Place) -> int:
    # A dashboard that runs opens it when somebody comes.
    with closing(open_workspace(place.path)):
        print(f"“{place.name}” is made: {place.path}. Its address is /w/{place.name}/ on the dashboard of this installation.")
    return 0
