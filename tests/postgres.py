"""A PostgreSQL server of its own for the tests, from what Debian installs; without it they are skipped, and with CI=true they fail."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

ACCOUNT = "postgres"
"""The server refuses to run as root; Debian makes this account for it."""


def programs() -> Path | None:
    """Where the newest server's programs are."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


class Postgres:
    """A running server. `address` is where a database is, which is made by `database`."""

    def __init__(self, place: Path, bin: Path):
        self._bin, self.place = bin, place
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._as: list[str] = []
        if os.geteuid() == 0:
            self._as = ["runuser", "-u", ACCOUNT, "--"]
            account = pwd.getpwnam(ACCOUNT)
            os.chown(place, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", str(place / "data"), "-A", "trust", "-U", "cx", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories={self.place} -c max_connections=300"
        self._run("pg_ctl", "-D", str(self.place / "data"), "-o", options, "-l", str(self.place / "log"), "-w", "start")

    def kill(self) -> None:
        """As a failure of the machine ends it: at once, with everything under way."""
        pid = int((self.place / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.place / "data"), "-m", "immediate", "-w", "stop")

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        with psycopg.connect(f"postgresql://cx@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.address(name)

    def address(self, name: str) -> str:
        """Where a database is."""
        return f"postgresql://cx@127.0.0.1:{self.port}/{name}"

    def is_running(self) -> bool:
        """Whether it still runs: without room for its log it ends itself."""
        told = subprocess.run(
            [*self._as, str(self._bin / "pg_ctl"), "-D", str(self.place / "data"), "status"], capture_output=True, check=False, cwd="/"
        )
        return told.returncode == 0

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run([*self._as, str(self._bin / program), *options], capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


@contextmanager
def running(disk: Path | None = None) -> Iterator[Postgres]:
    """A server for the time of a test run, in a folder that its own account can reach: those of pytest are for one account alone."""
    bin = programs()
    if bin is None:
        reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="postgres-", dir=disk or "/tmp", ignore_cleanup_errors=True) as folder:  # noqa: S108
        server = Postgres(Path(folder), bin)
        try:
            yield server
        finally:
            server.stop()
