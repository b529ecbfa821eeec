"""A frozen round is what it was: nothing that is done afterwards, by whatever way in, alters one of its numbers or its hash."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cx.__main__ import main
from cx.analysis.coverage import Scope, coverage
from cx.analysis.headlines import scope_line
from cx.analysis.map_rows import offered
from cx.analysis.participants import participants
from cx.analysis.rounds.compare import compare
from cx.analysis.rounds.history import history
from cx.changes.freeze import freeze, round_states, would_freeze
from cx.changes.load import apply_sheets, load
from cx.changes.next_round import carry_over, open_round
from cx.changes.parameters import set_parameters
from cx.changes.preview import preview
from cx.changes.undo import undo
from cx.changes.withdraw import withdraw
from cx.changes.write import sheet_of, write_rows
from cx.errors import CannotUndo, InvalidData, UsageError
from cx.exports.frozen_round import check_frozen, frozen_file
from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.store.erase import erase
from cx.store.frozen import read_lines, snapshot_of, text_of
from cx.store.frozen_check import rounds_altered
from cx.store.records import FROZEN_RECORDS
from cx.store.rows import Change
from cx.store.what_goes import Asked
from cx.tables import TABLES
from cx.uploads.plan import UploadPlan, start
from cx.uploads.prepare import write
from cx.workshop.content import fingerprint
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.publish import close_room
from tests.conftest import SAMPLE
from tests.frozen import TODAY, a_round, assert_same, numbers
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.surveys import Files, people
from tests.workshop.rooms import led


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a workspace whose only round is frozen, and the files that it came from; whoever changes it copies it."""
    folder = tmp_path_factory.mktemp("home")
    write_folder(a_round(), folder / "files")
    with closing(open_workspace(folder / "w.duckdb")) as workspace:
        assert load(workspace, [folder / "files"]).applied
        before = numbers(workspace, "r1")
        room = led(workspace)
        room.go_to("score")
        room.all_say({item.item_id: [1, 2, 3] for item in room.room.items[:2]})
        room.go_to("decide")
        for item in undecided(workspace, room.room):
            decide(workspace, room.room_id, room.key, Decision(item.item_id, "fix", owner="Cy", rationale="Now"), item.item_id)
        (folder / "room").write_text(f"{room.room_id} {room.key}")
        assert would_freeze(workspace, "r1").ratings == len(a_round()["ratings"])
        frozen = freeze(workspace, "r1", on=date(2026, 3, 1))
        after = numbers(workspace, "r1")
        assert after["words"][1].split(" · ")[1] == f"frozen on 2026-03-01 as {frozen.short}"
        before["words"] = after["words"]  # which say that it is frozen
        assert_same(after, before)
    yield folder


