"""What can happen to the files of a workspace: each has one message that says what to do, and nothing that was saved is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cx.__main__ import main
from cx.changes.write import write_rows
from cx.errors import NoRoom, NotAWorkspace, TooMuchAtOnce, WorkspaceDamaged, WorkspaceError, WorkspaceReplaced, WorkspaceTooNew
from cx.store import Workspace, open_workspace
from cx.store.log_scan import damage_of, whole_to
from tests.conftest import ROOT


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Workspace]:
    """An open workspace whose last change stands in the log alone."""
    workspace = open_workspace(tmp_path / "w.duckdb")
    workspace.checkpoint()
    add_stage(workspace, 1)
    yield workspace
    workspace.close()


def add_stage(workspace: Workspace, number: int) -> None:
    write_rows(workspace, "stages", [{"stage_id": f"s{number}", "position": str(number), "name": "Stage"}], action="edit")


def stages(workspace: Workspace) -> int:
    return int(workspace.rows("SELECT count(*) FROM stages")[0][0])


def killed(path: Path, number: int) -> None:
    """What a process leaves that is killed: one stage stands in the file, `number` more in the log. The files of an open workspace are
    copied by another process, since reading them here would drop the engine's lock."""
    live = path.with_name(f"live-{path.name}")
    with closing(open_workspace(live)) as workspace:
        add_stage(workspace, 1)
        workspace.checkpoint()
        for more in range(number):
            add_stage(workspace, more + 2)
        for ending in ("", ".wal"):
            subprocess.run(["cp", f"{live}{ending}", f"{path}{ending}"], check=True)


# --- while it is open ---------------------------------------------------------------------------------------


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    other = path.with_name("other.duckdb")
    subprocess.run(["cp", str(path), str(other)], check=True)
    other.replace(path)


def written_over(path: Path) -> None:
    """As `cp copy.duckdb w.duckdb` does it: the file stays, its content goes."""
    content = subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout
    subprocess.run(["dd", f"of={path}", "conv=notrunc", "status=none"], input=os.urandom(len(content)), check=True)


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize("happens", [removed, replaced, written_over, cut_off, emptied])
def test_nothing_is_written_to_a_file_that_something_else_has_touched(happens: Callable[[Path], None], stored: Workspace) -> None:
    assert stored.path is not None
    happens(stored.path)
    left = stored.path.read_bytes() if stored.path.exists() else None
    what = "was removed" if happens is removed else "was replaced, or written to by another program,"
    for _ in range(2):
        with pytest.raises(
            WorkspaceReplaced, match=f"{what} while the dashboard had it open, so nothing more is written.*export.*restore COPY"
        ):
            add_stage(stored, 2)
    assert stages(stored) == 1, "what is known can still be read, and exported"
    stored.close()
    assert (stored.path.read_bytes() if stored.path.exists() else None) == left, "closing it writes nothing either"


def log_removed(log: Path) -> None:
    log.unlink()


def log_of_another(log: Path) -> None:
    log.write_bytes(os.urandom(4_000))


