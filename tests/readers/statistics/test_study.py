"""Files of SPSS and Stata: every case is a response, cells hold codes, and what the codes mean travels with the table."""

from __future__ import annotations

import io
import random
import struct
import time
from collections.abc import Iterator

import pandas as pd
import pytest

from cx.readers import now_reading
from cx.readers.code_book import CodeBook
from cx.readers.files import read_upload
from cx.readers.statistics import study_lines
from cx.readers.text_table import TextTable
from tests.studies import declared, spss, stata, with_record

ANSWERS = pd.DataFrame(
    {
        "id": [1.0, 2, 3, 4],
        "q1": [1.0, 5, 99, None],
        "q2": [3.5, -8, -1, 4],
        "q3": [9.0, 2, 1, 8],
        "said": ["fine", "zu spät, “leider”", '"', ""],
        "web": [1.0, 0, 1, 0],
        "shop": [0.0, 0, 1, 1],
        "wgt": [0.5, 1, 2, 1.25],
        "day": pd.to_datetime(["2024-01-31", "2024-02-29", "2024-03-01", None]),
    }
)
LABELS = {
    "q1": "How satisfied? - Finding",
    "q2": "How satisfied? - Paying",
    "q3": "How satisfied? - Returning",
    "web": "Web",
    "shop": "Shop",
}
WORDS = {"q1": {1: "very poor", 5: "very good", 99: "don't know"}, "q3": {9: "refused"}, "web": {0: "No", 1: "Yes"}}
MISSING = {"q1": [99], "q2": [{"lo": float("-inf"), "hi": -1}], "q3": [{"lo": 8, "hi": 9}, 7]}
SETS = b"$used=D1 1 14 Which you used WEB shop\n"


def read(content: bytes, name: str = "study.sav") -> TextTable:
    (table,), issues = read_upload(name, content)
    assert issues == []
    return table


def book(table: TextTable) -> CodeBook:
    assert table.code_book
    return table.code_book


@pytest.fixture(scope="module")
def table() -> TextTable:
    return read(spss(ANSWERS, weight="wgt", sets=SETS, column_labels=LABELS, variable_value_labels=WORDS, missing_ranges=MISSING))


def test_every_case_is_a_row_of_codes_without_decimals_that_nobody_gave(table: TextTable) -> None:
    assert list(table.rows()) == [
        (1, ("1", "1", "3.5", "9", "fine", "1", "0", "0.5", "2024-01-31")),
        (2, ("2", "5", "-8", "2", "zu spät, “leider”", "0", "0", "1", "2024-02-29")),
        (3, ("3", "99", "-1", "1", '"', "1", "1", "2", "2024-03-01")),
        (4, ("4", "", "4", "8", "", "0", "1", "1.25", "")),
    ]
    assert table.row_count == 4


def test_the_question_is_the_heading_and_its_name_is_known(table: TextTable) -> None:
    assert table.header[:3] == ("id", "How satisfied? - Finding", "How satisfied? - Paying")
    assert book(table).of("How satisfied? - Finding").code == "q1"
    assert {book(table).of(heading).stem for heading in table.header[1:4]} == {"How satisfied?"}


def test_two_variables_with_one_question_are_told_apart_by_their_names() -> None:
    twice = read(spss(ANSWERS, column_labels={"q1": "How was it?", "q2": "How was it?"}))
    assert twice.header[1:3] == ("How was it? (q1)", "How was it? (q2)")


def test_the_words_of_codes_and_the_codes_that_are_no_answer_are_known(table: TextTable) -> None:
    finding, paying, returning = (book(table).of(heading) for heading in table.header[1:4])
    assert (finding.kind, finding.values, finding.missing) == ("choice", {"1": "very poor", "5": "very good", "99": "don't know"}, ("99",))
    assert set(paying.missing) == {"-8", "-1"}, "a range without an end, by the codes that occur"
    assert set(returning.missing) == {"7", "8", "9"}, "a range and a single code, also those that only have words"


def test_a_set_of_several_answers_is_no_rating_and_the_weight_is_one(table: TextTable) -> None:
    assert [(book(table).of(name).kind, book(table).of(name).stem) for name in ("Web", "Shop")] == [("several", "Which you used")] * 2
    assert book(table).of("wgt").kind == "weight"
    assert "It says which of its columns is a weight." in table.notes


