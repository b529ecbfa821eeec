"""Whoever waits for an answer may leave; an answer that nobody waits for any more is given up.

A session that waits with patience (`waiting`) lets answers be worked out beside it, and is asked several times a second
whether it still wants them. When the last one that waited has left, the queries of that answer are interrupted, and its
loops end at the next `still_wanted`. Without `waiting`, as in commands, an answer is worked out where it is asked for.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

import duckdb

ASKED_EVERY = 0.1
"""Seconds between two questions whether an answer is still wanted."""
GRACE = 1.0
"""Seconds that an answer goes on for nobody: a page that runs anew asks for the same a moment later."""

Patience = Callable[[Hashable, float | None], None]
"""Called with the question and the seconds waited so far, None once the wait is over; it raises to leave."""

_patience: ContextVar[Patience | None] = ContextVar("what a session that waits is asked", default=None)
_work: ContextVar[Work | None] = ContextVar("the answer that is being worked out here", default=None)


class GivenUp(Exception):
    """Nobody waits for this answer any more."""


@contextmanager
def waiting(asked: Patience) -> Iterator[None]:
    """While an answer is awaited in here, `asked` is called again and again."""
    before = _patience.set(asked)
    try:
        yield
    finally:
        _patience.reset(before)


def is_patient() -> bool:
    """Whether answers may be worked out beside whoever asks here."""
    return _patience.get() is not None


def still_wanted() -> None:
    """A point at which long work stops: raises GivenUp if nobody waits for it any more."""
    work = _work.get()
    if work is not None:
        work.check()


def after_grace(act: Callable[[], None]) -> None:
    """Do something a moment later, unless the program ends before."""
    timer = threading.Timer(GRACE, act)
    timer.daemon = True
    timer.start()


@contextmanager
def at_work(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A query of this cursor is a part of the answer that is being worked out here, if any: it ends with it."""
    work = _work.get()
    if work is None:
        yield
        return
    with work.held(cursor):
        yield


class Work:
    """One answer being worked out, and how many wait for it (counted under the lock of whoever keeps it).

    `drop` takes it out of where it is kept.
    """

    def __init__(self, question: Hashable, drop: Callable[[Work], None]):
        self.question, self._drop = question, drop
        self.waiting = 0
        self._cursors: list[duckdb.DuckDBPyConnection] = []
        self._ending = threading.Lock()
        self._found: Future[Any] = Future()
        self._given_up = threading.Event()

    @property
    def is_done(self) -> bool:
        """Whether the answer, or an error, is there."""
        return self._found.done()

    def here(self, find: Callable[[], Any]) -> None:
        """Work it out in this thread."""
        try:
            self._found.set_result(find())
        except BaseException as error:
            self._drop(self)  # an error is no answer: whoever asks next has it worked out anew
            self._found.set_exception(error)

    def beside(self, find: Callable[[], Any]) -> None:
        """Work it out in a thread of its own."""

        def run() -> None:
            _work.set(self)
            _patience.set(lambda question, seconds: self.check())
            self.here(find)

        threading.Thread(target=copy_context().run, args=(run,), name="answer", daemon=True).start()

    def result(self) -> Any:
        """The answer, once it is there; raises what working it out raised, or what whoever waits raises to leave."""
        asked, started = _patience.get(), time.monotonic()
        if asked is not None and not self.is_done:
            while not wait_for([self._found], timeout=ASKED_EVERY).done:
                asked(self.question, time.monotonic() - started)
            asked(self.question, None)
        return self._found.result()

    def check(self) -> None:
        """Raises GivenUp if it is."""
        if self._given_up.is_set():
            raise GivenUp

    @contextmanager
    def held(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """While a query of this cursor is a part of it; raises GivenUp if it is given up already."""
        with self._ending:
            self.check()
            self._cursors.append(cursor)
        try:
            yield
        finally:
            with self._ending:
                self._cursors.remove(cursor)

    def give_up(self) -> None:
        """End its queries now, and its loops at their next point."""
        self._given_up.set()
        with self._ending:  # a cursor that has left may answer somebody else's question already
            for cursor in self._cursors:
                with contextlib.suppress(duckdb.Error):  # it may have ended by itself
                    cursor.interrupt()