@pytest.fixture
def shut(home: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with a frozen round."""
    path = tmp_path / "w.duckdb"
    path.write_bytes((home / "w.duckdb").read_bytes())
    with closing(open_workspace(path)) as workspace:
        yield workspace


def faults(workspace: Workspace) -> list[str]:
    with workspace.cursor() as cursor:
        return rounds_altered(cursor)[1]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises((InvalidData, CannotUndo)) as error:
        act()
    return str(getattr(error.value, "issues", "")) + str(error.value)


def uploaded(workspace: Workspace, plan: UploadPlan) -> None:
    with workspace.transaction() as cursor:
        write(workspace, [plan], cursor, Change("Bo", "upload", "file"))


def test_no_way_in_alters_a_number_or_the_hash_of_a_frozen_round(home: Path, shut: Workspace, tmp_path: Path) -> None:
    expected, known, choices = numbers(shut, "r1"), snapshot_of(shut, "r1"), offered(coverage(shut, Scope("r1")))
    assert known is not None
    rating = a_round()["ratings"][0]

    def edit(table: str, row: dict[str, str] | None, *gone: dict[str, str]) -> Callable[[], object]:
        return lambda: write_rows(shut, table, [row] if row else [], remove=gone, action="edit")

    files = a_round()
    files["needs"][0] |= {"target": "0.99", "kind": "gain"}
    files["ratings"] = []
    write_folder(files, tmp_path / "changed")
    room_id, room_key = (home / "room").read_text().split()
    newest = int(shut.rows("SELECT max(audit_id) FROM audit_log")[0][0])
    refusals = {
        "its ratings edited": edit("ratings", {**rating, "value": "0.9"}),
        "a direct rating added": edit("ratings", {**rating, "touchpoint_id": ""}),
        "a rating removed": edit("ratings", None, {k: rating.get(k, "") for k in TABLES[10].key}),
        "its name edited": edit("rounds", {"round_id": "r1", "name": "Other"}),
        "thawed": edit("rounds", {"round_id": "r1", "frozen_on": ""}),
        "dated anew": edit("rounds", {"round_id": "r1", "frozen_on": "2020-01-01"}),
        "the round removed": edit("rounds", None, {"round_id": "r1"}),
        "a rated need renamed": edit("needs", {**a_round()["needs"][0], "need_id": "n1-new"}, {"need_id": "n1"}),
        "the freezing undone": lambda: undo(shut, newest),
        "the import undone": lambda: undo(shut, 1),
        "a room's results published into it": lambda: close_room(shut, room_id, room_key, "r1"),
        "how people answered": edit(
            "answer_styles",
            {"round_id": "r1", "market": "DE", "survey": "x", "answers": "9", "extreme_share": "0.1", "acquiescence_share": "0.1"},
        ),
    }
    for way, act in refusals.items():
        said = refused(act)
        assert any(reason in said for reason in ("frozen", "by change 2 (freeze", "no row with this")), (way, said)
    assert load(shut, [tmp_path / "changed"], replace=True).refused
    asked = Files(people("age,how", "10 x 1,5"), (f"how,{rating['touchpoint_id']},s1,,n1,1-5,",), ("g1,age,1",))
    assert [one.code for one in asked.store(shut, tmp_path / "survey").issues] == ["frozen_round"]
    plan = start(shut, read_upload("scores.csv", b"Persona,Need,Must have?,Stage,Touchpoint,Score\nAna,Can do it,yes,s1,Till,3\n")[0][0])
    assert "frozen" in refused(lambda: uploaded(shut, replace(plan, defaults=replace(plan.defaults, round_id="r1"))))
    with pytest.raises(UsageError, match="is frozen since"):
        freeze(shut, "r1")

    places = [{"stage_id": stage, "position": p} for stage, p in (("s1", "2"), ("s2", "1"))]
    changes: list[Callable[[], object]] = [
        lambda: load(shut, [tmp_path / "changed"]),
        lambda: write_rows(shut, "stages", places, action="reorder"),
        edit("touchpoints", {"touchpoint_id": rating["touchpoint_id"], "status": "retired", "name": "Gone", "market": "IT"}),
        edit("personas", {"persona_id": "p1", "name": "Renamed", "status": "retired"}),
        edit("personas", {"persona_id": "p2", "name": "New"}),
        edit("segments", {"segment_id": "g1", "size": "9"}),
        edit("need_stages", {"need_id": "n1", "stage_id": "s1", "reach": "0.1"}),
        edit("need_markets", {"need_id": "n1", "market": "FR", "applies": "false"}),
        edit("links", None, {k: a_round()["links"][-1][k] for k in ("touchpoint_id", "stage_id", "need_id")}),
        edit("interviews", {"interview_id": "i9", "segment_id": "g2"}),
        edit("findings", {"finding_id": "f9", "interview_id": "i9", "theme": "q", "need_id": "n3"}),
        edit("findings", None, {"finding_id": "f1"}),
        lambda: set_parameters(shut, {"target": 0.95, "adequate": 0.9, "lambda": 0.1, "max_age": 12, "seed": 1}),
        lambda: undo(shut, newest + 1),
        lambda: open_round(shut, "Next", date(2026, 4, 1), carry_from="r1"),
        edit("ratings", {**rating, "round_id": "next", "value": "0.99"}),
        lambda: load(shut, [SAMPLE]),
    ]
    done = []
    for act in changes:
        act()
        done.append(snapshot_of(shut, "r1") == known)
    assert all(done)
    assert faults(shut) == []
    assert_same(numbers(shut, "r1"), expected)
    assert offered(coverage(shut, Scope("r1"))) == choices, "the filters of its map, too"
    today = coverage(shut, Scope("r1", from_snapshot=False))
    assert today.personas.empty or not today.cells.equals(expected["cells"]), "and the tables of today say something else"


def test_a_withdrawal_and_an_erasure_leave_no_word_and_change_no_number(shut: Workspace) -> None:
    path = shut.path
    assert path is not None
    expected, known = numbers(shut, "r1"), snapshot_of(shut, "r1")
    assert known is not None
    assert known.erased == () and "zq77xv" in frozen_words(shut), "what is said of a need is kept"
    assert not any(f"zq{n}xv" in frozen_words(shut) for n in range(1, 6)), "and nobody's words are"
    who = next(one for one in participants(shut) if one.name == "P3")
    withdraw(path, who.key, fingerprint)
    assert snapshot_of(shut, "r1") == known, "nothing of them was in it"
    assert coverage(shut, Scope("r1", today=TODAY)).personas.equals(expected["personas"]), "and they are still counted"

    found = erase(path, Asked(("zq77xv\naloud",)), fingerprint, write=True)
    assert found.rows["frozen_round"] == 1 and "1 frozen round" in found.said()
    now = snapshot_of(shut, "r1")
    assert now is not None
    assert "zq77xv" not in frozen_words(shut) and b"zq77xv" not in path.read_bytes()
    assert now.sha256 == known.sha256, "no number rests on it"
    assert [(one.action, one.tables, one.sha256) for one in now.erased] == [("erase", ("needs",), known.sha256)]
    assert faults(shut) == []
    again = numbers(shut, "r1")
    expected["recorded"]["statement"] = again["recorded"]["statement"]
    assert_same(again, {k: v for k, v in expected.items() if k not in ("words", "names")})

    erase(path, Asked(("n5-s1-0",)), fingerprint, write=True)
    last = snapshot_of(shut, "r1")
    assert last is not None
    assert last.sha256 != known.sha256 and last.erased[-1].sha256 == known.sha256, "a number rests on which touchpoint it is"
    assert faults(shut) == []


def frozen_words(workspace: Workspace) -> str:
    return "\n".join(text_of(content) for (content,) in workspace.rows("SELECT content FROM frozen_content"))


def test_the_hash_can_be_worked_out_by_anybody_and_names_the_table_that_was_altered(shut: Workspace, tmp_path: Path) -> None:
    """From the file alone, with nothing of ours but the names of the columns of prose."""
    known = snapshot_of(shut, "r1")
    assert known is not None
    file = tmp_path / "r1.zip"
    file.write_bytes(frozen_file(shut, "r1"))
    assert check_frozen(file).faults == ()
    assert frozen_file(shut, "r1") == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    manifest = json.loads(texts["manifest.json"])
    header, *rows = read_lines(texts["need_stages.csv"])
    (of_places,) = [one for one in manifest["tables"] if one["table"] == "need_stages"]
    lines = "\n".join(",".join(row) for row in (header, *rows)) + "\n"
    assert of_places["numbers"] == of_places["whole"] == hashlib.sha256(lines.encode()).hexdigest()
    said = ["Journey Gap Analysis, frozen round, form 1", f'method "{known.method_version}"', 'round "r1"']
    said += [f"{one['table']} {json.dumps(one['part'])} {one['rows']} {one['numbers']}" for one in manifest["tables"]]
    assert hashlib.sha256("".join(f"{line}\n" for line in said).encode()).hexdigest() == manifest["sha256"] == known.sha256

    for name, old, new in (("needs.csv", "mandatory", "gain"), ("needs.csv", "aloud", "softly"), ("ratings.csv", "0.9", "0.8")):
        with zipfile.ZipFile(file, "w") as archive:
            for of, text in texts.items():
                archive.writestr(of, text.replace(old, new) if of == name else text)
        assert any(name.removesuffix(".csv") in fault for fault in check_frozen(file).faults)
    assert main(["verify", str(file)]) == 1
    for manifest in ("", "[]", '{"tables": 1}', json.dumps({**json.loads(texts["manifest.json"]), "tables": [{"table": "x"}]})):
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("manifest.json", manifest)
        assert "It cannot be read as one" in check_frozen(file).faults[0]


ALTERED = {
    "a text that is another": ("UPDATE frozen_content SET content = (SELECT min(content) FROM frozen_content) WHERE whole = '{needs}'", "The table needs of"),
    "a text that is gone": ("DELETE FROM frozen_content WHERE whole = '{needs}'", "The table needs of"),
    "bytes that are none": ("UPDATE frozen_content SET content = 'x'::BLOB WHERE whole = '{needs}'", "The table needs of"),
    "a list without a table": ("DELETE FROM frozen_table WHERE table_name = 'links'", "The list of tables of"),
    "another hash": ("UPDATE frozen_round SET sha256 = 'ab'", "The list of tables of"),
    "another method": ("UPDATE frozen_round SET method_version = '9'", "The list of tables of"),
    "a round that is thawed": ("UPDATE rounds SET frozen_on = NULL", "has a snapshot, but is not frozen"),
}  # fmt: skip


def test_what_was_altered_by_hand_is_found_and_named(shut: Workspace) -> None:
    known = snapshot_of(shut, "r1")
    assert known is not None
    (needs,) = [one.whole for one in known.tables if one.table == "needs"]
    for what, (statement, said) in ALTERED.items():
        with shut.dry_run() as cursor:
            cursor.execute(statement.format(needs=needs))
            found = rounds_altered(cursor)[1]
        assert any(said in fault for fault in found), what


def test_a_backup_and_a_file_of_the_round_keep_its_hash(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database, copy, file = home / "w.duckdb", tmp_path / "copy.duckdb", tmp_path / "r1.zip"
    assert main(["backup", str(copy), "--database", str(database)]) == 0
    assert main(["restore", str(copy), "--database", str(tmp_path / "back.duckdb")]) == 0
    with closing(open_workspace(tmp_path / "back.duckdb")) as workspace:
        known = snapshot_of(workspace, "r1")
        assert known is not None and faults(workspace) == []
    assert main(["freeze", "r1", "--database", str(tmp_path / "back.duckdb"), "--out", str(file)]) == 0
    assert main(["verify", str(file)]) == 0
    assert known.sha256 in capsys.readouterr().out

    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "files")
    (tmp_path / "files" / "manifest.json").unlink()
    assert main(["load", str(tmp_path / "files"), "--database", str(tmp_path / "new.duckdb")]) == 0
    assert main(["freeze", "r1", "--database", str(tmp_path / "new.duckdb")]) == 0
    with closing(open_workspace(tmp_path / "new.duckdb")) as workspace:
        again = snapshot_of(workspace, "r1")
        assert again is not None and again.sha256 == known.sha256, "the same rows, frozen by somebody else"
    assert main(["freeze", "r1", "--database", str(tmp_path / "new.duckdb")]) == 2
    assert "Open the next round to go on." in capsys.readouterr().err


def test_a_round_that_came_frozen_is_read_with_todays_needs_until_it_is_frozen_here(
    workspace_of: Callable[[Tables], Workspace],
) -> None:
    tables = a_round()
    tables["rounds"][0]["frozen_on"] = "2026-03-01"
    workspace = workspace_of(tables)
    (state,) = round_states(workspace)
    assert state.is_elsewhere and snapshot_of(workspace, "r1") is None
    answer = coverage(workspace, Scope("r1"))
    assert "frozen elsewhere on 2026-03-01, read with today’s needs" in scope_line(answer, answer.personas, {})
    was = answer.cells["target"].max()
    set_parameters(workspace, {"target": 0.9})
    assert coverage(workspace, Scope("r1")).cells["target"].max() == 0.9 > was
    freeze(workspace, "r1")
    set_parameters(workspace, {"target": 0.8})
    assert coverage(workspace, Scope("r1")).cells["target"].max() == 0.9
    assert workspace.rows("SELECT frozen_on FROM rounds") == [(date(2026, 3, 1),)]
    write_rows(workspace, "rounds", [{"round_id": "r0", "name": "0", "opened_on": "2024-01-01", "frozen_on": "2024-02-01"}], action="load")
    freeze(workspace, "r0")
    ((brought,),) = workspace.rows("SELECT max(audit_id) FROM audit_log")
    assert "frozen" in refused(lambda: undo(workspace, brought)), "and the import that brought it stays"


def test_a_preview_says_of_a_frozen_round_that_nothing_changes_and_of_interviews_what_does(shut: Workspace) -> None:
    row = {"need_id": "n1", "target": "0.31", "adequate": "0.2", "evidence": "assumption"}
    seen = preview(shut, lambda cursor: apply_sheets(cursor, [sheet_of("needs", [row])], Change("Bo", "edit")), Scope("r1"))
    assert seen.outcome.total("changed") == 1
    assert seen.cells.empty and seen.needs.empty and seen.moved == 0
    assert seen.evidence["need_id"].tolist() == ["n1"]
    assert shut.rows("SELECT count(*) FROM needs WHERE target = 0.31") == [(0,)]


def test_a_workspace_of_the_version_before_can_freeze_its_rounds(shut: Workspace) -> None:
    path, known = shut.path, snapshot_of(shut, "r1")
    assert path is not None and known is not None
    shut.close()
    with closing(duckdb.connect(str(path))) as connection:
        for statement in FROZEN_RECORDS:
            connection.execute(f"DROP TABLE {statement.split()[2]}")
        connection.execute("UPDATE workspace_meta SET value = '9' WHERE name = 'schema_version'")
    with closing(open_workspace(path)) as workspace:
        (state,) = round_states(workspace)
        assert state.is_elsewhere, "what it rested on then is not known any more"
        assert freeze(workspace, "r1").sha256 == known.sha256


def test_rounds_share_what_is_equal(shut: Workspace) -> None:
    ((texts, size),) = shut.rows("SELECT count(*), sum(octet_length(content)) FROM frozen_content")
    round_id, carried = open_round(shut, "Second", date(2026, 4, 1), carry_from="r1")
    assert carried == len(a_round()["ratings"])
    second = freeze(shut, round_id)
    first = snapshot_of(shut, "r1")
    assert first is not None
    differ = {one.table for one in second.tables} - {a.table for a in first.tables for b in second.tables if a == b}
    assert differ == {"rounds"}, "its ratings are beside those of the first, which are stored once"
    ((more, larger),) = shut.rows("SELECT count(*), sum(octet_length(content)) FROM frozen_content")
    assert (more - texts, larger < 2 * size) == (2, True)
    assert faults(shut) == []


def test_what_is_carried_over_keeps_its_date_and_says_where_it_is_from(shut: Workspace) -> None:
    write_rows(shut, "needs", [{"need_id": "n9", "persona_id": "p1", "kind": "gain", "statement": "New"}], action="edit")
    write_rows(shut, "need_stages", [], remove=[{"need_id": "n3", "stage_id": "s1"}], action="edit")
    round_id, _ = open_round(shut, "Second", date(2026, 4, 1))
    anew = {**a_round()["ratings"][0], "round_id": round_id, "source": "expert", "rater": "Bo", "value": "0.9", "scale": "0-1"}
    write_rows(shut, "ratings", [anew], action="edit")
    outcome = carry_over(shut, "r1", round_id)
    rows = shut.rows("SELECT need_id, stage_id, rated_on, note FROM ratings WHERE round_id = ? AND note IS NOT NULL", [round_id])
    assert outcome.total("new") == len(rows) == len(a_round()["ratings"]) - 2, "neither what is rated anew nor what is not needed any more"
    assert {(rated, note) for _, _, rated, note in rows} == {(None, "Carried over from “First”.")}
    assert carry_over(shut, "r1", round_id).total("new") == 0
    third, again = open_round(shut, "Third", date(2026, 5, 1), carry_from=round_id)
    notes = shut.rows("SELECT DISTINCT note FROM ratings WHERE round_id = ? AND source <> 'expert'", [third])
    assert (again, notes) == (len(rows) + 1, [("Carried over from “First”.",)]), "what was carried before says where it was measured"
    samples = compare(shut, coverage(shut, Scope(round_id)), "r1").samples
    assert samples.set_index(["need_id", "stage_id"]).loc[("n1", "s2"), "reason"] == "carried over", "the same answers are no second sample"
    indices = history(shut, coverage(shut, Scope(third))).indices
    known = indices[indices["value"].notna()].groupby("place")["carried"]
    assert (known.sum().tolist(), known.all().tolist()) == ([0, 1, 2], [False, False, True]), "one kind was rated anew in the second round"
    with pytest.raises(UsageError, match="into a later round"):
        carry_over(shut, third, "r1")
    with pytest.raises(UsageError, match="no round “none”"):
        open_round(shut, "Fourth", date(2026, 6, 1), carry_from="none")
    assert [state.name for state in round_states(shut)] == ["Third", "Second", "First"], "all of it, or nothing"
