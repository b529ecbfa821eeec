"""The second row of an export of SurveyMonkey is no response, whichever columns somebody deleted."""

from __future__ import annotations

import csv
import io

import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from tests.readers.platforms.test_exports import EXPECTED, EXPORTS, as_pandas_reads

NAME = "surveymonkey-words.csv"


def without(*places: int) -> TextTable:
    """The export without some of its columns."""
    rows = list(csv.reader(io.StringIO((EXPORTS / NAME).read_text(encoding="utf-8-sig"))))
    text = io.StringIO()
    csv.writer(text).writerows([cell for place, cell in enumerate(row) if place not in places] for row in rows)
    (table,), _ = read_upload("answers.csv", text.getvalue().encode())
    return table


@pytest.mark.parametrize("places", [(), (1,), (0, 1), (4, 5, 6, 7, 8), tuple(range(1, 9))])
def test_every_response_is_read_and_no_more(places: tuple[int, ...]) -> None:
    table = without(*places)
    assert table.code_book and table.code_book.source == "SurveyMonkey"
    assert table.row_count == len(as_pandas_reads(EXPORTS / NAME, EXPECTED[NAME]))


def test_answers_below_columns_of_another_kind_are_no_options() -> None:
    text = "Start Date,Till,App\n2025-03-01,Response,4\n2025-03-02,Response,5\n2025-03-03,Response,3\n"
    (table,), _ = read_upload("answers.csv", text.encode())
    assert table.code_book is None


@pytest.mark.parametrize(
    ("answers", "kind"), [(["4", "5"], ""), (["ann@example.org", "ben@example.org", "cy@example.org", "di@example.org"], "personal"), ([""], "personal")]
)  # fmt: skip
def test_ways_of_contact_that_are_rated_are_no_contact_details(answers: list[str], kind: str) -> None:
    rows = ["Respondent ID,Collector ID,How good are these?,", ",,Email Address,Phone Number"]
    rows += [f"{n},1,{answers[n % len(answers)]},{answers[n % len(answers)].replace('@', '0')}" for n in range(4)]
    (table,), _ = read_upload("answers.csv", "\n".join(rows).encode())
    assert table.code_book
    assert [table.code_book.of(one).kind for one in table.header[2:]] == [kind, kind]
