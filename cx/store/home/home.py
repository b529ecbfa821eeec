"""A workspace that lives in PostgreSQL, and the copy from which one process answers.

Every write is tried on the copy, within its transaction; what it has changed there goes to the server in one transaction, which
also raises the version of the whole and keeps what changed; then the copy commits. The row of the version is held meanwhile, so one
process writes at a time, and each on the newest state. A copy that is behind takes the changes since its own version, each in one step, so
that whoever reads sees one version or another and never a mix.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from cx.errors import WorkspaceError
from cx.store.home import limits, outcome, server
from cx.store.home.anew import ALONE, Anew
from cx.store.home.ddl import BESIDE_ANSWERS, NAMES
from cx.store.home.difference import Difference, Mark, all_rows, difference, marks, put, replace_all
from cx.store.home.own_version import at_of, has_former, is_new, note, note_former, transaction
from cx.store.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from cx.store.workspace import Workspace

KEPT = 2_000
"""Versions whose changes are kept; a copy that is further behind takes all rows anew."""
FOREIGN = (
    "The file {} holds a workspace of its own, and the PostgreSQL server another one: nothing was opened, so that neither is lost. Move the file "
    "away, and start again: it is made anew from the server. To put it in the server instead, use a database that holds none: python -m cx move."
)
EMPTY = (
    "The file {} is this process's copy of a workspace in a PostgreSQL server, and the server that is named holds none: nothing was opened, since "
    "the copy may be older than what was there. Name the right server, or bring its copy back; to begin anew from this file: python -m cx move."
)


class Home:
    """Where the rows of one workspace live: a schema of a PostgreSQL database."""

    def __init__(self, address: str, schema: str):
        self.address, self.schema = address, schema
        self._line = server.Line(address, schema)
        self._marks: dict[str, Mark] = {}

    def meet(self, connection: duckdb.DuckDBPyConnection, path: object) -> None:
        """At the opening of a copy: bring it to the newest version, or put what it holds into a server that holds nothing yet.

        Raises WorkspaceError where both hold something that is not the same workspace.
        """
        with self._line.transaction() as home, connection.cursor() as cursor:
            is_there = server.is_there(home, self.schema)
            if not is_there and at_of(cursor)[0]:
                raise WorkspaceError(EMPTY.format(path))
            if not is_there and server.make(home, self.schema, secrets.token_hex(8)):
                self._give_all(home, cursor)
                return
        with self._line.transaction(at_one_moment=True) as home, connection.cursor() as cursor:
            self._refuse_other_versions(home)
            home_id, version = self._state(home)
            if at_of(cursor)[0] != home_id and not is_new(cursor):
                raise WorkspaceError(FOREIGN.format(path))
            self._follow(home, cursor, home_id, version)

    def take_in(self, workspace: Workspace) -> int:
        """Put all rows of a workspace, which stays as it is, into a server that holds none of that name; returns how many."""
        with closing(self._line), self._line.transaction() as home, workspace.cursor() as cursor:
            if server.is_there(home, self.schema) or not server.make(home, self.schema, secrets.token_hex(8)):
                raise WorkspaceError(
                    "The server holds a workspace of that name already; nothing was written. Name another one, or another database."
                )
            rows = [all_rows(cursor, name) for name in NAMES]
            for name, some in zip(NAMES, rows, strict=True):
                server.insert(home, name, some)
        return sum(some.num_rows for some in rows)

    def give_out(self, workspace: Workspace) -> int:
        """Fill a new workspace with the rows of the server, as they are at one moment; returns how many."""
        with closing(self._line), workspace.cursor() as cursor:
            with self._line.transaction() as home:
                if not server.is_there(home, self.schema):
                    raise WorkspaceError("The server holds no workspace of that name.")
            return self._given_out(cursor)

    def _given_out(self, cursor: duckdb.DuckDBPyConnection) -> int:
        with self._line.transaction(at_one_moment=True) as home:
            self._refuse_other_versions(home)
            rows = {name: server.rows(home, name, all_rows(cursor, name, only_their_types=True).schema) for name in NAMES}
            with transaction(cursor):
                replace_all(cursor, rows)
        return sum(some.num_rows for some in rows.values())

    @contextmanager
    def writing(self, connection: duckdb.DuckDBPyConnection, *, beside_answers: bool = False) -> Iterator[Telling]:
        """Within this context the copy is of the newest version, and no other process writes. With `beside_answers` only tables that no
        answer reads are changed."""
        names = BESIDE_ANSWERS if beside_answers else NAMES
        with self._line.transaction() as home, connection.cursor() as cursor:
            if beside_answers:
                home.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{limits.MARKING}'")
            home_id, version = self._state(home, held=True)
            has_followed = self._follow(home, cursor, home_id, version)
            self._marks |= marks(cursor, [name for name in names if name not in self._marks])
            yield Telling(self, home, cursor, home_id, version, names, has_followed)

    @contextmanager
    def renewing(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Anew]:
        """Within this context the copy is of the newest version, and no other process writes, or reads all rows."""
        with self._line.transaction() as home, connection.cursor() as cursor:
            home.execute(ALONE)
            home_id, version = self._state(home)
            self._follow(home, cursor, home_id, version)
            self._marks.clear()
            yield Anew(home, home_id, version)

    def follow(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Bring the copy to the newest version; whether it was behind."""
        with self._line.transaction(at_one_moment=True) as home, connection.cursor() as cursor:
            return self._follow(home, cursor, *self._state(home))

    def leave(self) -> None:
        """Let the connection go."""
        self._line.close()

    def is_behind(self, watching: Any, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether the server has a newer version than the copy, or its file is to be written anew; asked often, on a connection that stays."""
        with connection.cursor() as cursor:
            return at_of(cursor) != self._state(watching) or has_former(cursor)

    @staticmethod
    def _refuse_other_versions(home: Any) -> None:
        """Rows of another schema would not fit."""
        found: Any = home.execute("SELECT value FROM workspace_meta WHERE name = 'schema_version'").fetchone()
        if found is None or int(found[0]) != SCHEMA_VERSION:
            stored = found[0] if found else "none that is known"
            raise WorkspaceError(
                f"The server holds this workspace with schema version {stored}, and this version of the tool has {SCHEMA_VERSION}; nothing was "
                "opened. With the version of the tool that wrote it, move the workspace into a file (python -m cx move); with this one, upgrade the "
                "file (python -m cx upgrade) and move it into an empty database."
            )

    def _follow(self, home: Any, cursor: duckdb.DuckDBPyConnection, home_id: str, version: int) -> bool:
        known, at = at_of(cursor)
        if (known, at) == (home_id, version):
            return False
        if known != home_id or not self._catch_up(home, cursor, at, version):
            self._take_all(home, cursor, home_id, version)
        return True

    def _catch_up(self, home: Any, cursor: duckdb.DuckDBPyConnection, at: int, version: int) -> bool:
        """Take the changes since a version, one version after the other; whether the server still has them all."""
        if at == version:
            return True
        (found,) = home.execute(
            "SELECT count(DISTINCT version) FROM home_log WHERE version > %s AND version <= %s", [at, version]
        ).fetchone()
        if at > version or found != version - at:
            return False
        for number in range(at + 1, version + 1):
            told = home.execute("SELECT table_name, removed, added FROM home_log WHERE version = %s", [number]).fetchall()
            changes = {name: Difference(server.unpacked(removed), server.unpacked(added)) for name, removed, added in told if name}
            with transaction(cursor):
                put(cursor, changes)
                note(cursor, at_of(cursor)[0], number)
            self._forget(changes)
        return True

    def _take_all(self, home: Any, cursor: duckdb.DuckDBPyConnection, home_id: str, version: int) -> None:
        rows: dict[str, Any] = {}
        for name in NAMES:
            rows[name] = server.rows(home, name, all_rows(cursor, name, only_their_types=True).schema)
        was_empty = is_new(cursor)
        with transaction(cursor):
            replace_all(cursor, rows)
            note(cursor, home_id, version)
            if not was_empty:
                note_former(cursor)
        self._marks.clear()

    def _give_all(self, home: Any, cursor: duckdb.DuckDBPyConnection) -> None:
        """Put all that the copy holds into a server that holds nothing; both are at version 0 then."""
        for name in NAMES:
            server.insert(home, name, all_rows(cursor, name))
        home_id, version = self._state(home)
        home.commit()
        note(cursor, home_id, version)

    def _forget(self, changes: dict[str, Difference]) -> None:
        for name in changes:
            self._marks.pop(name, None)

    @staticmethod
    def _state(home: Any, *, held: bool = False) -> tuple[str, int]:
        found: Any = home.execute(f"SELECT home_id, version FROM home_state{' FOR UPDATE' if held else ''}").fetchone()
        if found is None:
            raise WorkspaceError(
                "The PostgreSQL server holds the tables of a workspace and nothing in them that says which. Restore a copy of it."
            )
        return str(found[0]), int(found[1])


class Telling:
    """A write that is under way: nobody else writes, and the copy is of the version of the server."""

    def __init__(
        self,
        home: Home,
        connection: Any,
        before: duckdb.DuckDBPyConnection,
        home_id: str,
        version: int,
        names: tuple[str, ...],
        has_followed: bool,
    ):
        self.has_followed, self._names = has_followed, names
        self._home, self._connection, self._before = home, connection, before
        self._home_id, self._version = home_id, version
        self._now: dict[str, Mark] = {}

    def tell(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Keep at the server what the transaction of this cursor has changed; the copy commits after that. Raises WorkspaceError, and
        `server.Unsure` where the server went away while it kept it."""
        now = marks(cursor, list(self._names))
        changes = {name: difference(self._before, cursor, name) for name, mark in now.items() if mark != self._home._marks[name]}
        if not changes:
            return
        version = self._version + 1
        for name in reversed(self._names):
            if name in changes:
                server.change(self._connection, name, Difference(changes[name].removed, changes[name].added.slice(0, 0)))
        for name in self._names:
            if name in changes:
                server.insert(self._connection, name, changes[name].added)
        kept = {name: (server.packed(change.removed), server.packed(change.added)) for name, change in changes.items()}
        for name, packed in kept.items():
            self._connection.execute(
                "INSERT INTO home_log (version, table_name, removed, added) VALUES (%s, %s, %s, %s)", [version, name, *packed]
            )
        self._connection.execute("DELETE FROM home_log WHERE version <= %s", [version - KEPT])
        self._connection.execute("UPDATE home_state SET version = %s", [version])
        self._now, self._home._marks = self._home._marks | now, {}  # until the copy has committed as well
        outcome.keep(self._connection, self._home.address, self._home.schema, version, kept)
        note(cursor, self._home_id, version)

    def committed(self) -> None:
        """The copy has what the server has."""
        self._home._marks = self._now or self._home._marks
