"""The copy of a workspace from which this process answers, where its rows live in a server; nothing happens here where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from cx.errors import WorkspaceError
from cx.store.database import Database

if TYPE_CHECKING:
    from cx.store.home.following import Following
    from cx.store.home.home import Home, Telling

NOT_AT_HOME = (
    "While a workspace lives in PostgreSQL, nothing is erased from it, since what was erased would stay in the server. Move it into a file, "
    "erase there, and move it back: python -m cx move. Nothing was changed."
)


class Copy:
    """What a workspace does with its home: `writing` is its turn to write, `renewed` says that answers are those of a former state."""

    def __init__(
        self,
        home: Home | None,
        database: Database,
        writing: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
        renewed: Callable[[], None],
    ):
        self._home, self._database, self._writing, self._renewed = home, database, writing, renewed
        self._following: Following | None = None

    def meet(self, path: object) -> None:
        """At the opening, whose caller has the turn: bring the copy to the newest version, and follow from now on."""
        if self._home is None:
            return
        from cx.store.home.following import Following

        try:
            self._home.meet(self._database.connection, path)
        except BaseException:
            self.leave()
            self._database.connection.close()
            raise
        self._database.files.note()
        self._following = Following(self._home, self.is_behind, self.follow)

    def follow(self) -> None:
        """Take what other processes have written to the server."""
        if self._home is None:
            return
        with self._writing():
            is_new = self._home.follow(self._database.connection)
        if is_new:
            self._renewed()

    def is_behind(self, watching: Any) -> bool:
        """Whether the server has rows that this copy has not; asked on a connection to it."""
        with self._database.reading():
            return self._home is not None and self._home.is_behind(watching, self._database.connection)

    @contextmanager
    def at_home(self, *, beside_answers: bool) -> Iterator[Telling | None]:
        """Within this context nobody else writes to the server in which the rows live, if they do."""
        if self._home is None:
            yield None
            return
        with self._home.writing(self._database.connection, beside_answers=beside_answers) as telling:
            if telling.has_followed:
                self._renewed()
            yield telling

    def must_be_a_file(self) -> None:
        """Raises WorkspaceError where the rows live in a server."""
        if self._home is not None:
            raise WorkspaceError(NOT_AT_HOME)

    def leave(self) -> None:
        """Follow no more."""
        if self._following is not None:
            self._following.stop()
        if self._home is not None:
            self._home.leave()
