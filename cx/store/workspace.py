"""One workspace: a DuckDB database that many sessions of one process share.

DuckDB lets one process at a time open a file, and one connection must not be shared by threads while a result is open. So: one
instance per path and process, a cursor for every operation, all writes through one lock and one transaction, and a version number
that rises with every write, by which answers are cached. What was written moves into the database's own file some seconds later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pandas as pd

from cx.errors import JourneyError, WorkspaceError
from cx.log_lines import Known
from cx.store.acting import Act, only
from cx.store.answers import Answers
from cx.store.checkpoints import Checkpoints
from cx.store.database import Database
from cx.store.faults import is_fatal, report
from cx.store.home.copy import Copy
from cx.store.open_here import closing_of, the_one
from cx.store.opening import explained, home_of
from cx.store.patience import at_work
from cx.store.turn import Turn

if TYPE_CHECKING:
    from cx.store.home.home import Home

T = TypeVar("T")
log = logging.getLogger("cx")


def open_workspace(path: str | Path | None = None, turn: Turn | None = None) -> Workspace:
    """Open, and if need be create, the workspace at `path`; None makes one in memory. Whoever has its turn already gives it.

    The same path opened twice in one process gives the same object. Raises WorkspaceBusy,
    NotAWorkspace, WorkspaceTooNew or WorkspaceError; each message says what to do.
    """
    if path is None:
        return Workspace(None)
    file = Path(path).expanduser().resolve()
    return the_one(file, lambda: Workspace(file, turn, home_of(file)))


class Workspace:
    """A database of the tables in `cx.tables`. Use `open_workspace` to get one."""

    def __init__(self, path: Path | None, turn: Turn | None = None, home: Home | None = None):
        self.path = path
        self.version = 0
        self.is_at_server = home is not None  # its rows live in a server, and this is a copy of them
        self._turn = turn or Turn(path)
        self._answers = Answers()
        self._checkpoints = Checkpoints(self.checkpoint)
        with self._turn:
            self._database = Database(path, self._turn, self._begin_anew)
            self._copy = Copy(home, self._database, self._writing, self._write_anew, self._begin_anew)
            self._copy.meet(path)

    def close(self) -> None:
        """Close the database. Every cursor of it ends; only scripts and tests call this."""
        self._checkpoints.stop()
        self._copy.leave()
        if self.path is not None:
            with suppress(duckdb.Error, JourneyError):  # the log stays beside the file, and nothing is lost
                self.checkpoint()
        with closing_of(self.path), self._turn:
            self.forget_answers()
            self._database.connection.close()
        self._turn.close()

    def checkpoint(self) -> None:
        """Move what the log beside the database holds into its own file; readers go on meanwhile."""
        with self._writing() as cursor:
            self._database.files.check_room()
            cursor.execute("CHECKPOINT")

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A new cursor: its own temporary tables and transaction. It is closed at the end of the context."""
        only(Act.TAKE_PART)
        with self.reading(), self.bare_cursor() as cursor, at_work(cursor):
            yield cursor

    @contextmanager
    def snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on one state of the data, for several questions and temporary tables of its own; nobody waits for it."""
        with self._telling(), self.cursor() as cursor:
            cursor.begin()  # its end is that of the cursor
            yield cursor

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within this context the database is not closed. Whoever keeps a `bare_cursor` asks nothing outside of it."""
        with self._database.reading():
            yield

    def bare_cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that the caller keeps and closes."""
        return self._database.connection.cursor()

    @property
    def openings(self) -> int:
        """How often the database was opened: cursors from before the last time are closed, and what was read may have been erased."""
        with self.reading():
            return self._database.openings

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a question, read in one consistent snapshot."""
        with self._telling(), self.cursor() as cursor:
            return cursor.execute(sql, values).df()

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Like `frame`, as tuples."""
        with self._telling(), self.cursor() as cursor:
            return cursor.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self, act: Act = Act.CHANGE, *, answers_stand: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside the only write transaction; commits at the end, rolls back on any error.

        `answers_stand` is for records that no answer reads, such as the votes of a workshop: what others have asked for stays.
        `act` says what is done. Raises NeedsRole, or NeedsKey, for whoever may not do it.
        """
        only(act)
        with self._writing() as cursor, self._copy.at_home(beside_answers=answers_stand) as home:
            cursor.begin()
            try:
                with at_work(cursor):
                    yield cursor
                if home is not None:
                    home.tell(cursor)
                cursor.commit()
            except BaseException:
                _take_back(cursor)
                raise
            if home is not None:
                home.committed()
            if self.path is not None:
                self._checkpoints.written()
            if answers_stand:
                return
            self.version += 1
            self.forget_answers()  # older answers are not asked for again, and hold memory that a long upload needs

    @contextmanager
    def dry_run(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a write transaction that is always rolled back; other writers wait, readers do not notice.

        Raises NeedsKey for whoever may only look: it takes what a change takes.
        """
        only(Act.CHANGE)
        self.follow()
        with self._writing() as cursor:
            cursor.begin()
            try:
                with at_work(cursor):
                    yield cursor
            finally:
                _take_back(cursor)

    def write_anew(self, make: Callable[[duckdb.DuckDBPyConnection], Path | None]) -> None:
        """Put the file that `make` returns in the place of the database, and go on with it; None leaves the one that is there.

        `make` reads from its cursor what the new file shall hold; nobody writes meanwhile. Raises WorkspaceBusy, and leaves the
        one that is there, where somebody reads in it for too long. Where the rows live in a server, it holds those of the new file then.
        """
        only(Act.ERASE)
        self._write_anew(self._copy.telling(make))

    def _write_anew(self, make: Callable[[duckdb.DuckDBPyConnection], Path | None]) -> None:
        with self._turn:
            with self._writing() as cursor:
                made = make(cursor)
            if made is not None:
                self._copy.replace(made)

    def follow(self) -> None:
        """Where the rows live in a server: take what other processes have written there."""
        self._copy.follow()

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of the only writer, on files that nobody else has touched."""
        with self._turn, self._telling():
            if self._turn.is_first:
                self._database.follow()
            with self.reading(), self.bare_cursor() as cursor:
                if self._turn.is_first:
                    self._database.files.check()
                    if not self._database.files.has_own_log():  # what it held is in memory still, and stands in the file afterwards
                        log.warning("The log beside %s was taken away or changed by another program; it is written anew.", Known(self.path))
                        cursor.execute("CHECKPOINT")
                try:
                    yield cursor
                finally:
                    self._database.files.note()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Within this context, a failure of the engine, the disk or the memory is told in words."""
        try:
            yield
        except WorkspaceError as error:
            report(error)
            raise
        except (duckdb.Error, MemoryError) as error:
            if is_fatal(error):
                self._database.is_broken = True
            found = explained(error, self.path)
            if found is None:
                raise
            report(found, error)
            raise found from None

    def answer(self, question: Hashable, find: Callable[[], T], *, beside: bool = False) -> T:
        """The answer to a question about the data as they are now, computed once per data version.

        Sessions that ask the same while it is being computed wait for it. Answers are shared by all sessions: read them,
        never change them. With `beside`, a session that waits with patience may leave while it is computed in a thread of
        its own: `find` then neither writes nor draws. Raises NeedsRole for whoever is not known here.
        """
        only(Act.TAKE_PART)
        self._database.look()
        return self._answers.give(self.version, question, find, beside=beside)

    def has_answer(self, question: Hashable) -> bool:
        """Whether the answer to a question about the data as they are now is there already."""
        return self._answers.has(self.version, question)

    def forget_answers(self) -> None:
        """Drop every cached answer."""
        self._answers.forget()

    def _begin_anew(self) -> None:
        """The database is about to be closed and opened again."""
        self.version += 1
        self.forget_answers()


def _take_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit has rolled everything back already
        cursor.rollback()
