"""A workspace in a server written anew, so that nothing that was erased stays: not in its tables, not in what it keeps of changes, and
not in the files of the copies.

The server gives an emptied table new files, and removes the former ones. A copy whose version is not among the kept changes any more
takes all rows; the engine keeps the bytes of former ones in free blocks, so its file is then written anew as well.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cx.store import schema
from cx.store.home import server
from cx.store.home.ddl import NAMES
from cx.store.home.difference import all_rows
from cx.store.home.own_version import at_of, note
from cx.store.opening import connect

if TYPE_CHECKING:
    import psycopg

ALONE = "LOCK TABLE home_state IN ACCESS EXCLUSIVE MODE"
"""Nobody else reads all rows, or writes, until the end of the transaction."""


class Anew:
    """The rows of a server about to be replaced by others; nobody else reads or writes there, and the copy is of its version."""

    def __init__(self, connection: psycopg.Connection[Any], home_id: str, version: int):
        self._connection, self._home_id, self._version = connection, home_id, version

    def tell(self, made: Path) -> None:
        """Let the server hold the rows of a file, and no others, as its next version; the file becomes a copy of it. Raises `server.Unsure`
        where the server went away while it kept them."""
        names = ", ".join(map(server.quoted, NAMES))
        self._connection.execute(f"TRUNCATE home_log, {names}".encode())
        with closing(connect(made)) as file:
            for name in NAMES:
                server.insert(self._connection, name, all_rows(file, name))
            self._connection.execute("UPDATE home_state SET version = %s", [self._version + 1])
            note(file, self._home_id, self._version + 1)
            file.execute("CHECKPOINT")
        server.keep(self._connection)


def write(cursor: duckdb.DuckDBPyConnection, target: Path) -> Path:
    """Fill a new file with what a copy holds, and with no block of what it held before; returns the file."""
    with closing(connect(target)) as file:
        schema.prepare(file, is_new=True)
        file.begin()
        file.execute("DELETE FROM workspace_meta")
        for name in NAMES:
            rows = all_rows(cursor, name)
            if rows.num_rows:
                file.register("copied_", rows)
                file.execute(f"INSERT INTO {name} BY NAME FROM copied_")
                file.unregister("copied_")
        note(file, *at_of(cursor))
        file.commit()
        file.execute("CHECKPOINT")
    return target
