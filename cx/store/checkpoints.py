"""What was written moves from the log beside the database into the database's own file, at quiet moments.

Whoever copies the file alone then misses a few seconds at most. The engine by itself waits for 16 MB of log, which are days of
a workshop.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

QUIET = 2.0
"""Seconds without a write after which the log is moved."""
LATEST = 15.0
"""Seconds after which it is moved even where a write comes every second."""

log = logging.getLogger("cx")


class Checkpoints:
    """Calls `checkpoint` some time after something was written, in a thread that lives until then."""

    def __init__(self, checkpoint: Callable[[], None]):
        self._checkpoint = checkpoint
        self._lock = threading.Lock()
        self._first: float | None = None
        self._last = 0.0
        self._stopped = threading.Event()

    def written(self) -> None:
        """Note that something was written just now."""
        with self._lock:
            self._last = time.monotonic()
            if self._first is None and not self._stopped.is_set():
                self._first = self._last
                threading.Thread(target=self._wait, name="checkpoint", daemon=True).start()

    def stop(self) -> None:
        """Do nothing more."""
        self._stopped.set()

    def _wait(self) -> None:
        while (left := self._due() - time.monotonic()) > 0:
            if self._stopped.wait(left):
                return
        with self._lock:
            self._first = None
        try:
            self._checkpoint()
        except Exception as error:
            if not self._stopped.is_set():  # what is in the log is safe there; the next write asks again
                log.warning("The log beside the database could not be moved into it: %s", str(error).splitlines()[0])

    def _due(self) -> float:
        with self._lock:
            return min(self._last + QUIET, (self._first or self._last) + LATEST)
