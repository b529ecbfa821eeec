"""Columns that say who somebody is, or where, are never read from a survey; what respondents leave in remarks is not shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cx.readers.code_book import CodeBook, Question
from cx.store import Workspace, open_workspace
from cx.survey import SurveyRows
from cx.survey.doubtful import without
from cx.survey.mapping_assistant import columns_of
from cx.survey.personal import personal_columns

HEADER = ("Response ID", "Name", "E-mail", "Q7", "IP", "Group", "Phone", "Remarks")
ROWS = [
    (row, (f"R{row}", f"Person {chr(row + 63)}", f"p{row}@example.org", f"+49 170 12345{row:02}", f"203.0.113.{row}", "Commuter" if row % 2 else "Tourist",
           str(row % 5 + 1), "Call +49 30 1234567, or p2@example.org" if row == 5 else f"Fine {row}"))
    for row in range(2, 12)
]  # fmt: skip
SURVEY = SurveyRows("answers.csv", HEADER, lambda _: ROWS)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    opened = open_workspace()
    yield opened
    opened.close()


def test_columns_that_say_who_somebody_is_are_not_read(workspace: Workspace) -> None:
    assert personal_columns(SURVEY) == {
        "Name": "names of people",
        "E-mail": "e-mail addresses",
        "Q7": "phone numbers",
        "IP": "IP addresses",
    }
    assert [one.heading for one in columns_of(workspace, SURVEY)] == ["Response ID", "Group", "Phone", "Remarks"]


def test_an_address_within_a_remark_is_not_shown(workspace: Workspace) -> None:
    remarks = next(one for one in columns_of(workspace, SURVEY) if one.heading == "Remarks")
    assert "Call [phone number], or [e-mail]" in remarks.answers
    assert sum(remarks.answers.values()) == len(ROWS)


def test_what_a_code_book_calls_an_answer_is_one(workspace: Workspace) -> None:
    book = CodeBook("survey.qsf", {"Name": Question("Name", kind="choice"), "Remarks": Question("Remarks", kind="personal")})
    survey = SurveyRows("answers.csv", HEADER, lambda _: ROWS, code_book=book)
    found = personal_columns(survey)
    assert "Name" not in found
    assert found["Remarks"] == "personal data, as survey.qsf says"


def test_leaving_respondents_out_makes_no_column_readable_that_holds_who_somebody_is() -> None:
    rows = [(2, ("192.0.2.7", "4")), (3, ("198.51.100.9", "5")), (4, ("Very good", "3"))]
    survey = SurveyRows("visit.csv", ("Remark", "Till"), lambda _: iter(rows))
    assert personal_columns(survey) == {"Remark": "IP addresses"}
    left = without(without(survey, {2}), {3})
    assert [number for number, _ in left.rows([])] == [4]
    assert personal_columns(left) == personal_columns(survey)
