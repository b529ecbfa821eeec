"""The PostgreSQL server in which workspaces live: connections, tables, and what is said where it does not answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cx.errors import NoRoom, WorkspaceError
from cx.store.home.ddl import key_of, statements
from cx.store.home.limits import ANSWERS, PATIENCE

if TYPE_CHECKING:
    import psycopg
    import pyarrow as pa

    from cx.store.home.difference import Difference
    from cx.store.home.line import InTime

SILENT = (
    "The PostgreSQL server that holds this workspace does not answer; nothing was written. What the pages show is what was known last. "
    "They go on by themselves once it answers again."
)
UNSURE = (
    "The PostgreSQL server went away while a change was being kept, so it is not known whether it was. Look at the history once the server "
    "answers again, before you do it again."
)
BUSY = (
    f"Another process has been writing to this workspace in the PostgreSQL server for more than {PATIENCE} seconds; nothing was written. Try "
    "again; if it goes on, whoever looks after the server sees in pg_stat_activity which one it is, and can end it."
)
FULL = (
    "The disk of the PostgreSQL server that holds this workspace is full; nothing was written. Make room there and try again; the dashboard goes "
    "on by itself."
)
GONE = ("08", "57P")
"""How the codes begin with which a server says that it is not there (any more); without a code nothing was there at all. A full disk, too
many connections or a wrong password are said as the server says them."""
BATCH = 20_000


class Unsure(WorkspaceError):
    """The connection broke while the server kept a change."""


@contextmanager
def connected(address: str, schema: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose statements speak of this workspace's tables, each a transaction of its own.

    Raises WorkspaceError where the server does not answer, or takes too long.
    """
    with told(), opened(address, schema, autocommit=True) as connection:
        connection.within = ANSWERS
        yield connection


class Line:
    """One connection to the server that is kept between transactions, for one thread at a time: to open one takes as long as to write."""

    def __init__(self, address: str, schema: str):
        self._address, self._schema = address, schema
        self._kept: InTime | None = None
        self._is_closed = False

    @contextmanager
    def transaction(self, *, at_one_moment: bool = False) -> Iterator[psycopg.Connection[Any]]:
        """A transaction; commits at the end, rolls back on any error. With `at_one_moment`, for a workspace that is there, all questions
        see the same state: its tables are not emptied meanwhile, which the server would show to whoever has asked before.

        Raises WorkspaceError where the server does not answer, takes too long, or refuses what is written.
        """
        import psycopg

        with told():
            connection = self._line()
            level = psycopg.IsolationLevel.REPEATABLE_READ if at_one_moment else psycopg.IsolationLevel.READ_COMMITTED
            connection.isolation_level = level
            try:
                if at_one_moment:
                    connection.execute("LOCK TABLE home_state IN ACCESS SHARE MODE")  # comes before the first look, as it must
                yield connection
                if not connection.was_kept:
                    connection.commit()
            except BaseException:
                if not connection.closed:
                    connection.rollback()
                raise

    def close(self) -> None:
        """Let the connection go, for good."""
        self._is_closed = True
        if self._kept is not None:
            self._kept.close()

    def _line(self) -> InTime:
        import psycopg

        if self._kept is not None and not self._kept.closed:
            try:
                self._kept.within = ANSWERS
                self._kept.execute("SELECT 1")
                self._kept.rollback()
                del self._kept.within
                return self._kept
            except psycopg.Error:  # the server was started anew, or the way to it was cut
                self._kept.close()
        if self._is_closed:  # whoever follows had begun to look when the workspace was closed
            raise WorkspaceError("The workspace was closed.")
        self._kept = opened(self._address, self._schema, autocommit=False)
        return self._kept


def opened(address: str, schema: str, *, autocommit: bool) -> InTime:
    """A new connection. Raises what psycopg raises."""
    from cx.store.home import line

    return line.opened(address, quoted(schema), autocommit=autocommit)


