"""Who reads in a database at this moment: it is closed, and another file opened in its place, only while nobody does.

The engine has no answer to a connection that is closed under a running question: both would wait for each other for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cx.errors import WorkspaceBusy

PATIENCE = 30.0
"""Seconds to wait until every question that is being answered has its answer."""
COURTESY = 1.0
"""Seconds for which a new question lets the one wait who wants to be alone; then it goes first, as another may wait for its answer."""


class Readers:
    """Counts who is inside."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._waiting = 0
        self._own = threading.local()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Within this context the database is not closed."""
        with self._changed:
            if self._waiting and not self.am_inside:
                self._changed.wait_for(lambda: not self._waiting, COURTESY)
            self._inside += 1
            self._own.depth = self._depth() + 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._own.depth = self._depth() - 1
                self._changed.notify_all()

    @contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """Nobody else is inside, or comes in, within this context; raises WorkspaceBusy where somebody stays too long."""
        with self._changed:
            self._waiting += 1
            try:
                if not self._changed.wait_for(lambda: self._inside == self._depth(), patience):
                    raise WorkspaceBusy("Somebody’s question takes long to answer, and nothing was done meanwhile. Try again in a minute.")
                before, self._own.alone = self._is_alone(), True
                try:
                    yield
                finally:
                    self._own.alone = before
            finally:
                self._waiting -= 1
                self._changed.notify_all()

    @property
    def am_inside(self) -> bool:
        """Whether this very thread is inside, or alone."""
        return self._depth() > 0 or self._is_alone()

    def _is_alone(self) -> bool:
        return bool(getattr(self._own, "alone", False))

    def _depth(self) -> int:
        return int(getattr(self._own, "depth", 0))
