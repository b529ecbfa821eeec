"""Servers of this machine: an empty Streamlit page, which is the floor, and the dashboard with the same settings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EMPTY = """import streamlit as st
st.html(f"<p>You chose {st.selectbox('Choice', [f'option {i}' for i in range(10)], key='choice')}.</p>")
"""
PATIENCE = 60.0
"""Seconds in which a server has to answer."""


@dataclass(frozen=True)
class Server:
    """A running server: the address of a page on it, and its process."""

    address: str
    process: int

    def at(self, path: str) -> Server:
        """The same server, another page."""
        return Server(self.address + path, self.process)

    def processor_time(self) -> float:
        """Seconds of processor time since it started; 0 where the system does not tell."""
        try:
            parts = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def two_servers() -> Iterator[tuple[Server, Server]]:
    """An empty page and the Coverage page over a new sample, each on a server of its own."""
    with tempfile.TemporaryDirectory() as name, empty_server(Path(name)) as empty, dashboard(Path(name) / "sample.duckdb") as app:
        yield empty.at("/"), app.at("/coverage")


@contextmanager
def empty_server(folder: Path) -> Iterator[Server]:
    """The floor: a page with one select box, with the settings of the product, from files in this folder."""
    (folder / "empty.py").write_text(EMPTY, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", dirs_exist_ok=True)
    with server(folder / "empty.py", folder) as empty:
        yield empty


@contextmanager
def dashboard(workspace: Path, **environment: str) -> Iterator[Server]:
    """The dashboard over the workspace in a file; a new one gets the sample."""
    with server(ROOT / "app.py", ROOT, CX_WORKSPACE=str(workspace), **environment) as app:
        yield app


@contextmanager
def server(script: Path, folder: Path, module: tuple[str, ...] = ("streamlit", "run"), **environment: str) -> Iterator[Server]:
    """A server for a script, with the settings in `.streamlit` of the folder; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = subprocess.Popen(
        [sys.executable, "-m", *module, str(script), "--server.port", str(port)],
        cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(child, f"{address}/_stcore/health")
        yield Server(address, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(child: subprocess.Popen[bytes], address: str) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if child.poll() is not None:
            raise SystemExit(f"A server ended with status {child.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("A server did not start.")
