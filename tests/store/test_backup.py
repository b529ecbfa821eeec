"""A workspace is copied while people work in it, and what comes back is what stood there, value by value."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cx.changes.load import load
from cx.changes.write import write_rows
from cx.errors import WorkspaceBusy, WorkspaceError
from cx.store import Workspace, copies, open_workspace, schema, turn
from cx.store.backup import back_up, restore
from cx.store.records import RECORDS
from cx.tables import TABLES
from tests.conftest import ROOT, SAMPLE


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with a row in every table, and a history."""
    workspace = open_workspace(tmp_path / "home" / "w.duckdb")
    load(workspace, [SAMPLE])
    yield workspace
    workspace.close()


def every_value(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the database, whole."""
    names = [row[0] for row in workspace.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1")]
    return {name: sorted(workspace.rows(f"SELECT * FROM {name}"), key=repr) for name in names}


def commands(*lines: tuple[str | Path, ...]) -> tuple[list[int], str, str]:
    """Commands, one after another in a process of their own: what each returned, and what all of them said."""
    code = "import sys; from cx.__main__ import main; print(*[main(line) for line in eval(sys.argv[1])])"
    told = subprocess.run(
        [sys.executable, "-c", code, repr([list(map(str, line)) for line in lines])], cwd=ROOT, capture_output=True, text=True, check=True
    )
    *said, statuses = told.stdout.splitlines()
    return [int(status) for status in statuses.split()], "\n".join(said), told.stderr


def test_a_copy_taken_while_people_work_restores_every_value_of_every_table(stored: Workspace, tmp_path: Path) -> None:
    assert stored.path is not None
    home, copy = stored.path, tmp_path / "copy.duckdb"
    with pytest.raises(WorkspaceBusy, match="open in this very process"):
        back_up(home, copy)  # it would drop the engine's lock
    write_rows(stored, "stages", [{"stage_id": "late", "position": "90", "name": "Only in the log so far"}], action="edit")
    before = every_value(stored)
    statuses, said, trouble = commands(("backup", copy, "--database", home), ("restore", copy, "--database", home))
    assert statuses == [0, 1]
    assert f"holds the whole workspace: {len(TABLES) + len(RECORDS)} tables" in said
    assert "is in use, most likely by the running dashboard; stop it, then restore" in trouble
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    write_rows(stored, "stages", [{"stage_id": "later", "position": "91", "name": "After the copy"}], action="edit")
    after = every_value(stored)
    with pytest.raises(WorkspaceBusy, match="open in this very process"):
        restore(copy, home)
    stored.close()

    back, aside = restore(copy, home)
    assert aside is not None
    for path, expected in ((home, before), (aside, after)):
        workspace = open_workspace(path)
        assert every_value(workspace) == expected
        workspace.close()
    assert back.rows == sum(map(len, before.values()))
    assert sorted(p.name for p in home.parent.iterdir()) == sorted([aside.name, f"{aside.name}.lock", home.name, f"{home.name}.lock"])


def test_a_copy_taken_while_somebody_writes_is_one_state(stored: Workspace, tmp_path: Path) -> None:
    assert stored.path is not None
    done = threading.Event()

    def write() -> None:
        for number in range(10_000):
            if done.is_set():
                return
            rows = [{"stage_id": f"x{number}-{i}", "position": str(100 + i), "name": "Three at a time"} for i in range(3)]
            write_rows(stored, "stages", rows, action="edit")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        statuses, _, _ = commands(("backup", tmp_path / "copy.duckdb", "--database", stored.path))
    finally:
        done.set()
        writer.join()
    assert statuses == [0]
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as connection:
        ((copied,),) = connection.execute("SELECT count(*) FROM stages WHERE name = 'Three at a time'").fetchall()
    assert copied % 3 == 0 < copied


def test_whoever_copies_forever_does_not_stop_the_writers_forever(stored: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE", 0.1)
    with (
        turn.Turn(stored.path),
        pytest.raises(WorkspaceBusy, match="A copy of the workspace is being taken, .* Nothing was changed; try again later"),
    ):
        write_rows(stored, "stages", [{"stage_id": "x", "position": "99", "name": "Kept out"}], action="edit")
    write_rows(stored, "stages", [{"stage_id": "x", "position": "99", "name": "Let in"}], action="edit")
    assert stored.rows("SELECT name FROM stages WHERE stage_id = 'x'") == [("Let in",)]


def test_what_cannot_be_a_copy_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    open_workspace(tmp_path / "w.duckdb").close()
    workspace = (tmp_path / "w.duckdb").read_bytes()
    (tmp_path / "text.duckdb").write_text("hello")
    with duckdb.connect(str(tmp_path / "orders.duckdb")) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS order_id")
    cases = {
        "text.duckdb": "cannot be read back, so it is not kept: .*is not a workspace",
        "orders.duckdb": "it holds other tables",
        "nothing.duckdb": "There is no copy",
        "w.duckdb": "is the workspace itself",
    }
    for name, said in cases.items():
        with pytest.raises(WorkspaceError, match=said):
            restore(tmp_path / name, tmp_path / "w.duckdb")
    with pytest.raises(WorkspaceError, match="exists already. Name another file"):
        back_up(tmp_path / "w.duckdb", tmp_path / "text.duckdb")
    assert (tmp_path / "w.duckdb").read_bytes() == workspace
    assert {p.name for p in tmp_path.iterdir()} == {"w.duckdb", "w.duckdb.lock", "text.duckdb", "orders.duckdb"}


def test_a_damaged_workspace_gives_no_copy_that_looks_whole(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    workspace = open_workspace(path)
    load(workspace, [SAMPLE])
    workspace.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(size // 4, size, 2**17):
            file.seek(place)
            file.write(os.urandom(64))
    with pytest.raises(WorkspaceError, match="The copy cannot be read back, so it is not kept"):
        back_up(path, tmp_path / "copy.duckdb")
    assert not (tmp_path / "copy.duckdb").exists()


def test_a_copy_in_a_folder_has_the_time_in_its_name(tmp_path: Path) -> None:
    open_workspace(tmp_path / "w.duckdb").close()
    (tmp_path / "copies").mkdir()
    copied = back_up(tmp_path / "w.duckdb", tmp_path / "copies")
    assert copied.path.parent.name == "copies"
    assert copied.path.name.startswith("w.backup-20")


# --- before an upgrade --------------------------------------------------------------------------------------


def made_older(path: Path) -> None:
    workspace = open_workspace(path)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE workspace_meta SET value = '4' WHERE name = 'schema_version'")
    workspace.close()


def before_upgrade(folder: Path) -> list[Path]:
    return sorted(folder.glob("w.before-upgrade-to-*.duckdb"))


def test_a_workspace_is_copied_before_it_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    workspace = open_workspace(path)
    load(workspace, [SAMPLE])
    stages = workspace.rows("SELECT * FROM stages ORDER BY 1")
    workspace.close()
    made_older(path)
    open_workspace(path).close()
    (kept,) = before_upgrade(tmp_path)
    assert kept.name.startswith(f"w.before-upgrade-to-{schema.SCHEMA_VERSION}-20")
    with duckdb.connect(str(kept), read_only=True) as connection:
        assert schema.version_of(connection) == 4
        assert connection.execute("SELECT * FROM stages ORDER BY 1").fetchall() == stages
    open_workspace(path).close()
    assert before_upgrade(tmp_path) == [kept], "the next start upgrades nothing"


def test_the_newest_copies_from_before_upgrades_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    open_workspace(path).close()
    made = []
    for day in range(5):
        kept = copies.keep_before_upgrade(path, 5).rename(tmp_path / f"w.before-upgrade-to-5-2026-11-0{day + 1}-120000.duckdb")
        os.utime(kept, (day, day))
        made.append(kept)
    for later in made[-2:]:  # a clock that was set back since makes the newest no older one
        os.utime(later, (4e9, 4e9))
    made_older(path)
    open_workspace(path).close()
    kept = before_upgrade(tmp_path)
    assert (len(kept), set(made[-2:]) <= set(kept)) == (3, True)


def test_without_room_for_the_copy_nothing_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.duckdb"
    made_older(path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(copies, "copy_files", full)
        with pytest.raises(WorkspaceError, match="no copy of it can be kept .*No space left on device. Make room for .* MB"):
            open_workspace(path)
    with duckdb.connect(str(path)) as connection:
        assert schema.version_of(connection) == 4
    open_workspace(path).close()