@pytest.mark.parametrize("happens", [log_removed, log_of_another])
def test_a_log_that_something_else_has_touched_is_written_anew(
    happens: Callable[[Path], None], stored: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    happens(Path(f"{stored.path}.wal"))
    add_stage(stored, 2)
    assert "taken away or changed by another program; it is written anew" in caplog.text
    copy = Path(f"{stored.path}.killed")
    for ending in ("", ".wal"):
        subprocess.run(["cp", f"{stored.path}{ending}", f"{copy}{ending}"], check=True)
    with duckdb.connect(str(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM stages").fetchall() == [(2,)]


FULL = """
import logging, os, resource, sys
from cx.errors import NoRoom
from cx.store import open_workspace
from tests.store.test_bad_night import add_stage, stages
logging.basicConfig(stream=sys.stdout, format="LOG %(message)s")
workspace = open_workspace(sys.argv[1])
limit = os.path.getsize(sys.argv[1]) + 4096
held = resource.getrlimit(resource.RLIMIT_FSIZE)
for number in range(1, 31):
    add_stage(workspace, number)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, held[1]))
for act in (workspace.checkpoint, lambda: add_stage(workspace, 99), workspace.checkpoint):
    try:
        act()
        print("done")
    except NoRoom as error:
        print("NoRoom", error)
print(stages(workspace))
resource.setrlimit(resource.RLIMIT_FSIZE, held)
add_stage(workspace, 100)
workspace.checkpoint()
print(stages(workspace))
workspace.close()
"""


def test_a_full_disk_is_said_and_loses_nothing_and_the_workspace_goes_on_once_there_is_room(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FULL, str(tmp_path / "w.duckdb")], cwd=ROOT, capture_output=True, text=True)
    lines = [line for line in run.stdout.splitlines() if not line.startswith("LOG")]
    assert run.returncode == 0, run.stderr
    assert lines[0].startswith(f"NoRoom The disk that holds {tmp_path} is full. What was saved before stays saved")
    assert "Make room there and try again" in lines[0]
    assert lines[-2:] == ["30", "31"]
    assert "LOG The disk that holds" in run.stdout
    workspace = open_workspace(tmp_path / "w.duckdb")
    assert stages(workspace) == 31
    workspace.close()


def test_the_log_is_not_moved_where_the_disk_is_nearly_full(stored: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    with pytest.raises(NoRoom, match="is nearly full; make room for 4 MB"):
        stored.checkpoint()
    add_stage(stored, 2)
    assert stages(stored) == 2


def test_what_the_memory_does_not_hold_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx.store.opening.MEMORY", "60MB")
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        with pytest.raises(TooMuchAtOnce, match="more memory than the 60MB .* Nothing was changed"), workspace.transaction():
            raise MemoryError
        with pytest.raises(TooMuchAtOnce, match="more memory"):
            workspace.rows("SELECT string_agg(repeat(i::VARCHAR, 10000), '') FROM range(1000000) t(i)")
        add_stage(workspace, 1)
        assert stages(workspace) == 1


def test_words_of_a_fault_in_somebodys_row_are_no_fault(stored: Workspace) -> None:
    with pytest.raises(duckdb.ConversionException), stored.transaction() as cursor:
        cursor.execute("SELECT 'no space left on device'::INTEGER")


# --- at the start -------------------------------------------------------------------------------------------


def test_a_log_of_another_database_is_not_taken_for_its_own(tmp_path: Path) -> None:
    killed(tmp_path / "one.duckdb", 2)
    killed(tmp_path / "two.duckdb", 2)
    shutil.copy(tmp_path / "two.duckdb.wal", tmp_path / "one.duckdb.wal")
    with pytest.raises(WorkspaceDamaged, match="The log .*one.duckdb.wal belongs to another database.*restore COPY"):
        open_workspace(tmp_path / "one.duckdb")
    (tmp_path / "two.duckdb").unlink()
    with pytest.raises(WorkspaceDamaged, match="There is no file .*two.duckdb, but its log .*Nothing was made"):
        open_workspace(tmp_path / "two.duckdb")
    assert (tmp_path / "two.duckdb.wal").stat().st_size > 0, "what it holds is still there for its own file"


def test_changes_that_stand_behind_a_damage_of_the_log_are_not_dropped_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, log = tmp_path / "w.duckdb", tmp_path / "w.duckdb.wal"
    killed(path, 6)
    whole = log.read_bytes()
    assert (whole_to(whole), damage_of(log)) == (len(whole), None), "the engine writes its log as this check reads it"
    middle = len(whole) // 2
    damaged = whole[:middle] + bytes(64) + whole[middle + 64 :]
    log.write_bytes(damaged)
    with pytest.raises(
        WorkspaceDamaged, match=r"is damaged at byte [\d,]+: [34] changes that were acknowledged stand behind it .*verify DB --repair"
    ):
        open_workspace(path)
    assert log.read_bytes() == damaged
    assert main(["verify", str(path)]) == 1
    assert f"The log {log} is damaged at byte" in capsys.readouterr().out
    assert main(["verify", str(path), "--repair"]) == 0
    assert "It is cut before that, and kept whole as" in capsys.readouterr().out
    assert [kept.read_bytes() for kept in tmp_path.glob("w.duckdb.wal.damaged-*")] == [damaged]
    with closing(open_workspace(path)) as workspace:
        assert stages(workspace) in (3, 4)


def test_a_log_that_breaks_off_is_that_of_a_killed_process(tmp_path: Path) -> None:
    path, log = tmp_path / "w.duckdb", tmp_path / "w.duckdb.wal"
    killed(path, 2)
    whole = log.read_bytes()
    for left in (whole[:-1], whole[: len(whole) - 30], whole[:9], b"", whole + bytes(4096)):
        log.write_bytes(left)
        assert damage_of(log) is None
    for unreadable in (os.urandom(4_000), b"\0" * 60 + whole[60:]):
        log.write_bytes(unreadable)
        with pytest.raises(WorkspaceDamaged, match="is damaged at byte 0"):
            open_workspace(path)
    log.write_bytes(whole[:-1])
    with closing(open_workspace(path)) as workspace:
        assert stages(workspace) == 2


def test_a_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    open_workspace(path).close()
    whole = path.read_bytes()
    for size in (len(whole) // 2, 5_000, 100):
        path.write_bytes(whole[:size])
        with pytest.raises(
            WorkspaceDamaged, match="A part of .*w.duckdb cannot be read: the file is cut off or damaged.*restore COPY.*verify"
        ):
            open_workspace(path)
        assert path.read_bytes() == whole[:size]


def test_a_file_that_this_user_may_not_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise duckdb.IOException('IO Error: Cannot open file "w": Permission denied')

    monkeypatch.setattr(duckdb, "connect", refused)
    with pytest.raises(
        WorkspaceError, match="may not be used by this program. Nothing was changed. Let the user who runs it read and write"
    ):
        open_workspace(tmp_path / "w.duckdb")


def test_a_folder_that_takes_no_log_is_said_with_the_first_change(stored: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = 'TransactionContext Error: Failed to commit: Cannot open file "w.duckdb.wal": Permission denied'
    with pytest.raises(WorkspaceError, match="may not be used by this program"), stored.transaction():
        raise duckdb.TransactionException(refused)


def test_a_file_of_a_newer_engine_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def newer(*_: object, **__: object) -> None:
        raise duckdb.IOException(
            "IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 68."
        )

    monkeypatch.setattr(duckdb, "connect", newer)
    with pytest.raises(WorkspaceTooNew, match="newer version of the database engine. Update the tool"):
        open_workspace(tmp_path / "w.duckdb")


def test_a_computer_without_free_files_is_said(tmp_path: Path) -> None:
    code = (
        "import os, resource, sys; from cx.__main__ import main; held = len(os.listdir('/proc/self/fd')) - 1;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (held, held)); sys.exit(main(['history', '--database', sys.argv[1]]))"
    )
    open_workspace(tmp_path / "w.duckdb").close()
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path / "w.duckdb")], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    assert "lets this program open no more files" in run.stderr
    assert "raise the limit (ulimit -n 4096)" in run.stderr


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace, match="is not a workspace of this tool. Name another file"):
        open_workspace(tmp_path)
