"""Loading: all or nothing, every issue at once, and nothing is lost that a file does not speak of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from cx.__main__ import main
from cx.changes.file_sheets import read_paths
from cx.changes.load import apply_sheets, load
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of, write_rows
from cx.errors import InvalidData
from cx.store import Workspace, open_workspace
from cx.store.rows import Change, Counts
from cx.tables import TABLES
from tests.conftest import SAMPLE, loaded
from tests.random_workspaces import write_folder
from tests.sketches import expert, one_need, rated_link, stages_rated, survey


def file_in(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of that name and content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def contents(workspace: Workspace) -> dict[str, list[tuple]]:
    """Every row of every table, and of the audit tables."""
    names = [t.name for t in TABLES] + ["audit_log", "audit_rows"]
    return {name: sorted(workspace.rows(f"SELECT * FROM {name}"), key=str) for name in names}


def added_up(outcome: Outcome) -> int:
    return outcome.rejected + sum(outcome.total(kind) for kind in ("new", "changed", "unchanged"))


STAGES = "stage_id,position,name,description\n"


@pytest.fixture
def three_stages(empty_workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with stages s1 to s3, each with a description."""
    text = STAGES + "".join(f"s{i},{i},Stage {i},What happens in {i}\n" for i in (1, 2, 3))
    assert load(empty_workspace, [file_in(tmp_path, "stages.csv", text)]).applied
    return empty_workspace


def stages_after(workspace: Workspace) -> list[tuple]:
    return workspace.rows("SELECT stage_id, position, name, description FROM stages ORDER BY stage_id")


def test_new_changed_and_unchanged_rows_are_counted(three_stages: Workspace, tmp_path: Path) -> None:
    text = STAGES + "s1,1,Stage 1,What happens in 1\ns2,2,Buy,What happens in 2\ns4,4,Leave,\n"
    outcome = load(three_stages, [file_in(tmp_path, "stages.csv", text)])
    assert outcome.counts == {"stages": Counts(new=1, changed=1, unchanged=1)}
    assert outcome.read == added_up(outcome) == 3


def test_rows_that_are_absent_stay(three_stages: Workspace, tmp_path: Path) -> None:
    load(three_stages, [file_in(tmp_path, "stages.csv", STAGES + "s2,2,Buy,\n")])
    assert [row[0] for row in stages_after(three_stages)] == ["s1", "s2", "s3"]


def test_a_column_that_is_absent_keeps_its_values(three_stages: Workspace, tmp_path: Path) -> None:
    load(three_stages, [file_in(tmp_path, "stages.csv", "stage_id,name\ns2,Buy\n")])
    assert stages_after(three_stages)[1] == ("s2", 2, "Buy", "What happens in 2")


def test_an_empty_cell_unsets(three_stages: Workspace, tmp_path: Path) -> None:
    load(three_stages, [file_in(tmp_path, "stages.csv", "stage_id,description\ns2,\n")])
    assert stages_after(three_stages)[1] == ("s2", 2, "Stage 2", None)


def test_columns_may_come_in_any_order(three_stages: Workspace, tmp_path: Path) -> None:
    load(three_stages, [file_in(tmp_path, "stages.csv", "description,name,position,stage_id\nD,N,7,s2\n")])
    assert stages_after(three_stages)[1] == ("s2", 7, "N", "D")


def test_replace_makes_the_files_the_whole_truth(three_stages: Workspace, tmp_path: Path) -> None:
    load(three_stages, [file_in(tmp_path, "personas.csv", "persona_id,name\np1,Ana\n")])
    outcome = load(three_stages, [file_in(tmp_path, "stages.csv", STAGES + "s2,2,Buy,\n")], replace=True)
    assert stages_after(three_stages) == [("s2", 2, "Buy", None)]
    assert three_stages.rows("SELECT * FROM personas") == []
    assert (outcome.total("removed"), outcome.total("changed")) == (3, 1)


