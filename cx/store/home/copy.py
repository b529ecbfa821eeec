"""The copy of a workspace from which this process answers, where its rows live in a server; nothing happens here where they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cx.errors import WorkspaceBusy, WorkspaceError
from cx.store.copies import partial_file, stamped
from cx.store.database import Database

if TYPE_CHECKING:
    from cx.store.home.following import Following
    from cx.store.home.home import Home, Telling

Make = Callable[[duckdb.DuckDBPyConnection], Path | None]
"""Writes, from what a cursor sees, the file that shall be put in the place of a database; None for none."""


class Copy:
    """What a workspace does with its home: `writing` is its turn to write, `write_anew` puts another file in the place of its own, and
    `renewed` says that answers are those of a former state."""

    def __init__(
        self,
        home: Home | None,
        database: Database,
        writing: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]],
        write_anew: Callable[[Make], None],
        renewed: Callable[[], None],
    ):
        self._home, self._database, self._writing, self._write_anew, self._renewed = home, database, writing, write_anew, renewed
        self._following: Following | None = None

    def meet(self, path: Path | None) -> None:
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
        with suppress(WorkspaceError):  # whoever follows tries it again, and says what is in the way
            self._leave_former()
        self._following = Following(self._home, self.is_behind, self.follow)

    def follow(self) -> None:
        """Take what other processes have written to the server."""
        if self._home is None:
            return
        with self._writing():
            is_new = self._home.follow(self._database.connection)
        if is_new:
            self._renewed()
        self._leave_former()

    def _leave_former(self) -> None:
        """Write the file of the copy anew where blocks of it may hold what the server has erased."""
        from cx.store.home import anew, own_version

        path = self._database.path
        if path is None:
            return
        with self._database.reading(), self._database.connection.cursor() as cursor:
            if not own_version.has_former(cursor):
                return
        with partial_file(stamped(path, "renewed")) as partial:
            self._write_anew(lambda cursor: anew.write(cursor, partial))

    def is_behind(self, watching: Any) -> bool:
        """Whether the server has rows that this copy has not, or the copy holds what it should not; asked on a connection to the server."""
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

    def telling(self, make: Make) -> Make:
        """The same, which also puts what was made in the place of what the server holds, if the rows live in one."""
        home = self._home
        if home is None:
            return make

        def made_at_home(cursor: duckdb.DuckDBPyConnection) -> Path | None:
            with home.renewing(self._database.connection) as at_home:
                made = make(cursor)
                if made is not None:
                    at_home.tell(made)
            return made

        return made_at_home

    def replace(self, made: Path) -> None:
        """Put another file in the place of the database. Raises WorkspaceBusy where somebody reads in it for too long, unless the rows live
        in a server: what was done is done there then, and this copy takes it from there."""
        try:
            self._database.replace(made)
        except WorkspaceBusy:
            if self._home is None:
                raise

    def leave(self) -> None:
        """Follow no more."""
        if self._following is not None:
            self._following.stop()
        if self._home is not None:
            self._home.leave()
