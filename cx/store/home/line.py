"""Connections to the server, none of which waits for ever: a network that was cut says nothing, and neither does a server that stands still."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import psycopg

from cx.store.home.limits import ANSWERS, PATIENCE

QUIET = 5.0
"""Seconds for which nobody else waits for a server that has just kept somebody waiting in vain."""
NOTICED = 1.0
"""From so many seconds on a failure was a wait: a server that is not there is said at once."""
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
"""How both ends of a connection find out that the other is gone, in seconds: else a machine that was cut off holds its lock for hours."""
IDLE = "10min"
"""How long a write may work on its copy while nobody else writes; then the server takes it that its machine is gone."""
_silent_until: dict[str, float] = {}


class InTime(psycopg.Connection[Any]):
    """A connection that is given up, and closed, where the server says nothing at all for longer than `within` seconds."""

    within: float = PATIENCE + ANSWERS
    was_kept = False
    """Whether what it was to keep was found at the server on another connection, after it broke."""

    def wait(self, gen: Generator[Any, Any, Any], *options: Any, **more: Any) -> Any:
        """Wait for what psycopg does with the server."""
        return super().wait(self._in_time(gen), *options, **more)

    def _in_time(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        ends, wanted = time.monotonic() + self.within, next(gen, None)
        while wanted is not None:
            moved = yield wanted
            if moved:
                ends = time.monotonic() + self.within
            elif time.monotonic() > ends:
                self.close()
                raise psycopg.OperationalError(f"no answer for {self.within:g} seconds")
            try:
                wanted = gen.send(moved)
            except StopIteration as done:
                return done.value
        return None


def opened(address: str, schema_path: str, *, autocommit: bool) -> InTime:
    """A new connection. Raises psycopg.OperationalError where nobody answers in time; then at once for all others for some seconds."""
    if time.monotonic() < _silent_until.get(address, 0.0):
        raise psycopg.OperationalError("no answer a moment ago")
    began = time.monotonic()
    alive = " ".join(f"-c tcp_{name}={value}" for name, value in ALIVE.items())
    try:
        connection = InTime.connect(
            address,
            autocommit=autocommit,
            connect_timeout=ANSWERS,
            application_name="journey-gaps",
            options=f"-c search_path={schema_path} -c lock_timeout={PATIENCE}s -c client_encoding=UTF8 -c TimeZone=UTC "
            f"-c idle_in_transaction_session_timeout={IDLE} {alive}",
            **ALIVE,  # type: ignore[arg-type]
        )
    except psycopg.OperationalError:
        if time.monotonic() - began > NOTICED:
            _silent_until[address] = time.monotonic() + QUIET
        raise
    _silent_until.pop(address, None)
    return connection