@contextmanager
def told() -> Iterator[None]:
    """Within this context, what the server says against something is told in words."""
    import psycopg

    try:
        yield
    except psycopg.errors.LockNotAvailable:
        raise WorkspaceError(BUSY) from None
    except psycopg.errors.DiskFull:
        raise NoRoom(FULL) from None
    except psycopg.Error as error:
        if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)) and (error.sqlstate or GONE[0]).startswith(GONE):
            raise WorkspaceError(SILENT) from None
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WorkspaceError(f"PostgreSQL refuses what was to be written, so nothing was: {said}") from None


def is_there(connection: psycopg.Connection[Any], schema: str) -> bool:
    """Whether the server holds this workspace."""
    found = connection.execute("SELECT 1 FROM information_schema.tables WHERE table_schema = %s AND table_name = 'home_state'", [schema])
    return found.fetchone() is not None


def make(connection: psycopg.Connection[Any], schema: str, home_id: str) -> bool:
    """The tables of a workspace, empty, at version 0. Another process that makes them at the same time is waited for, and False says
    that it has."""
    take_turn(connection, schema)
    if is_there(connection, schema):
        return False
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}".encode())
    for statement in statements():
        connection.execute(statement.encode())
    connection.execute("INSERT INTO home_state VALUES (true, %s, 0)", [home_id])
    return True


def insert(connection: psycopg.Connection[Any], name: str, rows: pa.Table, into: str = "") -> None:
    """Put rows into a table."""
    if not rows.num_rows:
        return
    columns = ", ".join(quoted(column) for column in rows.column_names)
    with connection.cursor() as cursor, cursor.copy(f"COPY {into or quoted(name)} ({columns}) FROM STDIN".encode()) as copying:
        for batch in rows.to_batches(max_chunksize=BATCH):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copying.write_row(row)


def change(connection: psycopg.Connection[Any], name: str, difference: Difference) -> None:
    """Make a difference in a table. Raises WorkspaceError where a row that goes is not there: the copy was not one of this home."""
    if difference.removed.num_rows:
        names = key_of(name) or dict.fromkeys(difference.removed.column_names, False)
        same = " AND ".join(f"t.{quoted(one)} {'=' if is_set else 'IS NOT DISTINCT FROM'} g.{quoted(one)}" for one, is_set in names.items())
        connection.execute(f"CREATE TEMP TABLE gone_at_home ON COMMIT DROP AS SELECT * FROM {quoted(name)} LIMIT 0".encode())
        insert(connection, name, difference.removed, "gone_at_home")
        done = connection.execute(f"DELETE FROM {quoted(name)} t USING gone_at_home g WHERE {same}".encode())
        connection.execute("DROP TABLE gone_at_home")
        if done.rowcount != difference.removed.num_rows:
            raise WorkspaceError(f"The rows of {name} here are not those of the server; nothing was written. Start this process anew.")
    insert(connection, name, difference.added)


def rows(connection: psycopg.Connection[Any], name: str, like: pa.Schema) -> pa.Table:
    """All rows of a table, typed as in the copy."""
    import pyarrow as pa

    columns = ", ".join(quoted(column) for column in like.names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quoted(name)}".encode())
        batches = []
        while some := cursor.fetchmany(BATCH):
            arrays = [pa.array(values, field.type) for values, field in zip(zip(*some, strict=True), like, strict=True)]
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=like))
    return pa.Table.from_batches(batches, schema=like)


def packed(table: pa.Table) -> bytes:
    """Rows as bytes."""
    import pyarrow as pa

    kept = io.BytesIO()
    with pa.ipc.new_stream(kept, table.schema) as writer:
        writer.write_table(table)
    return kept.getvalue()


def unpacked(kept: bytes) -> pa.Table:
    """Rows from bytes."""
    import pyarrow as pa

    with pa.ipc.open_stream(kept) as reader:
        return reader.read_all()


def keep(connection: psycopg.Connection[Any]) -> None:
    """Commit. Raises Unsure where the server went away meanwhile."""
    import psycopg

    try:
        connection.commit()
    except psycopg.OperationalError:
        raise Unsure(UNSURE) from None


def take_turn(connection: psycopg.Connection[Any], what: str) -> None:
    """Within the transaction: whoever does the same at the same time waits."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'
