"""The headless commands: what they print, where, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.analysis.coverage import coverage
from cx.analysis.shortfalls import shortfalls
from cx.changes.load import load
from cx.commands.load import AS_IT_IS
from cx.store import open_workspace
from tests.conftest import ROOT, SAMPLE
from tests.sketches import one_need, stages_rated

COLUMNS = {
    "cell": "round_id,persona_id,need_id,kind,stage_id,state,fulfilment,lower,upper,shortfall,evidence,n,flags",
    "need": "round_id,persona_id,need_id,kind,state,fulfilment,lower,upper,weakest_stage,stages_met,stages_needed,flags",
    "persona": "round_id,persona_id,mandatory,mandatory_met,mandatory_undetermined,gain_index,pain_index,need_debt,rating_debt",
}
"""The columns of the data model, in its order."""
LEVELS = list(COLUMNS)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the sample."""
    path = tmp_path_factory.mktemp("database") / "sample.duckdb"
    workspace = open_workspace(path)
    load(workspace, [SAMPLE])
    workspace.close()
    return str(path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: exit status, standard output, standard error."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return command


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- check and load -----------------------------------------------------------------------------------------


def test_check_finds_nothing_in_the_sample(run) -> None:
    status, out, err = run("check", str(SAMPLE))
    assert (status, err) == (0, "")
    assert out == "1018 rows read: 1018 new, 0 changed, 0 unchanged, 0 rejected\nThe files are fine.\n"


@pytest.fixture
def wrong_file(tmp_path: Path) -> str:
    """A file with one good and one bad row."""
    path = tmp_path / "stages.csv"
    path.write_text("stage_id,position,name\nfirst,1,Buy\nsecond,two,Use\n")
    return str(path)


def test_check_prints_every_finding_and_exits_with_1(run, wrong_file: str) -> None:
    status, out, _ = run("check", wrong_file)
    assert status == 1
    assert "stages.csv, row 3, column position: “two”: This is not a whole number. Write digits only" in out
    assert "2 rows read: 1 new, 0 changed, 0 unchanged, 1 rejected" in out


def test_check_compares_with_a_database_and_writes_nothing(run, database: str, tmp_path: Path) -> None:
    (tmp_path / "stages.csv").write_text("stage_id,position,name\nnew,9,After\n")
    for _ in range(2):
        status, out, _ = run("check", str(SAMPLE / "personas.csv"), str(tmp_path / "stages.csv"), "--database", database)
        assert status == 0
        assert "5 rows read: 1 new, 0 changed, 4 unchanged, 0 rejected" in out


def test_check_does_not_make_a_database(run, tmp_path: Path) -> None:
    status, out, err = run("check", str(SAMPLE), "--database", str(tmp_path / "missing.duckdb"))
    assert (status, out) == (1, "")
    assert err.startswith("There is no workspace")
    assert list(tmp_path.iterdir()) == []


def test_load_makes_the_database_and_says_what_it_did(run, tmp_path: Path) -> None:
    database = str(tmp_path / "new" / "w.duckdb")
    assert run("load", str(SAMPLE), "--database", database) == (
        0,
        "1018 rows read: 1018 new, 0 changed, 0 unchanged, 0 rejected\n",
        "",
    )
    status, out, _ = run("load", str(SAMPLE), "--database", database)
    assert (status, out) == (0, f"1018 rows read: 0 new, 0 changed, 1018 unchanged, 0 rejected\n{AS_IT_IS}\n")


def test_load_refuses_everything_for_one_bad_row(run, wrong_file: str, tmp_path: Path) -> None:
    database = str(tmp_path / "w.duckdb")
    status, out, _ = run("load", wrong_file, "--database", database)
    assert status == 1
    assert "Nothing was written" in out
    assert not Path(database).exists()
    run("load", str(SAMPLE), "--database", database)
    before = run("coverage", "--database", database)
    assert run("load", wrong_file, "--database", database)[0] == 1
    assert run("coverage", "--database", database) == before


def test_load_with_replace_says_what_it_removed(run, folder_of, tmp_path: Path) -> None:
    database = str(tmp_path / "w.duckdb")
    run("load", str(folder_of(one_need("mandatory", stages_rated(0.9, 0.8)))), "--database", database)
    smaller = str(folder_of(one_need("mandatory", stages_rated(0.9))))
    status, out, _ = run("load", smaller, "--database", database, "--replace")
    assert (status, out) == (0, "8 rows read: 0 new, 0 changed, 8 unchanged, 0 rejected; 5 removed\n")


def test_a_folder_under_version_control_is_compared_then_applied_once(run, folder_of, tmp_path: Path) -> None:
    """With `--replace` the folder is the whole truth: parameters and decisions are rows of it like any other."""
    tables = one_need("mandatory", stages_rated(0.9, 0.8)) | {
        "parameters": [{"name": "target", "value": "0.8"}],
        "decisions": [
            {
                "decision_id": "d1",
                "need_id": "n1",
                "stage_id": "s1",
                "options_considered": "a; b",
                "decision": "fix",
                "decided_on": "2026-05-04",
            }
        ],
    }
    made, database = folder_of(tables), str(tmp_path / "w.duckdb")
    assert run("load", str(made), "--database", database, "--dry-run")[0] == 0 and not Path(database).exists()
    assert run("load", str(made), "--database", database)[0] == 0
    folder = tmp_path / "gaps"
    run("export", str(folder), "--database", database)
    assert {"parameters.csv", "decisions.csv"} <= {file.name for file in folder.iterdir()}
    before = run("history", "--database", database)
    for further in ((), ("--replace",), ("--dry-run",), ("--replace", "--exact")):
        status, out, _ = run("load", str(folder), "--database", database, *further)
        assert status == 0 and out.endswith(f"{AS_IT_IS}\n")
    assert run("history", "--database", database) == before
    (folder / "parameters.csv").write_text("name,value\ntarget,0.85\nadequate,0.4\n", encoding="utf-8")
    (folder / "rounds.csv").write_text("round_id,name,opened_on\nr1,First,2025-01-01\nr2,Second,2026-01-01\n", encoding="utf-8")
    for _ in range(2):
        said = run("load", str(folder), "--database", database, "--replace", "--dry-run")[1].splitlines()
        assert said[:2] == ["rounds: 1 new", "parameters: 1 new, 1 changed"] and len(said) == 3
    assert run("history", "--database", database) == before
    assert run("load", str(folder), "--database", database, "--replace")[0] == 0
    assert run("load", str(folder), "--database", database, "--replace")[1].endswith(f"{AS_IT_IS}\n")
    assert len(run("history", "--database", database)[1].splitlines()) == len(before[1].splitlines()) + 1


def test_export_writes_the_folder_and_says_so(run, database: str, tmp_path: Path) -> None:
    status, out, err = run("export", str(tmp_path / "out"), "--database", database)
    assert (status, err) == (0, "")
    assert "ratings.csv: 516 rows\n" in out
    assert len(out.splitlines()) == len(list((tmp_path / "out").iterdir())) == len(list(SAMPLE.iterdir()))
    assert run("check", str(tmp_path / "out"))[0] == 0


def test_export_to_a_place_that_is_a_file_says_so(run, database: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    status, out, err = run("export", str(tmp_path / "out"), "--database", database)
    assert (status, out) == (1, "")
    assert err == f"{tmp_path / 'out'} cannot be used: File exists. Name another place.\n"


# --- coverage -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_coverage_prints_the_columns_of_the_data_model(level: str, run, database: str) -> None:
    status, out, err = run("coverage", "--database", database, "--level", level)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == COLUMNS[level]


def test_coverage_prints_cells_by_default(run, database: str) -> None:
    plain = run("coverage", "--database", database)
    assert plain == run("coverage", "--database", database, "--level", "cell", "--format", "csv")


@pytest.mark.parametrize("level", LEVELS)
def test_csv_and_json_agree(level: str, run, database: str) -> None:
    rows = table(run("coverage", "--database", database, "--level", level)[1])
    objects = json.loads(run("coverage", "--database", database, "--level", level, "--format", "json")[1])
    assert len(rows) == len(objects) > 0
    for row, one in zip(rows, objects, strict=True):
        assert list(row) == list(one) == COLUMNS[level].split(",")
        for column, value in one.items():
            if isinstance(value, float | int):
                assert float(row[column]) == value
                assert isinstance(value, int) == (column in WHOLE) or value in (0, 1)
            else:
                assert row[column] == (value or "")


WHOLE = {"n", "stages_met", "stages_needed", "mandatory", "mandatory_met", "mandatory_undetermined"}


def test_cells_are_the_needed_stages_of_active_personas_in_order(run, database: str, sample_tables) -> None:
    rows = table(run("coverage", "--database", database)[1])
    persona = {need["need_id"]: need["persona_id"] for need in sample_tables["needs"]}
    kind = {need["need_id"]: need["kind"] for need in sample_tables["needs"]}
    position = {stage["stage_id"]: int(stage["position"]) for stage in sample_tables["stages"]}
    order = ["mandatory", "gain", "pain"]
    needed = [(row["need_id"], row["stage_id"]) for row in sample_tables["need_stages"]]
    needed.sort(key=lambda cell: (persona[cell[0]], order.index(kind[cell[0]]), cell[0], position[cell[1]]))
    assert [(row["need_id"], row["stage_id"]) for row in rows] == needed


@pytest.mark.parametrize("level", LEVELS)
def test_a_persona_is_a_part_of_the_whole(level: str, run, database: str) -> None:
    rows = table(run("coverage", "--database", database, "--level", level)[1])
    own = table(run("coverage", "--database", database, "--level", level, "--persona", "transit")[1])
    assert own == [row for row in rows if row["persona_id"] == "transit"]
    assert 0 < len(own) < len(rows)


def test_the_latest_round_is_the_default_and_another_can_be_named(run, database: str) -> None:
    default = table(run("coverage", "--database", database)[1])
    latest = table(run("coverage", "--database", database, "--round", "2017")[1])
    earlier = table(run("coverage", "--database", database, "--round", "2016")[1])
    assert default == latest
    assert {row["round_id"] for row in earlier} == {"2016"}
    assert [row["fulfilment"] for row in earlier] != [row["fulfilment"] for row in latest]


def test_a_market_shows_its_own_ratings(run, folder_of, tmp_path: Path) -> None:
    tables = one_need("gain", stages_rated(0.9))
    tables["ratings"] = [dict(tables["ratings"][0]) | {"market": m, "value": v} for m, v in (("DE", "0.9"), ("FR", "0.1"))]
    database = str(tmp_path / "w.duckdb")
    run("load", str(folder_of(tables)), "--database", database)
    shown = {m: table(run("coverage", "--database", database, "--market", m)[1])[0]["state"] for m in ("DE", "FR")}
    assert shown == {"DE": "met", "FR": "missed"}


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--round", "2031"), "There is no round “2031”. Rounds: 2016, 2017."),
        (("--market", "XX"), "No segment, touchpoint, rating or need names the market “XX”."),
        (("--persona", "nobody"), "There is no active persona “nobody”. Personas: business, local, transit, visitor."),
    ],
)
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(option, sentence: str, run, database: str) -> None:
    assert run("coverage", "--database", database, *option) == (1, "", sentence + "\n")


