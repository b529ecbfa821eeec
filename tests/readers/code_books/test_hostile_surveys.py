"""A survey of LimeSurvey that is damaged, or made to do harm, is refused in little memory and time."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from cx.readers.files import read_upload

GOOD = b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><qid>1</qid><parent_qid>0</parent_qid><type>5</type><title>Q1</title><question>How?</question></row></rows></questions></document>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><title>&c;</title></row></rows></questions></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><document><questions><rows><row><title>&x;</title></row></rows></questions></document>"""


def packed(inside: bytes, *names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, inside)
    return content.getvalue()


WRONG = {
    "entities inside of entities": ("survey.lss", LAUGHS),
    "a file of this machine": ("survey.lss", OUTSIDE),
    "cut off": ("survey.lss", b"<?xml version='1.0'?>" + GOOD[:120]),
    "an encoding that nobody knows": ("survey.lss", b"<?xml version='1.0' encoding='UTTF-8'?>" + GOOD),
    "packed bytes that are none": ("survey.lsa", (whole := packed(GOOD * 20, "a.lss"))[:60] + b"\xff" * 20 + whole[80:]),
    "a group of questions": ("survey.lss", b"<?xml version='1.0'?>" + GOOD.replace(b">Survey<", b">Group<")),
    "another document": ("survey.lss", b"<?xml version='1.0'?><catalogue><book>1</book></catalogue>"),
    "elements inside of elements": ("survey.lss", b"<?xml version='1.0'?>" + b"<a>" * 50_000),
    "an archive without a survey": ("survey.lsa", packed(GOOD, "responses.lsr")),
    "an archive with two surveys": ("survey.lsa", packed(GOOD, "a.lss", "b.lss")),
    "an archive that is cut off": ("survey.lsa", packed(GOOD, "a.lss")[:-30]),
}
BOMBS = {
    "a bomb": lambda: packed(b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType>" + b"<a></a>" * 15_000_000, "a.lss"),
    "a bomb of one text": lambda: packed(b"<document><questions><rows><row><title>" + b"x" * 60_000_000, "a.lss"),
}
"""Packed when they are needed."""


@pytest.mark.parametrize("what", [*WRONG, *BOMBS])
def test_it_is_refused(what: str) -> None:
    name, content = WRONG[what] if what in WRONG else ("survey.lsa", BOMBS[what]())
    began = time.monotonic()
    tables, issues = read_upload(name, content)
    assert tables == []
    assert [one.code for one in issues] in (["bad_code_book"], ["bad_zip"])
    assert time.monotonic() - began < 20


def test_names_that_point_outside_of_an_archive_are_only_names() -> None:
    (table,), issues = read_upload("survey.lsa", packed(GOOD, "../../../outside.lss"))
    assert issues == []
    assert table.describes and set(table.describes.questions) == {"Q1"}


@pytest.mark.parametrize(
    "text",
    [
        '{"SurveyEntry": {}, "SurveyElements": null}',
        '{"SurveyEntry": {}, "SurveyElements": [1, {"Element": "SQ"}, {"Element": "SQ", "Payload": {"QuestionType": "MC", "DataExportTag": "Q1", "Choices": 7}}]}',
        '{"SurveyEntry": {}, "SurveyElements": [{"Element": "BL", "Payload": "x"}, {"Element": "SQ", "Payload": {"DataExportTag": "Q", "QuestionType": "Matrix", "Choices": ["a", null]}}]}',
        '{"SurveyEntry": {}, "SurveyElements": [{"Element": "SQ", "Payload": {"DataExportTag": "Q", "QuestionType": "TE", "Validation": []}}]}',
    ],
)
def test_a_survey_of_qualtrics_with_parts_of_other_kinds_breaks_nothing(text: str) -> None:
    tables, issues = read_upload("survey.qsf", text.encode())
    assert [one.code for one in issues] == []
    assert all(table.describes for table in tables)
