"""Calls to the process beside ours: what a file may cost is set by the system, and only tables of text come back."""

from __future__ import annotations

import atexit
import errno
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers.beside.budget import WAITING, Budget, too_costly
from cx.readers.beside.handed import hand_over, taken_over
from cx.readers.beside.turns import Turns
from cx.readers.limits import max_bytes
from cx.settings import without_secrets
from cx.temporary import own_folder

ROOT = Path(__file__).parents[3]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from cx.readers.beside.reader import main; main(sys.argv[1])"
AT_ONCE = max(2, (os.cpu_count() or 1) - 1)
"""Files that are read at the same time; further ones wait, in the order in which they came. A session reads one after another."""
BUDGET = Budget()
IN_CALL = 1_000_000
"""Larger contents go by a file."""


def beside(task: str, file: str, *given: Any) -> Any:
    """What a function of `cx.readers` (“module:name”) gives for these values, worked out beside us within the budget of one file.

    Raises InvalidData where it costs more than it may, where the disk has no room to put it aside, or where it ends its process; the
    issue names the file that was read then.
    """
    try:
        return _answer(task, file, given)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise InvalidData([issue("no_room", file)]) from None


def _answer(task: str, file: str, given: Sequence[Any]) -> Any:
    with _READERS.turns.place(), tempfile.TemporaryDirectory(prefix="call-", dir=own_folder(), ignore_cleanup_errors=True) as place:
        folder = Path(place)
        with (folder / "call").open("wb") as call:
            hand_over((task, tuple(_by_file(one, folder) for one in given), BUDGET, max_bytes()), call, folder)
        reading, code, ended = file, "unreadable", "failed"
        for line in _READERS.answers(folder):
            reading, code, ended = line.get("file", reading), line.get("code", code), line.get("ended", ended)
        if ended:
            raise InvalidData([_refusal(reading, code, ended)])
        with (folder / "answer").open("rb") as answer:
            return taken_over(answer, folder)


def get_ready() -> None:
    """Start the process, so that the first file need not wait for it."""
    _READERS.control()


def _by_file(given: object, folder: Path) -> object:
    """A large content as a file in the folder, a path as one that holds from everywhere."""
    if isinstance(given, bytes) and len(given) > IN_CALL:
        path = folder / "content"
        path.write_bytes(given)
        return path
    return given.absolute() if isinstance(given, Path) else given


def _refusal(file: str, code: str, ended: str) -> Issue:
    if ended in ("failed", "room"):
        return issue(code if ended == "failed" else "no_room", file)
    return too_costly(file, ended, BUDGET)


def _environment() -> dict[str, str]:
    """What the process that reads strangers' files is given: one thread, because each one of a numeric library asks for memory of its
    own; and no secret, since a file may take that process over."""
    return {**without_secrets(), "OPENBLAS_NUM_THREADS": "1"}


class _Readers:
    """The process that answers, started when it is needed first, and again should it have ended."""

    def __init__(self) -> None:
        self.turns = Turns(AT_ONCE)
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def answers(self, folder: Path) -> Iterator[dict[str, str]]:
        """What is told while the call in a folder is answered, up to how it ended."""
        if not hasattr(os, "fork"):
            yield from _of_own_process(folder)
            return
        with closing(self._called(folder)) as line, line.makefile("rb") as lines:
            line.settimeout(WAITING)
            try:
                for text in lines:
                    said = json.loads(text)
                    yield said
                    if "ended" in said:
                        return
            except TimeoutError:
                yield {"ended": "clock"}

    def control(self) -> socket.socket | None:
        """The line to the process, which is started where there is none."""
        with self._lock:
            return self._running() if hasattr(os, "fork") else None

    def _called(self, folder: Path) -> socket.socket:
        """The line on which a call is answered."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _ in range(2):
                control = self._running()
                with suppress(OSError):
                    socket.send_fds(control, [os.fsencode(folder)], [theirs.fileno()])
                    if control.recv(1):
                        break
                self._end()
        return ours

    def _running(self) -> socket.socket:
        if self._control is None or self._process is None or self._process.poll() is not None:
            self._end()
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-c", START, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=_environment(),
                )
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._process = None

    def end(self) -> None:
        """End the process with us."""
        with self._lock:
            self._end()


def _of_own_process(folder: Path) -> Iterator[dict[str, str]]:
    """The same where no process can be copied: one is started for each call, and only the clock limits it."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", START, str(folder)], stdin=subprocess.DEVNULL, capture_output=True, timeout=WAITING, check=False
        )
    except subprocess.TimeoutExpired:
        yield {"ended": "clock"}
        return
    yield from map(json.loads, done.stdout.splitlines())


_READERS = _Readers()
atexit.register(_READERS.end)
