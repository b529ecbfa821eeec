"""A server on a workspace: what a page says while another process has it, a copy taken beside it, and what is left when it stops."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cx.store import open_workspace
from cx.store.backup import back_up
from cx.store.turn import lock_of
from tests.benchmarks.browser import Tab
from tests.benchmarks.servers import server
from tests.conftest import ROOT

HOLD = "import sys; from cx.store import open_workspace; w = open_workspace(sys.argv[1]); print('open', flush=True); sys.stdin.read(); w.close()"


def opened(address: str, shows: str) -> bool:
    """Whether the page shows a text, and nothing failed on it."""

    async def look() -> bool:
        tab = Tab(address, shows=shows)
        await tab.open()
        await tab.close()
        return tab.stands is not None and not tab.failures

    with ThreadPoolExecutor(1) as thread:  # in the main one a browser of an earlier test may have left its event loop
        return thread.submit(asyncio.run, look()).result()


def test_a_server_waits_for_its_workspace_is_copied_while_it_runs_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == b"open\n"
        with server(ROOT / "app.py", ROOT, CX_WORKSPACE=str(path)) as app:
            assert opened(app.at("/").address, f"is in use by process {other.pid}")
            other.stdin.close()
            other.wait(20)
            assert opened(app.at("/").address, "mandatory")
            copied = back_up(path, tmp_path / "copy.duckdb")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["copy.duckdb", path.name, lock_of(path).name])
    for file in (copied.path, path):
        workspace = open_workspace(file)
        assert workspace.rows("SELECT count(*) FROM ratings") == [(516,)]
        workspace.close()