def test_replace_may_remove_what_other_removed_rows_refer_to(sample_tables, empty_workspace, tmp_path: Path) -> None:
    load(empty_workspace, [SAMPLE])
    kept = {name: list(rows) for name, rows in sample_tables.items()}
    gone = kept["personas"][0]["persona_id"]
    needs = {row["need_id"] for row in kept["needs"] if row["persona_id"] == gone}
    for name, rows in kept.items():
        kept[name] = [r for r in rows if r.get("persona_id") != gone and r.get("need_id") not in needs]
    owned = {row["segment_id"] for row in kept["persona_segments"]}
    kept["segments"] = [row for row in kept["segments"] if row["segment_id"] in owned]
    kept["interviews"] = [row for row in kept["interviews"] if row["segment_id"] in owned]
    heard = {row["interview_id"] for row in kept["interviews"]}
    for name in ("findings", "codings"):
        kept[name] = [row for row in kept[name] if row["interview_id"] in heard]
    kept["rounds"] = [row | {"frozen_on": ""} for row in kept["rounds"]]
    write_rows_unfrozen(empty_workspace)
    write_folder(kept, tmp_path)
    outcome = load(empty_workspace, [tmp_path], replace=True)
    assert outcome.applied, [str(one) for one in outcome.issues]
    for name, rows in kept.items():
        assert len(empty_workspace.rows(f"SELECT * FROM {name}")) == len(rows)


def write_rows_unfrozen(workspace: Workspace) -> None:
    """Thaw every round behind the checks' back."""
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE rounds SET frozen_on = NULL")


def test_replace_refuses_to_leave_a_row_without_what_it_refers_to(three_stages: Workspace, tmp_path: Path) -> None:
    file_in(tmp_path, "in/personas.csv", "persona_id,name\np1,Ana\n")
    file_in(tmp_path, "in/needs.csv", "need_id,persona_id,kind,statement\nn1,p1,gain,S\n")
    load(three_stages, [tmp_path / "in"])
    before = contents(three_stages)
    outcome = load(three_stages, [file_in(tmp_path, "needs.csv", "need_id,statement\nn1,T\n")], replace=True)
    assert [one.code for one in outcome.issues] == ["unknown_reference"]
    assert contents(three_stages) == before


def test_a_row_that_others_refer_to_cannot_be_removed(workspace_of) -> None:
    workspace = workspace_of(one_need("mandatory", stages_rated(0.9)))
    before = contents(workspace)
    with pytest.raises(InvalidData) as refused:
        write_rows(workspace, "personas", [], remove=[{"persona_id": "p1"}], action="edit")
    assert [(one.code, one.file, one.column, one.value) for one in refused.value.issues] == [
        ("unknown_reference", "needs.csv", "persona_id", "p1")
    ]
    assert contents(workspace) == before


def test_a_row_that_nothing_refers_to_can_be_removed(workspace_of) -> None:
    workspace = workspace_of(one_need("mandatory", stages_rated(0.9)))
    keys = {"round_id": "r1", "touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1", "source": "behavioural"}
    outcome = write_rows(workspace, "ratings", [], remove=[keys], action="edit")
    assert outcome.counts["ratings"] == Counts(removed=1)
    assert workspace.rows("SELECT * FROM ratings") == []


def test_the_same_file_twice_changes_nothing(empty_workspace: Workspace) -> None:
    load(empty_workspace, [SAMPLE])
    before, version = contents(empty_workspace), empty_workspace.version
    outcome = load(empty_workspace, [SAMPLE])
    assert outcome.applied
    assert outcome.read == outcome.total("unchanged") == sum(c.unchanged for c in outcome.counts.values())
    assert outcome.total("new") == outcome.total("changed") == 0
    assert contents(empty_workspace) == before
    assert empty_workspace.version >= version


def test_an_error_in_the_last_file_leaves_the_first_unwritten(three_stages: Workspace, tmp_path: Path) -> None:
    before, version = contents(three_stages), three_stages.version
    first = file_in(tmp_path, "stages.csv", STAGES + "s9,9,New,\n")
    last = file_in(tmp_path, "touchpoints.csv", "touchpoint_id,name,channel,status\nt1,Web,web,dead\n")
    outcome = load(three_stages, [first, last])
    assert outcome.refused
    assert not outcome.applied
    assert (outcome.read, outcome.rejected, added_up(outcome)) == (2, 1, 2)
    assert contents(three_stages) == before
    assert three_stages.version == version


