"""A second wave of scores never takes the place of the first one without saying so."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cx.changes.load import load
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.store.rows import Change
from cx.survey import Item, Rule, Survey, SurveyMapping, read_survey, store_ratings
from cx.survey.file import rows_of
from cx.uploads.plan import UploadPlan, start
from cx.uploads.prepare import prepare, write
from cx.uploads.second_wave import named_after, round_for, round_for_survey
from tests.brought import scores
from tests.workbooks import HEADINGS, book

REPLACES = "replaces"
"""The finding of the catalogue that these tests trigger."""

SHEET = "Persona,Need,Kind,Stage,Touchpoint,Score\nGuest,Sleep,mandatory,Stay,Room,{0}\nGuest,Eat,mandatory,Stay,Bar,{1}\n"
MATRIX = "Need,Room,Bar,Desk\nSleep,{0},,\nEat,,{1},\n"
ASKED = SurveyMapping((Item("pay", "till", "s1", "1-5", theme="pay"),), (Rule("young", "age", ("1",)), Rule("old", "age", ("3",))))


def plan_of(workspace: Workspace, name: str, text: str) -> UploadPlan:
    """The plan of a file with the round that is proposed for it."""
    (table,), _ = read_upload(name, text.encode())
    plan = start(workspace, table)
    return replace(plan, defaults=replace(plan.defaults, round_id=round_for(workspace, plan)))


def bring(workspace: Workspace, plan: UploadPlan, round_id: str = "") -> list[str]:
    """Write the plan; what was said of replaced ratings."""
    plan = replace(plan, defaults=replace(plan.defaults, round_id=round_id or plan.defaults.round_id))
    with workspace.transaction() as cursor:
        return [
            f"{f.value}: {f.why}"
            for f in write(workspace, [plan], cursor, Change("tester", "upload", plan.table.file)).issues
            if f.code == "replaces"
        ]


@pytest.fixture
def rated(empty: Workspace) -> Workspace:
    """A workspace whose round “first” holds the scores of spring.csv."""
    bring(empty, plan_of(empty, "spring.csv", SHEET.format(5, 4)), "first")
    return empty


def test_other_scores_of_the_same_things_are_proposed_a_round_named_after_their_file(rated: Workspace) -> None:
    autumn = plan_of(rated, "in/autumn_2026.csv", SHEET.format(2, 1))
    assert autumn.defaults.round_id == "autumn 2026"
    assert bring(rated, autumn) == []
    assert sorted(s[2] for s in scores(rated)) == [1, 2, 4, 5]


def test_what_would_be_replaced_is_counted_and_its_file_is_named_before_it_is(rated: Workspace) -> None:
    autumn = plan_of(rated, "autumn.csv", SHEET.format(5, 1))
    autumn = replace(autumn, defaults=replace(autumn.defaults, round_id="first"))
    with rated.dry_run() as cursor:
        found = [f for f in prepare(rated, [autumn], cursor).issues if f.code == "replaces"]
    assert [(f.severity, f.value, f.why) for f in found] == [("warning", "first", "This replaces 1 rating of spring.csv by other values.")]
    assert sorted(s[2] for s in scores(rated)) == [4, 5]


@pytest.mark.parametrize("name", ["spring.csv", "copy of spring.csv"])
def test_the_first_wave_again_after_the_second_is_proposed_its_own_round(rated: Workspace, name: str) -> None:
    bring(rated, plan_of(rated, "summer.csv", SHEET.format(2, 1)))
    again = plan_of(rated, name, SHEET.format(5, 4))
    assert again.defaults.round_id == "first" and bring(rated, again) == []
    assert rated.rows("SELECT count(*) FROM ratings") == [(4,)], "nothing is counted as a third wave"
    assert plan_of(rated, "copy of summer.csv", SHEET.format(2, 1)).defaults.round_id == "summer"
    assert plan_of(rated, "autumn.csv", SHEET.format(5, 1)).defaults.round_id == "autumn", "half of it elsewhere is a wave of its own"


def test_the_same_scores_again_stay_in_their_round(rated: Workspace) -> None:
    again = plan_of(rated, "copy of spring.csv", SHEET.format(5, 4))
    assert again.defaults.round_id == "first" and bring(rated, again) == []


def test_a_wave_in_which_nobody_gave_the_highest_score_stays_on_the_scale_of_the_first(rated: Workspace) -> None:
    autumn = plan_of(rated, "autumn.csv", SHEET.format(4, 2))
    bring(rated, autumn)
    assert {s[3] for s in scores(rated)} == {"1-5"}
    beyond = plan_of(rated, "percent.csv", SHEET.format(80, 20))
    bring(rated, beyond, "other")
    assert {s[3] for s in scores(rated)} == {"1-5", "percent"}


def test_scores_of_other_things_stay_in_the_newest_round(rated: Workspace) -> None:
    more = plan_of(
        rated, "more.csv", "Persona,Need,Kind,Stage,Touchpoint,Score\nGuest,Park,gain,Arrive,Lot,1\nGuest,Ask,gain,Arrive,Desk,5\n"
    )
    assert more.defaults.round_id == "first" and bring(rated, more) == []


def test_a_matrix_of_the_next_wave_gets_a_round_of_its_own(rated: Workspace) -> None:
    plan = plan_of(rated, "wave_2.csv", MATRIX.format(1, 5))
    assert (plan.shape.name, plan.defaults.round_id) == ("matrix", "wave 2")


def test_a_file_that_names_its_rounds_is_left_alone(rated: Workspace) -> None:
    text = SHEET.format("2", "1").replace("Score\n", "Score,Round\n").replace(",2\n", ",2,first\n").replace(",1\n", ",1,first\n")
    plan = plan_of(rated, "wave_2.csv", text)
    assert plan.defaults.round_id == "first"
    assert bring(rated, plan) == ["first: This replaces 2 ratings of spring.csv by other values."]


def test_our_own_tables_say_what_they_replace(rated: Workspace, tmp_path: Path) -> None:
    row = "first,room,stay,guest-sleep,expert,upload,{},1-5\n"
    (tmp_path / "ratings.csv").write_text("round_id,touchpoint_id,stage_id,need_id,source,rater,value,scale\n" + row.format(1))
    found = load(rated, [tmp_path / "ratings.csv"])
    assert found.applied and [f.why for f in found.issues] == ["This replaces 1 rating of spring.csv by other values."]
    (tmp_path / "ratings.csv").write_text("round_id,touchpoint_id,stage_id,need_id,source,rater,value,scale\n" + row.format(3))
    assert [f.why for f in load(rated, [tmp_path / "ratings.csv"]).issues] == [
        "This replaces 1 rating of ratings.csv and spring.csv by other values."
    ]


def test_fewer_satisfied_people_replace_a_share_although_mean_and_number_stay(rated: Workspace, tmp_path: Path) -> None:
    header, row = "round_id,touchpoint_id,stage_id,need_id,source,value,scale,n,met_n\n", "first,room,stay,guest-sleep,survey,4,1-5,40,{}\n"
    for name, satisfied in (("may.csv", 36), ("june.csv", 20)):
        (tmp_path / name / "ratings.csv").parent.mkdir()
        (tmp_path / name / "ratings.csv").write_text(header + row.format(satisfied))
    assert load(rated, [tmp_path / "may.csv" / "ratings.csv"]).issues == []
    assert [f.code for f in load(rated, [tmp_path / "june.csv" / "ratings.csv"]).issues] == ["replaces"]


def answers(workspace: Workspace, name: str, *pays: int) -> Survey:
    """A survey of young and old people who pay."""
    (table,), _ = read_upload(
        name, ("respondent id,age,pay\n" + "".join(f"{n},{1 + 2 * (n % 2)},{pay}\n" for n, pay in enumerate(pays))).encode()
    )
    return read_survey(workspace, rows_of(table), ASKED)


def test_the_second_wave_of_a_survey_is_proposed_a_round_of_its_own_and_what_it_would_replace_is_said(surveyed: Workspace) -> None:
    newest = surveyed.rows("SELECT round_id FROM rounds WHERE frozen_on IS NULL ORDER BY opened_on DESC")[0][0]
    first, second = answers(surveyed, "May.csv", *[1, 2, 3, 4, 5, 5] * 3), answers(surveyed, "June answers.csv", *[1, 1, 2, 2, 1, 1] * 3)
    assert round_for_survey(surveyed, "May.csv", first.ratings, newest) == newest
    assert store_ratings(surveyed, first, newest).applied
    assert round_for_survey(surveyed, "May again.csv", first.ratings, newest) == newest
    assert round_for_survey(surveyed, "June answers.csv", second.ratings, newest) == "June answers"
    said = [f for f in store_ratings(surveyed, second, newest, dry_run=True).issues if f.code == "replaces"]
    assert len(said) == 1 and said[0].why.endswith("of May.csv by other values.")


@pytest.mark.parametrize(
    ("file", "taken", "name"),
    [
        ("spring_2026.csv", (), "spring 2026"),
        ("zip.zip/in/may.xlsx · Sheet1", (), "may"),
        ("a.csv", ("a", "a (2)"), "a (3)"),
        (";;.csv", (), "second wave"),
        ("v1.2 final.csv", (), "v1.2 final"),
    ],
)
def test_a_round_is_named_after_its_file(file: str, taken: tuple[str, ...], name: str) -> None:
    assert named_after(file, taken) == name


@pytest.mark.parametrize(
    ("sheets", "rounds"),
    [
        (("2023", "2024"), ["2023", "2024"]),
        (("Umfrage Q4 2023", "Umfrage Q1 2024"), ["Q4 2023", "Q1 2024"]),
        (("Before", "After"), ["Before", "After"]),
        (("Before", "During"), ["r1", "r1"]),
        (("Q1", "Q2"), ["Q1", "Q2"]),
        (("Map", "Ratings"), ["r1", "r1"]),
    ],
)
def test_sheets_that_are_called_after_rounds_are_proposed_for_these(empty: Workspace, sheets: tuple[str, str], rounds: list[str]) -> None:
    rows = [HEADINGS, ("Ana", "Find", "must", "Plan", "Web", 4), ("Ana", "Pay", "must", "Pay", "Till", 5)]
    made = openpyxl.load_workbook(io.BytesIO(book(rows, **{sheets[1]: rows})))
    made["Map"].title = sheets[0]
    buffer = io.BytesIO()
    made.save(buffer)
    plans = [start(empty, table) for table in read_upload("rounds.xlsx", buffer.getvalue())[0]]
    plans = [replace(one, defaults=replace(one.defaults, round_id="r1")) for one in plans]
    assert [round_for(empty, one) for one in plans] == rounds
