"""One workspace: a DuckDB database that many sessions of one process share.

DuckDB lets one process at a time open a file, and one connection must not be shared by threads
while a result is open. So: one instance per path and process, a cursor for every operation, all
writes through one lock and one transaction, and a version number that rises with every write, by
which answers are cached. What was written moves into the database's own file some seconds later.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from cx.store import schema, seals
from cx.store.acting import only_with_key
from cx.store.answers import Answers
from cx.store.checkpoints import Checkpoints
from cx.store.copies import keep_before_upgrade
from cx.store.opening import LARGE, connect, explain_memory, explained, lock_down, work_on_all_cores
from cx.store.patience import at_work
from cx.store.turn import Turn

T = TypeVar("T")

_open: dict[Path, Workspace] = {}
_opening = threading.Lock()


def open_workspace(path: str | Path | None = None) -> Workspace:
    """Open, and if need be create, the workspace at `path`; None makes one in memory.

    The same path opened twice in one process gives the same object. Raises WorkspaceBusy,
    NotAWorkspace, WorkspaceTooNew or WorkspaceError; each message says what to do.
    """
    if path is None:
        return Workspace(None)
    file = Path(path).expanduser().resolve()
    with _opening:
        if file not in _open:
            _open[file] = Workspace(file)
        return _open[file]


class Workspace:
    """A database of the tables in `cx.tables`. Use `open_workspace` to get one."""

    def __init__(self, path: Path | None):
        self.path = path
        self.version = 0
        self._turn = Turn(path)
        self._answers = Answers()
        self._checkpoints = Checkpoints(self.checkpoint)
        with self._turn:
            self._connection = _connected(path)

    def close(self) -> None:
        """Close the database. Every cursor of it ends; only scripts and tests call this."""
        self._checkpoints.stop()
        with _opening, self._turn:
            self.forget_answers()
            if self.path is not None:
                _open.pop(self.path, None)
                with suppress(duckdb.Error):  # the log stays beside the file, and nothing is lost
                    self._connection.execute("CHECKPOINT")
            self._connection.close()
        self._turn.close()

    def checkpoint(self) -> None:
        """Move what the log beside the database holds into its own file; readers go on meanwhile."""
        with self._turn, self.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor: its own temporary tables and transaction. The caller closes it."""
        return self._connection.cursor()

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a question, read in one consistent snapshot."""
        with self.cursor() as cursor, at_work(cursor):
            return cursor.execute(sql, values).df()

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Like `frame`, as tuples."""
        with self.cursor() as cursor, at_work(cursor):
            return cursor.execute(sql, values).fetchall()

    @contextmanager
    def transaction(self, *, answers_stand: bool = False, taking_part: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside the only write transaction; commits at the end, rolls back on any error.

        `answers_stand` is for records that no answer reads, such as the votes of a workshop: what others have asked for stays.
        `taking_part` is for what somebody in a room does there, which needs the room's code alone. Raises NeedsKey for anything
        else from whoever may only look.
        """
        if not taking_part:
            only_with_key()
        with self._turn, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                cursor.commit()
            except BaseException as error:
                _take_back(cursor)
                explain_memory(error)
                raise
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
        only_with_key()
        with self._turn, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            except duckdb.Error as error:
                explain_memory(error)
                raise
            finally:
                _take_back(cursor)

    def answer(self, question: Hashable, find: Callable[[], T], *, beside: bool = False) -> T:
        """The answer to a question about the data as they are now, computed once per data version.

        Sessions that ask the same while it is being computed wait for it. Answers are shared by all sessions: read them,
        never change them. With `beside`, a session that waits with patience may leave while it is computed in a thread of
        its own: `find` then neither writes nor draws.
        """
        return self._answers.give(self.version, question, find, beside=beside)

    def has_answer(self, question: Hashable) -> bool:
        """Whether the answer to a question about the data as they are now is there already."""
        return self._answers.has(self.version, question)

    def forget_answers(self) -> None:
        """Drop every cached answer."""
        self._answers.forget()


def is_open(path: Path) -> bool:
    """Whether this process has the workspace at that path open."""
    return path.expanduser().resolve() in _open


def _connected(path: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection to a workspace of this version, locked down; a copy of an older one is kept before it is brought forward."""
    is_new = path is None or not path.exists()
    connection = connect(path)
    try:
        if path is not None and not is_new and schema.is_behind(connection):
            connection.execute("CHECKPOINT")
            connection.close()  # reading the bytes of a file that is open here would drop the engine's lock on it
            keep_before_upgrade(path, schema.SCHEMA_VERSION)
            connection = connect(path)
        schema.prepare(connection, is_new=is_new)
        if path is not None:
            seals.adopt(connection, path)
            lock_down(connection, path)
            if path.stat().st_size >= LARGE:
                work_on_all_cores(connection)
    except duckdb.Error as error:
        connection.close()
        raise explained(error, path) from None
    except BaseException:
        connection.close()
        raise
    return connection


@atexit.register
def _close_all() -> None:
    """A server that is stopped leaves one file, with everything in it."""
    for workspace in list(_open.values()):
        with suppress(Exception):
            workspace.checkpoint()


def _take_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit has rolled everything back already
        cursor.rollback()
