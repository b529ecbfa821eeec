"""A survey that stays where it is gives the ratings that it gives row by row, and only counts leave its engine."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.errors import InvalidData, JourneyError
from cx.source.asking import DIALECTS, by_segment, how_often
from cx.source.counts import counts_in
from cx.source.folder import folder
from cx.source.read import read_counts
from cx.store import Workspace, open_workspace
from cx.survey import Survey, read_mapping
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.surveys import AGES, Files, shop

MEANT = ("pay,till,s1,pay,,1-5,9", "queue,app,s1,,ana-pay,0-4,")
SAID = {
    "age": ["1", "2", "3", "03", "7", "", "under 27", "2.0"],
    "pay": ["1", "2", "3", "4", "5", "9", "", " 4 ", "5.0", "n/a"],
    "queue": ["0", "1", "2", "3", "", "-"],
    "why": ["it's \\ so", 'said "no"', "", "=1+1", "Zürich"],
}


def drawn(seed: int, many: int = 400) -> pd.DataFrame:
    """Answers as people give them: blanks, words for nothing, numbers written in several ways, a whole row of nothing."""
    rng = random.Random(seed)
    rows = [{column: rng.choice(texts) for column, texts in SAID.items()} for _ in range(many)]
    return pd.DataFrame([*rows, dict.fromkeys(SAID, ""), dict.fromkeys(SAID, "") | {"why": "only this"}])


def row_by_row(workspace: Workspace, place: Path, rules: tuple[str, ...], frame: pd.DataFrame) -> Survey:
    """The survey in one file that is brought."""
    files = Files(frame.to_csv(index=False), MEANT, rules)
    return files.read(workspace, place)


def assert_same(there: Survey, here: Survey) -> None:
    for part in ("respondents", "segments", "used", "beside", "no_answer", "off_scale", "unmatched"):
        assert getattr(there, part) == getattr(here, part), part
    for part in ("questions", "ratings", "styles"):
        pd.testing.assert_frame_equal(getattr(there, part), getattr(here, part), obj=part)
    assert [(one.code, one.file, one.row, one.column) for one in there.issues] == [
        (one.code, one.file, one.row, one.column) for one in here.issues
    ]


@pytest.mark.parametrize("kind", ["csv", "parquet", "numbers"])
@pytest.mark.parametrize("rules", [AGES, (*AGES, "old,pay,*"), ("young,age,1;2", "old,age,2;3"), ("young,age,1;2", "young,queue,0;1")])
def test_a_folder_gives_what_its_rows_give(
    workspace_of: Callable[[Tables], Workspace], tmp_path: Path, kind: str, rules: tuple[str, ...]
) -> None:
    workspace, frame = workspace_of(shop()), drawn(len(rules))
    frame = frame[frame["pay"] != "n/a"] if kind == "numbers" else frame
    if kind == "numbers":  # as a warehouse holds them
        frame = frame.assign(pay=pd.to_numeric(frame["pay"]), queue=pd.to_numeric(frame["queue"].replace("-", "")))
    there = tmp_path / "there"
    for number, part in enumerate((frame[:150], frame[150:151], frame[151:])):
        (there / f"year={number}").mkdir(parents=True)
        if kind == "csv":
            part.to_csv(there / f"year={number}" / "part.csv", index=False)
        else:
            part.to_parquet(there / f"year={number}" / "part.parquet")
    here = row_by_row(workspace, tmp_path / "here", rules, frame)
    mapping, found = read_mapping(tmp_path / "here" / "items.csv", tmp_path / "here" / "rules.csv")
    with folder(there) as files:
        said = read_counts(
            workspace, "answers.csv", files.columns, mapping, files.answer, table="answers", first=files.columns[0], issues=found
        )
    assert here.respondents < len(frame) and here.questions["used"].sum() > 0
    assert_same(said, here)


def asked_of(frame: pd.DataFrame, sql: str) -> str:
    """What an engine answers, as CSV."""
    with duckdb.connect() as engine:
        engine.register("answers", frame)
        found = engine.execute(sql.partition("\n")[2].rstrip().rstrip(";"))
        names = [column[0] for column in found.description or ()]
        text = io.StringIO()
        csv.writer(text).writerows([names, *found.fetchall()])
        return text.getvalue()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs the command against a database with the shop: exit status, and what it says."""
    write_folder(shop(), tmp_path / "shop")
    workspace = open_workspace(tmp_path / "w.duckdb")
    load(workspace, [tmp_path / "shop"])
    workspace.close()
    Files("", MEANT).write(tmp_path)

    def command(*options: str) -> tuple[int, str]:
        mapping = ["--items", str(tmp_path / "items.csv"), "--segments", str(tmp_path / "rules.csv"), "--round", "r1"]
        status = main(["survey", *mapping, "--database", str(tmp_path / "w.duckdb"), *options])
        shown = capsys.readouterr()
        return status, shown.out + shown.err

    return command


