"""What was written stands in the database's own file soon after, so that whoever copies that file alone has it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from cx.changes.write import write_rows
from cx.store import Workspace, checkpoints, open_workspace
from tests.conftest import ROOT


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(checkpoints, "QUIET", 0.05)
    workspace = open_workspace(tmp_path / "w.duckdb")
    yield workspace
    workspace.close()


def add_stage(workspace: Workspace, number: int) -> None:
    write_rows(workspace, "stages", [{"stage_id": f"s{number}", "position": str(number), "name": "Stage"}], action="edit")


def in_the_file_alone(workspace: Workspace) -> int:
    """How many stages a copy holds that was made without the log beside the database; read elsewhere, for the engine's lock's sake."""
    assert workspace.path is not None
    copy = workspace.path.with_name("alone.duckdb")
    subprocess.run(["cp", str(workspace.path), str(copy)], check=True)
    with duckdb.connect(str(copy), read_only=True) as connection:
        return connection.execute("SELECT count(*) FROM stages").fetchall()[0][0]


def until(true: Callable[[], bool]) -> bool:
    """Wait a while until something holds."""
    ends = time.monotonic() + 10
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def test_the_file_alone_holds_what_was_written_before_the_last_quiet_moment(stored: Workspace) -> None:
    log = Path(f"{stored.path}.wal")
    add_stage(stored, 1)
    assert until(lambda: not log.exists())
    assert in_the_file_alone(stored) == 1


def test_a_room_in_which_somebody_always_writes_has_quiet_moments_too(stored: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "QUIET", 60.0)
    monkeypatch.setattr(checkpoints, "LATEST", 0.3)
    moved: list[float] = []
    checkpoint = stored._checkpoints._checkpoint
    monkeypatch.setattr(stored._checkpoints, "_checkpoint", lambda: (checkpoint(), moved.append(time.monotonic())))
    for number in range(1, 200):
        add_stage(stored, number)
        if len(moved) >= 2:
            break
    assert len(moved) >= 2


def test_readers_and_writers_go_on_while_the_log_is_moved(stored: Workspace) -> None:
    with stored.cursor() as reader, stored.cursor() as writer:
        reader.begin()
        assert reader.execute("SELECT count(*) FROM stages").fetchall() == [(0,)]
        add_stage(stored, 1)
        writer.begin()
        writer.execute("INSERT INTO parameters VALUES ('seed', '1')")
        stored.checkpoint()
        assert reader.execute("SELECT count(*) FROM stages").fetchall() == [(0,)], "one snapshot"
        writer.commit()
    assert stored.rows("SELECT value FROM parameters") == [("1",)]


def test_a_closed_workspace_is_one_file(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w.duckdb")
    with workspace.cursor():  # some page still has a cursor
        add_stage(workspace, 1)
        workspace.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.duckdb", "w.duckdb.lock"]


def test_a_program_that_ends_without_closing_leaves_one_file(tmp_path: Path) -> None:
    code = (
        "import sys; from cx.store import open_workspace; from cx.changes.write import write_rows; w = open_workspace(sys.argv[1]);"
        "write_rows(w, 'stages', [{'stage_id': 's', 'position': '1', 'name': 'S'}], action='edit'); keep = w.bare_cursor(); sys.exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "w.duckdb")], cwd=ROOT, check=True)
    assert not (tmp_path / "w.duckdb.wal").exists()


def test_a_log_that_cannot_be_moved_is_said_and_stays(
    stored: Workspace, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise duckdb.IOException("IO Error: no space left on device")

    monkeypatch.setattr(stored._checkpoints, "_checkpoint", full)
    add_stage(stored, 1)
    assert until(lambda: "could not be moved" in caplog.text)
    assert stored.rows("SELECT count(*) FROM stages") == [(1,)]
