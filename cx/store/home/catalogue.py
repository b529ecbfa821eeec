"""Which workspaces a PostgreSQL server holds: each is a schema of its own, and is archived by another name of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cx.errors import WorkspaceError
from cx.store.home import server

SCHEMA, AWAY = "journey_gaps", "away"
"""The schema of the first workspace, and what stands in those of archived ones; names of workspaces have no underscore."""
FRESH = 1.0
"""Seconds for which the list is taken as known: every request asks for it."""

RARELY = 5
"""Times as long as it took to ask, nobody asks again."""


def schema_of(name: str, *, is_away: bool = False) -> str:
    """The schema of a workspace; that of the first has no name of its own."""
    return "_".join(part for part in (SCHEMA, AWAY if is_away else "", name) if part)


@dataclass(frozen=True)
class Names:
    """The names of the workspaces besides the first, and of those that were archived."""

    here: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


@dataclass
class Catalogue:
    """The workspaces of one server. Where it does not answer, those that were known last."""

    address: str
    _known: Names = Names()
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._line = server.Line(self.address, SCHEMA)

    def names(self) -> Names:
        """What there is."""
        with self._lock:
            if time.monotonic() >= self._until:
                began = time.monotonic()
                with suppress(WorkspaceError):
                    self._known = self._asked()
                took = time.monotonic() - began
                self._until = time.monotonic() + max(FRESH, RARELY * took)  # a server that stands still does not hold up every request
            return self._known

    def forget(self) -> None:
        """Something was made, archived or brought back here."""
        with self._lock:
            self._until = 0.0

    def rename(self, old: str, new: str) -> None:
        """Call the schema of a workspace otherwise."""
        with self._lock, self._line.transaction() as home:
            home.execute(f"ALTER SCHEMA {server.quoted(old)} RENAME TO {server.quoted(new)}".encode())
        self.forget()

    def take(self, schema: str) -> bool:
        """Make the schema of a new workspace, empty, so that nobody else makes one under its name; False where there is one."""
        with self._lock, self._line.transaction() as home:
            server.take_turn(home, schema)
            found = home.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone()
            if found is None:
                home.execute(f"CREATE SCHEMA {server.quoted(schema)}".encode())
        self.forget()
        return found is None

    def remove(self, schema: str) -> None:
        """Let a workspace go that could not be made whole."""
        with self._lock, self._line.transaction() as home:
            home.execute(f"DROP SCHEMA IF EXISTS {server.quoted(schema)} CASCADE".encode())
        self.forget()

    def rows(self, schema: str, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Rows of a question to the tables of one workspace."""
        with self._lock, self._line.transaction() as home:
            home.execute(f"SET LOCAL search_path = {server.quoted(schema)}".encode())
            return list(home.execute(sql.encode(), list(values)).fetchall())

    def _asked(self) -> Names:
        with self._line.transaction() as home:
            found = home.execute("SELECT table_schema FROM information_schema.tables WHERE table_name = 'home_state' ORDER BY 1").fetchall()
        parts = [schema.removeprefix(f"{SCHEMA}_").split("_") for (schema,) in found if schema.startswith(f"{SCHEMA}_")]
        here = tuple(part[0] for part in parts if len(part) == 1)
        return Names(here, tuple(part[1] for part in parts if len(part) == 2 and part[0] == AWAY))


@cache
def catalogue(address: str) -> Catalogue:
    """The one list of a server in this process."""
    return Catalogue(address)
