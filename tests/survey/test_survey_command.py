"""The `survey` command: what it prints, what it writes, and with which exit status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.store import open_workspace
from tests.random_workspaces import write_folder
from tests.surveys import TEN, Files, answers, people, shop
from tests.uploads.test_unattended import sheets_of


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command on files against a database with the shop: exit status, standard output, standard error."""
    write_folder(shop(), tmp_path / "shop")
    workspace = open_workspace(tmp_path / "w.duckdb")
    load(workspace, [tmp_path / "shop"])
    workspace.close()

    def command(files: Files, *options: str, round_id: str = "r1") -> tuple[int, str, str]:
        files.write(tmp_path)
        paths = ["--items", str(tmp_path / "items.csv"), "--segments", str(tmp_path / "rules.csv")]
        where = ["--round", round_id, "--database", str(tmp_path / "w.duckdb")]
        try:
            status = main(["survey", str(tmp_path / "answers.csv"), *paths, *where, *options])
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return command


def last(out: str, lines: int = 3) -> list[str]:
    return out.splitlines()[-lines:]


def test_counts_are_printed_and_ratings_written(run) -> None:
    files = answers("6 x 1,5", "2 x 1,9", "5 x 3,4", "7,5")
    status, out, err = run(files)
    assert (status, err) == (0, "")
    assert last(out) == [
        "14 respondents read: 13 assigned to a segment, 1 unassigned",
        "11 answers used, 2 no answer, 0 beside the links, 0 off the scale",
        "2 ratings: 2 new, 0 changed, 0 unchanged",
    ]
    assert last(run(files)[1], 1) == ["2 ratings: 0 new, 0 changed, 2 unchanged"]
    assert last(run(answers("6 x 1,4", "5 x 3,4"))[1], 1) == ["2 ratings: 0 new, 1 changed, 1 unchanged"]


def test_answers_that_fit_no_rule_are_listed_with_their_counts(run) -> None:
    _, out, _ = run(answers("6 x 1,5", "5 x 3,4", "2 x 7,5", "under 27,5", ",5"))
    assert "age: 4 answers fit no rule: “7” × 2, blank × 1 and “under 27” × 1" in out.splitlines()
    assert "15 respondents read: 11 assigned to a segment, 4 unassigned" in out


def test_respondents_with_a_weight_of_zero_are_left_out_and_that_is_said(run) -> None:
    _, out, _ = run(Files(people("age,pay,w", "6 x 1,5,1", "2 x 1,1,0", "5 x 3,4,2"), weights="w"), "--weights", "w")
    assert "13 respondents read: 11 assigned to a segment, 0 unassigned, 2 left out with a weight of 0" in out.splitlines()
    assert "warning: answers.csv, row 8, column w: 2 respondents have a weight of 0" in out


def test_a_mistake_is_named_and_nothing_is_written(run, tmp_path: Path) -> None:
    status, out, err = run(answers("6 x 1,5", "1,seven"))
    assert (status, err) == (1, "")
    assert "error: items.csv, row 2, column column: “pay”: 1 answer is not on the scale 1-5" in out
    assert last(out, 2) == ["0 ratings: 0 new, 0 changed, 0 unchanged", "Nothing was written: correct what is named above and try again."]
    workspace = open_workspace(tmp_path / "w.duckdb")
    assert workspace.rows("SELECT count(*) FROM ratings WHERE source = 'survey'") == [(0,)]
    workspace.close()


def test_a_round_is_made_with_its_first_day(run) -> None:
    assert run(Files(TEN), round_id="r2")[0] == 1
    status, out, _ = run(Files(TEN), "--opened-on", "2026-01-01", "--rated-on", "2026-01-05", round_id="r2")
    assert status == 0
    assert last(out, 1) == ["2 ratings: 2 new, 0 changed, 0 unchanged"]


def test_a_frozen_round_is_refused(run) -> None:
    status, out, _ = run(Files(TEN), round_id="shut")
    assert status == 1
    assert "Round “shut” is frozen" in out


def test_weights_are_named_and_their_cut_is_told(run) -> None:
    files = Files(people("age,pay,w", "9 x 1,5,1", "1,4,80", "5 x 3,4,1"))
    status, out, _ = run(files, "--weights", "w")
    assert status == 0
    assert "1 weights cut at five times the median" in out
    assert run(files, "--weights", "wt")[0] == 1


def test_a_dry_run_says_what_would_be_replaced_and_writes_nothing(run, tmp_path: Path) -> None:
    assert run(answers("6 x 1,5", "5 x 3,4"))[0] == 0
    status, out, err = run(answers("6 x 1,2", "5 x 3,4"), "--dry-run")
    assert (status, err) == (0, "")
    assert "This replaces 1 rating of answers.csv by other values" in out
    assert last(out, 2) == [
        "2 ratings: 0 new, 1 changed, 1 unchanged",
        "Nothing was written: this was a dry run, and the survey can be applied.",
    ]
    workspace = open_workspace(tmp_path / "w.duckdb")
    assert workspace.rows("SELECT value FROM ratings WHERE source = 'survey' ORDER BY 1") == [(4.0,), (5.0,)]
    workspace.close()


