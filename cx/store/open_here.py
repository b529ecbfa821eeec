"""Which workspaces this process has open: one object for each path, since DuckDB lets one process at a time open a file."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cx.store.workspace import Workspace

_open: dict[Path, Workspace] = {}
_opening = threading.Lock()


def the_one(path: Path, make: Callable[[], Workspace]) -> Workspace:
    """The workspace at a path, made where this process has none there; whoever asks meanwhile waits for it."""
    with _opening:
        if path not in _open:
            _open[path] = make()
        return _open[path]


@contextmanager
def closing_of(path: Path | None) -> Iterator[None]:
    """Within this context the workspace at a path is closed: nobody opens one, and it is no longer the one of its path."""
    with _opening:
        if path is not None:
            _open.pop(path, None)
        yield


@contextmanager
def closed_or_open(path: Path) -> Iterator[Workspace | None]:
    """Within this context nobody opens or closes the workspace at a path: the object where this process has it open, else None."""
    with _opening:
        yield _open.get(path)


def is_open(path: Path) -> bool:
    """Whether this process has the workspace at that path open."""
    return path.expanduser().resolve() in _open


@atexit.register
def _close_all() -> None:
    """A server that is stopped leaves one file, with everything in it."""
    for workspace in list(_open.values()):
        with suppress(Exception):
            workspace.checkpoint()
