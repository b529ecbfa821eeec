"""Surveys that rate needs themselves, that look like a matrix, or that lack a column of last time."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey import Item, Rule, SurveyMapping, read_mapping
from cx.survey.file import rows_of
from cx.survey.mapping import items_csv
from cx.survey.mapping_assistant import incomplete
from cx.survey.mapping_memory import fitting, remember_mapping
from cx.uploads.plan import readings
from tests.brought import applied, typed
from tests.surveys import Files

PAID = "id,age,pay\n" + "".join(f"{n},{1 + n % 2 * 2},{score}\n" for n, score in enumerate([5, 4, 5, 4, 5, 2, 5, 2, 5, 2, 5, 2]))
"""Twelve people; the young ones, with age 1, pay with joy."""


def stored(workspace: Workspace) -> list[tuple]:
    """What the survey rated: touchpoint, need, segment, answers and mean."""
    return workspace.rows("SELECT touchpoint_id, need_id, segment_id, n, round(value, 4) FROM ratings WHERE source = 'survey' ORDER BY ALL")


@pytest.mark.parametrize(
    ("item", "needs"),
    [
        ("pay,,s1,pay,,1-5,", [("ana-pay", "young"), ("ben-pay", "old")]),
        ("pay,,s1,,ana-pay,1-5,", [("ana-pay", "young")]),
        ("pay,,s1,queue,,1-5-reversed,", [("ana-queue", "young")]),
    ],
    ids=["a theme", "a need", "a pain"],
)
def test_a_question_without_a_touchpoint_rates_the_need_itself(surveyed: Workspace, tmp_path: Path, item: str, needs: list[tuple]) -> None:
    assert Files(PAID, (item,), ("young,age,1", "old,age,3")).store(surveyed, tmp_path / "files").applied
    assert [(row[0], row[1], row[2], row[3]) for row in stored(surveyed)] == [(None, need, segment, 6) for need, segment in needs]
    cells = coverage(surveyed, Scope(round_id="r1")).cells.set_index("need_id")
    assert all("direct" in cells.loc[need, "flags"] for need, _ in needs)


def test_a_need_that_does_not_arise_there_is_told_and_not_rated(surveyed: Workspace, tmp_path: Path) -> None:
    read = Files(PAID, ("pay,,s2,,ana-pay,1-5,",), ("young,age,1", "old,age,3")).read(surveyed, tmp_path / "files")
    told = [(f.code, f.column, f.value) for f in read.issues]
    assert ("not_needed_there", "need_id", "ana-pay") in told and ("nothing_rated", None, None) in told


def test_the_need_itself_and_a_touchpoint_may_be_rated_by_two_questions(surveyed: Workspace, tmp_path: Path) -> None:
    both = PAID.replace("pay\n", "pay,all\n").replace("\n", ",3\n").replace("all,3", "all")
    assert (
        Files(both, ("pay,till,s1,,ana-pay,1-5,", "all,,s1,,ana-pay,1-5,"), ("young,age,1", "old,age,3"))
        .store(surveyed, tmp_path / "files")
        .applied
    )
    assert [row[:2] for row in stored(surveyed)] == [("till", "ana-pay"), (None, "ana-pay")]


def test_the_header_of_a_mapping_still_needs_the_column_of_touchpoints(surveyed: Workspace, tmp_path: Path) -> None:
    read = Files(PAID, ("column,stage_id,need_id,scale", "pay,s1,ana-pay,1-5"), ("young,age,1",))
    folder = tmp_path / "files"
    read.write(folder)
    (folder / "items.csv").write_text("column,stage_id,need_id,scale\npay,s1,ana-pay,1-5\n")
    assert [(f.code, f.column) for f in read_mapping(folder / "items.csv", folder / "rules.csv")[1]] == [
        ("missing_column", "touchpoint_id")
    ]


def test_a_question_that_rates_the_need_itself_lacks_no_touchpoint() -> None:
    assert incomplete(Item("all", "", "s1", "1-5", need_id="ana-pay")) == ("touchpoint",)
    whole = Item("all", "", "s1", "1-5", need_id="ana-pay", whole=True)
    assert incomplete(whole) == ()
    assert items_csv(SurveyMapping((whole,), ())).splitlines()[1] == "all,,s1,,ana-pay,1-5,"


MODEL = "Persona,Need,Kind,Stage,Touchpoint\nGuest,Arrive,mandatory,Stay,Check-in\nGuest,Sleep,mandatory,Stay,Room\nGuest,Eat,mandatory,Stay,Breakfast\n"
ROWS = [(5, 5, 2), (5, 4, 5), (5, 1, 4), (2, 2, 2), (1, 1, 2), (3, 1, 3), (4, 4, 4)]


def first_reading(workspace: Workspace, text: str, name: str = "answers.csv") -> str:
    """What the file is taken for."""
    (table,), _ = read_upload(name, text.encode())
    return readings(workspace, table)[0].shape.name


@pytest.mark.parametrize("code", ["B{0}", "R_00{0}", "Guest-{0}", "17{0}"])
def test_answers_of_people_stay_a_survey_once_the_touchpoints_are_known(empty: Workspace, code: str) -> None:
    applied(empty, typed(empty, MODEL, "sheet"))
    rows = "".join(f"{code.format(n + 10)},{'DE' if n % 2 else 'FR'},{a},{b},{c}\n" for n, (a, b, c) in enumerate(ROWS))
    heading = "Respondent" if code[0].isdigit() else "Booking"
    assert first_reading(empty, f"{heading},Country,Check-in,Room,Breakfast\n{rows}") == "survey"


def test_a_matrix_whose_needs_have_numbers_stays_a_matrix(empty: Workspace) -> None:
    applied(empty, typed(empty, MODEL, "sheet"))
    rows = "".join(f"N{n},Need {n},{a},{b},{c}\n" for n, (a, b, c) in enumerate(ROWS))
    assert first_reading(empty, f"No,Need,Check-in,Room,Breakfast\n{rows}") == "matrix"


def test_a_remembered_mapping_of_this_very_layout_decides(empty: Workspace) -> None:
    text = "Who,Country,Check-in,Room,Breakfast\n" + "".join(f"Name {chr(65 + n)},DE,{a},{b},{c}\n" for n, (a, b, c) in enumerate(ROWS))
    applied(empty, typed(empty, MODEL, "sheet"))
    assert first_reading(empty, text) != "survey"
    (table,), _ = read_upload("May.csv", text.encode())
    remember_mapping(empty, rows_of(table), SurveyMapping((), ()), "tester")
    assert first_reading(empty, text, "June.csv") == "survey"
    assert first_reading(empty, text.replace("Breakfast", "Dinner"), "July.csv") != "survey", "another layout is looked at anew"


def test_respondents_without_answers_are_no_needs(empty: Workspace) -> None:
    text = "".join(f'{{"respondentId":{n},"D1":{1 + n % 2},"D2":{1 + n % 5},"D3":{1 + n % 3},"town":"Town {n}"}}\n' for n in range(1, 8))
    assert first_reading(empty, text, "people.jsonl") == "survey"


def test_of_a_mapping_what_fits_is_kept_and_what_is_missing_is_named_with_the_nearest_heading() -> None:
    mapping = SurveyMapping(
        (Item("pay", "till", "s1", "1-5", theme="pay"), Item("Q7_app", "app", "s1", "1-5", theme="pay")),
        (Rule("young", "age", ("1",)), Rule("young", "city", ("Kiel",)), Rule("old", "age", ("3",))),
    )
    kept, said = fitting(mapping, ("id", "age", "pay", "Q7_apps"), ("Q7_app", "city"))
    assert [one.column for one in kept.items] == ["pay"]
    assert kept.rules == (Rule("old", "age", ("3",)),), "a segment of which one rule is gone would take in more people"
    assert said == ["Q7_app (did you mean Q7_apps?)", "city (there is: id, age, pay, Q7_apps)"]


def test_issues_of_a_survey_are_bounded(surveyed: Workspace, tmp_path: Path) -> None:
    torn = PAID + "".join(f"{n},1,5,too,many\n" for n in range(5_000))
    read = Files(torn, ("pay,till,s1,pay,,1-5,",), ("young,age,1", "old,age,3")).read(surveyed, tmp_path / "files")
    ragged = [f for f in read.issues if f.code == "ragged_row"]
    assert read.refused and len(ragged) == 1_001 and ragged[-1].more == 4_000