def test_an_engine_that_one_asks_oneself_is_given_two_questions_and_its_counts_become_ratings(run, tmp_path: Path) -> None:
    frame = drawn(1).astype("string").assign(pay=lambda f: f["pay"].replace({"n/a": "9"}))
    texts, counts, table = tmp_path / "texts.csv", tmp_path / "counts.csv", ("--table", "answers", "--dialect", "duckdb")
    status, first = run(*table)
    assert status == 0 and "--texts FILE" in first
    texts.write_text(asked_of(frame, first), encoding="utf-8")
    status, second = run(*table, "--texts", str(texts))
    assert status == 0 and "--counts FILE" in second
    counts.write_text(asked_of(frame, second), encoding="utf-8")
    assert "it's" not in counts.read_text(encoding="utf-8"), "of a column that no mapping names nothing leaves the engine"
    done = (*table, "--texts", str(texts), "--counts", str(counts))
    status, said = run(*done)
    assert status == 0, said
    assert "3 ratings: 3 new, 0 changed, 0 unchanged" in said
    frame.to_csv(tmp_path / "answers.csv", index=False)
    assert "3 ratings: 0 new, 0 changed, 3 unchanged" in run(str(tmp_path / "answers.csv"))[1], "row by row nothing else comes out"

    lines = counts.read_text(encoding="utf-8").splitlines()
    counts.write_text("\n".join(lines[:-3]), encoding="utf-8")
    status, said = run(*done)
    assert status == 1 and "rows of the result are missing" in said
    counts.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "rules.csv").write_text("segment_id,column,values\nyoung,age,1\nold,age,3\n", encoding="utf-8")
    status, said = run(*done)
    assert status == 1 and "This is the answer to another question" in said


DAMAGED = [
    ("asked,question,answer\n{mark},,\n", "counts_column"),
    ("asked,question,answer,times\n{mark},,,many\n", "not_an_integer"),
    ("asked,question,answer,times\n{mark},,,3\n{mark},name,Ana,3\n", "counts_question"),
    ("asked,question,answer,times\n{mark},,,3\n{mark},age,1,2\n", "counts_cut"),
    ("asked,question,answer,times\n{mark},,,3\n", "counts_cut"),
]
OF_COUNTS = {*(code for _, code in DAMAGED), "other_counts"}
"""What can be wrong with counts."""


@pytest.mark.parametrize(("text", "code"), DAMAGED)
def test_counts_that_are_damaged_are_refused(text: str, code: str, tmp_path: Path) -> None:
    question = how_often("answers", ["age"], ["pay"])
    (tmp_path / "texts.csv").write_text(text.format(mark=question.mark), encoding="utf-8")
    with pytest.raises(InvalidData) as refused:
        counts_in(tmp_path / "texts.csv", question, ["age"], by_segment=False)
    assert [one.code for one in refused.value.issues] == [code]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "one of them"),
        (("a.csv", "--table", "t"), "one of them"),
        (("--table", "t; DROP TABLE x"), "Name the table"),
        (("--table", "t", "--weights", "w"), "--weights needs the responses themselves"),
        (("--source", "nowhere"), "There is no file or folder nowhere"),
    ],
)
def test_what_does_not_go_together_is_said(run, options: tuple[str, ...], said: str) -> None:
    status, told = run(*options)
    assert status in (1, 2) and said in told


def test_a_folder_of_two_kinds_or_with_a_damaged_file_is_refused(tmp_path: Path, run) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a.csv").write_text("age,pay,queue\n1,5,0\n", encoding="utf-8")
    (there / "b.parquet").write_bytes(b"PAR1 no more")
    assert "side by side" in run("--source", str(there))[1]
    (there / "b.parquet").rename(tmp_path / "b.parquet")
    (there / "a.csv").write_text("age,pay,queue\n1,5,0\n2,4,1,more\n", encoding="utf-8")
    status, said = run("--source", str(there))
    assert status == 1 and "a.csv" in said and "wider than the first line" in said, "and no row is left out"
    (there / "a.csv").unlink()
    status, said = run("--source", str(there))
    assert status == 1 and "no Parquet and no CSV file" in said
    (tmp_path / "b.parquet").rename(there / "b.parquet")
    status, said = run("--source", str(there))
    assert status == 1 and "b.parquet" in said and "Traceback" not in said


def test_every_engine_is_asked_in_its_own_words_and_no_text_breaks_out_of_its_question() -> None:
    hostile = "it's \\' OR 1 = 1; --"
    question = by_segment("s.answers", ["pay"], [[{"age": [hostile]}]], ["age"])
    for dialect in DIALECTS:
        told = question.said_for(dialect)
        assert "GROUPING SETS" in told and question.mark in told
    with duckdb.connect() as engine:
        engine.execute("CREATE SCHEMA s; CREATE TABLE s.answers (age VARCHAR, pay VARCHAR)")
        engine.executemany("INSERT INTO s.answers VALUES (?, ?)", [[hostile, "1"], ["other", "2"]])
        assert sorted(engine.execute(question.sql).fetchall())[-1][1:] == (1, "pay", "1", 1)
        assert sorted(engine.execute(question.said_for("duckdb")).fetchall()) == sorted(engine.execute(question.sql).fetchall())


def test_the_engine_reaches_the_files_of_the_survey_and_no_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.csv").write_text("age,pay\n1,5\n", encoding="utf-8")
    with folder(tmp_path / "a") as files:
        assert files.columns == ("age", "pay")
        with pytest.raises(JourneyError, match="cannot be read"):
            files.answer(how_often(f"read_csv('{tmp_path / 'b' / 'x.csv'}')", ["age"], []))


def test_what_comes_back_does_not_grow_with_the_answers(workspace_of: Callable[[Tables], Workspace], tmp_path: Path) -> None:
    sizes = []
    for many in (1_000, 100_000):
        place = tmp_path / f"{many}.parquet"
        duckdb.execute(f"COPY (SELECT (i % 4)::VARCHAR AS age, (1 + hash(i) % 5)::VARCHAR AS pay FROM range({many}) t(i)) TO '{place}'")
        with folder(place) as files:
            counts = files.answer(by_segment("answers", ["pay"], [[{"age": ["1"]}], [{"age": ["3"]}]], ["age"]))
        assert sum(counts.respondents.values()) == many
        sizes.append(len(counts.rows))
    assert sizes[0] == sizes[1] == 3 * 6
