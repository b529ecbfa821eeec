"""The workspace that a command works on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from cx.errors import JourneyError, WorkspaceBusy
from cx.store import Workspace, open_workspace
from cx.store.backup import copy_of
from cx.store.open_here import is_open
from cx.temporary import own_folder


@contextmanager
def opened(database: str, create: bool = False) -> Iterator[Workspace]:
    """The workspace of a command, closed afterwards so that another process can open it."""
    if not create and not Path(database).exists():
        raise JourneyError(f"There is no workspace {database}. Make one with: python -m cx load … --database")
    workspace = open_workspace(database)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def looked_at(database: str | Path) -> Iterator[Workspace]:
    """The workspace, for a command that only reads, or a copy of it that goes at once while a dashboard has it open."""
    path = Path(database).expanduser().resolve()
    if not path.is_file():
        raise JourneyError(f"There is no workspace {path}. Name its file, or set CX_WORKSPACE.")
    with ExitStack() as stack:
        kept = is_open(path)
        try:
            workspace = open_workspace(path)
        except WorkspaceBusy:
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=own_folder()))
            workspace = open_workspace(copy_of(path, Path(folder, path.name)))
        if not kept:
            stack.enter_context(closing(workspace))
        yield workspace
