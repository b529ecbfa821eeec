"""An export of Qualtrics is known by its marks: its rows of headings are no responses, and its own columns rate nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable

CODES = ["StartDate", "Status", "Progress", "Finished", "ResponseId", "IPAddress", "Q1_1", "Q1_2", "Q2_4_TEXT"]
LABELS = [
    "Start Date", "Response Type", "Progress", "Finished", "Response ID", "IP Address",
    "How satisfied were you with … - Finding the shop", "How satisfied were you with … - Paying", "Other - Text",
]  # fmt: skip
ORIGINS = [
    json.dumps({"ImportId": name})
    for name in ("startDate", "status", "progress", "finished", "_recordId", "ipAddress", "QID1_1", "QID1_2", "QID2_4_TEXT")
]
ANSWERS = [["2025-03-01 10:00:00", "0", "100", "1", f"R_{n}", "203.0.113.7", "4", "5", ""] for n in range(12)]


def export(*rows: list[str]) -> TextTable:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (table,), issues = read_upload("answers.csv", text.getvalue().encode())
    assert issues == []
    return table


def test_three_rows_of_headings_are_no_responses_and_the_question_is_the_heading() -> None:
    table = export(CODES, LABELS, ORIGINS, *ANSWERS)
    assert table.row_count == len(list(table.rows())) == 12
    assert table.header[6:8] == ("How satisfied were you with … - Finding the shop", "How satisfied were you with … - Paying")
    assert table.code_book and table.code_book.source == "Qualtrics"
    assert table.code_book.of(table.header[6]).code == "Q1_1"
    assert table.code_book.of(table.header[6]).stem == table.code_book.of(table.header[7]).stem == "How satisfied were you with …"
    assert "It is an export of Qualtrics: row 3 is the last row of headings, and the rows below it are responses." in table.notes


@pytest.mark.parametrize("rows", [(CODES, ORIGINS), (CODES, LABELS)], ids=["codes and origins", "codes and questions, as of old"])
def test_two_rows_of_headings_are_no_responses(rows: tuple[list[str], ...]) -> None:
    assert export(*rows, *ANSWERS).row_count == 12


def test_what_qualtrics_adds_is_told_apart_from_questions() -> None:
    table = export(CODES, LABELS, ORIGINS, *ANSWERS)
    assert table.code_book
    kinds = {one.code: one.kind for one in table.code_book.questions.values()}
    assert kinds == {
        "StartDate": "technical", "Status": "status", "Progress": "technical", "Finished": "status", "ResponseId": "response id",
        "IPAddress": "personal", "Q1_1": "", "Q1_2": "", "Q2_4_TEXT": "text",
    }  # fmt: skip


def test_a_plain_survey_with_a_column_called_progress_is_no_export_of_qualtrics() -> None:
    table = export(["id", "Progress", "Finding", "Paying"], *([str(n), "2", "4", "5"] for n in range(12)))
    assert table.code_book is None
    assert table.row_count == 12


GERMAN = ["Startdatum", "Antworttyp", "Fortschritt", "Fertig", "Antwort-ID", "IP-Adresse", *LABELS[6:]]


@pytest.mark.parametrize(
    "rows",
    [[CODES], [LABELS], [CODES, GERMAN], [LABELS, ORIGINS], [GERMAN, ORIGINS]],
    ids=["codes alone", "questions alone", "codes and questions in another language", "questions and origins", "questions in another language and origins"],
)  # fmt: skip
def test_whichever_rows_of_headings_are_left_none_is_a_response(rows: list[list[str]]) -> None:
    dated = [["2025-03-01 10:00:00", "0", "100", "1", f"R_{n}", "203.0.113.7", "4", "5", ""] for n in range(12)]
    headed = [
        [
            *row,
            "RecordedDate"
            if row is CODES
            else "Recorded Date"
            if row is LABELS
            else '{"ImportId": "recordedDate"}'
            if row is ORIGINS
            else "Aufzeichnungsdatum",
        ]
        for row in rows
    ]
    table = export(*headed, *([*row, "2025-03-01 10:05:00"] for row in dated))
    assert table.code_book and table.code_book.source == "Qualtrics"
    assert table.row_count == 12
