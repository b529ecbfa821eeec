"""The connection of an open workspace: closed and opened again where the engine has given up, or where the file was written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cx.errors import WorkspaceBusy
from cx.store import written_anew
from cx.store.opening import opened
from cx.store.own_files import OwnFiles
from cx.store.readers import Readers
from cx.store.turn import Turn


class Database:
    """The database at a path, opened; the caller has the turn. `before_closing` lets everything go that holds a cursor.

    `is_broken` says that the engine answers nothing more, so that the next question opens it again.
    """

    def __init__(self, path: Path | None, turn: Turn, before_closing: Callable[[], None]):
        self.path, self._turn, self._before_closing = path, turn, before_closing
        self._readers = Readers()
        self.is_broken = False
        self.openings = 1
        self.connection = opened(path)
        self.files = OwnFiles(path)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within this context the connection is not closed."""
        self.look()
        with self._readers.inside():
            yield

    def look(self) -> None:
        """Before anything is answered, also from memory: open the database again where it must be."""
        if self.is_broken or (self._is_written_anew() and not self._readers.am_inside):
            try:
                self._open_anew()
            except WorkspaceBusy:
                if self.is_broken:
                    raise

    def follow(self) -> None:
        """Go on with the file that a command has written anew and put in the place of ours, if one has. The caller has the turn."""
        if self._is_written_anew():
            self._open_anew()

    def replace(self, made: Path) -> None:
        """Put another file in the place of ours, and go on with it. The caller has the turn."""
        assert self.path is not None
        with self._readers.alone():
            self.files.check()
            self._close()
            written_anew.put(made, self.path)
            self._open_anew()

    def _is_written_anew(self) -> bool:
        return self.path is not None and self.files.is_another() and written_anew.is_announced(self.path, self.files.which)

    def _open_anew(self) -> None:
        with self._turn:
            if not self.is_broken and not self._is_written_anew():
                return
            with self._readers.alone():
                self._close()
                self.connection = opened(self.path)
                self.is_broken = False
                self.openings += 1
                self.files.note()

    def _close(self) -> None:
        self.is_broken = False  # whatever is let go here does not open it too
        with self._readers.inside():
            self._before_closing()
        self.is_broken = True
        self.connection.close()
