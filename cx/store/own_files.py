"""The files of an open database: whether anything but this program has touched them since it last wrote.

The engine looks at its file when it opens it, and never again. A file that was removed, replaced, cut off or written over while
it was open would take every further change and have none of them at the next start.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from cx.errors import NoRoom, WorkspaceReplaced
from cx.store.copies import log_of

Look = tuple[int, ...] | None
SPARE = 4 * 2**20
"""Bytes that must be free beside twice the log before it is moved: an engine that runs out of room while it does so stops."""


class OwnFiles:
    """How the database at a path and its log looked when this program last wrote to them; None is a database in memory."""

    def __init__(self, path: Path | None):
        self._path = path
        self._seen: tuple[Look, Look] = (None, None)
        self.note()

    def note(self) -> None:
        """This program has just written, or opened them."""
        if self._path is not None:
            self._seen = (_look(self._path), _look(log_of(self._path)))

    @property
    def which(self) -> tuple[int, ...]:
        """Device and number of the database's file."""
        return (self._seen[0] or ())[:2]

    def is_another(self) -> bool:
        """Whether another file lies where this program's database lay."""
        if self._path is None:
            return False
        now, before = _look(self._path), self._seen[0]
        return now is not None and before is not None and now[:2] != before[:2]

    def check(self) -> None:
        """Raises WorkspaceReplaced where something else has touched the database."""
        if self._path is None:
            return
        now = _look(self._path)
        if now == self._seen[0]:
            return
        what = "was removed" if now is None else "was replaced, or written to by another program,"
        raise WorkspaceReplaced(
            f"The file {self._path} {what} while the dashboard had it open, so nothing more is written. What the pages show can still be "
            "exported on the Data page; do that first. Then stop the dashboard, put the right file there "
            "(python -m cx restore COPY brings back a copy), and start again."
        )

    def has_own_log(self) -> bool:
        """Whether the log is the one that this program wrote."""
        return self._path is None or _look(log_of(self._path)) == self._seen[1]

    def check_room(self) -> None:
        """Raises NoRoom where the disk has too little to move the log into the database."""
        if self._path is None:
            return
        log = _look(log_of(self._path))
        needed = (2 * log[2] if log else 0) + SPARE
        if shutil.disk_usage(self._path.parent).free < needed:
            raise NoRoom(f"The disk that holds {self._path.parent} is nearly full; make room for {needed / 1e6:,.0f} MB.")


def _look(path: Path) -> Look:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
