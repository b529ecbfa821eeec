"""Waiting for answers, and cancelling an answer that no session waits for any more.

Within `waiting`, answers are computed in threads of their own, and the session is asked several times a second whether it
still wants them. When the last waiting session has left, the queries of that answer are interrupted, and its loops end at the
next `still_wanted`. Without `waiting`, as in commands, an answer is computed in the calling thread.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar, copy_context
from typing import Any

import duckdb

from cx.readers import courtesy

ASKED_EVERY = 0.1
"""Seconds between two checks whether an answer is still wanted."""
GRACE = 1.0
"""Seconds for which an answer nobody waits for is continued: a page that reruns asks for the same a moment later."""

Patience = Callable[[Hashable, float | None], None]
"""Called with the question and the seconds waited so far, None once the answer is there; it raises to stop waiting."""

_patience: ContextVar[Patience | None] = ContextVar("what a session that waits is asked", default=None)
_work: ContextVar[Work | None] = ContextVar("the answer that is being worked out here", default=None)


class GivenUp(Exception):
    """The answer was cancelled: no session waits for it any more."""


@contextmanager
def waiting(asked: Patience) -> Iterator[None]:
    """Within this context, `asked` is called regularly while an answer is awaited."""
    before = _patience.set(asked)
    try:
        yield
    finally:
        _patience.reset(before)


def is_patient() -> bool:
    """Whether answers are computed in threads of their own here."""
    return _patience.get() is not None


def still_wanted() -> None:
    """Cancellation point of a long computation: raises GivenUp if nobody waits for it any more."""
    work = _work.get()
    if work is not None:
        work.check()


def after_grace(act: Callable[[], None]) -> None:
    """Call a function after the grace period, unless the program ends before."""
    timer = threading.Timer(GRACE, act)
    timer.daemon = True
    timer.start()


@contextmanager
def at_work(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Within this context, queries of the cursor belong to the answer computed here, if any, and are cancelled with it; and to the
    file that is worked out here, if any, and end where that costs more than it may."""
    work = _work.get()
    with courtesy.held(cursor), work.held(cursor) if work else nullcontext():
        yield


class Work:
    """One answer being computed, and how many sessions wait for it (counted under the lock of its keeper).

    `drop` removes it from its keeper.
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
        """Whether the computation has ended, with an answer or an error."""
        return self._found.done()

    def here(self, find: Callable[[], Any]) -> None:
        """Compute it in this thread."""
        try:
            self._found.set_result(find())
        except BaseException as error:
            self._drop(self)  # an error is not kept: the next session computes it again
            self._found.set_exception(error)

    def beside(self, find: Callable[[], Any]) -> None:
        """Compute it in a thread of its own."""

        def run() -> None:
            _work.set(self)
            _patience.set(lambda question, seconds: self.check())
            self.here(find)

        threading.Thread(target=copy_context().run, args=(run,), name="answer", daemon=True).start()

    def result(self) -> Any:
        """The answer, once it is there; raises the error of the computation, or what the waiting session raises to stop
        waiting."""
        asked, started = _patience.get(), time.monotonic()
        if asked is not None and not self.is_done:
            while not wait_for([self._found], timeout=ASKED_EVERY).done:
                asked(self.question, time.monotonic() - started)
            asked(self.question, None)
        return self._found.result()

    def check(self) -> None:
        """Raises GivenUp if it was cancelled."""
        if self._given_up.is_set():
            raise GivenUp

    @contextmanager
    def held(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Within this context, queries of the cursor belong to it; raises GivenUp if it was cancelled already."""
        with self._ending:
            self.check()
            self._cursors.append(cursor)
        try:
            yield
        finally:
            with self._ending:
                self._cursors.remove(cursor)

    def give_up(self) -> None:
        """Cancel it: its queries now, its loops at their next cancellation point."""
        self._given_up.set()
        with self._ending:  # a cursor that was released may serve another question already
            for cursor in self._cursors:
                with contextlib.suppress(duckdb.Error):  # it may have ended by itself
                    cursor.interrupt()
