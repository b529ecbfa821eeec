"""An export of a survey platform is taken as a survey at once; boxes, orders and the platform's own columns are never proposed as ratings."""

from __future__ import annotations

import pytest

from cx.readers.code_book import Question
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.survey.doubtful import doubtful
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.survey.word_scales import described
from cx.uploads.plan import readings
from tests.readers.platforms.test_exports import EXPECTED, the_table

CODES = ["id", "submitdate", "lastpage", "startlanguage", "G01Q01[SQ001]", "G01Q01[SQ002]", "G02Q02[A]", "G02Q02[B]", "G03Q03"]


def limesurvey_codes() -> TextTable:
    """Thirty responses in codes: a battery of A1 to A5, two boxes of Y or blank, a rating of 1 to 5; the last one is unfinished."""
    rows = [
        [str(n), "" if n == 30 else f"2025-03-{n % 28 + 1:02} 10:00:00", "3", "de", f"A{n % 5 + 1}", f"A{n * 2 % 5 + 1}", "Y" * (n % 2), "Y" * (n % 3 > 0), str(n % 5 + 1)]
        for n in range(1, 31)
    ]  # fmt: skip
    (table,), _ = read_upload("answers.csv", "\n".join(",".join(row) for row in [CODES, *rows]).encode())
    return table


def test_an_export_in_codes_is_a_survey_and_not_a_matrix(empty: Workspace) -> None:
    best = readings(empty, limesurvey_codes())[0]
    assert best.shape.name == "survey"
    assert best.reason == "LimeSurvey says what its columns are: one row a response."


def test_boxes_in_codes_are_no_answers_of_yes_or_no(empty: Workspace) -> None:
    found = {one.heading: one.suggestion for one in columns_of(empty, rows_of(limesurvey_codes()))}
    assert found["G02Q02[A]"].scale is found["G02Q02[B]"].scale is None
    assert found["G02Q02[A]"].reason == "One box of a question with several answers: not a rating."
    assert (found["G03Q03"].scale, found["G03Q03"].perhaps) == (None, "1-5"), (
        "without its question nobody knows which end is the better one"
    )


def test_a_response_without_a_date_of_submission_is_asked_about() -> None:
    assert {one.what: len(one.rows) for one in doubtful(rows_of(limesurvey_codes()))} == {"unfinished": 1}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_export_is_taken_as_a_survey(empty: Workspace, name: str) -> None:
    assert readings(empty, the_table(name))[0].shape.name == "survey"


@pytest.mark.parametrize("name", EXPECTED)
def test_only_questions_are_proposed_as_ratings_and_nobody_is_recognised(empty: Workspace, name: str) -> None:
    table = the_table(name)
    columns = columns_of(empty, rows_of(table))
    assert table.code_book
    assert {one.question.kind for one in columns if one.suggestion.scale} <= {"", "choice"}
    assert all(table.code_book.of(one.heading).kind != "personal" for one in columns)


def test_recommending_stands_on_0_to_10_whatever_few_people_answered(empty: Workspace) -> None:
    columns = columns_of(empty, rows_of(the_table("qualtrics-two-rows.csv")))
    (asked,) = [one for one in columns if one.heading == "How likely are you to recommend us?"]
    assert "10" not in asked.answers
    assert (asked.suggestion.scale, asked.suggestion.reason) == ("0-10", "The code book lists the steps 0 to 10.")


@pytest.mark.parametrize(
    ("values", "scale"),
    [({"1": "1", "2": "2", "3": "3", "4": "4"}, "1-4"), ({"1": "1", "3": "3", "5": "5"}, None), ({"1": "never", "2": "2", "3": "3"}, None)],
    ids=["all steps", "steps are missing", "only one end has words"],
)  # fmt: skip
def test_steps_that_a_code_book_lists_without_words_are_the_scale(values: dict[str, str], scale: str | None) -> None:
    found = described({"1": 5, "3": 5}, Question("q1", "How was it?", "choice", values=values))
    assert (found.scale if found else None) == scale
