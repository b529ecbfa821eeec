"""What is damaged in a workspace is found, whichever way it came about, and what is whole is called whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.store import Workspace, open_workspace
from cx.store.records import RECORDS
from cx.store.verify import verify
from cx.tables import TABLES
from cx.workshop.verify import verify_rooms
from tests.conftest import SAMPLE
from tests.oracle import Tables
from tests.workshop.rooms import led, shortfalls


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample with edits, removals and an undo behind it."""
    workspace = open_workspace(tmp_path_factory.mktemp("verify") / "w.duckdb")
    load(workspace, [SAMPLE])
    write_rows(workspace, "stages", [{"stage_id": "z", "position": "90", "name": "Added"}], action="edit")
    write_rows(workspace, "stages", [{"stage_id": "z", "position": "91", "name": "Renamed"}], action="edit")
    undo(workspace, 3)
    undo(workspace, 2)
    yield workspace
    workspace.close()


def faults(workspace: Workspace, *damage: str) -> dict[str, list[str]]:
    """What is found after statements that no code of ours would run; they are taken back."""
    with workspace.dry_run() as cursor:
        for statement in damage:
            cursor.execute(statement)
        return {check.of: list(check.faults) for check in verify(cursor) if check.faults}


def test_a_workspace_that_was_lived_in_is_whole(lived_in: Workspace) -> None:
    assert faults(lived_in) == {}
    lived_in.checkpoint()


def without_rules(table: str, *changes: str) -> tuple[str, ...]:
    """The table anew without any rule, then changed."""
    return (
        f"CREATE TEMP TABLE kept AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"CREATE TABLE {table} AS SELECT * FROM kept",
        *(change.format(table) for change in changes),
    )


DAMAGE = {
    "a row that no change wrote": (
        ("INSERT INTO parameters VALUES ('seed', '7')",),
        {"history": ["1 row of parameters differ from what the history says."]},
    ),
    "a value that no change wrote": (
        ("UPDATE stages SET name = 'Other' WHERE position = 1",),
        {"history": ["1 row of stages differ from what the history says."]},
    ),
    "a rating that went without a change": (
        ("DELETE FROM ratings WHERE rowid = 3",),
        {"history": ["1 row of ratings differ from what the history says."]},
    ),
    "a change without its rows": (
        ("DELETE FROM audit_rows WHERE audit_id = 3",),
        {"history": ["1 record of stages do not begin where the record before ended."], "changes": ["Change 3 does not have the rows that it counts."]},
    ),
    "a change that is gone": (
        ("DELETE FROM audit_rows WHERE audit_id = 3", "DELETE FROM audit_log WHERE audit_id = 3"),
        {
            "references": ["1 row of audit_log: refers to a audit_id that audit_log does not have."],
            "history": ["1 record of stages do not begin where the record before ended."],
            "changes": ["1 of 5 changes are missing from the history."],
        },
    ),
    "a share above one": (
        without_rules("links", "UPDATE links SET usage_share = 2 WHERE rowid = (SELECT min(rowid) FROM {})"),
        {"rules": ["1 row of links: breaks the rule ((usage_share >= 0.0) AND (usage_share <= 1.0))."], "history": ["1 row of links differ from what the history says."]},
    ),
    "a key that stands twice": (
        without_rules("ratings", "INSERT INTO ratings FROM ratings WHERE rowid = (SELECT min(rowid) FROM {})"),
        {"rules": ["1 key of ratings stand there more than once."], "history": ["1 row of ratings differ from what the history says."]},
    ),
    "a rating of nothing": (
        without_rules("ratings", "UPDATE ratings SET need_id = 'nobody' WHERE rowid = (SELECT min(rowid) FROM {})"),
        {"references": ["1 row of ratings: refers to a need_id that needs does not have."], "history": ["1 row of ratings differ from what the history says."]},
    ),
    "a table that is gone": (("DROP TABLE ballots",), {"values": ["The table ballots is missing."]}),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_and_named(kind: str, lived_in: Workspace) -> None:
    statements, expected = DAMAGE[kind]
    assert faults(lived_in, *statements) == expected


def test_a_sealed_mark_that_was_altered_is_found_and_a_lost_key_is_said(
    folder_of: Callable[[Tables], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "keys"))
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        assert load(workspace, [folder_of(shortfalls())]).applied
        room = led(workspace)
        room.go_to("score")
        room.all_say({item.item_id: [1, 2, 3] for item in room.room.items[:2]})
        assert [(c.of, c.seen, c.faults) for c in verify_rooms(workspace)][1] == ("seals", "6 sealed marks opened", ())
        with workspace.cursor() as cursor:
            assert [check.faults for check in verify(cursor)] == [()] * 6
        with workspace.transaction() as cursor:
            cursor.execute("UPDATE workshop_mark SET complete = false WHERE number = 2")
        _, seals = verify_rooms(workspace)
        assert seals.seen == "5 sealed marks opened"
        assert seals.faults == ("1 mark of the room “Tuesday” do not open: they were altered, or exchanged for others.",)
    assert main(["backup", str(tmp_path / "copy.duckdb"), "--database", str(tmp_path / "w.duckdb")]) == 0
    said = capsys.readouterr().out
    assert f"It does not hold the keys of the 6 marks that are sealed in open rooms: copy the folder {tmp_path / 'keys'} on its own" in said
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "elsewhere"))
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        _, seals = verify_rooms(workspace)
        assert (seals.seen, seals.faults) == (
            "0 sealed marks opened, 6 not: their key is not on this machine (CX_SEAL_KEY_DIR names its folder)", ()
        )  # fmt: skip
        with workspace.transaction() as cursor:
            cursor.execute("UPDATE workshop_room SET content = replace(content, 'n1', 'n9')")
        (tables_of_rooms,) = verify_rooms(workspace)
        assert tables_of_rooms.faults == ("The table of the room “Tuesday” is not the one that was frozen.",)


def test_the_command_reads_a_workspace_that_is_in_use_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.duckdb"
    with closing(open_workspace(path)) as workspace:
        load(workspace, [SAMPLE])
    before = path.read_bytes()
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr().out
    assert f"values: every value of {len(TABLES) + len(RECORDS)} tables" in said
    assert said.endswith("The workspace is whole.\n")
    assert path.read_bytes() == before

    with path.open("r+b") as file:
        for place in range(len(before) // 4, len(before), 2**17):
            file.seek(place)
            file.write(os.urandom(64))
    assert main(["verify", str(path)]) == 1
    said = capsys.readouterr().out
    assert "What to do: " in said
    assert "restore the newest copy that is whole" in said.lower()
    assert said.endswith("The workspace is damaged; nothing was changed.\n")
