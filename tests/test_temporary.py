"""What a process puts aside is in one folder of its own, which goes with it; after a kill, with the start of the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PUTS_ASIDE = """
import sys, time
from cx.temporary import own_folder
(own_folder() / "rows").write_bytes(b"a" * 1000)
print(own_folder(), flush=True)
if sys.argv[1] == "waits":
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of a test meet only one another."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def started(how: str) -> tuple[subprocess.Popen[str], Path]:
    """A process that has put something aside, and the folder of it."""
    process = subprocess.Popen([sys.executable, "-c", PUTS_ASIDE, how], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def ended(process: subprocess.Popen[str]) -> None:
    process.wait(20)
    assert process.stdout
    process.stdout.close()


def test_what_a_killed_process_left_goes_when_the_next_one_starts() -> None:
    process, left = started("waits")
    process.send_signal(signal.SIGKILL)
    ended(process)
    assert (left / "rows").exists()
    other, own = started("ends")
    ended(other)
    assert not left.exists() and not own.exists()


def test_the_folder_of_a_process_that_runs_stays(tmp_path: Path) -> None:
    process, held = started("waits")
    other, _ = started("ends")
    ended(other)
    assert (held / "rows").exists()
    process.kill()
    ended(process)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="other systems have no such rights")
def test_nobody_else_may_enter_it() -> None:
    process, own = started("waits")
    assert own.stat().st_mode & 0o077 == 0 and own.parent.stat().st_mode & 0o077 == 0
    process.kill()
    ended(process)


def test_a_link_laid_where_the_folder_should_be_is_not_followed(tmp_path: Path) -> None:
    process, own = started("ends")
    ended(process)
    own.parent.rmdir()
    trap = tmp_path / "trap"
    trap.mkdir()
    own.parent.symlink_to(trap)
    other, elsewhere_ = started("ends")
    ended(other)
    assert not list(trap.iterdir()) and trap not in elsewhere_.resolve().parents
