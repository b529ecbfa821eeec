"""Pictures of personas: added and undone like everything else, gone with their persona, and removed for good without a byte left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.analysis.portraits import kept_pictures, portraits
from cx.changes.edit import Edit, write_edit
from cx.changes.load import load
from cx.changes.pictures import picture_row, remove_for_good, take_picture_away, write_picture
from cx.changes.preview import preview
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import CannotUndo, InvalidData
from cx.exports.export import export_folder
from cx.readers.picture import one_picture
from cx.store import Workspace, open_workspace
from cx.store.backup import back_up
from cx.store.erase import erase
from cx.store.history import entries, rows_of
from cx.store.what_goes import Asked
from cx.workshop.content import fingerprint
from tests.drawn_pictures import file_of, speckled
from tests.oracle import Tables
from tests.random_workspaces import write_folder

ANA, BEN = ({"persona_id": p, "name": name} for p, name in (("ana", "Ana"), ("ben", "Ben")))
RED, BLUE = (one_picture(f"{seed}.png", file_of(speckled(seed), "PNG")).jpeg for seed in (1, 2))
WRONG_PICTURES = "changed_meanwhile", "not_a_picture"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A workspace in a file, in which two personas are."""
    path = tmp_path / "kept" / "journey.duckdb"
    path.parent.mkdir()
    write_folder({"personas": [ANA, BEN]}, tmp_path / "brought")
    with closing(open_workspace(path)) as workspace:
        assert not load(workspace, [tmp_path / "brought"]).issues
        yield path


