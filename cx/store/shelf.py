"""A database in memory beside a workspace: filled once by one cursor, then read by any number of threads.

Temporary tables belong to one cursor, and a cursor answers one query at a time. A shelf is attached to the workspace's
database; each query takes an idle reader or a new one, so that no query waits for another.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import duckdb
import pandas as pd

from cx.errors import OpenedAnew
from cx.sql import row_dicts, run
from cx.store import method
from cx.store.patience import at_work
from cx.store.workspace import Workspace

IDLE = 4
"""Readers that are kept for the next question."""


class Shelf:
    """A database in memory whose tables and functions take precedence over those of the shelf that it lies over, if any, of the method
    and of the workspace."""

    def __init__(self, workspace: Workspace, over: Shelf | None = None):
        self._workspace = workspace
        self._name = f"shelf {uuid4().hex}"
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._lock = threading.Lock()
        self._open = True
        self._over = over  # as long as this one is held, so is that
        self._opening: int = over._opening if over else workspace.openings
        self._method = method.beside(workspace)
        with workspace.cursor() as cursor:
            cursor.execute(f"ATTACH ':memory:' AS {_quoted(self._name)}")

    @contextmanager
    def filling(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor in one transaction, so on one snapshot of the workspace; what it makes, unless temporary, is on the shelf."""
        with self._workspace.reading(), self._cursor() as cursor, at_work(cursor):
            cursor.begin()
            yield cursor
            cursor.commit()

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a query on the shelf and on the present workspace."""
        with self._workspace.reading(), self._reader() as cursor, at_work(cursor):
            return run(cursor, sql, values).df()

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The same as dictionaries: for a few rows, a DataFrame takes longer than the query."""
        with self._workspace.reading(), self._reader() as cursor, at_work(cursor):
            return row_dicts(run(cursor, sql, values))

    def close(self) -> None:
        """Release the memory; a running query is completed first."""
        with self._lock:
            was_open, self._open = self._open, False
            idle, self._idle = self._idle, []
        for cursor in idle:
            cursor.close()
        if was_open:
            with self._workspace.cursor() as cursor:
                cursor.execute(f"DETACH {_quoted(self._name)}")

    def __del__(self) -> None:
        # No answer uses this shelf any more.
        with contextlib.suppress(Exception):  # the database may be closed already
            self.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if self._opening != self._workspace.openings:
            raise OpenedAnew("The workspace was opened anew just now. Load the page again.")
        cursor = self._workspace.bare_cursor()
        try:
            own = cursor.execute("SELECT current_database()").fetchall()[0][0]
            below = [self._over._name] if self._over else []
            path = ",".join(_quoted(name) for name in (self._name, *below, self._method, own)).replace("'", "''")
            cursor.execute(f"SET search_path = '{path}'")
        except BaseException:
            cursor.close()
            raise
        return cursor

    @contextmanager
    def _reader(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._lock:
            cursor = self._idle.pop() if self._idle and self._opening == self._workspace.openings else None
        cursor = cursor or self._cursor()
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        with self._lock:
            kept = self._open and len(self._idle) < IDLE
            if kept:
                self._idle.append(cursor)
        if not kept:
            cursor.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
