"""A survey that a command reads is described by a code book that is named beside it, if it is the book of that survey."""

from __future__ import annotations

import pytest

from cx.survey import SurveyRows
from cx.survey.file import described_by
from tests.readers.code_books.test_beside import UNUSED
from tests.readers.platforms.test_exports import EXPECTED, EXPORTS, the_table


@pytest.mark.parametrize("name", EXPECTED)
def test_a_command_reads_an_export_as_the_page_does(name: str) -> None:
    survey, table = SurveyRows.at(EXPORTS / name), the_table(name)
    assert survey.columns == table.header
    assert [list(cells) for _, cells in survey.rows([])] == [list(cells) for _, cells in table.rows()]


def test_codes_become_questions_with_the_words_of_their_answers() -> None:
    survey = described_by(SurveyRows.at(EXPORTS / "limesurvey-codes.csv"), EXPORTS / "limesurvey-survey.lss")
    assert survey.issues == ()
    assert survey.columns[10] == "How well did each step go? [Booking]"
    assert survey.code_book
    assert dict(survey.code_book.of(survey.columns[10]).values)["A5"] == "very well"
    assert len(list(survey.rows([]))) == 26


@pytest.mark.parametrize("book", ["qualtrics-survey.qsf", "google-forms.csv", "formbricks-survey.json"])
def test_the_book_of_another_survey_is_told_and_not_believed(book: str) -> None:
    plain = SurveyRows.at(EXPORTS / "limesurvey-codes.csv")
    survey = described_by(plain, EXPORTS / book)
    assert survey.columns == plain.columns
    assert [one.code for one in survey.issues] == [UNUSED]
