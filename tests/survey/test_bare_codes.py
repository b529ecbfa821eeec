"""A number under a bare code is no score before somebody says which end is the better one; what other questions tell of it stands beside."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of, likely_scales
from tests.survey.test_batteries import MOOD, PEOPLE, answer, found

CLEAR = "How satisfied are you with the app?"


@pytest.mark.parametrize(
    "code", ["Q7", "v12", "VAR00012", "G03Q03", "os01_03", "Frage 4", "12", "Q7 (1-5)", "group_a1/q3", "Q3_Row2", "G01Q01[SQ001]"]
)
def test_under_a_bare_code_the_better_end_is_asked_with_the_correlation_that_pandas_computes(code: str, empty: Workspace) -> None:
    app, bare = answer(), answer()
    column = found(empty, **{CLEAR: app, code: bare})[code]
    assert (column.suggestion.scale, column.suggestion.perhaps) == (None, "1-5")
    said = f"correlation with the questions that say what they ask {app.corr(bare):+.2f} of {PEOPLE} people"
    assert said in column.suggestion.reason


def test_where_the_answers_run_against_the_clear_ones_the_scale_turned_round_is_the_likeliest(empty: Workspace) -> None:
    clear = {CLEAR: answer(), "Ease of the app (0-10)": (MOOD * 2 + 5).round().clip(0, 10).astype(int)}
    column = found(empty, **clear, Q7=answer(-1))["Q7"]
    assert column.suggestion.scale is None
    assert likely_scales(column)[:2] == ["1-5-reversed", "1-5"]
    assert "−0." in column.suggestion.reason


def test_codes_alone_are_asked_about_and_compared_with_one_another(empty: Workspace) -> None:
    columns = found(empty, Q1=answer(), Q2=answer(), Q3=answer(-1))
    assert [columns[code].suggestion.scale for code in ("Q1", "Q2", "Q3")] == [None] * 3
    assert "correlation with the other questions −" in columns["Q3"].suggestion.reason
    assert columns["Q3"].suggestion.perhaps == "1-5", "what others are not clear about turns nothing round"


@pytest.mark.parametrize("heading", ["Q7 How satisfied are you?", "Q7. Rating of the till", "NPS", "Score 3", "Q7PAY", "Q7 (5 = best)"])
def test_a_heading_that_says_something_is_not_asked_about(heading: str, empty: Workspace) -> None:
    assert found(empty, **{heading: answer()})[heading].suggestion.scale == "1-5"


def test_a_code_book_beside_the_answers_says_what_the_code_asks(empty: Workspace) -> None:
    answers = pd.DataFrame({"id": range(1, PEOPLE + 1), "Q7": answer(), "Q8": answer()})
    book = "variable,label\nid,Response\nQ7,How satisfied are you with the till?\nQ8,\n"
    tables, _ = with_books([*read_upload("a.csv", answers.to_csv(index=False).encode())[0], *read_upload("b.csv", book.encode())[0]])
    (table,) = tables
    seen = {one.question.code: one.suggestion.scale for one in columns_of(empty, rows_of(table))}
    assert (seen["Q7"], seen["Q8"]) == ("1-5", None)
