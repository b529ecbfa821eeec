"""Who comes next, where several want what only few may have at once: in the order in which they asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Condition

ASKED_EVERY = 0.5
"""Seconds between two times at which somebody who waits is told."""
in_line: ContextVar[Callable[[int], None] | None] = ContextVar("in_line", default=None)
"""Who is told how many come before, while they wait, and 0 when it is their turn. Whatever it raises ends the waiting."""


class Turns:
    """So many places. Who has had one asks again behind all that wait: many files of one person make nobody wait for all of them."""

    def __init__(self, places: int):
        self._free = places
        self._waiting: deque[object] = deque()
        self._changed = Condition()

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places, once it is free."""
        self._wait()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self) -> None:
        me, tell, told = object(), in_line.get(), False
        with self._changed:
            self._waiting.append(me)
        try:
            while True:
                with self._changed:
                    if self._changed.wait_for(lambda: self._is_next(me), ASKED_EVERY):
                        self._free -= 1
                        break
                    before = self._waiting.index(me)
                if tell is not None:
                    tell(before + 1)
                    told = True
        finally:
            with self._changed:
                self._waiting.remove(me)
                self._changed.notify_all()
        if tell is not None and told:
            tell(0)

    def _is_next(self, me: object) -> bool:
        return self._free > 0 and self._waiting[0] is me
