"""What is no character stands in no text of a workspace: not in what a former version stored, nor in what comes in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cx import words
from cx.analysis.coverage import coverage
from cx.changes.load import apply_sheets, load
from cx.changes.undo import undo
from cx.changes.write import sheet_of, write_rows
from cx.store import Workspace, memory, open_workspace
from cx.store.no_characters import HELD
from cx.store.rows import Change
from cx.store.verify import verify
from cx.tables import TABLES, Type
from cx.workshop.content import Option, Topic
from cx.workshop.decisions import Decision, decide
from cx.workshop.publish import close_room
from cx.workshop.settings import set_note, set_topics
from cx.workshop.verify import verify_rooms
from tests.attacks.injections import plain_tables, text_columns
from tests.random_workspaces import write_folder
from tests.workshop.rooms import led

SIGN = "\ufffe\x1b\U0001ffff"


def dirty_texts(workspace: Workspace) -> list[str]:
    """Tables that hold such a sign, raw or as JSON spells it."""
    tables = workspace.rows(
        "SELECT table_name, list(column_name) FROM duckdb_columns()"
        " WHERE database_name = current_database() AND data_type = 'VARCHAR' AND NOT internal GROUP BY ALL"
    )
    test = "SELECT 1 FROM {} WHERE regexp_matches(lower(concat_ws('', {})), ?) LIMIT 1"
    return [table for table, columns in tables if workspace.rows(test.format(table, ", ".join(columns)), [f"{HELD}|u001b|ufffe"])]


def numbers(workspace: Workspace) -> list[tuple[object, ...]]:
    """What the method makes of the rows, and how many there are."""
    found = coverage(workspace).needs
    return sorted(zip(found["state"], found["fulfilment"].fillna(-1.0), strict=True)) + workspace.rows(
        "SELECT count(*) FROM ratings UNION ALL SELECT count(*) FROM decisions UNION ALL SELECT count(*) FROM audit_rows"
    )


def as_formerly_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """A workspace of a version that took every sign: in every text of every table, in a room and its decisions, and in the history."""
    tables = plain_tables()
    for table, column in text_columns():
        for row in tables.get(table.name, ()):
            if value := row.get(column.name):
                parts = str(value).split(";") if column.type is Type.LIST else [str(value)]
                row[column.name] = ";".join(f"{part}{SIGN}" for part in parts)
    stages = tables["stages"]
    stages.append({**stages[0], "stage_id": str(stages[0]["stage_id"]).replace(SIGN, ""), "position": "90", "name": "Another"})
    with monkeypatch.context() as former:
        former.setattr("cx.changes.staging.left_out", lambda rows, sheet: rows)
        former.setattr("cx.words.all_printable", lambda value: value)
        with closing(open_workspace(path)) as workspace:
            with workspace.transaction() as cursor:
                sheets = [sheet_of(table.name, tables[table.name]) for table in TABLES if tables.get(table.name)]
                assert apply_sheets(cursor, sheets, Change("anna", "load")).applied
            room = led(workspace)
            room.go_to("score")
            room.all_say({item.item_id: [0, 0, 0] for item in room.room.items[:3]})
            room.go_to("decide")
            for item in room.room.items[:2]:
                decide(workspace, room.room_id, room.key, Decision(item.item_id, "fix", owner=f"Ana{SIGN}", rationale="So"), item.item_id)
            close_room(workspace, room.room_id, room.key, None)
            write_rows(workspace, "stages", [{"stage_id": stages[-1]["stage_id"], "position": "91", "name": "Newest"}], action="edit")
            with workspace.transaction() as cursor:
                cursor.execute("UPDATE workspace_meta SET value = '7' WHERE name = 'schema_version'")
            assert {"audit_rows", "workshop_room", "workshop_decision", "decisions", "scores"} < set(dirty_texts(workspace))
            return numbers(workspace)


def test_an_older_workspace_loses_the_signs_everywhere_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.duckdb"
    before = as_formerly_stored(path, monkeypatch)
    with closing(open_workspace(path)) as workspace:
        assert dirty_texts(workspace) == []
        assert numbers(workspace) == before
        with workspace.cursor() as cursor:
            assert [fault for check in [*verify(cursor), *verify_rooms(workspace)] for fault in check.faults] == []
        names = dict(workspace.rows("SELECT stage_id, name FROM stages"))
        assert names["s1"] == "Newest" and "s1-2" in names, "what was called the same without them has a number"
        undo(workspace, workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0])
        assert dict(workspace.rows("SELECT stage_id, name FROM stages"))["s1"] == "Another", "the history leads back as before"


def test_nothing_that_is_typed_or_called_so_comes_in_any_more(empty_workspace: Workspace, tmp_path: Path) -> None:
    workspace, half = empty_workspace, "a\ud800\ufffe\x1bb"
    write_folder(plain_tables(), tmp_path)
    assert load(workspace, [tmp_path]).applied
    room = led(workspace)
    set_note(workspace, room.room_id, room.key, room.room.items[0].item_id, half)
    set_topics(workspace, room.room_id, room.key, (Topic("t", half, "gaps", (Option("x", half), Option("y", "no")), 3, 2),))
    room.go_to("decide")
    decide(workspace, room.room_id, room.key, Decision(room.room.items[0].item_id, "fix", owner=half, rationale=half), "k")
    write_rows(workspace, "stages", [{"stage_id": "s1", "position": "1", "name": half}], action="edit", who=half)
    with workspace.transaction() as cursor:
        memory.set_aside(cursor, half, 1, f"name\n{half}\n", "anna")
    memory.remember(workspace, "upload", "f", half, ["name"], {"mapping": {}}, "anna")
    assert dirty_texts(workspace) == []


def test_the_database_finds_what_no_font_draws() -> None:
    signs = [
        chr(number) for number in (*range(0x100), *range(0xFDC0, 0xFE00), *range(0xFFF0, 0x10010), 0x1FFFE, 0x1FFFF, 0x10FFFF, 0x10FFFD)
    ]
    with closing(open_workspace()) as workspace:
        found = workspace.rows("SELECT s, regexp_matches(s, ?) FROM (SELECT unnest(?::VARCHAR[]) AS s)", [HELD, signs])
    assert {s for s, is_held in found if is_held} == {s for s in signs if not words.printable(s)}
