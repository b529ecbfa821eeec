"""The workspace that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cx.errors import JourneyError
from cx.store import Workspace, open_workspace


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
