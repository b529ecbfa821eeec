"""What stands of a person can be erased: afterwards no byte of the workspace holds it, and everything else is as it was."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import CannotUndo, NeedsKey, UsageError, WorkspaceBusy, WorkspaceError
from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace
from cx.store.acting import LOOKING, Actor, acting
from cx.store.erase import erase
from cx.store.history import history, rows_of
from cx.store.memory import remember, set_aside
from cx.store.shelf import Shelf
from cx.store.verify import verify
from cx.store.what_goes import Asked
from cx.workshop.content import fingerprint
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.settings import set_note
from tests.conftest import ROOT
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
        assert counted(workspace) == planted.rows | {"audit_log": planted.rows["audit_log"] + 1}, (
            "no row goes, and rows that were apart stay apart"
        )
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


def test_copies_from_before_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "journey.duckdb"
    with closing(open_workspace(path)) as workspace:
        write_rows(workspace, "stages", [{"stage_id": "s", "position": "1", "name": "Ana Quill"}], action="edit")
    copy = tmp_path / "journey.before-upgrade-to-9-2026-01-01-000000.duckdb"
    copy.write_bytes(path.read_bytes())
    assert main(["erase", "Ana Quill", "--database", str(path), "--yes"]) == 0
    assert str(copy) in capsys.readouterr().out
    assert main(["erase", "Ana Quill", "--database", str(path), "--yes"]) == 0
    assert "Nothing of this workspace" in capsys.readouterr().out


@pytest.fixture
def open_here(tmp_path: Path) -> Iterator[Workspace]:
    with closing(open_workspace(tmp_path / "journey.duckdb")) as workspace:
        write_rows(workspace, "stages", [{"stage_id": "s", "position": "1", "name": "Ana Quill"}], action="edit", who="Bo")
        write_rows(workspace, "stages", [{"stage_id": "s", "position": "1", "name": "About Ana Quill"}], action="edit", who="Bo")
        yield workspace


def erase_elsewhere(path: Path, *asked: list[str]) -> str:
    """What commands of another program say, one after another."""
    commands = [["erase", *one, "--database", str(path)] for one in asked]
    run = [sys.executable, "-c", f"from cx.__main__ import main\nfor one in {commands}: assert main(one) == 0"]
    return subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("elsewhere", [False, True])
def test_an_open_workspace_goes_on_with_what_is_left(open_here: Workspace, elsewhere: bool) -> None:
    path = open_here.path
    assert path is not None
    open_here._checkpoints.stop()  # as where nobody has written for a while: nothing looks at the file by itself
    with open_here.reading():
        kept = Shelf(open_here)
    before = open_here.version
    assert open_here.answer("name", lambda: open_here.rows("SELECT name FROM stages")) == [("About Ana Quill",)]
    if elsewhere:
        said = erase_elsewhere(path, ["Ana Quill", "--yes"], ["Ana Quill"], ["About", "--yes"])  # while nobody asks anything here
        assert "stages.name: 1 cell" in said, "the log of the running program is read as well"
        assert "Nothing of this workspace" in said, "and whoever looks again takes nothing from it"
    else:
        erase(path, Asked(["Ana Quill"]), fingerprint, write=True)
    ((name,),) = open_here.answer("name", lambda: open_here.rows("SELECT name FROM stages"))
    assert re.fullmatch(("erased-" if elsewhere else "About") + r".* erased-\w+", name) and open_here.version > before
    with pytest.raises(WorkspaceError, match="opened anew"):
        kept.frame("SELECT 1")
    write_rows(open_here, "stages", [{"stage_id": "s", "position": "1", "name": "Later"}], action="edit", who="Bo")
    assert b"ana quill" not in subprocess.run(["cat", *map(str, path.parent.iterdir())], check=True, capture_output=True).stdout.lower()
    open_here.close()
    with closing(open_workspace(path)) as again:
        assert again.rows("SELECT name FROM stages") == [("Later",)]
        with again.cursor() as cursor:
            assert [fault for check in verify(cursor) for fault in check.faults] == []


def test_whoever_reads_meanwhile_has_the_answer_first(open_here: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = open_here.path
    assert path is not None
    asked, may_end = threading.Event(), threading.Event()

    def long_question() -> None:
        with open_here.cursor() as cursor:
            cursor.execute("SELECT name FROM stages")
            asked.set()
            may_end.wait(30)
            answers.append(cursor.fetchall())

    answers: list[list[tuple[str]]] = []
    reader = threading.Thread(target=long_question)
    reader.start()
    asked.wait(30)
    impatient = partial(open_here._database._readers.alone, patience=0.05)
    with monkeypatch.context() as patched:
        patched.setattr(open_here._database._readers, "alone", impatient)
        with pytest.raises(WorkspaceBusy, match="takes long"):
            erase(path, Asked(["Ana Quill"]), fingerprint, write=True)
    assert open_here.rows("SELECT name FROM stages") == [("About Ana Quill",)], "nothing was done"
    may_end.set()
    erase(path, Asked(["Ana Quill"]), fingerprint, write=True)
    reader.join()
    assert answers == [[("About Ana Quill",)]]
    assert open_here.rows("SELECT name FROM stages") != [("About Ana Quill",)]


def test_people_who_read_all_the_time_are_never_asked_to_come_back(open_here: Workspace) -> None:
    path = open_here.path
    assert path is not None
    ended, failed = threading.Event(), list[BaseException]()

    def reads() -> None:
        try:
            while not ended.is_set():
                open_here.rows("SELECT count(*) FROM audit_rows")
        except BaseException as error:
            failed.append(error)

    people = [threading.Thread(target=reads) for _ in range(2)]
    for person in people:
        person.start()
    for number in range(2):
        write_rows(open_here, "stages", [{"stage_id": "s", "position": "1", "name": f"Ana Quill {number}"}], action="edit", who="Bo")
        erase(path, Asked([f"Quill {number}"]), fingerprint, write=True)
    ended.set()
    for person in people:
        person.join()
    assert failed == []


def test_the_history_says_that_something_was_erased_and_not_what(open_here: Workspace) -> None:
    path = open_here.path
    assert path is not None
    with acting(Actor("Gita")):
        erase(path, Asked(["Ana Quill"]), fingerprint, write=True)
    newest = history(open_here).iloc[0]
    assert (newest["who"], newest["action"], newest["rows_changed"], newest["rows_removed"]) == ("Gita", "erase", 1, 0)
    assert newest["source"] == "1 row of stages, 2 recorded rows"
    with pytest.raises(CannotUndo, match="gone for good"):
        undo(open_here, int(newest["audit_id"]))
    undo(open_here, 2)
    ((name,),) = open_here.rows("SELECT name FROM stages")
    assert name.startswith("erased-"), "what was changed before can be undone, and brings nothing back"
    with acting(Actor("Gita")):
        erase(path, Asked(["Gita"]), fingerprint, write=True)
    assert not history(open_here)["who"].str.contains("Gita").any(), "nor does the entry bring back a name"
    with acting(LOOKING), pytest.raises(NeedsKey):
        erase(path, Asked(["Quill"]), fingerprint, write=False)


def test_whole_rows_go_with_what_the_history_holds_of_them(open_here: Workspace) -> None:
    path = open_here.path
    assert path is not None
    write_rows(open_here, "stages", [{"stage_id": "t", "position": "2", "name": "Stays"}], action="edit")
    write_rows(open_here, "personas", [{"persona_id": "p", "name": "P"}], action="edit")
    write_rows(open_here, "needs", [{"need_id": "n", "persona_id": "p", "kind": "mandatory", "statement": "N"}], action="edit")
    write_rows(open_here, "need_stages", [{"need_id": "n", "stage_id": stage} for stage in "st"], action="edit")
    with pytest.raises(UsageError, match="need_stages refers to one that would go"):
        erase(path, Asked(rows={"stages": [("s",)]}), fingerprint, write=True)
    found = erase(path, Asked(rows={"stages": [("s",)], "need_stages": [("n", "s")]}), fingerprint, write=True)
    assert found.said() == "1 whole row of need_stages, 1 whole row of stages, 3 recorded rows"
    assert open_here.rows("SELECT stages.stage_id, need_id FROM stages JOIN need_stages USING (stage_id)") == [("t", "n")]
    with open_here.cursor() as cursor:
        assert [fault for check in verify(cursor) for fault in check.faults] == []
    assert rows_of(open_here, 1).empty
    with pytest.raises(CannotUndo, match="gone for good"):
        undo(open_here, 2)
    assert b"Quill" not in subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout


def test_what_was_left_by_a_killed_erasing_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "journey.duckdb"
    child = """if True:
        import os, sys
        from pathlib import Path
        from cx.store import erase as module, open_workspace, written_anew
        from cx.store.what_goes import Asked
        place = Path(sys.argv[1])
        written_anew._clear_log = lambda path: os._exit(9)
        module.erase(place, Asked(["Ana Quill"]), str, write=True)
    """
    with closing(open_workspace(path)) as workspace:
        workspace._checkpoints.stop()
        write_rows(workspace, "stages", [{"stage_id": "s", "position": "1", "name": "Ana Quill"}], action="edit", who="Bo")
        ended = subprocess.run([sys.executable, "-c", child, str(path)], cwd=ROOT, check=False, capture_output=True)
        assert ended.returncode == 9, ended.stderr
        held = subprocess.run(["cat", *map(str, tmp_path.glob("*.wal"))], check=True, capture_output=True).stdout
        assert b"Ana Quill" in held, "killed between the new file and the end of the former log"
        ((name,),) = workspace.rows("SELECT name FROM stages")
        assert name.startswith("erased-")
        left = subprocess.run(["cat", *(str(p) for p in tmp_path.iterdir())], check=True, capture_output=True).stdout
        assert b"Ana Quill" not in left