def test_a_weight_is_found_behind_strings_that_take_several_places() -> None:
    long = ANSWERS[["said", "wgt", "id"]].assign(said=["x" * 300, "", "", ""])
    found = read(spss(long, weight="wgt"))
    assert [book(found).of(heading).kind for heading in found.header] == ["", "weight", ""]
    assert next(iter(found.rows()))[1][0] == "x" * 300


@pytest.mark.parametrize("label", ["Quoi déjà", "Größe"])
def test_a_set_that_the_library_refuses_is_read_all_the_same(label: str) -> None:
    sets = f"$used=D1 1 {len(label)} ".encode() + label.encode("latin-1") + b" web shop\n"
    found = read(declared(spss(ANSWERS[["web", "shop"]], sets=sets, column_labels=LABELS), "WINDOWS-1252"))
    assert book(found).of("Web").stem == label


@pytest.mark.parametrize("words", [{1: "Web"}, {0: "not selected", 1: "Selected"}, {0: "nicht genannt", 1: "genannt"}])
def test_a_box_is_known_by_its_words_where_no_set_is_declared(words: dict[int, str]) -> None:
    ticked = pd.DataFrame({"web": [1.0, None, 1]}) if len(words) == 1 else pd.DataFrame({"web": [1.0, 0, 1]})
    assert book(read(spss(ticked, variable_value_labels={"web": words}))).of("web").kind == "several"


@pytest.mark.parametrize("words", [{0: "No", 1: "Yes"}, {5: "very good"}])
def test_other_words_make_no_box_of_a_question(words: dict[int, str]) -> None:
    rated = pd.DataFrame({"q": [1.0, 0, 1] if 0 in words else [5.0, 3, 1]})
    assert book(read(spss(rated, variable_value_labels={"q": words}))).of("q").kind == "choice"


@pytest.mark.parametrize("ending", [".zsav", ".sav", ".por"])
def test_compressed_and_portable_files_hold_the_same(ending: str) -> None:
    same = read(spss(ANSWERS[["id", "q1", "day"]], ending=ending, column_labels=["Id", "Q", "Day"]), f"study{ending}")
    assert [cells for _, cells in same.rows()] == [
        ("1", "1", "2024-01-31"),
        ("2", "5", "2024-02-29"),
        ("3", "99", "2024-03-01"),
        ("4", "", ""),
    ]


def test_a_file_is_read_by_what_it_is_whatever_its_name_says() -> None:
    assert read(spss(ANSWERS), "study.csv").row_count == 4


def test_an_export_of_qualtrics_for_spss_says_which_responses_count() -> None:
    answers = pd.DataFrame({"Status": [0.0, 1], "Finished": [1.0, 0], "ResponseId": ["R_1", "R_2"], "IPAddress": ["", ""], "Q1": [4.0, 5]})
    found = book(read(spss(answers)))
    assert [found.of(name).kind for name in answers] == ["status", "status", "response id", "personal", ""]
    assert {(one.what, one.heading) for one in found.doubts} == {("previews", "Status"), ("spam", "Status"), ("unfinished", "Finished")}


STATA = pd.DataFrame(
    {
        "q1": pd.Series([1, 5, "a", None], dtype="object"),
        "share": [4.1, 2.25, 3, 1],
        "said": ["fine", "zu spät", "", "x"],
        "q2": [1, 2, 3, 4],
    }
)


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_files_of_every_version_of_stata_are_read_with_their_letters_for_no_answer(version: int) -> None:
    content = stata(
        STATA,
        version=version,
        column_labels={"q1": "How?"},
        variable_value_labels={"q1": {1: "poor", "a": "refused"}},
        missing_user_values={"q1": ["a", "b"]},
    )
    found = read(content, "study.dta")
    assert [cells for _, cells in found.rows()] == [
        ("1", "4.1", "fine", "1"), ("5", "2.25", "zu spät", "2"), (".a", "3", "", "3"), ("", "1", "x", "4"),
    ]  # fmt: skip
    how = book(found).of("How?")
    assert how.values == {"1": "poor", ".a": "refused"}
    assert ".a" in how.missing


def test_numbers_of_seven_digits_are_written_with_seven() -> None:
    frame = pd.DataFrame({"q": [4.1, 2.3]}).astype("float32")
    path = stata_of_pandas(frame)
    assert [cells for _, cells in read(path, "study.dta").rows()] == [("4.1",), ("2.3",)]


