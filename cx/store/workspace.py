"""One workspace: a DuckDB database that many sessions of one process share.

DuckDB lets one process at a time open a file, and one connection must not be shared by threads
while a result is open. So: one instance per path and process, a cursor for every operation, all
writes through one lock and one transaction, and a version number that rises with every write, by
which answers are cached.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from cx.errors import NotAWorkspace, TooMuchAtOnce, WorkspaceBusy, WorkspaceError
from cx.store import schema
from cx.store.patience import Work, after_grace, at_work, is_patient

T = TypeVar("T")
CACHED_ANSWERS = 48
MEMORY = "2GB"
"""Memory limit of the database; beyond it sorting, joining and staging use the disk. Only the keys of the ratings must fit,
and five million of them, the most that an upload can hold, do."""
SPARED = "common_subplan,projection_placement,projection_pullup"
"""Steps of the engine's planner that find nothing in our questions: with them a small workspace takes a tenth more time,
and one of 200,000 ratings no less."""
LARGE = 32 * 2**20
"""Bytes of a file from which on every core works on a question, as on an upload of many rows (`work_on_all_cores`). The many
short questions to a small workspace take less on one: to wake another costs more than it does."""

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


def work_on_all_cores(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let every core work on each question to this workspace from now on, until it is closed."""
    cursor.execute("RESET threads")


class Workspace:
    """A database of the tables in `cx.tables`. Use `open_workspace` to get one."""

    def __init__(self, path: Path | None):
        self.path = path
        self.version = 0
        self._write_lock = threading.RLock()
        self._cache: OrderedDict[Hashable, Work] = OrderedDict()
        self._cache_lock = threading.Lock()
        is_new = path is None or not path.exists()
        self._connection = _connect(path)
        try:
            schema.prepare(self._connection, is_new=is_new)
            if path is not None:
                _lock_down(self._connection, path)
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
                _explain_memory(error)
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
                _explain_memory(error)
                raise
            finally:
                _take_back(cursor)

    def answer(self, question: Hashable, find: Callable[[], T], *, beside: bool = False) -> T:
        """The answer to a question about the data as they are now, computed once per data version.

        Sessions that ask the same while it is being computed wait for it. Answers are shared by all sessions: read them,
        never change them. With `beside`, a session that waits with patience may leave while it is computed in a thread of
        its own: `find` then neither writes nor draws.
        """
        key = (self.version, question)
        with self._cache_lock:
            work = self._cache.get(key)
            is_new = work is None
            if work is None:
                work = self._cache[key] = Work(question, lambda failed: self._drop(key, failed))
                while len(self._cache) > CACHED_ANSWERS:
                    self._cache.popitem(last=False)
            else:
                self._cache.move_to_end(key)
            work.waiting += 1
        try:
            if is_new and beside and is_patient():
                work.beside(find)
            elif is_new:
                work.here(find)
            return work.result()
        finally:
            with self._cache_lock:
                work.waiting -= 1
                left = not work.waiting and not work.is_done
            if left:
                after_grace(lambda: self._give_up(key, work))

    def has_answer(self, question: Hashable) -> bool:
        """Whether the answer to a question about the data as they are now is there already."""
        with self._cache_lock:
            work = self._cache.get((self.version, question))
        return work is not None and work.is_done

    def _drop(self, key: Hashable, work: Work) -> None:
        with self._cache_lock:
            if self._cache.get(key) is work:
                del self._cache[key]

    def _give_up(self, key: Hashable, work: Work) -> None:
        """Cancel an answer that nobody waits for; the next request computes it again."""
        with self._cache_lock:
            if work.waiting or work.is_done:
                return
            if self._cache.get(key) is work:
                del self._cache[key]
        work.give_up()

    def forget_answers(self) -> None:
        """Drop every cached answer."""
        with self._cache_lock:
            self._cache.clear()


def _take_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.TransactionException):  # a failed commit has rolled everything back already
        cursor.rollback()


def _explain_memory(error: BaseException) -> None:
    """Raise TooMuchAtOnce if the memory did not suffice, also where the database reports it inside a failed commit."""
    if isinstance(error, duckdb.Error) and "out of memory" in str(error).lower():
        raise TooMuchAtOnce(
            f"This needs more memory than the {MEMORY} that the database may use. Nothing was changed. "
            "Split the file and bring its parts one after another."
        ) from None


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    # Without the next two, the database would download an extension for a file of another kind.
    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "disabled_optimizers": SPARED,
        "threads": 1,
        "allowed_configs": "['threads']",
    }
    if path is None:
        return duckdb.connect(":memory:", config=config | {"enable_external_access": False, "lock_configuration": True})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path), config=config | {"storage_compatibility_version": "v1.5.0"})
    except OSError as error:  # duckdb.IOException is not an OSError: this is the folder
        raise WorkspaceError(f"The folder {path.parent} cannot be used: {error.strerror}.") from None
    except duckdb.IOException as error:
        raise _explained(error, path) from None
    except duckdb.Error as error:
        raise WorkspaceError(f"{path} cannot be opened: {str(error).splitlines()[0]}") from None


def _explained(error: duckdb.IOException, path: Path) -> WorkspaceError:
    text = str(error)
    if "lock" in text.lower():
        process = re.search(r"PID (\d+)", text)
        who = f"process {process[1]}" if process else "another process"
        return WorkspaceBusy(
            f"The workspace {path} is in use by {who}, most likely the running dashboard; stop it and try again, or name another database."
        )
    if any(sign in text for sign in ("not a valid DuckDB", "version number", "Extension", "Is a directory")):
        return NotAWorkspace(f"{path} is not a workspace of this tool. Name another file, or a new one to create it.")
    return WorkspaceError(f"{path} cannot be opened: {text.splitlines()[0]}")


def _lock_down(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Restrict the database to the workspace's own folder, and lock this setting."""
    folder = str(path.parent).replace("'", "''") + "/"
    for setting in (f"allowed_directories = ['{folder}']", "enable_external_access = false", "lock_configuration = true"):
        connection.execute(f"SET {setting}")
