"""Of which home a copy is, and which version of it: written in the copy itself, with the rows of that version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from cx.store.home.difference import AT_HOME, FORMER


def at_of(cursor: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """Of which home a copy is, and which version of it; no home where it is of none."""
    found = cursor.execute("SELECT value FROM workspace_meta WHERE name = ?", [AT_HOME]).fetchall()
    home_id, _, version = (found[0][0] if found else "").partition(":")
    return home_id, int(version or -1)


def note(cursor: duckdb.DuckDBPyConnection, home_id: str, version: int) -> None:
    """Write it."""
    cursor.execute("INSERT OR REPLACE INTO workspace_meta VALUES (?, ?)", [AT_HOME, f"{home_id}:{version}"])


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a copy that becomes a workspace of its own be of no home."""
    connection.execute("DELETE FROM workspace_meta WHERE name IN (?, ?)", [AT_HOME, FORMER])


def note_former(cursor: duckdb.DuckDBPyConnection) -> None:
    """Its rows were all taken anew, and blocks of its file may hold what the server has erased."""
    cursor.execute("INSERT OR REPLACE INTO workspace_meta VALUES (?, '')", [FORMER])


def has_former(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file of a copy waits to be written anew."""
    return bool(cursor.execute("SELECT 1 FROM workspace_meta WHERE name = ?", [FORMER]).fetchall())


def is_new(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing was ever written to a copy, so that nothing is lost where it is filled from the server."""
    return not cursor.execute("SELECT 1 FROM audit_log UNION ALL SELECT 1 FROM workshop_room LIMIT 1").fetchall()


@contextmanager
def transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A transaction of the copy: commits at the end, rolls back on any error."""
    cursor.begin()
    try:
        yield
        cursor.commit()
    except BaseException:
        cursor.rollback()
        raise
