"""A code book that is brought together with answers says what their columns ask; one of another survey is not believed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

import openpyxl
import pytest

from cx.issues import Issue
from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from tests.readers.platforms.test_exports import EXPORTS

UNUSED = "code_book_unused"
"""A book that describes no table of the upload."""
SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]


def brought(*names: str, **others: str) -> tuple[list[TextTable], list[Issue]]:
    """What is made of some exports, and of other texts by their file names, in one upload."""
    contents = {name: (EXPORTS / name).read_bytes() for name in names} | {
        f"{name.replace('_', '.')}": text.encode() for name, text in others.items()
    }
    read = [read_upload(name, content) for name, content in contents.items()]
    tables, unused = with_books([table for found, _ in read for table in found])
    return tables, [one for _, issues in read for one in issues] + unused


@pytest.mark.parametrize(
    ("answers", "book", "columns", "questions", "kinds", "words"),
    [
        ("qualtrics-with-survey.csv", "qualtrics-survey.qsf", 15,
         {"Q1_2": "How satisfied were you with each step? - Changing", "group": "Who are you?", "Q2_4_TEXT": "Which of these did you use? - Other - Text"},
         {"Q1_2": "choice", "Q2_1": "several", "Q4_1": "ranking", "Q5_2": "amount", "Q6": "text", "Status": "status"},
         {"Q1_3": dict(zip(["11", "12", "13", "14", "15"], ["Very dissatisfied", "Dissatisfied", "Neither nor", "Satisfied", "Very satisfied"], strict=True))}),
        ("limesurvey-codes.csv", "limesurvey-survey.lss", 12,
         {"G01Q01[SQ002]": "How well did each step go? [Arriving]", "G04Q04": "How was it overall?", "id": "id"},
         {"G01Q01[SQ002]": "choice", "G02Q02[B]": "several", "G03Q03[2]": "ranking", "G02Q02[other]": "text", "ipaddr": "personal"},
         {"G01Q01[SQ001]": dict(zip(["A1", "A2", "A3", "A4", "A5"], ["very badly", "badly", "so so", "well", "very well"], strict=True))}),
        ("redcap-raw.csv", "redcap-dictionary.csv", 11,
         {"sat_waiting": "Waiting", "used___2": "Which services did you use? - Portal"},
         {"patient_name": "personal", "mail": "personal", "sat_booking": "choice", "used___3": "several", "remarks": "text", "record_id": "response id"},
         {"sat_waiting": {str(n): word for n, word in enumerate(SATISFIED, start=1)}, "member": {"1": "Yes", "0": "No"}}),
        ("plain-answers.csv", "plain-code-book.csv", 3,
         {"q1": "Wie zufrieden waren Sie mit der Kasse?", "plz": "plz"},
         {"q3": "choice", "plz": ""},
         {"q3": {"1": "Schwimmer", "2": "Familie", "3": "Verein"}}),
        ("surveyjs-responses.json", "surveyjs-survey.json", 8,
         {"quality.pay": "How was each step? - Paying", "used": "What did you use?"},
         {"quality.pay": "choice", "used": "several", "order": "ranking", "mail": "personal", "remark": "text"},
         {"quality.pay": {"1": "Bad", "2": "Fair", "3": "Good"}}),
        ("formbricks-responses.json", "formbricks-survey.json", 5,
         {"ease.Paying": "How easy was it? - Paying"},
         {"stars": "choice", "used": "several", "else": "text"},
         {"stars": {"1": "Bad", "2": "2", "3": "3", "4": "4", "5": "Great"}}),
    ],
)  # fmt: skip
def test_questions_kinds_and_words_come_from_the_book(
    answers: str, book: str, columns: int, questions: dict[str, str], kinds: dict[str, str], words: dict[str, dict[str, str]]
) -> None:
    (table,), issues = brought(book, answers)
    assert issues == []
    assert table.file == answers
    assert table.code_book
    said = {table.code_book.of(heading).code: (heading, table.code_book.of(heading)) for heading in table.header}
    assert {code: said[code][0] for code in questions} == questions
    assert {code: said[code][1].kind for code in kinds} == kinds
    assert {code: dict(said[code][1].values) for code in words} == words
    assert f"Its code book is {book}: it says what {columns} columns of {len(table.header)} ask." in table.notes


def test_the_survey_in_an_archive_of_limesurvey_says_the_same() -> None:
    (of_archive,), _ = brought("limesurvey-codes.csv", "limesurvey-survey.lsa")
    (alone,), _ = brought("limesurvey-codes.csv", "limesurvey-survey.lss")
    assert of_archive.header == alone.header


def test_a_zip_of_answers_and_book_is_read_like_both(tmp_path: PurePosixPath) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("limesurvey-codes.csv", "limesurvey-survey.lsa"):
            archive.writestr(name, (EXPORTS / name).read_bytes())
    tables, issues = read_upload("both.zip", packed.getvalue())
    (table,), unused = with_books(tables)
    assert (issues, unused) == ([], [])
    assert table.header[10] == "How well did each step go? [Booking]"


def test_doubts_are_those_of_the_platform_whatever_the_book_calls_the_columns() -> None:
    (table,), _ = brought("redcap-raw.csv", "redcap-dictionary.csv")
    assert table.code_book
    assert [(one.what, one.heading) for one in table.code_book.doubts] == [("unfinished", "visit_complete")]


def codes_and_answers(columns: Sequence[str], answers: Sequence[str]) -> str:
    """A plain survey of twenty responses."""
    return "\n".join([",".join(columns), *[",".join(answers[(n + k) % len(answers)] for k in range(len(columns))) for n in range(20)]])


BOOK = "variable,question,values\nq1,How was the till?,1 = bad; 2 = good\nq2,How was the app?,1 = bad; 2 = good\nq3,How was the desk?,1 = bad; 2 = good\n"


@pytest.mark.parametrize(
    "answers",
    [
        codes_and_answers(["x1", "x2", "x3"], ["1", "2"]),
        codes_and_answers(["q1", "q2", "q3"], ["7", "8", "9"]),
        codes_and_answers(["q1", "x2", "x3", "x4", "x5"], ["1", "2"]),
    ],
    ids=["other columns", "the same codes with other answers", "one column only"],
)
def test_a_book_of_another_survey_is_not_believed(answers: str) -> None:
    tables, _ = brought(answers_csv=answers, book_csv=BOOK)
    assert [table.file for table in tables] == ["answers.csv", "book.csv"]
    assert [table.code_book for table in tables] == [None, None]


def test_the_same_codes_with_other_questions_are_another_survey() -> None:
    tables, issues = brought("qualtrics-labels.csv", "qualtrics-survey.qsf")
    assert [table.code_book.source for table in tables if table.code_book] == ["Qualtrics"]
    assert [(one.code, one.file) for one in issues] == [(UNUSED, "qualtrics-survey.qsf")]


def test_a_book_without_answers_is_told_and_is_no_table_of_ours() -> None:
    tables, issues = brought("limesurvey-survey.lss")
    assert tables == []
    assert [one.code for one in issues] == [UNUSED]


def test_a_mapping_that_lies_beside_the_answers_is_no_book() -> None:
    mapping = "segment_id,column,values\nyoung,q1,1;2\nold,q2,1\nrest,q3,2\n"
    tables, issues = brought(answers_csv=codes_and_answers(["q1", "q2", "q3"], ["1", "2"]), segments_csv=mapping)
    assert issues == []
    assert [(table.file, table.code_book) for table in tables] == [("answers.csv", None), ("segments.csv", None)]


def test_the_book_that_names_most_columns_is_used() -> None:
    part = "variable,question\nq1,Till?\nq2,App?\n"
    (left, table), _ = brought(part_csv=part, answers_csv=codes_and_answers(["q1", "q2", "q3"], ["1", "2"]), book_csv=BOOK)
    assert left.file == "part.csv"
    assert table.header == ("How was the till?", "How was the app?", "How was the desk?")


@pytest.mark.parametrize(
    "book",
    ["Variable,Value,Label\nq1,1,bad\nq1,2,good\nq2,1,bad\nq2,2,good\nq3,1,bad\nq3,2,good\n", "Variable;Wert;Label\nq1;1;bad\n;2;good\nq2;1;bad\n;2;good\nq3;1;bad\n;2;good\n"],
    ids=["the variable on every row", "the variable once"],
)  # fmt: skip
def test_a_book_with_a_code_a_row_gives_the_words(book: str) -> None:
    (table,), issues = brought(answers_csv=codes_and_answers(["q1", "q2", "q3"], ["1", "2"]), book_csv=book)
    assert issues == []
    assert table.code_book
    assert table.header == ("q1", "q2", "q3")
    assert dict(table.code_book.of("q2").values) == {"1": "bad", "2": "good"}


def test_the_book_may_be_another_sheet_of_the_workbook() -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("Codebook")
    first.title = "Data"
    for row in csv.reader(io.StringIO(codes_and_answers(["q1", "q2", "q3"], ["1", "2"]))):
        first.append([int(cell) if cell.isdigit() else cell for cell in row])
    for row in csv.reader(io.StringIO(BOOK)):
        second.append(row)
    content = io.BytesIO()
    workbook.save(content)
    tables, _ = read_upload("survey.xlsx", content.getvalue())
    (table,), unused = with_books(tables)
    assert unused == []
    assert (table.sheet, table.row_count) == ("Data", 20)
    assert table.header == ("How was the till?", "How was the app?", "How was the desk?")


def test_one_book_describes_two_waves() -> None:
    wave = codes_and_answers(["q1", "q2", "q3"], ["1", "2"])
    tables, issues = brought(first_csv=wave, second_csv=wave, book_csv=BOOK)
    assert issues == []
    assert [table.header[0] for table in tables] == ["How was the till?", "How was the till?"]
