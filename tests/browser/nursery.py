"""Servers that start in no time: one process imports everything once and forks whenever a server is asked for.

A server of its own spends two seconds of the processor on imports, and many tests want one that nobody has asked for anything
yet. `Nursery` is the side of the tests, `main` the process that forks.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn


@dataclass
class Child:
    """A server that was forked, with what is asked of a `Popen`."""

    nursery: Nursery
    pid: int
    status: int | None = None

    def poll(self) -> int | None:
        return self._ask("poll")

    def wait(self, _seconds: float) -> int | None:
        return self._ask("wait")

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _ask(self, what: str) -> int | None:
        if self.status is None:
            self.status = self.nursery.ask({what: self.pid})
        return self.status


class Nursery:
    """The process that forks servers."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.nursery"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, options: list[str], environment: dict[str, str], log: Path) -> Child:
        """A process that does what `streamlit run app.py` with these options does."""
        return Child(self, self.ask({"start": options, "environment": environment, "log": str(log)}))

    def ask(self, what: dict[str, object]) -> int | None:
        self._stdin.write(json.dumps(what) + "\n")
        self._stdin.flush()
        return json.loads(self._stdout.readline())

    def stop(self) -> None:
        self._stdin.close()
        self.process.wait(20)
        self._stdout.close()

    @property
    def _stdin(self) -> IO[str]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _stdout(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout


def serve(options: list[str], environment: dict[str, str], log: str) -> NoReturn:
    """Be a server until somebody ends it."""
    from streamlit.web import cli

    # Nothing of the nursery's is touched any more: its input and output belong to the tests.
    for number, path, mode in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_CREAT), (2, log, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(path, mode | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        cli.main(["run", "app.py", *options], prog_name="streamlit")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def main() -> None:
    """Import all that a server imports; then start servers and tell how they end, a line of JSON for each question."""
    import cx

    importlib.import_module("streamlit.web.cli")
    for module in pkgutil.walk_packages(cx.__path__, "cx."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if "start" in asked:
            answer: int | None = os.fork()
            if not answer:
                serve(asked["start"], asked["environment"], asked["log"])
        else:
            ended, status = os.waitpid(asked.get("wait") or asked["poll"], 0 if "wait" in asked else os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
