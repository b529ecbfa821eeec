"""An archive of LimeSurvey is read like the export of its responses with the survey beside it."""

from __future__ import annotations

import io
import time
import zipfile
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from cx.issues import Issue
from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.survey import SurveyRows
from cx.survey.doubtful import doubtful
from tests.readers.platforms.test_exports import EXPORTS

SURVEY = (EXPORTS / "limesurvey-survey.lss").read_bytes()
ANSWERS = pd.read_csv(EXPORTS / "limesurvey-codes.csv", dtype=str, keep_default_na=False)
IN_DATABASE = {
    "G01Q01[SQ001]": "77X1X1SQ001", "G01Q01[SQ002]": "77X1X1SQ002", "G01Q01[SQ003]": "77X1X1SQ003", "G02Q02[A]": "77X1X2A",
    "G02Q02[B]": "77X1X2B", "G02Q02[C]": "77X1X2C", "G02Q02[other]": "77X1X2other", "G03Q03[1]": "77X1X31", "G03Q03[2]": "77X1X32",
    "G03Q03[3]": "77X1X33", "G04Q04": "77X1X4", "G04Q05": "77X1X5",
}  # fmt: skip
OWN = ["id", "token", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl"]


def responses(frame: pd.DataFrame) -> bytes:
    """The file of responses as LimeSurvey writes it: a cell without an answer is left out, a text stands in a CDATA section."""
    fields = "".join(f"<fieldname>{name}</fieldname>" for name in frame.columns)
    rows = ""
    for row in frame.to_dict("records"):
        cells = {("_" if name[0].isdigit() else "") + name.replace("#", "-"): text for name, text in row.items() if text}
        rows += "<row>" + "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in cells.items()) + "</row>"
    table = f"<responses><fields>{fields}</fields><rows>{rows}</rows></responses>"
    head = "<LimeSurveyDocType>Responses</LimeSurveyDocType><DBVersion>479</DBVersion><languages><language>en</language></languages>"
    return f'<?xml version="1.0" encoding="UTF-8"?><document>{head}{table}</document>'.encode()


def archive(**files: bytes) -> bytes:
    """An archive of these files, by their endings."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for ending, text in files.items():
            packed.writestr(f"survey_77.{ending}", text)
    return content.getvalue()


def in_database(frame: pd.DataFrame = ANSWERS) -> pd.DataFrame:
    return frame[[*OWN, *IN_DATABASE]].rename(columns=IN_DATABASE)


def brought(content: bytes) -> tuple[TextTable, list[Issue]]:
    tables, issues = read_upload("survey_77.lsa", content)
    (table,), unused = with_books(tables)
    return table, [*issues, *unused]


WHOLE = archive(lss=SURVEY, lsr=responses(in_database()), lst=b"<document/>")


def test_the_responses_are_those_of_the_export_under_the_same_questions_and_codes() -> None:
    table, issues = brought(WHOLE)
    exported, _ = read_upload("limesurvey-codes.csv", (EXPORTS / "limesurvey-codes.csv").read_bytes())
    (beside,), _ = with_books([*exported, *read_upload("survey.lss", SURVEY)[0]])
    assert issues == []
    assert beside.code_book and table.code_book
    asked = {beside.code_book.of(heading).code: heading for heading in beside.header}
    assert list(table.header) == [asked[code] for code in [*OWN, *IN_DATABASE]]
    for heading in table.header:
        assert table.code_book.of(heading) == beside.code_book.of(heading)
    held = pd.DataFrame([cells for _, cells in table.rows()], columns=table.header)
    expected = pd.DataFrame([cells for _, cells in beside.rows()], columns=beside.header)[list(table.header)]
    assert held.to_numpy().tolist() == expected.to_numpy().tolist()


def test_a_command_reads_the_responses_of_an_archive_and_asks_about_the_unfinished_ones() -> None:
    survey = SurveyRows.of("survey_77.lsa", WHOLE)
    assert survey.issues == ()
    assert len(list(survey.rows([]))) == len(ANSWERS)
    assert [(one.what, len(one.rows)) for one in doubtful(survey)] == [("unfinished", (ANSWERS["submitdate"] == "").sum())]


def test_an_archive_that_nobody_has_answered_is_the_survey_alone() -> None:
    for empty in (responses(in_database().head(0)), b"<document><LimeSurveyDocType>Responses</LimeSurveyDocType></document>"):
        (table,), issues = read_upload("survey_77.lsa", archive(lss=SURVEY, lsr=empty))
        assert issues == [] and table.describes


def test_both_scales_of_an_item_and_a_text_with_marks_arrive() -> None:
    def rows(*cells: dict[str, str]) -> str:
        return (
            "<rows>" + "".join("<row>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in one.items()) + "</row>" for one in cells) + "</rows>"
        )

    question = {"sid": "9", "gid": "2", "qid": "12", "parent_qid": "0", "type": "1", "title": "Q1", "question": "How?", "scale_id": "0"}
    item = question | {"qid": "13", "parent_qid": "12", "title": "1", "question": "Till"}
    survey = f"<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions>{rows(question)}</questions><subquestions>{rows(item)}</subquestions></document>"
    frame = pd.DataFrame(
        [{"id": "1", "submitdate": "2025-01-01", "lastpage": "1", "startlanguage": "en", "9X2X121#0": "A1", "9X2X121#1": "<b> & ü\n2"}]
    )
    table, _ = brought(archive(lss=survey.encode(), lsr=responses(frame)))
    assert table.header[4:] == ("How? [Till] [1]", "How? [Till] [2]")
    assert [cells[4:] for _, cells in table.rows()] == [("A1", "<b> & ü\n2")]


BOMB = b"<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><fields><fieldname>id</fieldname></fields><rows>"
WRONG = {
    "two files of responses": lambda: archive(lss=SURVEY, lsr=responses(in_database()), LSR=responses(in_database())),
    "cut off": lambda: archive(lss=SURVEY, lsr=responses(in_database())[:-40]),
    "another document": lambda: archive(lss=SURVEY, lsr=SURVEY),
    "a document type": lambda: archive(lss=SURVEY, lsr=b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + BOMB),
    "a bomb of one text": lambda: archive(lss=SURVEY, lsr=BOMB + b"<row><id>" + b"x" * 60_000_000),
    "a bomb of columns": lambda: archive(lss=SURVEY, lsr=BOMB.replace(b"</fields>", b"<fieldname>a</fieldname>" * 500_000)),
}
"""Packed when they are needed."""


@pytest.mark.parametrize("what", WRONG)
def test_what_is_damaged_or_made_to_do_harm_is_refused(what: str) -> None:
    began = time.monotonic()
    tables, issues = read_upload("survey_77.lsa", WRONG[what]())
    assert (tables, [one.code for one in issues]) == ([], ["bad_code_book"])
    assert time.monotonic() - began < 20


def test_an_archive_beyond_the_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_MAX_MB", "1")
    tables, issues = read_upload("survey_77.lsa", archive(lss=SURVEY, lsr=BOMB + b"<row></row>" * 200_000))
    assert (tables, [one.code for one in issues]) == ([], ["too_large"])


@pytest.mark.parametrize("name", ["survey_77.lsr", "SURVEY.LSR", "inside.zip", "as text.lsr"])
def test_responses_without_their_survey_say_what_to_export_instead(name: str) -> None:
    content = responses(in_database())
    if name == "as text.lsr":
        content = content.partition(b"?>")[2]
    tables, (refused,) = read_upload(name, archive(lsr=content) if name.endswith(".zip") else content)
    assert (tables, refused.code) == ([], "responses_alone")
    assert "survey archive (.lsa)" in refused.remedy
