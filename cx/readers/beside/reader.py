"""The process beside ours. It has the readers ready and reads nothing itself: each call is answered by a copy of it, which then ends.

A call is a folder: `call` holds what is asked, `answer` what came of it. What is told meanwhile, line by line: which file is
read, and at last how it ended.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from cx.readers import limits, now_reading
from cx.readers.beside.budget import NICE, QUICK, set_limits
from cx.readers.beside.handed import hand_over, taken_over

READY = ("cx.readers.limited", "python_calamine")
"""Modules that every call needs, or that take long."""
Say = Callable[[dict[str, str]], None]
Write = Callable[[bytes], object]


def answered(folder: Path, write: Write) -> None:
    """Do what the call in a folder asks, under limits, and tell how it ended."""

    def say(**line: str) -> None:
        write(json.dumps(line).encode() + b"\n")

    def tell(file: str, code: str) -> None:
        say(file=file, code=code)

    say(ended=_answered(folder, tell))


def _answered(folder: Path, tell: now_reading.Told) -> str:
    """Which limit ended it, or “room” for that of the disk; blank where the answer is there, “failed” where something else went wrong."""
    tempfile.tempdir = str(folder)
    try:
        with (folder / "call").open("rb") as file:
            task, given, budget, most = taken_over(file, folder)
        limits.only_here(most)
        set_limits(budget)
        module, _, name = task.partition(":")
        with now_reading.beside(tell):
            value = getattr(import_module(f"cx.readers.{module}"), name)(*given)
            with (folder / "answer").open("wb") as file:
                hand_over(value, file, folder)
    except MemoryError:
        return "memory"
    except OSError as error:
        return {errno.EFBIG: "size", errno.ENOSPC: "room"}.get(error.errno or 0, "failed")
    except BaseException:
        return "failed"  # a library of another language may raise what is no Exception
    return ""


class Waiting:
    """Waits for calls, and makes a copy of this process for each."""

    def __init__(self, control: socket.socket):
        self._control = control
        self._open: dict[int, socket.socket] = {}
        """The line to who called, by the process that answers."""
        self._quick: dict[int, float] = {}
        """When those began that have not taken long so far."""

    def serve(self) -> None:
        """Until the other end of the line is closed."""
        ended, wake = socket.socketpair()
        for one in (ended, wake):
            one.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._control, selectors.EVENT_READ)
            waiting.register(ended, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in waiting.select(QUICK if self._quick else None)}
                self._stand_back()
                if ended in ready:
                    ended.recv(1_000)
                    self._tell_ends()
                if self._control in ready and not self._take(waiting):
                    break
        for process in self._open:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _take(self, waiting: selectors.BaseSelector) -> bool:
        """Take one call; False where nobody is there any more."""
        said, lines, _, _ = socket.recv_fds(self._control, 4_096, 1)
        if not said or not lines:
            return False
        line = socket.socket(fileno=lines[0])
        process = os.fork()
        if not process:
            self._answer(Path(os.fsdecode(said)), line, waiting)
        self._open[process], self._quick[process] = line, time.monotonic()
        self._control.send(b"+")
        return True

    def _answer(self, folder: Path, line: socket.socket, waiting: selectors.BaseSelector) -> None:
        """In the copy: answer, and end whatever happens."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            waiting.close()
            for other in (self._control, *self._open.values()):
                other.close()
            answered(folder, line.sendall)
        finally:
            os._exit(0)

    def _stand_back(self) -> None:
        """Who has taken long goes behind whoever looks at a page."""
        for process, began in list(self._quick.items()):
            if time.monotonic() - began >= QUICK:
                del self._quick[process]
                with suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, process, NICE)

    def _tell_ends(self) -> None:
        """Tell those who called how their processes ended, and let them go."""
        while self._open:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            self._quick.pop(process, None)
            with suppress(OSError), self._open.pop(process) as line:
                line.sendall(json.dumps({"ended": _by(status)}).encode() + b"\n")


def _by(status: int) -> str:
    """Which limit ended a process, by its signal; the system kills where the memory of the machine is used up."""
    limits = {signal.SIGXCPU: "time", signal.SIGXFSZ: "size", signal.SIGKILL: "memory"}
    return limits.get(signal.Signals(os.WTERMSIG(status)), "failed") if os.WIFSIGNALED(status) else "failed"


def main(line: str) -> None:
    """With a number: wait for calls on this line. With a folder: answer the one call in it, where no process can be copied."""
    for name in READY:
        import_module(name)
    if not line.isdigit():
        answered(Path(line), sys.stdout.buffer.write)
        sys.stdout.flush()
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who called ends us
    gc.collect()
    gc.freeze()  # what is ready stays shared between the copies
    with socket.socket(fileno=int(line)) as control:
        Waiting(control).serve()
