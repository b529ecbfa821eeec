"""Whether a change was kept whose connection broke while the server kept it: it is looked for, on another connection."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cx.errors import WorkspaceError
from cx.store.home import server
from cx.store.home.limits import ANSWERS

if TYPE_CHECKING:
    import psycopg

    from cx.store.home.line import InTime

PAUSE = 0.2
"""Seconds between two looks, while the server starts or the change is still under way there."""


def keep(connection: InTime, address: str, schema: str, version: int, told: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Commit these changes as that version. Raises WorkspaceError where they were not kept, and `server.Unsure` where nobody can say so."""
    try:
        server.keep(connection)
    except server.Unsure:
        found = was_kept(address, schema, version, told)
        if found is None:
            raise
        if not found:
            raise WorkspaceError(server.SILENT) from None
        connection.close()
        connection.was_kept = True


def was_kept(address: str, schema: str, version: int, told: Mapping[str, tuple[bytes, bytes]]) -> bool | None:
    """Whether the version holds just these changes, removed and added rows by table; None where nobody can say so in time."""
    import psycopg

    ends = time.monotonic() + ANSWERS
    while time.monotonic() < ends:
        try:
            with server.opened(address, schema, autocommit=False) as connection:
                connection.within = ANSWERS
                return _looked(connection, version, told)
        except psycopg.Error:  # it does not answer yet, or the change still holds the row of the version
            time.sleep(PAUSE)
    return None


def _looked(connection: psycopg.Connection[Any], version: int, told: Mapping[str, tuple[bytes, bytes]]) -> bool:
    connection.execute("SELECT version FROM home_state FOR UPDATE NOWAIT")
    found = connection.execute("SELECT table_name, removed, added FROM home_log WHERE version = %s", [version]).fetchall()
    return {name: (bytes(removed), bytes(added)) for name, removed, added in found} == dict(told)
