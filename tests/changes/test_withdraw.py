"""A participant is withdrawn: nothing of them stays anywhere, and every number is as if they had never been there."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace
from tests.withdrawn import MARKS, WHO, plant


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the words of one person stand everywhere; copied by whoever changes it."""
    path = tmp_path_factory.mktemp("planted") / "journey.duckdb"
    folder = tmp_path_factory.mktemp("brought") / "first"
    with closing(open_workspace(path)) as workspace:
        plant(workspace, folder)
    return path


@pytest.fixture
def place(planted: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "home" / "journey.duckdb"
    path.parent.mkdir()
    path.write_bytes(planted.read_bytes())
    return path


def in_cells(workspace: Workspace) -> str:
    """Every cell of text of every table: the engine packs texts, so that bytes alone do not show them all."""
    columns = workspace.rows(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND database_name = current_database()"
    )
    return "\n".join(str(row[0]) for table, column in columns for row in workspace.rows(f"SELECT {column} FROM {table}")).lower()


def in_files(*folders: Path) -> str:
    """Every byte of every file under these folders, with the names of the files."""
    found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return "\n".join(str(file) + file.read_bytes().decode("latin-1") for file in found).lower()


def test_fifty_strings_are_in_no_byte_afterwards_and_what_would_change_was_said_before(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with closing(open_workspace(place)) as workspace:
        assert [mark for mark in MARKS if mark not in in_cells(workspace)] == [], "all of them stand there before"
    assert main(["withdraw", "owl ZQ00xv", "--database", str(place)]) == 0
    said = capsys.readouterr().out
    for line in (
        "Owl zq00xv · All · 2 interviews",
        "Nobody looks at the signs: Supported → Open (4 of 4 asked support it)",
        "Can do it: Qualitative → Assumed",
        "Personas: 1 row (quote)",
        "Take back changes ",
        "Nothing was changed.",
    ):
        assert line in said
    assert main(["withdraw", WHO, "--database", str(place), "--yes"]) == 0
    told = capsys.readouterr().out
    with closing(open_workspace(place)) as workspace:
        cells = in_cells(workspace)
        export_folder(workspace, tmp_path / "exported")
    for form in ("md", "html"):
        assert main(["report", "--database", str(place), "--out", str(tmp_path / f"report.{form}")]) == 0
    everywhere = (
        cells
        + told.lower()
        + in_files(place.parent, temporary, tmp_path / "exported")
        + (tmp_path / "report.md").read_text()
        + (tmp_path / "report.html").read_text()
    )
    assert [mark for mark in MARKS if mark in everywhere] == []
    assert "somebody else's words" in cells and "see erased-" in cells and "and i1." in cells, "what others said stays"
    capsys.readouterr()
    assert main(["verify", str(place)]) == 0, capsys.readouterr().out