def stata_of_pandas(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_stata(buffer, write_index=False)
    return buffer.getvalue()


def test_utf_8_that_is_declared_as_something_else_is_read_as_what_it_is() -> None:
    found = read(declared(spss(ANSWERS), "WINDOWS-1252"))
    assert next(cells[4] for number, cells in found.rows() if number == 2) == "zu spät, “leider”"


def test_an_older_encoding_is_read_and_shown_as_a_guess() -> None:
    content = spss(ANSWERS[["said"]].assign(said=["zu spät", "", "", ""]))
    content = declared(content.replace("ä".encode(), b"\xe4").replace(b"zu sp\xe4t", b"zu sp\xe4t "), "WINDOWS-1252")
    found = read(content)
    assert next(iter(found.rows()))[1] == ("zu spät",)
    assert "Its texts are read as Windows-1252, which shows in “zu spät”." in found.notes


def test_a_text_that_does_not_fit_what_is_declared_is_read_in_another_encoding() -> None:
    content = (
        spss(ANSWERS[["said"]].assign(said=["zu spät", "", "", ""])).replace("ä".encode(), b"\xe4").replace(b"zu sp\xe4t", b"zu sp\xe4t ")
    )
    assert next(iter(read(content).rows()))[1] == ("zu spät",)


GOOD, STATED = spss(ANSWERS), stata(STATA, missing_user_values={"q1": ["a"]})
HOSTILE = {
    "cut in its header": GOOD[:100],
    "cut in its dictionary": GOOD[:400],
    "cut in its cases": GOOD[:-20],
    "a billion cases": GOOD[:80] + struct.pack("<i", 1_000_000_000) + GOOD[84:],
    "a compressed one, cut": spss(ANSWERS, ending=".zsav")[:-40],
    "damaged compression": (lambda c: c[:-120] + bytes(60) + c[-60:])(spss(ANSWERS, ending=".zsav")),
    "an extension of two billion bytes": with_record(GOOD, 7, b"x").replace(
        struct.pack("<iii", 7, 1, 1), struct.pack("<iii", 7, 1, 2_000_000_000)
    ),
    "nothing but its mark": b"$FL2",
    "noise behind its mark": b"$FL2" + bytes(range(256)) * 40,
    "Stata, cut": STATED[:-200],
    "Stata with a billion cases": STATED.replace(b"<N>" + struct.pack("<Q", 4), b"<N>" + struct.pack("<Q", 1_000_000_000)),
    "Stata with thirty thousand variables": STATED.replace(b"<K>" + struct.pack("<H", 4), b"<K>" + struct.pack("<H", 30_000)),
    "old Stata, cut": stata(STATA, version=10)[:500],
    "text under its name": b"id,q1\n1,2\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_damaged_or_hostile_file_is_refused_with_one_message_in_bounded_time(what: str) -> None:
    started = time.perf_counter()
    tables, issues = read_upload("study.dta", HOSTILE[what])
    assert (tables, [one.code for one in issues]) == ([], ["bad_study"])
    assert time.perf_counter() - started < 30


def test_a_file_without_cases_is_a_table_without_rows() -> None:
    found = read(spss(ANSWERS[:0].astype({"said": "str"})))
    assert (found.row_count, [one.code for one in found.issues]) == (0, ["no_rows"])


@pytest.mark.parametrize("form", ["MOYR8", "QYR8", "EDATE10", "JDATE7", "DATE11", "DATETIME20"])
def test_every_form_of_a_date_of_spss_is_a_date(form: str) -> None:
    seconds = (pd.Timestamp(2024, 3, 1) - pd.Timestamp(1970, 1, 1)).total_seconds() + 12_219_379_200
    found = read(spss(pd.DataFrame({"day": [seconds, None]}), variable_format={"day": form}))
    assert next(iter(found.rows()))[1] == ("2024-03-01",)


def test_dates_beyond_the_calendar_are_shown_as_numbers_and_refuse_nothing() -> None:
    found = read(spss(pd.DataFrame({"day": [1e18, 0], "q": [1.0, 5]}), variable_format={"day": "DATE11"}))
    assert [cells[1] for _, cells in found.rows()] == ["1", "5"]
    assert any("beyond the calendar" in note for note in found.notes)


@pytest.mark.parametrize("seed", range(24))
def test_a_file_with_any_damage_is_read_or_refused_with_one_message(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice((GOOD, STATED, spss(ANSWERS, ending=".zsav"), stata(STATA, version=10))))
    for _ in range(chance.choice((1, 3, 9))):
        content[chance.randrange(min(len(content), chance.choice((300, 100_000))))] = chance.choice((0, 127, 255, chance.randrange(256)))
    tables, issues = read_upload("study.sav", bytes(content))
    assert len(tables) + len(issues) == 1
    assert {one.code for one in issues} <= {"bad_study", "too_large", "unknown_kind", "binary"}


@pytest.fixture
def forty_at_a_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So many cases of five variables are a part, and the library reads here, where that can be said: no test needs millions of cells."""
    monkeypatch.setattr(study_lines, "CELLS", 40 * 5)
    with now_reading.beside(lambda *_: None):
        yield


@pytest.mark.parametrize("cases", [40, 41, 90])
@pytest.mark.parametrize("said", [True, False], ids=["their number is said", "their number is not said"])
def test_cases_that_are_read_in_parts_all_arrive_in_their_order(cases: int, said: bool, forty_at_a_time: None) -> None:
    many = pd.DataFrame({"id": range(cases)} | {f"q{n}": [float(n % 7)] * cases for n in range(4)}).astype(float)
    content = spss(many)
    found = read(content if said else content[:80] + struct.pack("<i", -1) + content[84:])
    assert found.row_count == cases
    assert any("does not say how many cases" in note for note in found.notes) is not said
    assert [cells[0] for _, cells in found.rows()] == [str(n) for n in range(cases)]


@pytest.mark.parametrize("version", [10, 15])
def test_cases_of_stata_that_are_read_in_parts_all_arrive(version: int, forty_at_a_time: None) -> None:
    many = pd.DataFrame({"id": range(90)} | {f"q{n}": [n % 7] * 90 for n in range(4)})
    assert [cells[0] for _, cells in read(stata(many, version=version), "many.dta").rows()] == [str(n) for n in range(90)]


def test_more_columns_than_we_take_are_refused() -> None:
    wide = pd.DataFrame([[1.0] * 2_100], columns=[f"v{n}" for n in range(2_100)])
    tables, issues = read_upload("wide.sav", spss(wide))
    assert (tables, [one.code for one in issues]) == ([], ["too_many_columns"])


def test_every_value_is_that_which_pandas_reads() -> None:
    read_by_pandas = pd.read_stata(io.BytesIO(STATED), convert_categoricals=False)
    ours = pd.DataFrame([cells for _, cells in read(STATED, "study.dta").rows()], columns=list(STATA))
    assert pd.to_numeric(ours["q1"], errors="coerce").mean() == read_by_pandas["q1"].mean() == 3
    assert pd.to_numeric(ours["share"]).tolist() == read_by_pandas["share"].tolist()
    assert ours["said"].tolist() == read_by_pandas["said"].tolist()


def test_periods_of_stata_are_shown_as_people_write_them_and_as_pandas_reads_them() -> None:
    answers = pd.DataFrame(
        {"m": [780, 781, -1], "q": [260.0, 263.0, float("nan")], "h": [130, 131, 132], "y": [2024, 2025, 2026], "w": [3385, 3386, 3431]}
    )
    content = stata(answers, variable_format={name: f"%t{name}" for name in answers})
    (table,), _ = read_upload("study.dta", content)
    held = pd.DataFrame([cells for _, cells in table.rows()], columns=table.header)
    assert held["m"].tolist() == ["2025-01", "2025-02", "1959-12"]
    assert held["q"].tolist() == ["2025-Q1", "2025-Q4", ""]
    assert held["h"].tolist() == ["2025-H1", "2025-H2", "2026-H1"]
    assert (held["y"].tolist(), held["w"].tolist()) == (["2024", "2025", "2026"], ["2025w6", "2025w7", "2025w52"])
    expected = pd.read_stata(io.BytesIO(content))
    assert [f"{one:%Y-%m}" for one in expected["m"]] == held["m"].tolist()
    assert [f"{one.year}-Q{one.quarter}" for one in expected["q"].dropna()] == held["q"].tolist()[:2]
