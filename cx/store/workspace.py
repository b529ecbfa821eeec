"""One workspace: a DuckDB database that many sessions of one process share.

DuckDB lets one process at a time open a file, and one connection must not be shared by threads
while a result is open. So: one instance per path and process, a cursor for every operation, all
writes through one lock and one transaction, and a version number that rises with every write, by
which answers are cached.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from cx.store import schema
from cx.store.answers import Answers
from cx.store.opening import LARGE, connect, explain_memory, lock_down, work_on_all_cores
from cx.store.patience import at_work

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
        self._write_lock = threading.RLock()
        self._answers = Answers()
        is_new = path is None or not path.exists()
        self._connection = connect(path)
        try:
            schema.prepare(self._connection, is_new=is_new)
            if path is not None:
                lock_down(self._connection, path)
                if path.stat().st_size >= LARGE:
                    work_on_all_cores(self._connection)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the database. Every cursor of it ends; only scripts and tests call this."""
        with _opening, self._write_lock:
            self.forget_answers()
            self._connection.close()
            if self.path is not None:
                _open.pop(self.path, None)

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
    def transaction(self, *, answers_stand: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside the only write transaction; commits at the end, rolls back on any error.

        `answers_stand` is for records that no answer reads, such as the votes of a workshop: what others have asked for stays.
        """
        with self._write_lock, self.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                cursor.commit()
            except BaseException as error:
                _take_back(cursor)
                explain_memory(error)
                raise
            if answers_stand:
                return
            self.version += 1
            self.forget_answers()  # older answers are not asked for again, and hold memory that a long upload needs

    @contextmanager
    def dry_run(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a write transaction that is always rolled back; other writers wait, readers do not notice."""
        with self._write_lock, self.cursor() as cursor:
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


def _take_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit has rolled everything back already
        cursor.rollback()
