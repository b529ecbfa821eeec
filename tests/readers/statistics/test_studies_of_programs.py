"""Files as SPSS and Stata write them: every case is read, code by code as pandas gets them, and what the file says is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
import pyreadstat
import pytest

from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from tests.conftest import ROOT

EXPORTS = ROOT / "tests" / "files" / "exports"
READ = {".sav": pyreadstat.read_sav, ".zsav": pyreadstat.read_sav, ".por": pyreadstat.read_por, ".dta": pyreadstat.read_dta}


@dataclass(frozen=True)
class Expected:
    """What must come out: cases, kinds by name of a variable (others have none), codes that are no answer, and one heading."""

    program: str
    cases: int
    kinds: Mapping[str, str]
    heading: tuple[str, str]
    missing: Mapping[str, set[str]] = field(default_factory=dict)
    encoding: str = ""


AGREE = {"q1_a": {"98", "99"}, "q1_b": {"98", "99"}, "q1_c": {"98", "99"}}
EXPECTED = {
    "spss-library.sav": Expected(
        "SPSS", 40, {"group": "choice", "q1_a": "choice", "q1_b": "choice", "q1_c": "choice", "used_web": "several", "used_desk": "several", "used_app": "several", "wgt": "weight"},
        ("q1_a", "How far do you agree? - I find what I look for"), AGREE,
    ),
    "spss-transport.zsav": Expected(
        "SPSS", 30, {"region": "choice", "first": "choice", "second": "choice", "rank_price": "ranking"},
        ("care", "How much did we care? (0-10)"), {"region": {"XX"}, "speed": {"-9", "-8"}, "care": {"97", "98", "99"}},
    ),
    "spss-ways.sav": Expected("SPSS", 30, {"first": "several", "second": "several", "rank_price": "ranking"}, ("first", "First way")),
    "spss-qualtrics.sav": Expected(
        "SPSS", 24,
        {"StartDate": "technical", "EndDate": "technical", "Status": "status", "IPAddress": "personal", "Progress": "technical",
         "Duration__in_seconds_": "technical", "Finished": "status", "RecordedDate": "technical", "ResponseId": "response id",
         "RecipientEmail": "personal", "DistributionChannel": "technical", "UserLanguage": "technical", "Q1_1": "choice", "Q1_2": "choice",
         "Q2_1": "several", "Q2_2": "several", "Q2_2_TEXT": "text"},
        ("Q1_2", "How satisfied were you with … - Paying"),
    ),
    "spss-town.por": Expected("SPSS", 20, {}, ("Q2", "How fast was the answer?")),
    "spss-mairie.sav": Expected("SPSS", 16, {"note": "choice"}, ("note", "Êtes-vous satisfait·e de l'accueil ?"), {"note": {"9"}}, "UTF-8"),
    "stata-13-schulnoten.dta": Expected("Stata", 26, {"alter": "choice", "f1": "choice", "f2": "choice"}, ("f1", "Schulnote: Öffnungszeiten (1-6)")),
    "stata-letters.dta": Expected(
        "Stata", 32, {"sex": "choice", "sat_care": "choice", "sat_wait": "choice"}, ("sat_care", "Satisfied with care"),
        {"sat_care": {".a", ".b"}, "sat_wait": {".a", ".b"}},
    ),
    "stata-10-clinic.dta": Expected("Stata", 18, {"q1": "choice"}, ("q2", "How well were you heard? (1-7)")),
}  # fmt: skip


def the_table(name: str) -> TextTable:
    (table,), issues = read_upload(name, (EXPORTS / name).read_bytes())
    assert issues == []
    assert table.issues == []
    return table


@pytest.mark.parametrize("name", EXPECTED)
def test_every_case_is_a_response_and_every_answer_is_that_which_pandas_gets(name: str) -> None:
    """Without user-missing values, which the library then leaves out by itself, each column has the same values as often."""
    table, expected = the_table(name), EXPECTED[name]
    assert table.code_book and table.code_book.source == expected.program
    path = EXPORTS / name
    options = {"encoding": expected.encoding} if expected.encoding else {}
    frame, meta = READ[path.suffix](path, **options)
    assert table.row_count == len(frame) == expected.cases
    cells = pd.DataFrame([cells for _, cells in table.rows()], columns=[table.code_book.of(heading).code for heading in table.header])
    assert list(cells) == [one for one in frame if one in set(cells)]
    for heading in table.header:
        question = table.code_book.of(heading)
        ours = cells[question.code].mask(cells[question.code].isin(["", *question.missing]))
        theirs = frame[question.code]
        if meta.readstat_variable_types[question.code] == "string":
            assert ours.dropna().tolist() == [text for text in theirs.dropna() if text]
        elif "DATE" in meta.original_variable_types[question.code] or "%t" in meta.original_variable_types[question.code]:
            assert pd.to_datetime(ours, format="ISO8601").tolist() == pd.to_datetime(theirs).tolist()
        else:
            assert pd.to_numeric(ours).tolist() == pytest.approx(theirs.astype(float).tolist(), nan_ok=True)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_each_variable_holds_and_which_codes_are_no_answer_is_known(name: str) -> None:
    table, expected = the_table(name), EXPECTED[name]
    assert table.code_book
    questions = list(table.code_book.questions.values())
    assert {one.code: one.kind for one in questions if one.kind} == expected.kinds
    assert {one.code: set(one.missing) for one in questions if one.missing} == expected.missing
    code, heading = expected.heading
    assert table.code_book.of(heading).code == code
    assert heading in table.header