def test_an_empty_workspace_has_headers_and_no_rows(run, tmp_path: Path) -> None:
    database = str(tmp_path / "w.duckdb")
    open_workspace(database).close()
    for level in LEVELS:
        assert run("coverage", "--database", database, "--level", level) == (0, COLUMNS[level] + "\n", "")
        assert run("coverage", "--database", database, "--level", level, "--format", "json") == (0, "[]\n", "")


@pytest.mark.parametrize("command", [("coverage",), ("export", "out")])
def test_a_missing_database_is_not_made(command: tuple[str, ...], run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*command, "--database", "missing.duckdb")
    assert (status, out) == (1, "")
    assert err.startswith("There is no workspace missing.duckdb. Make one with: python -m cx load")
    assert list(tmp_path.iterdir()) == []


USAGE = [
    (),
    ("coverage",),
    ("dance",),
    ("coverage", "--database", "w", "--level", "city"),
    ("coverage", "--database", "w", "--format", "xml"),
    ("load", "needs.csv"),
    ("load", "--database", "w"),
    ("check",),
    ("export", "--database", "w"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_exits_with_2_and_shows_the_usage(arguments: tuple[str, ...], run) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("usage: python -m cx")


def test_a_limit_that_is_no_number_is_named(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_MAX_MB", "plenty")
    status, out, err = run("check", str(SAMPLE))
    assert (status, out) == (1, "")
    assert err == "CX_MAX_MB is “plenty”, which is no number of megabytes. Set it to a number such as 200.\n"


def test_a_refused_setting_leaves_no_empty_database_behind(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CX_MAX_MB", "plenty")
    assert run("load", str(SAMPLE), "--database", str(tmp_path / "new.duckdb"))[0] == 1
    assert list(tmp_path.iterdir()) == []


# --- as another program sees it -----------------------------------------------------------------------------


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-W", "error", "-m", "cx", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, **options)  # type: ignore[call-overload]


def test_a_program_reads_standard_output_and_the_exit_status(database: str, run) -> None:
    found = process("coverage", "--database", database, "--level", "persona", capture_output=True)
    assert (found.returncode, found.stderr) == (0, "")
    assert (0, found.stdout, "") == run("coverage", "--database", database, "--level", "persona")
    assert process("check", "no-such-folder", capture_output=True).returncode == run("check", "no-such-folder")[0] == 1
    with pytest.raises(SystemExit, match="2"):
        main(["coverage"])


def test_a_reader_that_has_seen_enough_is_no_error(database: str) -> None:
    read, write = os.pipe()
    os.close(read)
    found = process("coverage", "--database", database, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert (found.returncode, found.stderr) == (0, "")


# --- shortfalls and report ----------------------------------------------------------------------------------


def test_shortfalls_prints_the_columns_of_the_data_model_and_the_list_of_the_page(run, database: str) -> None:
    status, out, err = run("shortfalls", "--database", database)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == (
        "rank,tier,need_id,persona_id,kind,stage_id,state,fulfilment,shortfall,importance,persona_weight,reach,priority,info_value,closing_set"
    )
    workspace = open_workspace(database)
    shown = shortfalls(workspace, coverage(workspace)).level()
    rows = table(out)
    assert [(r["need_id"], r["stage_id"]) for r in rows] == list(zip(shown["need_id"], shown["stage_id"], strict=True))
    for row, known in zip(rows, shown.to_dict("records"), strict=True):
        assert (row["priority"] == "") == (row["rank"] == "") == (row["tier"] == "")
        assert row["priority"] or row["info_value"]
        for column in ("priority", "info_value"):
            assert row[column] == "" or float(row[column]) == known[column]
    both = [r for r in rows if r["rank"] and r["info_value"]]
    assert both and all(r["state"] == "not_assessed" for r in both), "what cannot be met has a rank and is to be found out as well"
    workspace.close()


def test_shortfalls_as_json_has_null_where_nothing_is_known(run, database: str) -> None:
    objects = json.loads(run("shortfalls", "--database", database, "--format", "json")[1])
    assert objects[0]["rank"] == 1 and objects[0]["info_value"] is None
    assert objects[-1]["rank"] is None and objects[-1]["info_value"] > 0


def test_shortfalls_of_an_unknown_round_are_refused(run, database: str) -> None:
    status, out, err = run("shortfalls", "--database", database, "--round", "1999")
    assert (status, out) == (1, "") and "There is no round “1999”" in err


@pytest.mark.parametrize("ending", [".html", ".pdf", ".pptx", ".md", ".xlsx"])
def test_a_report_is_written_in_the_form_of_its_ending(run, database: str, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"report{ending.upper()}"
    status, out, err = run("report", "--database", database, "--out", str(target))
    assert (status, err) == (0, "") and "is ready to be sent on" in out
    assert target.stat().st_size > 2_000
    status, out, err = run("report", "--database", database, "--out", str(target), "--interactive")
    assert (status, "interactive report ends in .html" in err) == ((2, True) if ending != ".html" else (0, False))
    assert (b'id="data"' in target.read_bytes()) is (ending == ".html")


def test_a_report_with_another_ending_is_a_wrong_use(run, database: str, tmp_path: Path) -> None:
    status, _, err = run("report", "--database", database, "--out", str(tmp_path / "report.docx"))
    assert status == 2 and ".html, .pdf, .pptx, .md, .xlsx" in err
    assert not (tmp_path / "report.docx").exists()


def test_a_report_of_an_unknown_persona_is_refused(run, database: str, tmp_path: Path) -> None:
    status, _, err = run("report", "--database", database, "--out", str(tmp_path / "r.html"), "--persona", "nobody")
    assert status == 1 and "There is no active persona “nobody”" in err


def test_who_is_named_in_interviews_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "segments.csv").write_text("segment_id,name,size\ng1,All,10\n")
    (tmp_path / "interviews.csv").write_text("interview_id,segment_id,participant\ni1,g1,Anna Berg\ni2,g1,P07\n")
    assert main(["check", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Looks as if it said who somebody is: “Anna Berg” (a name). Write pseudonyms" in said and "P07" not in said


# --- languages ----------------------------------------------------------------------------------------------


def test_documents_are_written_in_the_language_that_is_asked_for(run, database: str, tmp_path: Path) -> None:
    page, cards = tmp_path / "report.html", tmp_path / "cards.pdf"
    assert run("report", "--database", database, "--out", str(page), "--language", "de")[0] == 0
    assert '<html lang="de">' in page.read_text(encoding="utf-8") and "Zuerst beheben" in page.read_text(encoding="utf-8")
    assert run("cards", "--database", database, "--out", str(cards), "--language", "fr")[0] == 0 and cards.read_bytes().startswith(b"%PDF-")
    status, _, err = run("minutes", "--database", database, "--out", str(tmp_path / "m.md"), "--language", "de")
    assert status == 1 and "Rooms: none yet." in err
    status, _, err = run("cards", "--database", database, "--out", str(cards), "--persona", "nobody")
    assert status == 1 and "no active persona “nobody”" in err
