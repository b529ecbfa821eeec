"""Long work in this process stands back behind short work, and ends where it costs more than it may.

The threads of a server take turns at one interpreter, and each turn is longer than most of what a page does between two
questions to the database: one loop over a million rows makes everybody else several times slower. So such loops ask here every
few cells: while a page that was asked for later is drawn, they wait; and they end where their budget is used up, which is looked
at from outside as well (`cost`). Where nobody has announced any work, as in commands, nothing waits and nothing ends.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from cx.readers.beside.budget import Budget
from cx.readers.cost import Interrupted, Limit, costing

CELLS = 400
"""Loops over rows ask every so many cells: a few times in the shortest turn that the interpreter gives."""
LONG = 0.2
"""Seconds after which work is long, and stands back; a page is drawn in less."""
SHORT = 1.0
"""Seconds for which others are waited for: after that, they are no short work either."""
MOST, SLICE = 0.1, 0.02
"""So many seconds at most are waited at once, and then worked: also beside a room full of people, a file comes to its end."""
STEP, GAP = 0.002, 0.0002
"""Seconds between two looks at who is there; and those for which the interpreter is left to whoever answers the network."""
BUDGET = Budget(memory=1_000_000_000)
"""What may be worked out of one upload in the process of the server: memory beyond what it had."""

_going_on: dict[int, float] = {}
"""When each work that is announced began."""
_lock = threading.Lock()
_work: ContextVar[_Work | None] = ContextVar("the work that is done here", default=None)


@dataclass
class _Work:
    """What one session does from a click to the page that answers it."""

    began: float = field(default_factory=time.monotonic)
    next: float = 0.0
    limits: list[Limit] = field(default_factory=list)

    def give_way(self) -> None:
        now = time.monotonic()
        if now < self.next:
            return
        for limit in self.limits:
            limit.check(now)
        self.next = now + STEP
        if now - self.began < LONG:
            return
        if not self._behind(now):
            time.sleep(GAP)
            self.next = time.monotonic() + STEP
            return
        until = now + MOST
        while now < until and self._behind(now):
            time.sleep(STEP)
            now = time.monotonic()
        self.next = now + SLICE

    def _behind(self, now: float) -> bool:
        """Whether somebody asked later for something that is short."""
        return len(_going_on) > 1 and any(began > self.began and now - began < SHORT for began in list(_going_on.values()))


@contextmanager
def at_work() -> Iterator[None]:
    """The work of one session, from here on; part of it, where it is announced already."""
    if _work.get() is not None:
        yield
        return
    work = _Work()
    token = _work.set(work)
    with _lock:
        _going_on[id(work)] = work.began
    try:
        yield
    finally:
        with _lock:
            del _going_on[id(work)]
        _work.reset(token)


@contextmanager
def within(budget: Budget, file: str) -> Iterator[None]:
    """What is worked out of a file here may cost so much; raises TooCostly once it costs more."""
    with at_work():
        work, limit = _work.get(), Limit(file, budget)
        assert work is not None, "it has just been announced"
        work.limits.append(limit)
        try:
            with costing(limit):
                yield
        finally:
            work.limits.remove(limit)


@contextmanager
def held(cursor: Interrupted) -> Iterator[None]:
    """Within this context, what the cursor does belongs to the work that is done here, and ends with it; raises TooCostly then."""
    work = _work.get()
    if work is None or not work.limits:
        yield
        return
    with ExitStack() as stack:
        for limit in work.limits:
            stack.enter_context(limit.held(cursor))
        yield


def give_way() -> None:
    """Let short work pass; what loops over rows calls this every few hundred cells."""
    work = _work.get()
    if work is not None:
        work.give_way()
