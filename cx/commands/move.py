"""`move`: a workspace from its file into a PostgreSQL server, or from there into a file; nothing is lost on the way."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from cx.errors import UsageError, WorkspaceError
from cx.store.copies import partial_file
from cx.store.home.catalogue import schema_of
from cx.store.home.home import Home
from cx.store.workspace import Workspace
from cx.words import count
from cx.workspaces.places import is_name

SERVER = ("postgresql://", "postgres://")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    command = commands.add_parser("move", help="copy a workspace from its file into a PostgreSQL server, or back; what it came from stays")
    command.add_argument("source", metavar="FROM", help="a file, or postgresql://…")
    command.add_argument("target", metavar="TO", help="postgresql://… that holds no workspace of that name, or a new file")
    command.add_argument("--name", default="", metavar="NAME", help="which workspace of the server, if not the first")
    command.set_defaults(run=move_command)


def move_command(options: argparse.Namespace) -> int:
    """Copy one way or the other."""
    if options.name and not is_name(options.name):
        raise UsageError(f"“{options.name}” is no name of a workspace.")
    schema = schema_of(options.name)
    to_server = options.target.startswith(SERVER)
    if to_server == options.source.startswith(SERVER):
        raise UsageError("One of the two is a file, and the other a server: postgresql://…")
    rows = (
        _into_server(Path(options.source), options.target, schema)
        if to_server
        else _into_file(options.source, schema, Path(options.target))
    )
    print(f"{count(rows, 'row')} moved. What they came from was left as it is; members and links are not taken along.")
    if to_server:
        print("Set CX_DATABASE to the server and CX_WORKSPACE to a file that is not there yet: it becomes this process's own copy.")
    return 0


def _into_server(file: Path, address: str, schema: str) -> int:
    if not file.is_file():
        raise WorkspaceError(f"There is no workspace {file}.")
    with closing(Workspace(file.expanduser().resolve())) as workspace:
        return Home(address, schema).take_in(workspace)


def _into_file(address: str, schema: str, file: Path) -> int:
    file = file.expanduser().resolve()
    if file.exists():
        raise WorkspaceError(f"{file} exists already. Name another file, so that nothing is lost.")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with partial_file(file) as partial:
        with closing(Workspace(partial)) as workspace:
            rows = Home(address, schema).give_out(workspace)
        partial.replace(file)
    return rows
