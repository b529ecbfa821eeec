"""Responses that perhaps do not count are counted by kind; nobody leaves them out, or counts them, without having been asked."""

from __future__ import annotations

import pytest

from cx.readers.code_book import CodeBook, Doubt, Question
from cx.readers.files import read_upload
from cx.survey import SurveyRows
from cx.survey.doubtful import decided, doubtful, without
from cx.survey.file import rows_of
from cx.survey.long_form import form_of, stood_up
from tests.workbooks import book

ASKED_OF_A_COMMAND = {"doubtful_responses"}
"""Issues that arise where nobody can be asked."""
HEADER = ("Response ID", "Response Type", "Finished", "Till")
ROWS = [
    (2, ("R1", "0", "1", "4")),
    (3, ("R2", "1", "1", "5")),  # a preview
    (4, ("R3", "0", "0", "")),  # unfinished
    (5, ("R1", "0", "1", "2")),  # R1 again
    (6, ("R4", "0", "1", "3")),
]
BOOK = CodeBook(
    "Qualtrics",
    {"Response ID": Question("ResponseId", kind="response id"), "Response Type": Question("Status", kind="status")},
    [Doubt("previews", "Response Type", frozenset({"1"})), Doubt("unfinished", "Finished", frozenset({"0"}))],
)
SURVEY = SurveyRows("answers.csv", HEADER, lambda _: ROWS, code_book=BOOK)


def test_previews_unfinished_and_doubled_responses_are_counted_by_kind() -> None:
    assert {one.what: one.rows for one in doubtful(SURVEY)} == {"previews": {3}, "unfinished": {4}, "doubled": {5}}


def test_what_is_left_out_is_no_respondent() -> None:
    assert [row for row, _ in without(SURVEY, {3, 5}).rows([])] == [2, 4, 6]


def test_an_id_that_stands_twice_is_told_in_any_survey() -> None:
    plain = SurveyRows(
        "answers.csv", ("Response ID", "Till"), lambda _: [(2, ("R1", "4")), (3, ("R2", "5")), (4, ("R3", "5")), (5, ("R1", "2"))]
    )
    (twice,) = doubtful(plain)
    assert (twice.what, twice.heading, twice.rows) == ("doubled", "Response ID", {5})
    assert twice.reason == "In “Response ID”, 1 row holds an id that an earlier row holds already, with other answers."


@pytest.mark.parametrize("heading", ["Timestamp", "Zeitstempel", "Horodateur", "Submitted at", "Marca temporal"])
def test_two_people_who_answer_at_one_moment_are_no_doubled_response(heading: str) -> None:
    rows = [(2, ("2025-03-01 10:00", "4")), (3, ("2025-03-01 10:00", "5")), (4, ("2025-03-01 10:02", "5"))]
    assert doubtful(SurveyRows("form.csv", (heading, "Till"), lambda _: rows)) == []
    book = CodeBook("Google Forms", {heading: Question(heading, kind="technical")})
    assert doubtful(SurveyRows("form.csv", (heading, "Till"), lambda _: rows, code_book=book)) == []


def test_rows_that_are_the_same_in_every_cell_with_the_time_are_told_and_without_a_time_they_are_two_people() -> None:
    rows = [(2, ("2025-03-01 10:00", "4")), (3, ("2025-03-01 10:00", "4")), (4, ("", "4")), (5, ("", "4"))]
    (twice,) = doubtful(SurveyRows("form.csv", ("Timestamp", "Till"), lambda _: rows))
    assert (twice.what, twice.rows) == ("doubled", {3})
    assert twice.reason == "1 row is the same as an earlier row in every cell, also in “Timestamp”."
    assert doubtful(SurveyRows("form.csv", ("Age", "Till"), lambda _: rows)) == []


def test_an_id_beside_a_time_tells_responses_apart() -> None:
    rows = [(2, ("2025-03-01 10:00", "R1")), (3, ("2025-03-01 10:00", "R2")), (4, ("2025-03-01 10:00", "R1"))]
    (twice,) = doubtful(SurveyRows("form.csv", ("Timestamp", "Response ID"), lambda _: rows))
    assert (twice.heading, twice.rows) == ("Response ID", {4})