def test_a_dry_run_counts_and_writes_nothing(three_stages: Workspace, tmp_path: Path) -> None:
    before = contents(three_stages)
    outcome = load(three_stages, [file_in(tmp_path, "stages.csv", STAGES + "s9,9,New,\n")], dry_run=True)
    assert (outcome.applied, outcome.refused) == (False, False)
    assert outcome.counts["stages"].new == 1
    assert contents(three_stages) == before


def test_a_warning_does_not_refuse(three_stages: Workspace, tmp_path: Path) -> None:
    outcome = load(three_stages, [file_in(tmp_path, "stages.csv", STAGES + "s9,1,New,\n")])
    assert [one.code for one in outcome.issues] == ["same_position"]
    assert outcome.applied


# --- frozen rounds ------------------------------------------------------------------------------------------


@pytest.fixture
def frozen(workspace_of) -> Workspace:
    """A workspace whose round r1 is frozen and holds one survey."""
    tables = rated_link("mandatory", [survey(40, 30, 0.6)])
    tables["rounds"][0]["frozen_on"] = "2025-03-31"
    return workspace_of(tables)


RATINGS = "round_id,touchpoint_id,stage_id,need_id,source,rater,value,n,met_n\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ratings.csv", RATINGS + "r1,n1-s1-0,s1,n1,expert,ann,0.5,,\n"),
        ("ratings.csv", RATINGS + "r1,n1-s1-0,s1,n1,survey,,0.6,40,31\n"),
        ("rounds.csv", "round_id,frozen_on\nr1,\n"),
        ("rounds.csv", "round_id,name\nr1,Another name\n"),
    ],
    ids=["a new rating", "another figure", "thawing", "another name"],
)
def test_a_frozen_round_refuses(name: str, text: str, frozen: Workspace, tmp_path: Path) -> None:
    before = contents(frozen)
    outcome = load(frozen, [file_in(tmp_path, name, text)])
    assert [one.code for one in outcome.issues if one.is_error] == ["frozen_round"]
    assert contents(frozen) == before


def test_a_frozen_round_takes_the_rows_it_has(frozen: Workspace, tmp_path: Path) -> None:
    text = RATINGS + "r1,n1-s1-0,s1,n1,survey,,0.6,40,30\n"
    assert load(frozen, [file_in(tmp_path, "ratings.csv", text)]).applied


def test_replacing_everything_cannot_drop_a_frozen_round(frozen: Workspace, tmp_path: Path) -> None:
    before = contents(frozen)
    outcome = load(frozen, [file_in(tmp_path, "stages.csv", "stage_id,position,name\ns1,1,A\n")], replace=True)
    assert {one.file for one in outcome.issues if one.code == "frozen_round"} == {"ratings.csv", "rounds.csv"}
    assert contents(frozen) == before


def test_one_load_may_fill_a_round_and_freeze_it(workspace_of, folder_of) -> None:
    tables = rated_link("mandatory", [survey(40, 30, 0.6)])
    workspace = workspace_of(tables)
    tables["ratings"].append(dict(tables["ratings"][0]) | {"source": "expert", "rater": "ann", "n": "", "met_n": ""})
    tables["rounds"][0]["frozen_on"] = "2025-03-31"
    assert load(workspace, [folder_of(tables)]).applied
    assert not load(workspace, [folder_of(rated_link("mandatory", [expert("bob", 1)]))]).applied


# --- files that cannot be right -----------------------------------------------------------------------------

