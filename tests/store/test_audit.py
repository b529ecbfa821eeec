"""The audit log says who changed what, when, from which file, and how each row was before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.store import Workspace
from cx.tables import TABLES
from tests.conftest import ROOT

STAGES = "stage_id,position,name\n"


@pytest.fixture
def stages_file(tmp_path: Path) -> Callable[[str], Path]:
    """Writes stages.csv with some rows."""

    def write(rows: str) -> Path:
        path = tmp_path / "stages.csv"
        path.write_text(STAGES + rows)
        return path

    return write


def log(workspace: Workspace) -> list[dict]:
    return workspace.frame("SELECT * FROM audit_log ORDER BY audit_id").to_dict("records")


def touched(workspace: Workspace, audit_id: int) -> list[tuple]:
    rows = workspace.rows("SELECT table_name, before, after FROM audit_rows WHERE audit_id = ? ORDER BY after", [audit_id])
    return [(name, *(json.loads(text) if text else None for text in states)) for name, *states in rows]


def test_a_load_is_recorded_with_who_when_what_and_the_file(empty_workspace: Workspace, stages_file) -> None:
    begin = datetime.now(UTC).replace(tzinfo=None)
    load(empty_workspace, [stages_file("s1,1,Buy\ns2,2,Use\n")], who="ann")
    (entry,) = log(empty_workspace)
    assert (entry["who"], entry["action"], entry["source"]) == ("ann", "load", "stages.csv")
    assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
    assert (entry["rows_new"], entry["rows_changed"], entry["rows_removed"]) == (2, 0, 0)
    assert timedelta(0) <= entry["happened_at"].to_pydatetime() - begin + timedelta(seconds=1) < timedelta(hours=1)


def test_every_touched_row_is_recorded_before_and_after(empty_workspace: Workspace, stages_file) -> None:
    load(empty_workspace, [stages_file("s1,1,Buy\ns2,2,Use\n")])
    load(empty_workspace, [stages_file("s1,1,Pay\ns2,2,Use\ns3,3,Leave\n")])
    buy = {"stage_id": "s1", "position": 1, "name": "Buy", "description": None}
    leave = {"stage_id": "s3", "position": 3, "name": "Leave", "description": None}
    assert touched(empty_workspace, log(empty_workspace)[1]["audit_id"]) == [
        ("stages", buy, buy | {"name": "Pay"}),
        ("stages", None, leave),
    ]


def test_a_removed_row_is_recorded_as_it_was(empty_workspace: Workspace, stages_file) -> None:
    load(empty_workspace, [stages_file("s1,1,Buy\ns2,2,Use\n")])
    load(empty_workspace, [stages_file("s2,2,Use\n")], replace=True)
    write_rows(empty_workspace, "stages", [], remove=[{"stage_id": "s2"}], action="remove stage", who="bob")
    _, replaced, removed = log(empty_workspace)
    assert (replaced["action"], replaced["rows_removed"]) == ("replace", 1)
    assert [row[1:] for row in touched(empty_workspace, replaced["audit_id"])] == [
        ({"stage_id": "s1", "position": 1, "name": "Buy", "description": None}, None)
    ]
    assert (removed["who"], removed["action"], removed["rows_removed"]) == ("bob", "remove stage", 1)
    assert empty_workspace.rows("SELECT source FROM audit_log WHERE action = 'remove stage'") == [(None,)]


def test_other_content_has_another_fingerprint(empty_workspace: Workspace, stages_file) -> None:
    for rows in ("s1,1,Buy\n", "s1,1,Pay\n", "s1,1,Buy\n"):
        load(empty_workspace, [stages_file(rows)])
    first, second, third = (entry["sha256"] for entry in log(empty_workspace))
    assert first == third != second


def test_what_changes_nothing_or_is_refused_leaves_no_record(empty_workspace: Workspace, stages_file) -> None:
    load(empty_workspace, [stages_file("s1,1,Buy\n")])
    before = log(empty_workspace), empty_workspace.rows("SELECT * FROM audit_rows")
    load(empty_workspace, [stages_file("s1,1,Buy\n")])
    load(empty_workspace, [stages_file("s1,0,Buy\n")])
    load(empty_workspace, [stages_file("s1,1,Pay\n")], dry_run=True)
    with pytest.raises(InvalidData):
        write_rows(empty_workspace, "stages", [{"stage_id": "s1", "position": "0"}], action="edit")
    assert (log(empty_workspace), empty_workspace.rows("SELECT * FROM audit_rows")) == before


def test_records_are_only_ever_added(empty_workspace: Workspace, stages_file) -> None:
    seen: list[tuple] = []
    for rows, replace in (("s1,1,Buy\n", False), ("s1,1,Pay\n", False), ("s2,2,Use\n", True), ("s2,2,Try\n", True)):
        load(empty_workspace, [stages_file(rows)], replace=replace)
        records = empty_workspace.rows("SELECT * FROM audit_log JOIN audit_rows USING (audit_id) ORDER BY audit_id, after")
        assert records[: len(seen)] == seen
        assert len(records) > len(seen)
        seen = records


def test_no_code_changes_or_removes_a_record() -> None:
    assert not [table.name for table in TABLES if table.name.startswith("audit")]
    changing = r"UPDATE|DELETE\s+FROM|TRUNCATE|DROP\s+TABLE|ALTER\s+TABLE|MERGE\s+INTO"
    a_new_column = r"(?!\w+\s+ADD\s+COLUMN\b)"
    statement = re.compile(rf"\b({changing})\s+\W*(?=audit_){a_new_column}", re.I)
    files = [path for path in (ROOT / "cx").rglob("*") if path.suffix in (".py", ".sql")]
    assert any("INSERT INTO audit_log" in path.read_text(encoding="utf-8") for path in files)
    # What is erased leaves the record too, in a database that is written anew.
    assert [path.name for path in files if statement.search(path.read_text(encoding="utf-8"))] == ["erasing.py"]