def test_ids_that_all_stand_twice_are_told_and_how_many_rows_are_the_same() -> None:
    rows = [(row, (f"R{row % 12}", str(row % 5) if row < 14 or row % 2 else str((row - 12) % 5))) for row in range(2, 26)]
    (twice,) = doubtful(SurveyRows("answers.csv", ("Response ID", "Till"), lambda _: rows))
    assert twice.rows == frozenset(range(14, 26))
    assert "12 rows hold an id that an earlier row holds already, 6 of them with the same answers" in twice.reason


def test_an_id_with_many_rows_is_none_of_responses() -> None:
    rows = [(row, (f"P{row % 3}", "till", "4")) for row in range(2, 20)]
    assert doubtful(SurveyRows("answers.csv", ("respondent id", "question", "answer"), lambda _: rows)) == []


def test_a_command_refuses_kinds_on_which_nobody_decided() -> None:
    survey = decided(SURVEY, ["previews"], ["doubled"])
    (refused,) = survey.issues
    assert (refused.code, refused.is_error, refused.row) == ("doubtful_responses", True, 4)
    assert "--leave-out unfinished" in refused.remedy
    assert [row for row, _ in survey.rows([])] == [2, 4, 5, 6]


def test_a_command_reads_on_once_every_kind_is_decided() -> None:
    survey = decided(SURVEY, ["previews", "unfinished"], ["doubled"])
    assert survey.issues == ()
    assert [row for row, _ in survey.rows([])] == [2, 5, 6]


def test_rows_below_the_answers_that_sum_them_up_are_no_respondents_without_a_question() -> None:
    rows = [(2, ("1", "4")), (3, ("2", "5")), (4, ("Average", "4.5")), (5, ("n", "2"))]
    (sums,) = doubtful(SurveyRows("answers.csv", ("respondent id", "Till"), lambda _: rows))
    assert (sums.what, sums.heading, sums.rows) == ("summaries", "respondent id", {4, 5})
    assert doubtful(SurveyRows("answers.csv", ("Region", "Till"), lambda _: [(2, ("All", "4")), (3, ("n", "5"))])) == []


FILTERED = [("id", "Till", "App"), *((f"P{n}", n % 5 + 1, 3) for n in range(12))]
LONG = [("respondent", "question", "answer"), *((f"P{n}", item, (n * len(item)) % 5 + 1) for n in range(12) for item in ("Till", "App"))]


@pytest.mark.parametrize(
    ("rows", "hidden", "respondents"),
    [(FILTERED, [3, 4], {3, 4}), (FILTERED, [13], {13}), (LONG, [2, 3, 4], {2}), ([["Results"], [], *FILTERED], [5, 20], {5})],
    ids=["two rows", "the last row", "all rows of one respondent and one of another", "below a title"],
)
def test_respondents_that_a_workbook_hides_are_asked_about(rows: list[tuple], hidden: list[int], respondents: set[int]) -> None:
    ((table,), _) = read_upload("answers.xlsx", book(rows, hidden=hidden))
    survey = rows_of(table)
    survey = stood_up(survey, form).survey if (form := form_of(survey)) else survey
    (asked,) = doubtful(survey)
    assert (asked.what, asked.rows) == ("hidden", respondents)
    shown = f"row{'s' if len(respondents) > 1 else ''} {' and '.join(map(str, sorted(respondents)))}, as behind a filter"
    assert asked.reason == f"The workbook does not show {shown}."
    assert {number for number, _ in without(survey, asked.rows).rows([])}.isdisjoint(respondents)


def test_a_command_reads_no_hidden_row_before_somebody_says_whether_they_count() -> None:
    survey = SurveyRows.of("answers.xlsx", book(FILTERED, hidden=[3, 4]))
    (refused,) = decided(survey, [], []).issues
    assert refused.code == "doubtful_responses" and "--leave-out hidden" in refused.remedy
    assert len(list(decided(survey, ["hidden"], []).rows([]))) == 10 and len(list(decided(survey, [], ["hidden"]).rows([]))) == 12