NEEDS = "need_id,persona_id,kind,statement\n"
BAD_FILES: dict[str, tuple[str, str | bytes, list[str]]] = {
    "a missing column": ("needs.csv", "need_id,persona_id,kind\nn9,p1,gain\n", ["missing_column"]),
    "an unknown id": ("needs.csv", NEEDS + "n9,p9,gain,S\n", ["unknown_reference"]),
    "a duplicate key": ("needs.csv", NEEDS + "n9,p1,gain,S\nn9,p1,pain,S\n", ["duplicate_key"]),
    "a value out of range": ("need_stages.csv", "need_id,stage_id,reach\nn1,s1,7\n", ["out_of_range"]),
    "a word for a number": ("need_stages.csv", "need_id,stage_id,reach\nn1,s1,all\n", ["not_a_number"]),
    "not a number at all": ("need_stages.csv", "need_id,stage_id,reach\nn1,s1,NaN\n", ["not_a_number"]),
    "an endless number": ("need_stages.csv", "need_id,stage_id,reach\nn1,s1,1e999\n", ["not_a_number"]),
    "an empty file": ("stages.csv", b"", ["empty_file"]),
    "a binary file": ("stages.csv", b"\x50\x4b\x03\x04\x00\x00", ["bad_zip"]),
    "met_n above n": ("ratings.csv", RATINGS + "r1,n1-s1-0,s1,n1,survey,,0.5,10,11\n", ["met_above_n"]),
    "a signed scale on a mandatory need": (
        "ratings.csv",
        RATINGS.replace("met_n", "scale") + "r1,n1-s1-0,s1,n1,expert,ann,-1,,-2-2\n",
        ["scale_for_pains"],
    ),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with one rated need, in which nothing is written."""
    workspace = loaded(one_need("mandatory", stages_rated(0.9)), tmp_path_factory.mktemp("small"))
    yield workspace
    workspace.close()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_right_is_refused(name: str, small: Workspace, tmp_path: Path) -> None:
    file, text, codes = BAD_FILES[name]
    before = contents(small)
    outcome = load(small, [file_in(tmp_path, file, text)])
    assert [one.code for one in outcome.issues if one.is_error] == codes
    assert not outcome.applied
    assert added_up(outcome) == outcome.read
    assert contents(small) == before


def test_the_load_command_refuses_with_exit_status_1_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folder(one_need("mandatory", stages_rated(0.9)), tmp_path / "in")
    database = str(tmp_path / "w.duckdb")
    assert main(["load", str(tmp_path / "in"), "--database", database]) == 0
    before = contents_of(database)
    capsys.readouterr()
    for number, (file, text, codes) in enumerate(BAD_FILES.values()):
        path = file_in(tmp_path / str(number), file, text)
        assert main(["load", str(path), "--database", database]) == 1
        shown = capsys.readouterr()
        assert (shown.out.count("error: "), shown.err) == (len(codes), "")
        assert "Nothing was written" in shown.out
    assert contents_of(database) == before


def contents_of(database: str) -> dict[str, list[tuple]]:
    workspace = open_workspace(database)
    found = contents(workspace)
    workspace.close()
    return found


def test_a_file_over_the_limit_is_refused(three_stages: Workspace, tmp_path: Path, monkeypatch) -> None:
    path = file_in(tmp_path, "stages.csv", STAGES + "s9,9,N," + "x" * 2_000 + "\n")
    monkeypatch.setenv("CX_MAX_MB", "0.001")
    assert [one.code for one in load(three_stages, [path]).issues] == ["too_large"]
    monkeypatch.setenv("CX_MAX_MB", "0.01")
    assert load(three_stages, [path]).applied


def test_all_that_is_wrong_is_said_at_once(three_stages: Workspace, tmp_path: Path) -> None:
    before = contents(three_stages)
    file_in(tmp_path, "in/stages.csv", b"")
    file_in(tmp_path, "in/personas.csv", "persona_id,name,status\np1,Ana,asleep\np1,Ana,\n")
    file_in(tmp_path, "in/needs.csv", NEEDS + "n1,p1,wish,\nn2,p8,gain,S\n")
    file_in(tmp_path, "in/need_stages.csv", "need_id,stage_id,reach\nn2,s9,7\nn2,s1,half\n")
    outcome = load(three_stages, [tmp_path / "in"])
    assert sorted(((one.file, one.row, one.code) for one in outcome.issues), key=str) == [
        ("need_stages.csv", 2, "out_of_range"),
        ("need_stages.csv", 2, "unknown_reference"),
        ("need_stages.csv", 3, "not_a_number"),
        ("needs.csv", 2, "not_allowed"),
        ("needs.csv", 2, "required"),
        ("needs.csv", 3, "unknown_reference"),
        ("personas.csv", 2, "not_allowed"),
        ("personas.csv", 3, "duplicate_key"),
        ("stages.csv", None, "empty_file"),
    ]
    assert (outcome.read, outcome.rejected, added_up(outcome)) == (6, 6, 6)
    assert contents(three_stages) == before


# --- how files are written ----------------------------------------------------------------------------------

DIALECTS: dict[str, bytes] = {
    "line feeds": b"stage_id,position,name\ns1,1,Buy\n",
    "carriage returns and line feeds": b"stage_id,position,name\r\ns1,1,Buy\r\n",
    "carriage returns": b"stage_id,position,name\rs1,1,Buy\r",
    "no last line end": b"stage_id,position,name\ns1,1,Buy",
    "a byte order mark": b"\xef\xbb\xbfstage_id,position,name\ns1,1,Buy\n",
    "every cell in quotes": b'"stage_id","position","name"\n"s1","1","Buy"\n',
    "blanks around headers, ids and numbers": b" stage_id ,position , name\n s1 , 1 ,Buy\n",
    "blank lines": b"stage_id,position,name\n\ns1,1,Buy\n,,\n\n",
    "capitals in the file name": b"stage_id,position,name\ns1,1,Buy\n",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_content_in_any_dialect_is_the_same_row(dialect: str, empty_workspace, tmp_path: Path) -> None:
    name = "STAGES.csv" if "capitals" in dialect else "stages.csv"
    outcome = load(empty_workspace, [file_in(tmp_path, name, DIALECTS[dialect])])
    assert outcome.issues == []
    assert empty_workspace.rows("SELECT stage_id, position, name FROM stages") == [("s1", 1, "Buy")]


def test_blanks_around_a_word_that_is_compared_do_not_count(workspace_of, tmp_path: Path) -> None:
    workspace = workspace_of(one_need("mandatory", stages_rated(0.9)))
    text = "touchpoint_id,name,channel,owner,market,description\nt1, Desk , web ,  Anna,DE  , as typed \n"
    load(workspace, [file_in(tmp_path, "touchpoints.csv", text)])
    stored = workspace.rows("SELECT name, channel, owner, market, description FROM touchpoints WHERE touchpoint_id = 't1'")
    assert stored == [(" Desk ", "web", "Anna", "DE", " as typed ")]


def test_a_row_with_line_breaks_in_quotes_is_one_row(empty_workspace: Workspace, tmp_path: Path) -> None:
    text = STAGES + 's1,1,Buy,"first\nsecond\r\nthird"\ns2,x,Use,\n'
    outcome = load(empty_workspace, [file_in(tmp_path, "stages.csv", text)])
    assert [(one.code, one.row) for one in outcome.issues] == [("not_an_integer", 3)]
    assert outcome.read == 2


@pytest.mark.parametrize("text", ["1e5", "0x1F", "1_000", "4.7", "٣", "+", ""])
def test_a_whole_number_is_digits_only(text: str, empty_workspace: Workspace, tmp_path: Path) -> None:
    outcome = load(empty_workspace, [file_in(tmp_path, "stages.csv", f"stage_id,position,name\ns1,{text},Buy\n")])
    assert [one.code for one in outcome.issues] == ["not_an_integer" if text else "required"]


def test_a_text_written_in_the_tool_stands_as_it_is_written(three_stages: Workspace) -> None:
    for text in ("'=1+1", "''-x", "=1+1", "'tis", " padded ", "a\rb"):
        write_rows(three_stages, "stages", [{"stage_id": "s1", "description": text}], action="edit")
        assert stages_after(three_stages)[0][3] == text


def test_a_write_that_breaks_a_rule_says_so_and_writes_nothing(three_stages: Workspace) -> None:
    before = contents(three_stages)
    with pytest.raises(InvalidData) as refused:
        write_rows(three_stages, "stages", [{"stage_id": "s1", "position": "0"}, {"stage_id": "s8"}], action="edit")
    assert {one.code for one in refused.value.issues} >= {"out_of_range", "required"}
    assert contents(three_stages) == before


class Counting:
    """A cursor that counts the statements that it executes."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self._cursor, self.asked = cursor, 0

    def __getattr__(self, name: str) -> Any:
        self.asked += name == "execute"
        return getattr(self._cursor, name)


def test_a_load_asks_the_engine_few_questions_and_an_edit_fewer(empty_workspace: Workspace) -> None:
    sheets, _ = read_paths([SAMPLE])
    rename = sheet_of("touchpoints", [{"touchpoint_id": "way-here", "name": "Tickets in the app"}])
    for brought, most in ((sheets, 80), ([rename], 20)):
        with empty_workspace.transaction() as cursor:
            counting = Counting(cursor)
            assert apply_sheets(cast(duckdb.DuckDBPyConnection, counting), brought, Change("anna", "load")).applied
        assert 10 < counting.asked <= most
