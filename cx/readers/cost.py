"""What is worked out of a file in this process costs no more than it may, whatever is being done: a watcher looks from outside.

Loops over rows ask by themselves (`courtesy.give_way`). Beside them, a thread looks several times a second at what each piece of work
has used: a step of the database is interrupted, whose transaction then takes everything back, and a loop of ours that does not ask
is ended by an exception. What cannot be ended is one call of a library that holds the interpreter: only the ceilings of rows and
cells bound it (`limits`). Seconds are those of the threads that work here, without others of the database that help them.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cx.errors import JourneyError
from cx.issues import Issue
from cx.readers.beside.budget import Budget, too_costly

LOOK, LEAST = 0.2, 0.02
"""Seconds between two looks at what was used; from outside, never less."""
GRACE = 3.0
"""Seconds after which a loop that has not asked is ended."""
STATM = Path("/proc/self/statm")
PACKAGE = Path(__file__).parents[1]
LOOPS = tuple(f"{PACKAGE / room}/" for room in ("uploads", "survey", "changes", "analysis", "lexicon"))
"""Where the line must lie that is ended: what holds a lock, or takes something back, lies elsewhere and is not torn apart."""

_watched: list[Limit] = []
_changed = threading.Condition()
_watchers: list[threading.Thread] = []
"""The one that watches, once it is needed first."""


class TooCostly(JourneyError):
    """Working out a file costs more than it may; carries the issue."""

    def __init__(self, found: Issue):
        super().__init__(f"{found.why} {found.remedy}")
        self.issue = found


class Ended(BaseException):
    """What a loop is ended with, at any of its lines; nothing between it and `costing` takes it for a failure of its own."""


class Interrupted(Protocol):
    """What works for somebody and can be interrupted from another thread, such as a cursor."""

    def interrupt(self) -> None:
        """End what it does now, if anything."""
        ...


@dataclass(eq=False)
class Limit:
    """What a file may cost in one go, and who works on it: made by the thread that begins."""

    file: str
    budget: Budget
    found: Issue | None = None
    """What is said once it has cost more."""
    _found_at: float = 0.0
    _thread: int = field(default_factory=threading.get_ident)
    _memory: int = field(default_factory=lambda: _memory())
    _looked: float = field(default_factory=time.monotonic)
    _used: dict[int, Callable[[], float]] = field(default_factory=dict)
    """Seconds of the processor by thread, since it came."""
    _busy: list[Interrupted] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._here()

    def check(self, now: float) -> None:
        """Raises TooCostly once more was used than may be."""
        if now - self._looked > LOOK:
            self._looked = now
            self._measure()
        if self.found:
            raise TooCostly(self.found)

    @contextmanager
    def held(self, busy: Interrupted) -> Iterator[None]:
        """Within this context, this works for the file, and is interrupted with it; raises TooCostly where it was."""
        with self._lock:
            self._here()
            self._busy.append(busy)
        try:
            yield
        except Exception as error:
            if self.found:
                raise TooCostly(self.found) from error
            raise
        finally:
            with self._lock:
                self._busy.remove(busy)

    def look(self) -> None:
        """From outside: end what costs more than it may."""
        self._measure()
        if not self.found:
            return
        with self._lock:  # a cursor that was released may serve somebody else already
            for busy in self._busy:
                with suppress(Exception):  # it may have ended by itself
                    busy.interrupt()
        if time.monotonic() - self._found_at > GRACE:
            self._end_loop()

    def _end_loop(self) -> None:
        """The thread is at this line still when the exception is set: nobody takes the interpreter from who has just been woken."""
        line = sys._current_frames().get(self._thread)
        if line is not None and line.f_code.co_filename.startswith(LOOPS):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(Ended))

    def _measure(self) -> None:
        if self.found:
            return
        over = "time" if sum(used() for used in list(self._used.values())) > self.budget.seconds else ""
        over = over or ("memory" if _memory() - self._memory > self.budget.memory else "")
        if over:
            self._found_at, self.found = time.monotonic(), too_costly(self.file, over, self.budget)

    def _here(self) -> None:
        thread = threading.get_ident()
        if thread not in self._used:
            self._used[thread] = _used_by(thread)


@contextmanager
def costing(limit: Limit) -> Iterator[None]:
    """Within this context the limit is looked at from outside; raises TooCostly where that has ended something."""
    with _changed:
        _watched.append(limit)
        if not _watchers:
            _watchers.append(threading.Thread(target=_watch, name="costs", daemon=True))
            _watchers[0].start()
        _changed.notify_all()
    try:
        yield
    except (Ended, Exception) as error:
        if limit.found is None:
            raise
        raise TooCostly(limit.found) from error
    finally:
        with _changed:
            _watched.remove(limit)


def _watch() -> None:
    while True:
        with _changed:
            _changed.wait_for(lambda: _watched)
            limits = list(_watched)
        for limit in limits:
            limit.look()
        time.sleep(max(LOOK, LEAST))


def _used_by(thread: int) -> Callable[[], float]:
    """Seconds of the processor that a thread, which runs now, has used from now on; where the system tells no thread from another,
    those of all."""
    if not hasattr(time, "pthread_getcpuclockid"):
        clock: Callable[[], float] = time.process_time
    else:
        number = time.pthread_getcpuclockid(thread)
        clock = lambda: time.clock_gettime(number)  # noqa: E731
    last = began = clock()

    def used() -> float:
        nonlocal last
        with suppress(OSError):  # it has ended
            last = clock()
        return last - began

    return used


def _memory() -> int:
    """Bytes of this process that lie in memory; 0 where the system does not say."""
    try:
        return int(STATM.read_text(encoding="ascii").split()[1]) * 4_096
    except OSError:
        return 0
