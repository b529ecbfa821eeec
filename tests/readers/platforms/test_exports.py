"""Exports of survey platforms: every response is read, cell by cell as pandas reads it, no row of headings is one, and what cannot
rate anything is told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from tests.conftest import ROOT

EXPORTS = ROOT / "tests" / "files" / "exports"


@dataclass(frozen=True)
class Expected:
    """What must come out of an export: `kinds` by the first words of a heading, in the order of the columns; columns that are not
    named are questions of no special kind."""

    platform: str
    responses: int
    head: int
    separator: str
    kinds: Mapping[str, str]
    unfinished: int = 0


QUALTRICS = {
    "Start Date": "technical", "End Date": "technical", "Response Type": "status", "IP Address": "personal", "Progress": "technical",
    "Duration": "technical", "Finished": "status", "Recorded Date": "technical", "Response ID": "response id", "Recipient": "personal",
    "External Data": "personal", "Location": "personal", "Distribution": "technical", "User Language": "technical", "Q_Recaptcha": "technical",
    "Timing": "technical", "Where did you look? - Selected Choice": "several", "Where did you look? - Other": "text",
    "How likely are you to recommend us?": "choice", "How likely are you to recommend us? - Group": "technical", "How did you spend": "amount", "Order these": "ranking", "Which days": "several",
    "How satisfied were you with … - Display Order": "technical",
}  # fmt: skip
EXPECTED = {
    "surveymonkey-words.csv": Expected(
        "SurveyMonkey", 24, 2, ",",
        {"Respondent ID": "response id", "Collector ID": "technical", "Date": "technical", "IP Address": "personal", "Email Address": "personal",
         "First Name": "personal", "Last Name": "personal", "Custom Data 1": "technical", "Where did you look": "several",
         "Where did you look before you came? (Select all that apply.) - Other": "text", "Please rank these": "ranking", "What else?": "text",
         "How may we reach you?": "personal"},
    ),
    "surveymonkey-numbers.csv": Expected(
        "SurveyMonkey", 18, 2, ",",
        {"Respondent ID": "response id", "Collector ID": "technical", "Date": "technical", "IP Address": "personal", "Email Address": "personal",
         "First Name": "personal", "Last Name": "personal", "Which of these": "several"},
    ),
    "surveymonkey-german.csv": Expected(
        "SurveyMonkey", 12, 2, ";",
        {"Respondent ID": "response id", "Collector ID": "technical", "Date": "technical", "IP Address": "personal", "Email Address": "personal",
         "First Name": "personal", "Last Name": "personal", "Was hat gefehlt?": "text"},
    ),
    "limesurvey-codes.csv": Expected(
        "LimeSurvey", 26, 1, ",",
        {"id": "response id", "submitdate": "status", "lastpage": "technical", "startlanguage": "technical", "seed": "technical",
         "token": "personal", "startdate": "technical", "datestamp": "technical", "ipaddr": "personal", "refurl": "technical",
         "G02Q02": "several", "G02Q02[other]": "text", "G03Q03": "ranking", "interviewtime": "technical", "groupTime12": "technical"},
        unfinished=3,
    ),
    "limesurvey-german.csv": Expected(
        "LimeSurvey", 20, 1, ";",
        {"Antwort ID": "response id", "Datum": "technical", "Datum Abgeschickt": "status", "Letzte Seite": "technical", "Start-Sprache": "technical",
         "Zufallsstartwert": "technical", "IP-Adresse": "personal", "Was haben Sie genutzt?": "several", "Was haben Sie genutzt? [Sonstiges]": "text"},
        unfinished=1,
    ),
    "limesurvey-codes-and-texts.csv": Expected(
        "LimeSurvey", 12, 1, ",",
        {"Response ID": "response id", "Date submitted": "status", "Last page": "technical", "Start language": "technical"},
    ),
    "limesurvey-vv.tsv": Expected(
        "LimeSurvey", 14, 2, "\t",
        {"Response ID": "response id", "Access code": "personal", "Date submitted": "status", "Last page": "technical", "Start language": "technical",
         "Seed": "technical", "What did you use?": "several"},
        unfinished=1,
    ),
    "tally.csv": Expected(
        "Tally", 13, 1, ",",
        {"Submission ID": "response id", "Respondent ID": "technical", "Submitted at": "technical", "What did you use?": "several"},
    ),
    "jotform.csv": Expected(
        "Jotform", 11, 1, ",",
        {"Submission Date": "technical", "Full Name": "personal", "What did you use?": "several", "Submission IP": "personal", "Submission ID": "response id"},
    ),
    "kobotoolbox.csv": Expected(
        "KoboToolbox", 12, 1, ";",
        {"start": "technical", "end": "technical", "username": "personal", "used": "several", "_": "technical", "_uuid": "response id"},
    ),
    "sosci.csv": Expected(
        "SoSci Survey", 16, 2, ";",
        {"Interview-Nummer": "response id", "Personenkennung": "personal", "Referenz": "personal", "Fragebogen": "technical", "Interview-Modus": "status",
         "Zeitpunkt": "technical", "Genutzt: ": "several", "Verweildauer": "technical", "Wurde die": "status",
         "Hat der": "technical", "Seite, die": "technical", "Letzte Seite": "technical"},
        unfinished=3,
    ),
    "alchemer.csv": Expected(
        "Alchemer", 15, 1, ",",
        {"Response ID": "response id", "Time Started": "technical", "Date Submitted": "technical", "Status": "status", "Contact ID": "personal",
         "Legacy Comments": "technical", "Comments": "technical", "Language": "technical", "Referer": "technical", "SessionID": "technical",
         "User Agent": "technical", "Tags": "technical", "IP Address": "personal", "Longitude": "personal", "Latitude": "personal",
         "Country": "technical", "City": "technical", "State/Region": "technical", "Postal": "personal", "What did you use?": "several"},
        unfinished=1,
    ),
    "unipark.csv": Expected(
        "Unipark", 14, 1, ";",
        {"lfdn": "response id", "external_lfdn": "personal", "tester": "status", "dispcode": "status", "lastpage": "technical", "quality": "technical",
         "duration": "technical", "rts1001": "technical", "browser": "technical", "date": "technical"},
        unfinished=2,
    ),
    "google-forms.csv": Expected(
        "Google Forms", 20, 1, ",", {"Timestamp": "technical", "Email Address": "personal", "Which of these did you use?": "several", "Which of these did you use? (2)": ""}
    ),
    "google-forms-german.tsv": Expected("Google Forms", 16, 1, "\t", {"Zeitstempel": "technical", "Womit": "several"}),
    "microsoft-forms.csv": Expected(
        "Microsoft Forms", 18, 1, ",",
        {"ID": "response id", "Start time": "technical", "Completion time": "technical", "Email": "personal", "Name": "personal",
         "Total points": "amount", "Quiz feedback": "text", "Points - ": "amount", "Feedback - ": "text", "Which services": "several",
         "Put these in order": "ranking"},
    ),
    "microsoft-forms-german.xlsx": Expected(
        "Microsoft Forms", 14, 1, "",
        {"ID": "response id", "Startzeit": "technical", "Fertigstellungszeit": "technical", "E-Mail": "personal", "Name": "personal", "Welche Wege": "several"},
    ),
    "typeform.csv": Expected(
        "Typeform", 22, 1, ",",
        {"#": "response id", "Search engine": "several", "Newsletter": "several", "A friend": "several", "Email": "personal", "Response Type": "status",
         "Start Date": "technical", "Stage Date": "technical", "Submit Date": "technical", "Network ID": "technical", "Tags": "technical", "Ending": "technical"},
        unfinished=3,
    ),
    "qualtrics-labels.csv": Expected("Qualtrics", 30, 3, ",", QUALTRICS, unfinished=3),
    "qualtrics-codes.tsv": Expected("Qualtrics", 25, 3, "\t", QUALTRICS, unfinished=1),
    "qualtrics-two-rows.csv": Expected("Qualtrics", 16, 2, ",", QUALTRICS, unfinished=1),
    "qualtrics-oldest.csv": Expected(
        "Qualtrics", 12, 2, ",",
        {"ResponseID": "response id", "ResponseSet": "technical", "Name": "personal", "ExternalDataReference": "personal", "EmailAddress": "personal",
         "IPAddress": "personal", "Status": "status", "StartDate": "technical", "EndDate": "technical", "Finished": "status"},
        unfinished=1,
    ),
    "qualtrics-with-survey.csv": Expected(
        "Qualtrics", 20, 2, ",",
        {"ResponseId": "response id", "Status": "status", "Finished": "status", "RecordedDate": "technical", "Q2_": "several", "Q2_4_TEXT": "text",
         "Q4_": "ranking", "Q5_": "amount", "Q7_Page Submit": "technical"},
        unfinished=1,
    ),
    "redcap-raw.csv": Expected(
        "REDCap", 18, 1, ",",
        {"record_id": "response id", "redcap_survey_identifier": "personal", "visit_timestamp": "technical", "used___": "several", "visit_complete": "status"},
        unfinished=2,
    ),
    "redcap-labels.csv": Expected(
        "REDCap", 14, 1, ",",
        {"Record ID": "response id", "Survey Identifier": "personal", "Survey Timestamp": "technical", "Which services": "several", "Complete?": "status"},
        unfinished=1,
    ),
    "formbricks.csv": Expected(
        "Formbricks", 16, 1, ",",
        {"No.": "technical", "Response ID": "response id", "Timestamp": "technical", "Finished": "status", "Survey ID": "technical",
         "Formbricks ID": "personal", "User ID": "personal", "Tags": "technical", "source": "technical", "url": "technical", "userAgent": "technical",
         "country": "technical", "What did you use?": "several"},
        unfinished=2,
    ),
    "formbricks-responses.json": Expected(
        "Formbricks", 14, 1, "",
        {"id": "response id", "createdAt": "technical", "updatedAt": "technical", "surveyId": "technical", "finished": "status", "used": "several",
         "meta.": "technical", "ttc.": "technical", "contactAttributes.email": "personal", "tags": "technical", "singleUseId": "technical", "language": "technical"},
        unfinished=1,
    ),
    "limesurvey-responses.json": Expected(
        "LimeSurvey", 13, 1, "",
        {"id": "response id", "submitdate": "status", "lastpage": "technical", "startlanguage": "technical", "token": "personal", "G02Q02": "several"},
        unfinished=1,
    ),
    "qualtrics-responses.json": Expected(
        "Qualtrics", 12, 1, "",
        {"responseId": "response id", "startDate": "technical", "endDate": "technical", "status": "status", "ipAddress": "personal",
         "progress": "technical", "duration": "technical", "finished": "status", "recordedDate": "technical", "_recordId": "technical",
         "location": "personal", "distributionChannel": "technical", "userLanguage": "technical", "QID1": "choice", "QID2": "several",
         "QID3_TEXT": "text", "labels.": "technical", "displayedFields": "technical"},
        unfinished=1,
    ),
    "surveyjs-responses.json": Expected("SurveyJS", 16, 1, "", {"used": "several", "order": "ranking", "used-Comment": "text"}),
    "surveyjs-service.json": Expected("SurveyJS", 12, 1, "", {"HappenedAt": "technical", "InstanceId": "response id", "question3": "several"}),
}  # fmt: skip


def the_table(name: str) -> TextTable:
    (table,), issues = read_upload(name, (EXPORTS / name).read_bytes())
    assert issues == []
    assert table.issues == []
    return table


def as_pandas_reads(path: Path, expected: Expected) -> list[list[str]]:
    """The responses, read without anything of ours."""
    if path.suffix == ".json":
        document = json.loads(path.read_text())
        records = document if isinstance(document, list) else next(part for part in document.values() if isinstance(part, list))
        records = [next(iter(one.values())) if len(one) == 1 else one for one in records]
        return [[as_text(cell) for cell in row] for row in pd.json_normalize(records).to_numpy().tolist()]
    if path.suffix == ".xlsx":
        return (
            pd.read_excel(path, engine="openpyxl", header=None, skiprows=expected.head, dtype=str, keep_default_na=False)
            .to_numpy()
            .tolist()
        )
    frame = pd.read_csv(
        path, sep=expected.separator, header=None, skiprows=expected.head, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    return frame.to_numpy().tolist()


def as_text(cell: object) -> str:
    """A value of JSON as a cell."""
    if isinstance(cell, list):
        return ";".join(map(str, cell))
    if cell is None or cell != cell:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def kind_expected(heading: str, kinds: Mapping[str, str]) -> str:
    """That of the longest beginning that is named."""
    return next((kinds[start] for start in sorted(kinds, key=len, reverse=True) if heading.startswith(start)), "")


@pytest.mark.parametrize("name", EXPECTED)
def test_every_response_is_read_and_no_row_of_headings_is_one(name: str) -> None:
    table, expected = the_table(name), EXPECTED[name]
    responses = as_pandas_reads(EXPORTS / name, expected)
    assert table.code_book and table.code_book.source == expected.platform
    assert table.row_count == len(responses) == expected.responses
    in_order = sorted if name.endswith(".json") else list  # pandas puts what is nested behind the rest
    assert [in_order(cells) for _, cells in table.rows()] == [in_order(row[: len(table.header)]) for row in responses]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_each_column_holds_is_told(name: str) -> None:
    table, expected = the_table(name), EXPECTED[name]
    assert table.code_book
    assert {one: table.code_book.of(one).kind for one in table.header} == {one: kind_expected(one, expected.kinds) for one in table.header}


@pytest.mark.parametrize("name", EXPECTED)
def test_unfinished_responses_are_told(name: str) -> None:
    table, expected = the_table(name), EXPECTED[name]
    assert table.code_book
    told = [one for one in table.code_book.doubts if one.what == "unfinished"]
    rows = [
        cells for _, cells in table.rows() if any(cells[table.header.index(one.heading)].strip().casefold() in one.answers for one in told)
    ]
    assert len(rows) == expected.unfinished


@pytest.mark.parametrize(
    ("name", "stem", "items"),
    [
        ("surveymonkey-words.csv", "How satisfied were you with each step of your visit?", ["Finding the desk", "Paying", "Leaving"]),
        ("limesurvey-german.csv", "Wie zufrieden waren Sie mit den folgenden Schritten?", ["Karte kaufen", "Umziehen", "Heimweg"]),
        ("limesurvey-codes-and-texts.csv", "How easy was each step?", ["Booking", "Arriving"]),
        ("google-forms.csv", "How easy was it?", ["Booking", "Parking"]),
    ],
)
def test_the_questions_of_a_battery_share_their_stem(name: str, stem: str, items: Sequence[str]) -> None:
    table = the_table(name)
    assert table.code_book
    shared = [heading for heading in table.header if table.code_book.of(heading).stem == stem]
    assert [heading.removeprefix(stem).strip(" -[]") for heading in shared] == items


def test_items_of_a_battery_with_a_very_long_question_stay_told_apart() -> None:
    header = the_table("surveymonkey-german.csv").header
    assert [one.rsplit(" … - ", 1)[1] for one in header if one.startswith("Denken Sie bitte")] == ["Kasse", "Umkleide", "Becken"]
