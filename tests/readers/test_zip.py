"""A zip archive of CSV files is read like the folder, and a broken one is refused in words."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.store import Workspace
from cx.tables import FILES
from tests.conftest import SAMPLE

STAGES = "stage_id,position,name\n" + "".join(f"s{i},{i},Stage {i}\n" for i in range(1, 400))


def archive_of(folder: Path, members: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip archive with these members."""
    path = folder / "workspace.zip"
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def codes(workspace: Workspace, path: Path) -> list[str]:
    return [one.code for one in load(workspace, [path]).issues]


def test_a_zip_of_the_folder_loads_like_the_folder(tmp_path: Path, sample_workspace: Workspace, empty_workspace: Workspace) -> None:
    archive = shutil.make_archive(str(tmp_path / "sample"), "zip", SAMPLE)
    assert load(empty_workspace, [archive]).applied
    for table in FILES:
        found, wanted = (w.rows(f"SELECT * FROM {table.name}") for w in (empty_workspace, sample_workspace))
        assert sorted(found, key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_files_may_stand_in_a_folder_of_the_archive(compression: int, tmp_path: Path, empty_workspace) -> None:
    members = {"export/stages.csv": STAGES, "export/": "", "export/README.md": "notes", "__MACOSX/._stages.csv": "\0"}
    assert codes(empty_workspace, archive_of(tmp_path, members, compression)) == ["skipped_file"]  # the notes
    assert len(empty_workspace.rows("SELECT * FROM stages")) == 399


def test_one_table_in_two_folders_of_the_archive_is_refused(tmp_path: Path, empty_workspace: Workspace) -> None:
    path = archive_of(tmp_path, {"a/stages.csv": STAGES, "b/stages.csv": STAGES})
    assert codes(empty_workspace, path) == ["file_twice"]


def test_an_archive_without_tables_has_nothing_to_read(tmp_path: Path, empty_workspace: Workspace) -> None:
    assert codes(empty_workspace, archive_of(tmp_path, {"notes.txt": "hello"})) == ["skipped_file", "nothing_to_read"]


def test_a_file_that_swells_beyond_the_limit_is_not_unpacked(tmp_path: Path, empty_workspace, monkeypatch) -> None:
    path = archive_of(tmp_path, {"stages.csv": STAGES + "x" * 3_000_000})
    assert path.stat().st_size < 100_000
    monkeypatch.setenv("CX_MAX_MB", "1")
    assert codes(empty_workspace, path) == ["too_large"]


@pytest.mark.parametrize("damage", ["torn", "garbled", "checksum", "not a zip"])
def test_a_damaged_archive_is_refused(damage: str, tmp_path: Path, empty_workspace: Workspace) -> None:
    compression = zipfile.ZIP_STORED if damage == "checksum" else zipfile.ZIP_DEFLATED
    path = archive_of(tmp_path, {"stages.csv": STAGES}, compression)
    content = bytearray(path.read_bytes())
    if damage == "torn":
        content = content[: len(content) // 2]
    elif damage == "not a zip":
        content = bytearray(b"stage_id,position,name\n")
    else:
        content[60:90] = bytes(255 - byte for byte in content[60:90])
    path.write_bytes(content)
    assert codes(empty_workspace, path) == ["bad_zip"]
    assert empty_workspace.rows("SELECT * FROM stages") == []


def test_files_that_swell_beyond_the_limit_together_are_not_unpacked(tmp_path: Path, empty_workspace, monkeypatch) -> None:
    monkeypatch.setenv("CX_MAX_MB", "1")
    members = {f"{table.name}.csv": ",".join(table.key) + "\n" + "x" * 300_000 for table in FILES[:4]}
    assert "too_large" in codes(empty_workspace, archive_of(tmp_path, members))
    assert empty_workspace.rows("SELECT count(*) FROM stages") == [(0,)]


def test_a_table_of_contents_of_many_megabytes_is_not_built(tmp_path: Path, empty_workspace) -> None:
    path = archive_of(tmp_path, {"stages.csv": STAGES})
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (200_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    assert codes(empty_workspace, path) == ["too_many_files"]


def test_more_files_than_an_archive_may_hold_are_refused(tmp_path: Path, empty_workspace) -> None:
    assert "too_many_files" in codes(empty_workspace, archive_of(tmp_path, {f"{n}.csv": "" for n in range(501)}))