@pytest.fixture
def two(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """The same in memory."""
    return workspace_of({"personas": [ANA, BEN]})


def put(workspace: Workspace, persona_id: str, jpeg: bytes, alt: str = "A woman at a bus stop") -> int:
    """Keep a picture, whichever stands there; the number of the change."""
    with workspace.transaction() as cursor:
        seen = portraits(workspace).get(persona_id)
        assert not write_picture(cursor, picture_row(persona_id, jpeg, alt, ""), seen, persona_id).issues
    return newest(workspace)


def newest(workspace: Workspace) -> int:
    with workspace.cursor() as cursor:
        return entries(cursor)[0].audit_id


def bytes_of(folder: Path) -> bytes:
    """What every file of a folder holds."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


def test_a_picture_is_previewed_kept_described_taken_away_and_every_step_is_undone(two: Workspace) -> None:
    row = picture_row("ana", RED, "A woman at a bus stop", "Drawn by Eva")
    seen = preview(two, lambda cursor: write_picture(cursor, row, None, "Ana"))
    values = dict(zip(seen.changes["column"], seen.changes["after"], strict=True))
    assert values["picture"].startswith("JPEG, ") and len(values["picture"]) < 40, "its digits are of no use to a reader"
    assert not portraits(two), "nothing is written yet"
    first = put(two, "ana", RED)
    second = put(two, "ana", BLUE)
    changed = rows_of(two, second)
    (told,) = changed[changed["column"] == "picture"][["before", "after"]].itertuples(index=False)
    assert told.before != told.after, "two pictures are told apart"
    with two.transaction() as cursor:
        words = {"persona_id": "ana", "alt": "Ana waits", "source": ""}
        assert not write_picture(cursor, words, portraits(two)["ana"], "Ana").issues
    assert (portraits(two)["ana"].alt, portraits(two)["ana"].jpeg) == ("Ana waits", BLUE)
    with two.transaction() as cursor:
        assert not take_picture_away(cursor, "ana", portraits(two)["ana"], "Ana").issues
    assert not portraits(two) and [(k.persona_id, k.is_shown) for k in kept_pictures(two)] == [("ana", False)]
    undo(two, newest(two))
    assert portraits(two)["ana"].alt == "Ana waits"
    for number in (second + 1, second):
        undo(two, number)
    assert portraits(two)["ana"].jpeg == RED
    undo(two, first)
    assert not portraits(two)


def test_nobody_replaces_a_picture_that_they_have_not_seen(two: Workspace) -> None:
    put(two, "ana", RED)
    with two.transaction() as cursor:
        outcome = write_picture(cursor, picture_row("ana", BLUE, "Another one", ""), None, "Ana")
    assert [one.code for one in outcome.issues] == [WRONG_PICTURES[0]] and portraits(two)["ana"].jpeg == RED


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("picture", "89504e47", WRONG_PICTURES[1]),
        ("picture", (RED + bytes(15_000)).hex(), "text_too_long"),
        ("alt", "x" * 5_000, "text_too_long"),
        ("alt", " ", "required"),
        ("persona_id", "nobody", "unknown_reference"),
    ],
)
def test_what_is_no_picture_of_ours_is_not_kept(two: Workspace, column: str, value: str, code: str) -> None:
    with pytest.raises(InvalidData) as refused:
        write_rows(two, "pictures", [picture_row("ana", RED, "A woman", "") | {column: value}], action="edit")
    assert [one.code for one in refused.value.issues] == [code]


def test_a_picture_goes_with_its_persona_and_comes_back_with_it(two: Workspace, tmp_path: Path) -> None:
    put(two, "ana", RED)
    with two.transaction() as cursor:
        gone = write_edit(cursor, Edit("personas", remove=({"persona_id": "ana"},)), "eva")
    assert {name: counts.removed for name, counts in gone.counts.items()} == {"personas": 1, "pictures": 1}
    removed = newest(two)
    write_rows(two, "personas", [{"persona_id": "ana", "name": "Another Ana"}], action="edit")
    assert not portraits(two), "whoever gets the id of somebody who is gone does not get the face"
    undo(two, newest(two))
    undo(two, removed)
    assert portraits(two)["ana"].jpeg == RED
    write_folder({"personas": [BEN]}, tmp_path / "only")
    assert not load(two, [tmp_path / "only"], replace=True).issues and not portraits(two)
    undo(two, newest(two))
    assert portraits(two)["ana"].jpeg == RED


def test_a_picture_stands_in_no_file_stays_when_files_replace_everything_and_travels_in_the_backup(place: Path, tmp_path: Path) -> None:
    workspace = open_workspace(place)
    put(workspace, "ana", RED)
    assert set(export_folder(workspace, tmp_path / "out")) == {"personas.csv"}
    assert not load(workspace, [tmp_path / "out"], replace=True).issues
    assert list(portraits(workspace)) == ["ana"]
    kept = portraits(workspace)
    workspace.close()
    with closing(open_workspace(back_up(place, tmp_path / "copy.duckdb").path)) as copy:
        assert portraits(copy) == kept


def test_a_picture_that_is_removed_for_good_leaves_no_byte_and_undo_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = open_workspace(place)
    changes = [put(workspace, "ana", RED), put(workspace, "ana", BLUE), put(workspace, "ben", RED, "A man")]
    undo(workspace, changes[-1])
    parts = [jpeg.hex()[at : at + 40].encode() for jpeg in (RED, BLUE) for at in (1_300, len(jpeg.hex()) - 60)]
    assert all(part in bytes_of(place.parent) for part in parts), "they lie in the log of the database"
    found = remove_for_good(place, "ana", fingerprint, write=False)
    assert (found.gone["pictures"], found.lost_changes) == (1, set(changes[:2])) and portraits(workspace)
    remove_for_good(place, "ana", fingerprint, write=True)
    assert not portraits(workspace) and [(k.persona_id, k.changes) for k in kept_pictures(workspace)] == [("ben", 2)]
    assert parts[2] not in bytes_of(place.parent), "the blue one was hers alone"
    assert main(["erase", "--picture-of", "ben", "--database", str(place), "--yes"]) == 0
    assert "Pictures of ben: 0 pictures and 2 records of the history" in capsys.readouterr().out
    for number in changes:
        with pytest.raises(CannotUndo, match="gone for good|is undone already"):
            undo(workspace, number)
    assert workspace.rows("SELECT count(*) FROM audit_rows WHERE contains(coalesce(before, '') || coalesce(after, ''), 'ffd8ff')") == [(0,)]
    workspace.close()
    left = bytes_of(place.parent)
    assert not any(part in left for part in parts) and b"ffd8ff" not in left


def test_erasing_a_name_changes_what_is_said_of_a_picture_and_never_the_picture(place: Path) -> None:
    workspace = open_workspace(place)
    put(workspace, "ana", RED, "Ada Quill at a bus stop")
    some = [RED.hex()[at : at + 4] for at in range(0, 400, 4)]
    erase(place, Asked(("Ada Quill", *some)), fingerprint, write=True)
    kept = portraits(workspace)["ana"]
    assert kept.jpeg == RED and kept.alt.startswith("erased-") and kept.alt.endswith("at a bus stop")
    undo(workspace, 2)
    undo(workspace, newest(workspace))
    assert portraits(workspace)["ana"].jpeg == RED, "nor in the history"
