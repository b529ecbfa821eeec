"""Asking the process beside ours to draw.

The libraries that draw are written in other languages: what makes one of them give up ends the process that it runs in, with
everybody's work. So they run beside us. The process is started when something is first drawn, stays for the next drawing, since
its first one takes seconds, and is replaced if it has ended.
"""

from __future__ import annotations

import atexit
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from cx.charts.drawer import HEAD
from cx.errors import CannotDraw
from cx.log_lines import Known

ROOT = Path(__file__).parents[2]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from cx.charts.drawer import main; main()"
AT_ONCE = 2
"""Processes that draw at the same time; who asks when all of them are busy waits."""
PATIENCE = 120.0
"""Seconds after which a drawing is given up, and its process ended."""

log = logging.getLogger("cx")


def draw(kind: str, **asked: Any) -> bytes:
    """A drawing, made by the function of that name in `cx.charts.drawer`. Raises CannotDraw."""
    with _turn:
        drawer = _free.pop() if _free else Drawer()
        if not drawer.is_alive():
            drawer.end()
            drawer = Drawer()
        try:
            went_well, content = drawer.draw({"kind": kind, **asked})
        except BaseException:
            drawer.end()
            raise
        _free.append(drawer)
    if not went_well:
        log.error("A drawing (%s) failed: %s", Known(kind), content.decode("utf-8", "replace"))
        raise CannotDraw(
            "It could not be drawn; the server's log says why. Nothing else is affected, and the table beside it holds the same."
        )
    return content


class Drawer:
    """One process that draws."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-c", START]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def is_alive(self) -> bool:
        """Whether it has not ended since the last drawing."""
        return self._process.poll() is None

    def draw(self, asked: dict[str, Any]) -> tuple[bool, bytes]:
        """Whether it went well, and the drawing, or why not. Raises CannotDraw where the process ends meanwhile."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None
        clock = threading.Timer(PATIENCE, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            requests.write(json.dumps(asked).encode() + b"\n")
            requests.flush()
            head = answers.read(HEAD.size)
            went_well, length = HEAD.unpack(head) if len(head) == HEAD.size else (False, -1)
            content = answers.read(max(0, length))
        except OSError:
            length, content = -1, b""
        finally:
            clock.cancel()
        if len(content) != length:
            self._say_why()
        return went_well, content

    def _say_why(self) -> None:
        status = self._process.wait()
        log.error("The process that draws ended (%s)", status)
        raise CannotDraw(
            "The program that draws it ended before it was done. Nothing else is affected, and the next drawing starts a new one: "
            "try it once more. If it happens again, some text or number in it cannot be drawn; the table beside it holds the same."
        )

    def end(self) -> None:
        """End it, if it has not ended."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


_turn = threading.BoundedSemaphore(AT_ONCE)
_free: list[Drawer] = []
"""Processes that wait for something to draw."""


@atexit.register
def _end_all() -> None:
    while _free:
        _free.pop().end()