@pytest.mark.parametrize("rows", [("6 x 1,5", "1,seven"), ("6 x 1,9", "5 x 3,9")])
def test_a_dry_run_of_a_survey_with_mistakes_ends_as_the_real_one_would(run, rows: tuple[str, ...]) -> None:
    dry = run(answers(*rows), "--dry-run")
    real = run(answers(*rows))
    assert dry[0] == real[0]
    assert last(dry[1], 2)[0] == last(real[1], 2)[0] or real[0] == 0


def test_a_dry_run_makes_no_round(run, tmp_path: Path) -> None:
    assert run(Files(TEN), "--opened-on", "2026-01-01", "--dry-run", round_id="r2")[0] == 0
    assert run(Files(TEN), "--dry-run", round_id="r3")[0] == 1, "a round that is not there must be given its first day"
    workspace = open_workspace(tmp_path / "w.duckdb")
    assert workspace.rows("SELECT count(*) FROM rounds WHERE round_id LIKE 'r_' AND round_id <> 'r1'") == [(0,)]
    workspace.close()


@pytest.mark.parametrize("options", [("--opened-on", "1.1.2026"), ("--rated-on", "soon"), ("--dance",)])
def test_wrong_usage_exits_with_2(run, options: tuple[str, ...]) -> None:
    status, out, err = run(Files(TEN), *options)
    assert (status, out) == (2, "")
    assert err.startswith("usage: python -m cx")


def test_a_missing_database_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Files(TEN).write(tmp_path)
    arguments = [str(tmp_path / "answers.csv"), "--items", str(tmp_path / "items.csv"), "--segments", str(tmp_path / "rules.csv")]
    assert main(["survey", *arguments, "--round", "r1", "--database", str(tmp_path / "none.duckdb")]) == 1
    assert "There is no workspace" in capsys.readouterr().err
    assert not (tmp_path / "none.duckdb").exists()


def test_survey_and_mapping_are_read_as_spreadsheets_write_them(run) -> None:
    plain = answers("6 x 1,5", "5 x 3,4")
    semicolons = Files(plain.survey.replace(",", ";").encode("utf-16"), plain.items, plain.rules)
    assert last(run(plain)[1], 1) == ["2 ratings: 2 new, 0 changed, 0 unchanged"]
    assert last(run(semicolons)[1], 1) == ["2 ratings: 0 new, 0 changed, 2 unchanged"]


def test_a_workbook_with_several_sheets_is_no_survey_until_one_is_chosen(run, tmp_path: Path) -> None:
    rows = [line.split(",") for line in TEN.splitlines()]
    assert last(run(Files(sheets_of(answers=rows)))[1], 1) == ["2 ratings: 2 new, 0 changed, 0 unchanged"]
    status, out, _ = run(Files(sheets_of(answers=rows, codes=rows)))
    assert status == 1
    assert "several tables here, where one is wanted: answers, codes" in out


def test_a_mapping_by_codes_reads_the_same_with_a_code_book(run, tmp_path: Path) -> None:
    files = answers("6 x 1,5", "2 x 1,9", "5 x 3,4", "7,5")
    without = last(run(files, "--dry-run")[1])
    book = tmp_path / "book.csv"
    book.write_text("variable,question\nage,How old are you?\npay,How was paying?\n", encoding="utf-8")
    assert last(run(files, "--dry-run", "--code-book", str(book))[1]) == without
    book.write_text("variable,question\nplz,Where do you live?\n", encoding="utf-8")
    assert "no table of this upload has the columns that it names" in run(files, "--dry-run", "--code-book", str(book))[1]


def test_a_file_in_long_form_is_stood_up_where_its_mapping_asks_for_that(run) -> None:
    wide = answers("6 x 1,5", "5 x 3,4")
    header, *rows = str(wide.survey).splitlines()
    assert header == "age,pay"
    respondents = [row.split(",") for row in rows]
    long = [f"{n},{age},pay,{pay}\n{n},{age},leave,3" for n, (age, pay) in enumerate(respondents, start=1)]
    files = replace(wide, survey="\n".join(["respondent,age,question,answer", *long, "1,1,pay,2"]) + "\n")
    status, out, _ = run(files)
    assert status == 0
    assert "It is read as one row a respondent." in out
    assert "1 row repeats a question that the respondent has answered already" in out
    assert last(out) == last(run(wide)[1])[:2] + ["2 ratings: 2 new, 0 changed, 0 unchanged"]
