"""What stands of a person can be erased: afterwards no byte of the workspace holds it, and everything else is as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace
from cx.store.memory import remember, set_aside
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.settings import set_note
from tests.random_workspaces import write_folder
from tests.workshop.rooms import led, shortfalls

NAMES = (
    "Ana Quill", "BEN.ODDLEY@EXAMPLE.ORG", 'Cleo "CQ" Quirk', "Dörte Müßig", "Еlena Зимина", "Fünf; Sechs", "+49 170 5550123", "Gita\\Home", "Hal 9 'X'", "岩田さん",
    "Ivo-Kay", "J. Lum", "Kim_Ray", "Łucja", "<Mo & Co>", "203.0.113.77", "Nele, Nora", "O'Hara", "P=Q", "Quentin Zed",
)  # fmt: skip
"""Twenty, with every sign that JSON or CSV write otherwise."""


@dataclass
class Planted:
    """A workspace in a file, with names in every place in which something is kept."""

    path: Path
    rows: dict[str, int] = field(default_factory=dict)


def plant(workspace: Workspace, folder: Path) -> None:
    """Put every name into rows, rows that went, refused rows, readings, notes, votes and decisions."""
    tables = shortfalls()
    tables["interviews"] = [{"interview_id": f"i{n}", "segment_id": "g1", "participant": name} for n, name in enumerate(NAMES)]
    write_folder(tables, folder)
    assert not load(workspace, [folder], who=NAMES[0]).refused
    notes = [{"need_id": "n1", "stage_id": "s1", "owner": NAMES[1], "note": f"Line one\n{' / '.join(NAMES)} said so."}]
    write_rows(workspace, "causes", notes, action="edit")
    raters = [{"round_id": "r1", "touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1", "source": "expert", "rater": name, "value": "0.5"} for name in NAMES]  # fmt: skip
    audit = write_rows(workspace, "ratings", raters, action="edit")
    assert audit is not None
    undo(workspace, int(workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0]))
    write_rows(workspace, "improvements", [{"improvement_id": "m9", "name": "x", "cost": "1", "owner": NAMES[3]}], action="edit")
    with workspace.transaction() as cursor:
        rows = [["touchpoint", "said by", "reason"], *(["Till", name, f"“{name}” is no number"] for name in NAMES)]
        with (folder / "kept.csv").open("w+", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        kept = (folder / "kept.csv").read_text(encoding="utf-8")
        set_aside(cursor, f"{NAMES[2]}.csv", len(NAMES), kept, NAMES[0])
    remember(workspace, "upload", "f1", f"{NAMES[4]}.xlsx", list(NAMES), {"words": {name: name for name in NAMES}}, NAMES[0])
    room = led(workspace)
    room.go_to("decide")
    set_note(workspace, room.room_id, room.key, undecided(workspace, room.room)[0].item_id, f"{NAMES[9]} objects")
    for item, name in zip(undecided(workspace, room.room), NAMES, strict=False):
        decide(workspace, room.room_id, room.key, Decision(item.item_id, "fix", owner=name, rationale=f"As {name} says"), "one")


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    path = tmp_path / "place" / "journey.duckdb"
    workspace = open_workspace(path)
    plant(workspace, tmp_path / "folder")
    made = Planted(path, counted(workspace))
    workspace.close()
    yield made


def counted(workspace: Workspace) -> dict[str, int]:
    names = [row[0] for row in workspace.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1")]
    return {name: int(workspace.rows(f"SELECT count(*) FROM {name}")[0][0]) for name in names}


def held_in(workspace: Workspace) -> set[str]:
    """The names that some cell holds, in whatever way a cell encloses them."""
    columns = workspace.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND data_type = 'VARCHAR'"
    )
    cells = [str(cell) for table, name in columns for (cell,) in workspace.rows(f"SELECT DISTINCT {name} FROM {table}")]
    whole = "\n".join([*cells, *(cell.encode().decode("unicode_escape", "ignore") for cell in cells if "\\" in cell)]).replace('""', '"')
    return {name for name in NAMES if name.lower() in whole.lower()}


def bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()) if file.is_file()).lower()


def in_bytes(path: Path) -> set[str]:
    written = bytes_beside(path)
    return {name for name in NAMES if name.encode().lower() in written or name.lower().encode() in written}


def test_twenty_names_in_every_place_are_in_no_byte_afterwards_and_all_else_stands(
    planted: Planted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = planted.path
    assert len(in_bytes(path)) >= 15, "the names are found where they stand"
    assert main(["erase", *NAMES, "--database", str(path)]) == 0
    told = capsys.readouterr().out
    assert "set_aside.content: 1 cell" in told and "interviews.participant: 20 cells" in told and "Nothing was changed" in told
    assert main(["erase", *NAMES, "--database", str(path), "--yes"]) == 0
    assert in_bytes(path) == set()
    with closing(open_workspace(path)) as workspace:
        assert held_in(workspace) == set()
        assert counted(workspace) == planted.rows, "no row goes, and rows that were apart stay apart"
        export_folder(workspace, tmp_path / "out")
        assert len({row[0] for row in workspace.rows("SELECT participant FROM interviews")}) == len(NAMES)
    exported = b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir()).decode().lower()
    assert not [name for name in NAMES if name.lower() in exported.replace('""', '"')]
    capsys.readouterr()
    assert main(["verify", str(path)]) == 0, capsys.readouterr().out
    assert "The workspace is whole." in capsys.readouterr().out
    assert in_bytes(path) == set(), "nor does the check bring any back"


def test_a_text_goes_only_as_a_word_of_its_own_and_short_ones_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "journey.duckdb"
    with closing(open_workspace(path)) as workspace:
        rows = [{"stage_id": "ana", "position": "1", "name": "Anatomy of ana; ANA-lysis", "description": "Banana\nAna"}]
        write_rows(workspace, "stages", rows, action="edit")
    assert main(["erase", "ana", "--database", str(path), "--yes"]) == 0
    with closing(open_workspace(path)) as workspace:
        ((stage, name, text),) = workspace.rows("SELECT stage_id, name, description FROM stages")
    assert name == f"Anatomy of {stage}; {name.split('; ')[1]}" and name.endswith("-lysis") and stage.startswith("erased-")
    assert text.startswith("Banana\nerased-") and len({stage, text[7:], name.split("; ")[1][:-6]}) == 3, "each way of writing has its own"
    assert main(["erase", "an", "--database", str(path), "--yes"]) == 2
    assert "at least 3 characters" in capsys.readouterr().err


def test_copies_from_before_are_named_and_an_open_workspace_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "journey.duckdb"
    with closing(open_workspace(path)) as workspace:
        write_rows(workspace, "stages", [{"stage_id": "s", "position": "1", "name": "Ana Quill"}], action="edit")
        assert main(["erase", "Ana Quill", "--database", str(path), "--yes"]) == 1
        assert "open" in capsys.readouterr().err
    copy = tmp_path / "journey.before-upgrade-to-9-2026-01-01-000000.duckdb"
    copy.write_bytes(path.read_bytes())
    assert main(["erase", "Ana Quill", "--database", str(path), "--yes"]) == 0
    assert str(copy) in capsys.readouterr().out
    assert main(["erase", "Ana Quill", "--database", str(path), "--yes"]) == 0
    assert "No cell of this workspace" in capsys.readouterr().out
