"""Where the members of a workspace are kept: in a small database of their own beside its file, or with its rows in a server.

SQLite beside a file, since commands change it while the dashboard runs, which the engine of the workspace allows to one process alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from cx.errors import WorkspaceError
from cx.store.home import server

VERSION = 2
"""Of the tables below; a file of a later version is read by no earlier program, so that nobody gets more than they were given."""
STEPS = (
    """
CREATE TABLE member (who TEXT PRIMARY KEY, role TEXT NOT NULL, given_at TEXT NOT NULL, given_by TEXT NOT NULL) STRICT;
CREATE TABLE event (at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL) STRICT;
""",
    """
CREATE TABLE link (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, leads_to TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    until TEXT NOT NULL) STRICT;
""",
)
"""What each version added to the one before."""
WAIT = 5.0
"""Seconds to wait for another process that writes."""
IN_SERVER = (" STRICT", "")
NUMBERED = ("CREATE TABLE event (", "CREATE TABLE event (rowid BIGINT GENERATED ALWAYS AS IDENTITY, ")
"""What a server calls otherwise: it has no number of rows by itself."""


class Answered(Protocol):
    """What a statement answers."""

    def fetchall(self) -> list[Any]:
        """All rows."""


class Connection(Protocol):
    """What statements are given to; values stand for `?`."""

    def execute(self, sql: str, values: Sequence[object] = ..., /) -> Answered:
        """Execute one statement."""


class Kept(Protocol):
    """Where members are kept. Raises WorkspaceError where they cannot be read; then nobody is a member."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        """Rows of a question; none where nobody was a member so far."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection inside a transaction, one at a time."""


class InFile:
    """In a file. Every call opens it anew, so that any process may change it in between."""

    def __init__(self, path: Path):
        self._path = path

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        """Rows of a question; none where there is no file yet."""
        if not self._path.exists():
            return []
        with self._opened() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction; commits at the end, rolls back on any error."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self._path.exists():
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._path.touch(mode=0o600)
            with closing(sqlite3.connect(self._path, timeout=WAIT, isolation_level=None)) as connection:
                self._prepare(connection)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise WorkspaceError(
                f"The members of this workspace cannot be read, so nobody is let in: {error} ({self._path}). Put back a copy of that file, "
                "or move it away and give the roles again: python -m cx members add WHO ROLE."
            ) from None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._version(connection) < VERSION:
            connection.execute("BEGIN IMMEDIATE")
            for step in STEPS[self._version(connection) :]:  # another process may have made them meanwhile
                for statement in step.strip().split(";\n"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {max(VERSION, self._version(connection))}")
            connection.execute("COMMIT")
        if self._version(connection) > VERSION:
            raise WorkspaceError(
                f"The members in {self._path} were written by a later version of this program, so nobody is let in. Install that version."
            )

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchall()[0][0])


@cache
def in_server(address: str, schema: str) -> InServer:
    """The members of a workspace in a server: one connection a process."""
    return InServer(address, schema)


class InServer:
    """With the rows of the workspace in a server, where every process sees the same."""

    def __init__(self, address: str, schema: str):
        self._schema = schema
        self._line = server.Line(address, schema)
        self._one_at_a_time = threading.Lock()
        self._prepared: Any = None

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        """Rows of a question."""
        with self._transaction() as connection:
            return list(connection.execute(sql, values).fetchall())

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside a transaction, one at a time."""
        with self._transaction() as connection:
            connection.execute("LOCK TABLE member IN EXCLUSIVE MODE")
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._one_at_a_time, self._line.transaction() as connection:
            if connection is not self._prepared:  # another server may answer there now
                self._prepare(connection)
            yield _Translated(connection)
            self._prepared = connection

    def _prepare(self, connection: Any) -> None:
        server.take_turn(connection, f"{self._schema} members")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {server.quoted(self._schema)}".encode())
        connection.execute("CREATE TABLE IF NOT EXISTS members_version (version INTEGER NOT NULL)")
        found = connection.execute("SELECT version FROM members_version").fetchone()
        version = found[0] if found else 0
        if version > VERSION:
            raise WorkspaceError(
                "The members in the server were written by a later version of this program, so nobody is let in. Install that version."
            )
        for step in STEPS[version:]:
            for statement in step.strip().split(";\n"):
                connection.execute(statement.replace(*IN_SERVER).replace(*NUMBERED).encode())
        if version < VERSION:
            connection.execute("DELETE FROM members_version")
            connection.execute("INSERT INTO members_version VALUES (%s)", [VERSION])


class _Translated:
    """A connection to the server that takes values as SQLite does."""

    def __init__(self, connection: Any):
        self._connection = connection

    def execute(self, sql: str, values: Sequence[object] = (), /) -> Answered:
        """Execute one statement."""
        answered: Answered = self._connection.execute(sql.replace("?", "%s").encode(), list(values))
        return answered
