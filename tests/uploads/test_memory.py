"""A layout that was read before is read the same way again, or refused with the reason; never half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.changes.load import load
from cx.readers.code_book import CodeBook, Question
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace, open_workspace
from cx.survey import Item, Rule, SurveyMapping, SurveyRows
from cx.survey.column import Column
from cx.survey.mapping_memory import contradicted, remember_mapping, remembered_mapping
from cx.survey.suggestion import Suggestion
from cx.uploads.memory import read_otherwise_today, recalled, remember_plan, with_new_columns
from cx.uploads.name_index import name_index
from cx.uploads.plan import readings, start
from cx.uploads.proposal import CleaningChoice
from cx.uploads.proposals import proposals
from tests.conftest import ROOT

FIRST = "Persona,Need,Type,Step,Touchpoint,Score\nAnna,Book fast,mandatory,Buy,Web shop,4\nAnna,Feel welcome,gain,Buy,Web shop,1\n"


@pytest.fixture
def sample() -> Workspace:
    opened = open_workspace()
    assert load(opened, [ROOT / "data" / "sample"]).applied
    return opened


def table_of(text: str, name: str = "scores.csv") -> TextTable:
    (found,), issues = read_upload(name, text.encode())
    assert issues == []
    return found


def learnt(workspace: Workspace) -> None:
    """A person read a file with scores from 1 to 5, though 0 to 4 was proposed, and took its type for a theme."""
    plan = start(workspace, table_of(FIRST))
    plan = replace(plan, mapping={**plan.mapping, "Type": "theme"}, choices={"scale": CleaningChoice("1-5")})
    remember_plan(workspace, replace(plan, defaults=replace(plan.defaults, persona="Anna", source="survey")), "Anna")


def test_a_layout_is_read_as_it_was_read_before(sample: Workspace) -> None:
    learnt(sample)
    found = recalled(sample, table_of(FIRST.replace("4", "3"), "february.csv"), name_index(sample))
    assert found is not None and found.plan is not None
    assert (found.file, found.reasons) == ("scores.csv", ())
    assert found.plan.mapping["Type"] == "theme"
    assert (found.plan.choices["scale"].choice, found.plan.defaults.source) == ("1-5", "survey")


def test_what_a_cell_says_of_somebody_is_not_remembered(sample: Workspace) -> None:
    plan = start(sample, table_of(FIRST))
    merged = {"Web Shop": "Web shop", "ana@example.org": "Ana", "Shop of Ben": "ben@example.org", "+49 170 1234567": ""}
    remember_plan(sample, replace(plan, choices={"Touchpoint:merge": CleaningChoice("merge", merged)}), "Anna")
    ((kept,),) = sample.rows("SELECT reading FROM reading_memory")
    assert "Web Shop" in kept and "@" not in kept and "1234567" not in kept


@pytest.mark.parametrize("gone", ["a wave that was undone", "2016"])
def test_a_round_that_is_gone_or_frozen_is_not_named_again(sample: Workspace, gone: str) -> None:
    rounds = [row[0] for row in sample.rows("SELECT round_id FROM rounds WHERE frozen_on IS NULL ORDER BY opened_on DESC, round_id DESC")]
    assert gone not in rounds
    plan = start(sample, table_of(FIRST))
    for named, expected in ((gone, rounds[0]), (rounds[-1], rounds[-1])):
        remember_plan(sample, replace(plan, defaults=replace(plan.defaults, round_id=named)), "Anna")
        found = recalled(sample, table_of(FIRST, "february.csv"), name_index(sample))
        assert found is not None and found.plan is not None
        assert found.plan.defaults.round_id == expected


def test_columns_may_come_in_another_order_and_with_another_beside_them(sample: Workspace) -> None:
    learnt(sample)
    other = table_of("Score,Touchpoint,Step,Type,Need,Persona,Remark\n5,Web shop,Buy,mandatory,Book fast,Anna,none\n")
    found = recalled(sample, other, name_index(sample))
    assert found is not None and found.plan is not None
    assert found.plan.mapping["Remark"] == "" and found.plan.mapping["Score"] == "score"


def test_a_reading_whose_column_is_gone_is_refused_by_name(sample: Workspace) -> None:
    learnt(sample)
    found = recalled(sample, table_of(FIRST.replace("Step", "Phase of journey")), name_index(sample))
    assert found is not None and found.plan is None
    assert "Step" in found.reasons[0] and "not here" in found.reasons[0]


def test_a_reading_whose_scale_changed_is_refused_with_the_numbers(sample: Workspace) -> None:
    learnt(sample)
    found = recalled(sample, table_of(FIRST.replace(",4\n", ",9\n")), name_index(sample))
    assert found is not None and found.plan is None
    assert "now there are 9" in found.reasons[0]


def test_what_would_be_read_otherwise_today_is_said_column_by_column(sample: Workspace) -> None:
    learnt(sample)
    table = table_of(FIRST)
    found = recalled(sample, table, name_index(sample))
    assert found is not None and found.plan is not None
    today = readings(sample, table)[0]
    assert read_otherwise_today(found.plan, today) == ["“Type” as the kind, not as the theme"]
    assert read_otherwise_today(start(sample, table), today) == []


def test_a_column_that_is_new_and_known_today_is_not_left_out_for_want_of_an_answer(sample: Workspace) -> None:
    learnt(sample)
    table = table_of("Persona,Need,Type,Step,Touchpoint,Score,Owner\nAnna,Book fast,mandatory,Buy,Web shop,4,Sales\n")
    found = recalled(sample, table, name_index(sample))
    assert found is not None and found.plan is not None
    today = readings(sample, table)[0]
    assert "“Owner” as the owner, not left out" in read_otherwise_today(found.plan, today)
    with_owner = with_new_columns(found, today).plan
    assert with_owner is not None and with_owner.mapping["Owner"] == "owner"
    assert with_owner.mapping["Type"] == "theme", "what was said of the other columns holds"
    assert read_otherwise_today(with_owner, today) == ["“Type” as the kind, not as the theme"]


def test_a_file_that_was_taken_for_another_kind_of_table_is_said(sample: Workspace) -> None:
    table = table_of(FIRST)
    aside = next(one for one in readings(sample, table) if one.shape.name == "left_out")
    remember_plan(sample, start(sample, table, aside), "Anna")
    found = recalled(sample, table, name_index(sample))
    assert found is not None and found.plan is not None
    assert read_otherwise_today(found.plan, readings(sample, table)[0]) == ["as “One sheet with everything”"]


def test_another_layout_is_not_recalled(sample: Workspace) -> None:
    learnt(sample)
    assert recalled(sample, table_of("Segment,Size\nBusiness,4\n"), name_index(sample)) is None


def test_remembering_writes_no_history_and_changes_no_data(sample: Workspace) -> None:
    before = sample.rows("SELECT count(*) FROM audit_log")
    learnt(sample)
    assert sample.rows("SELECT count(*) FROM audit_log") == before
    assert proposals(start(sample, table_of(FIRST)), name_index(sample))


MAPPING = SurveyMapping((Item("Q1", "t", "s", "1-5", theme="x", no_answer=("0", "9")),), (Rule("g", "Q9", ("1", "2")),))


def survey(*columns: str) -> SurveyRows:
    return SurveyRows("answers.csv", columns, lambda _: [])


def test_the_mapping_of_a_survey_is_remembered_whole(sample: Workspace) -> None:
    remember_mapping(sample, survey("id", "Q1", "Q9"), MAPPING, "Anna")
    found, file, missing = remembered_mapping(sample, survey("id", "Q1", "Q9"))
    assert found is not None
    assert (found.items, found.rules, file, missing) == (MAPPING.items, MAPPING.rules, "answers.csv", ())


def test_the_mapping_of_a_survey_with_a_column_less_names_it(sample: Workspace) -> None:
    remember_mapping(sample, survey("id", "Q1", "Q9", "Q10"), MAPPING, "Anna")
    assert remembered_mapping(sample, survey("id", "Q1", "Q10"))[2] == ("Q9",)
    assert remembered_mapping(sample, survey("id", "Q1", "Q9"))[2] == (), "a column that no question uses is not missed"


def test_another_survey_begins_anew(sample: Workspace) -> None:
    remember_mapping(sample, survey("id", "Q1", "Q9"), MAPPING, "Anna")
    assert remembered_mapping(sample, survey("name", "answer"))[0] is None


ASKED = {"Q1": "How easy was paying?", "Q9": "How old are you?"}


def described(questions: dict[str, str], *more: str) -> SurveyRows:
    """A survey whose code book gives the question of each code, which is the heading."""
    book = CodeBook("survey.lss", {asked: Question(code, asked) for code, asked in questions.items()})
    return SurveyRows("answers.csv", (*questions.values(), *more), lambda _: [], code_book=book)


def test_a_mapping_made_of_codes_is_recalled_once_a_code_book_gives_the_questions(sample: Workspace) -> None:
    remember_mapping(sample, survey("id", "Q1", "Q9"), MAPPING, "Anna")
    found, file, missing = remembered_mapping(sample, described(ASKED, "id"))
    assert found is not None
    assert ([one.column for one in found.items], [one.column for one in found.rules]) == ([ASKED["Q1"]], [ASKED["Q9"]])
    assert (found.items[0].scale, found.items[0].no_answer, file, missing) == ("1-5", ("0", "9"), "answers.csv", ())


def test_a_mapping_made_of_questions_is_recalled_where_the_code_book_is_not_brought_again(sample: Workspace) -> None:
    made = SurveyMapping((replace(MAPPING.items[0], column=ASKED["Q1"]),), (replace(MAPPING.rules[0], column=ASKED["Q9"]),))
    remember_mapping(sample, described(ASKED, "id"), made, "Anna")
    found, _, missing = remembered_mapping(sample, survey("id", "Q1", "Q9"))
    assert (found, missing) == (MAPPING, ())
    (table,) = read_upload("answers.csv", b"id,Q1,Q9\n1,4,2\n2,5,1\n")[0]
    assert readings(sample, table)[0].shape.name == "survey"


def test_the_same_codes_of_another_questionnaire_recall_nothing_and_a_question_that_changed_is_missing(sample: Workspace) -> None:
    remember_mapping(sample, described(ASKED, "id"), SurveyMapping((replace(MAPPING.items[0], column=ASKED["Q1"]),), ()), "Anna")
    assert remembered_mapping(sample, described({"Q1": "Do you own a dog?", "Q9": "And a cat?"}, "id"))[0] is None
    both = (replace(MAPPING.items[0], column=ASKED["Q1"]), replace(MAPPING.items[0], column=ASKED["Q9"]))
    remember_mapping(sample, described(ASKED, "id"), SurveyMapping(both, ()), "Anna")
    found, _, missing = remembered_mapping(sample, described(ASKED | {"Q1": "How slow was paying?"}, "id"))
    assert found is not None
    assert (missing, [one.column for one in found.items]) == (("Q1",), ["Q1", ASKED["Q9"]])


def test_a_remembered_scale_that_the_code_book_contradicts_is_told() -> None:
    said = Column("Q1", {"1": 9}, 1, Suggestion("1-5-reversed", (), "The code book says it.", is_said=True), Question("Q1"))
    guessed = Column("Q9", {"1": 9}, 1, Suggestion("1-7", (), "1 to 7."), Question("Q9"))
    items = (MAPPING.items[0], replace(MAPPING.items[0], column="Q9"))
    assert contradicted(SurveyMapping(items, ()), [said, guessed]) == [("Q1", "1-5", "1-5-reversed")]
