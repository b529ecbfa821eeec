"""Any file that people bring comes in as plain text tables, or is refused with a reason. Nothing is interpreted."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx.issue_texts import CATALOGUE
from cx.issues import SHOWN_PER_RULE
from cx.readers.content import IN_MEMORY
from cx.readers.ditto import is_dittoed
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.temporary import own_folder
from tests.brought_files import archive, old_workbook, open_document, raw_workbook, sheet_of, workbook
from tests.conftest import ROOT, SAMPLE
from tests.readers.refused_files import ALIASES, REFUSED, Refused

READING = ROOT / "tests" / "files" / "reading"
Rows = list[tuple[int, tuple[str, ...]]]


def table_of(content: str | bytes, name: str = "brought.csv") -> TextTable:
    """The one table of a file that is read without a finding about the whole file."""
    tables, issues = read_upload(name, content.encode() if isinstance(content, str) else content)
    assert not issues, [str(one) for one in issues]
    assert len(tables) == 1
    return tables[0]


def rows_of(content: str | bytes, name: str = "brought.csv") -> Rows:
    return list(table_of(content, name).rows())


def said(table: TextTable) -> str:
    return " ".join(table.notes)


def codes(name: str, content: str | bytes | Path) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    tables, issues = read_upload(name, content)
    return [one.code for one in issues] + [one.code for table in tables for one in table.issues]


# What real files look like: the quirks that concern reading, by their number in the list of quirks.


def test_quirk_1_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    assert table_of(b"\xef\xbb\xbfname,score\r\nApp,4\r\n").header == ("name", "score")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", ""])
def test_quirk_2_the_last_line_may_end_or_not(end: str) -> None:
    assert rows_of(f"a,b\r\n1,2\r\n3,4{end}") == [(2, ("1", "2")), (3, ("3", "4"))]


def test_quirk_2_json_lines_may_lack_the_last_line_end() -> None:
    assert rows_of('{"a": 1}\n{"a": 2}', "answers.jsonl") == [(2, ("1",)), (3, ("2",))]


def test_quirk_3_a_row_with_line_breaks_is_one_row() -> None:
    assert rows_of('a,b\n"one\ntwo\r\nthree",x\ny,z\n') == [(2, ("one\ntwo\r\nthree", "x")), (3, ("y", "z"))]


def test_quirk_4_headers_stay_as_typed_but_for_outer_blanks_and_line_breaks() -> None:
    table = table_of('"Touchpoint ",*Name,"Met\nwhen",service  name,Score,score,Score,,Scores\na,b,c,d,e,f,g,,h\n')
    assert table.header == ("Touchpoint", "*Name", "Met when", "service  name", "Score", "score", "Score (2)", "Scores")
    assert "Two columns are named “Score”; column 7 is called “Score (2)” here." in table.notes
    assert "1 column with neither name nor content is left out." in table.notes


def test_quirk_4_a_named_column_that_is_always_empty_is_kept_and_told() -> None:
    table = table_of("a,b,c\n1,,2\n3,,4\n")
    assert table.header == ("a", "b", "c")
    assert "Empty in every row: “b”." in table.notes


def test_a_column_with_content_but_no_name_is_named_by_its_place() -> None:
    table = table_of("a,,c\nx,y,z\n")
    assert table.header == ("a", "column 2", "c")
    assert "Without a name, but with content: column 2." in table.notes


AS_TYPED = ("007", "NA", "1e5", "1.0", "4.70", "12/31/1899 09:30:00 AM", "07_2015", "0,75", "8,586,476", "17%", " x ", "true", "=1+1", "’")


def test_quirks_12_to_14_cells_stay_exactly_as_typed() -> None:
    names = [f"n{place}" for place in range(len(AS_TYPED))]
    text = ",".join(names) + "\n" + ",".join(f'"{cell}"' if "," in cell else cell for cell in AS_TYPED) + "\n"
    assert rows_of(text) == [(2, AS_TYPED)]


def test_quirk_16_commas_in_prose_do_not_separate_cells() -> None:
    text = "id;comment\n" + "".join(f"{n};Good, but slow, and {n} signs missing\n" for n in range(5))
    assert table_of(text).header == ("id", "comment")
    prose = "comment\nGood, but slow\nBad, and ugly\nFine, thanks\n"
    assert rows_of(prose) == [(2, ("Good, but slow",)), (3, ("Bad, and ugly",)), (4, ("Fine, thanks",))]
    assert "there is one column" in said(table_of(prose))


def test_decimal_commas_do_not_separate_cells() -> None:
    assert rows_of("id;share\na;0,75\nb;1,5\n") == [(2, ("a", "0,75")), (3, ("b", "1,5"))]
    assert rows_of("share\n0,75\n1,5\n") == [(2, ("0,75",)), (3, ("1,5",))]


def test_quirk_20_rows_with_the_same_key_are_all_read() -> None:
    assert len(rows_of("id,name\n1,a\n1,a\n1,b\n")) == 3


def test_quirk_21_records_may_have_different_keys() -> None:
    table = table_of('[{"id": "a", "x": 1}, {"y": null, "id": "b"}, {"id": "c", "z": {"u": 2}}]', "a.json")
    assert table.header == ("id", "x", "y", "z.u")
    assert list(table.rows()) == [(2, ("a", "1", "", "")), (3, ("b", "", "", "")), (4, ("c", "", "", "2"))]


def test_quirk_22_summary_rows_are_named_and_kept() -> None:
    table = table_of("stage,n\nBook,4\nALL,9\nFly,5\nTotal,9\n")
    assert [cells[0] for _, cells in table.rows()] == ["Book", "ALL", "Fly", "Total"]
    assert "row 3 (“ALL”), row 5 (“Total”)." in said(table)


def test_quirk_28_all_scripts_and_long_cells_come_through() -> None:
    cells = ("l’accès l'accès", "a\xa0b", "Посадка", "搭乗", "«où»", "🔴🟡🟢", "x" * 30_000, "y" * 249_000)
    text = ",".join(f"n{place}" for place in range(8)) + "\n" + ",".join(cells) + "\n"
    assert rows_of(text) == [(2, cells)]


def test_quirk_30_wide_and_paired_layouts_keep_their_columns() -> None:
    names = [f"Q{n} {what}" for n in range(80) for what in ("importance", "satisfaction")]
    table = table_of(",".join(names) + "\n" + ",".join("3" for _ in names) + "\n")
    assert table.header == tuple(names)


def test_quirks_22_and_32_a_sheet_of_minutes_with_titles_blanks_totals_and_remarks() -> None:
    tables, issues = read_upload("CX board - Sheet1.csv", READING / "minutes.csv")
    assert not issues
    table = tables[0]
    assert table.file == "CX board - Sheet1.csv"
    assert table.header == ("Touchpoint", "Stage", "Owner", "Contacts in 2023", "Comment")
    assert table.header_row == 4
    assert [row for row, _ in table.rows()] == [5, 6, 8, 9]
    assert table.sample()[1][1] == ("Bag drop", "Departure", "Ground handling", "300 or more", "Two steps:\nlabel, then drop")
    for part in (
        "Row 4 is the header.",
        "Left out above it: “Airport experience board, minutes of 4 March”",
        "Below the data, row 11 is left out: “Source: interviews in spring; see the annex.”.",
        "2 empty rows at the end are left out.",
        "row 9 (“Total”)",
    ):
        assert part in said(table)
    assert not table.issues


# Dialects: the same content, the same rows.

HEADER = ("id", "Straße", "note", "share")
BODY = [
    ("007", "Hauptstraße 5", "one; two, three | four\tfive", "0,75"),
    ("1.0", "Café “Zur Brücke”", "line one\nline two", "1,5"),
    ("NA", "Müller & Söhne", 'he said "yes"', ""),
    ("4", "Größe", " blanks ", "17%"),
]


def written(header: tuple[str, ...], body: list[tuple[str, ...]], mark: str, end: str, everything: bool = False) -> str:
    """The text of a table, quoted where needed or everywhere."""

    def cell(text: str) -> str:
        needed = everything or any(c in text for c in f'{mark}"\r\n') or text != text.strip()
        return '"' + text.replace('"', '""') + '"' if needed else text

    return "".join(mark.join(map(cell, row)) + end for row in [header, *body])


DIALECTS = {
    "commas, UTF-8": (",", "\n", "utf-8", ""),
    "commas, UTF-8 with a mark": (",", "\r\n", "utf-8", "\ufeff"),
    "semicolons, Windows": (";", "\r\n", "cp1252", ""),
    "semicolons, UTF-8": (";", "\r\n", "utf-8", ""),
    "semicolons, said in the first line": (";", "\r\n", "utf-8", "sep=;\r\n"),
    "semicolons, said after a mark": (";", "\r\n", "utf-8", "\ufeffsep=;\r\n"),
    "tabs, UTF-16 as spreadsheets export it": ("\t", "\r\n", "utf-16-le", "\ufeff"),
    "tabs, UTF-16 big-endian": ("\t", "\n", "utf-16-be", "\ufeff"),
    "commas, UTF-16 without a mark": (",", "\r\n", "utf-16-le", ""),
    "semicolons, UTF-16 big-endian without a mark": (";", "\n", "utf-16-be", ""),
    "bars, UTF-8": ("|", "\n", "utf-8", ""),
    "tabs, old Mac": ("\t", "\r", "mac_roman", ""),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("everything", [False, True], ids=["quoted where needed", "quoted everywhere"])
def test_the_same_content_in_every_dialect_gives_the_same_rows(dialect: str, everything: bool) -> None:
    mark, end, encoding, start = DIALECTS[dialect]
    table = table_of((start + written(HEADER, BODY, mark, end, everything)).encode(encoding))
    assert table.header == HEADER
    assert list(table.rows()) == list(enumerate(BODY, start=2))


def test_line_ends_may_be_mixed() -> None:
    assert rows_of("a,b\r\n1,2\n3,4\r5,6") == [(2, ("1", "2")), (3, ("3", "4")), (4, ("5", "6"))]


def test_blanks_before_a_quotation_mark_do_not_hide_it() -> None:
    assert rows_of('a, b\n1, "x, y"\n2, "z, w"\n') == [(2, ("1", "x, y")), (3, ("2", "z, w"))]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("étape,besoin\nContrôle,où est l’accès\n", "cp1252"),
        ("étape,besoin\nContrôle,où est l’accès\n", "mac_roman"),
        ("Этап;Потребность\nРегистрация;Быстро сдать багаж\n", "cp1251"),
        ("Этап;Потребность\nРегистрация;Быстро сдать багаж\n", "koi8_r"),
        ("ステージ,ニーズ\n搭乗,荷物を早く預ける\n到着,出口を知る\n", "cp932"),
        ("Krok;Potřeba\nOdbavení;rychle odevzdat zavazadla, příliš žluťoučký kůň\n", "cp1250"),
    ],
)
def test_a_guessed_encoding_is_right_and_told_with_words_to_check(text: str, encoding: str) -> None:
    table = table_of(text.encode(encoding))
    assert "guess" in said(table)
    assert table.header == tuple(text.splitlines()[0].replace(",", ";").split(";"))


def test_a_guess_that_comes_late_in_a_large_file_is_made_from_where_it_matters() -> None:
    table = table_of(b"a,b\n" + b"x,y\n" * 150_000 + "Straße,Größe für Müller\n".encode("cp1252"))
    assert "Windows-1252" in said(table)
    assert list(table.rows())[-1] == (150_002, ("Straße", "Größe für Müller"))
    words = "Регистрация,Быстро сдать багаж\n" * 3_000
    assert table_of(b"a,b\n" * 100_000 + words.encode("cp1251")).sample(100_000)[-1][1] == ("Регистрация", "Быстро сдать багаж")


def test_utf_8_with_one_bad_byte_far_away_is_refused_rather_than_guessed() -> None:
    content = "Straße,Größe\n".encode() * 50 + b"x,y\n" * 200_000 + b"M\xfcller,x\n"
    assert codes("a.csv", content) == ["undecodable"]


# Where the table lies.


def test_empty_rows_and_columns_around_the_data_are_left_out() -> None:
    table = table_of("a,b,,,\n1,2,,,\n" + ",,,,\n" * 1_000)
    assert table.header == ("a", "b")
    assert list(table.rows()) == [(2, ("1", "2"))]
    assert "1,000 empty rows at the end are left out." in table.notes
    assert "3 columns with neither name nor content are left out." in table.notes


def test_many_blank_lines_may_stand_first() -> None:
    assert rows_of(b"\n" * 600_000 + b"a,b\n1,2\n") == [(600_002, ("1", "2"))]


def test_short_rows_are_filled_up_and_long_ones_are_found() -> None:
    table = table_of("a,b,c\n1\n1,2,3,4\n1,2,3,,,\n")
    assert list(table.rows()) == [(2, ("1", "", "")), (4, ("1", "2", "3"))]
    assert [(one.code, one.row) for one in table.issues] == [("ragged_row", 3)]
    assert "1 row with fewer cells than the header" in said(table)


def test_rows_that_are_all_wider_than_the_header_keep_their_cells() -> None:
    table = table_of('"score","stage"\n"1",3,"Book"\n"2",4,"Fly"\n')
    assert table.header == ("score", "stage", "column 3")
    assert "If the names stand over the wrong columns, correct the header." in said(table)


HEADERS = {
    "an index column without a name": (",name,score\n0,Ann,3\n1,Bob,4\n", 1),
    "years as names": ("country,2019,2020,2021\nDE,1,2,3\n", 1),
    "names above texts only": ("name,role,team\nAnn,nurse,red\nBob,guard,blue\n", 1),
    "a title": ("Gap matrix 2024\nname,role\nAnn,nurse\n", 1 + 1),
    "pairs of key and value above": ("Source:,Interviews\nDate:,4 March\n\nname,role,team\nAnn,a,b\nBob,c,d\n", 4),
    "a last column without a name": ("name,role,\nAnn,nurse,late today\nBob,guard,left\n", 1),
    "two columns of one name": ("name,score,score\nAnn,good,bad\n", 1),
    "blank rows first": ("\n\n,,\nname,role\nAnn,nurse\n", 4),
}


@pytest.mark.parametrize("case", HEADERS)
def test_the_header_is_found_by_evidence(case: str) -> None:
    text, row = HEADERS[case]
    table = table_of(text)
    assert table.header_row == row
    assert f"Row {row} is the header." in table.notes
    assert not table.issues


def test_two_header_rows_become_one() -> None:
    table = table_of("Touchpoint,Item A,,Item B,,Comment\n,Importance,Satisfaction,Importance,Satisfaction,\nApp,1,2,3,4,x\n")
    assert table.header == (
        "Touchpoint",
        "Item A · Importance",
        "Item A · Satisfaction",
        "Item B · Importance",
        "Item B · Satisfaction",
        "Comment",
    )
    assert list(table.rows()) == [(3, ("App", "1", "2", "3", "4", "x"))]
    assert "Rows 1 and 2 together are the header." in table.notes


def test_a_first_row_of_data_is_no_second_header() -> None:
    table = table_of("item,,answer,,rest\na,yes,b,yes,\nc,yes,d,no,\n")
    assert table.header == ("item", "column 2", "answer", "column 4", "rest")
    assert len(list(table.rows())) == 2


def test_a_matrix_and_its_transpose_are_read_alike() -> None:
    assert table_of("persona,Book,Fly\nAna,🔴,🟡\n").header == ("persona", "Book", "Fly")
    assert table_of("stage,Ana,Bob\nBook,🔴,🟡\nFly,🟢,\n").header == ("stage", "Ana", "Bob")


def test_a_quotation_mark_that_is_never_closed_is_found_where_it_opened() -> None:
    table = table_of('a,b\n1,x\n2,"open\n3,y\n4,"z"\n')
    assert [(one.code, one.row) for one in table.issues] == [("unclosed_quote", 3)]
    assert [cells for _, cells in table.rows()] == [("1", "x"), ("3", "y"), ("4", "z")]


def test_a_quotation_mark_inside_a_cell_is_read_as_typed_and_found() -> None:
    table = table_of('a,b\n"Use" the app,"x, y"\n1,2\n')
    assert [(one.code, one.row) for one in table.issues] == [("stray_quote", 2)]
    assert list(table.rows()) == [(2, ('"Use" the app', "x, y")), (3, ("1", "2"))]


def test_rows_can_be_read_again_and_findings_are_not_repeated() -> None:
    table = table_of("a,b\n1,2\n1,2,3\n4,5\n")
    assert list(table.rows()) == list(table.rows()) == table.sample()
    assert table.sample(1) == [(2, ("1", "2"))]
    assert len(table.issues) == 1


def test_many_equal_findings_are_counted() -> None:
    table = table_of("a,b\n" + "1,2\n" * 3_100 + "1,2,3\n" * 3_000)
    assert len(table.issues) == SHOWN_PER_RULE + 1
    assert table.issues[-1].why.startswith("2000 more rows")


# Workbooks.


def seen_cells(book: xlsxwriter.Workbook) -> None:
    """A row of everything that a cell can be."""
    sheet = book.add_worksheet("Data")
    forms = {
        code: book.add_format({"num_format": code})
        for code in ("0.0%", "000", "yyyy-mm-dd", "dd.mm.yyyy hh:mm", "hh:mm", "[h]:mm", '0 "days"')
    }
    sheet.write_row(
        0, 0, ["id", "whole", "third", "sum", "share", "code", "day", "moment", "clock", "span", "yes", "error", "text", "days", "formula"]
    )
    for column, value in enumerate([7, 4.0, 1 / 3, 0.1 + 0.2]):
        sheet.write_number(1, column, value)
    sheet.write_number(1, 4, 0.175, forms["0.0%"])
    sheet.write_number(1, 5, 7, forms["000"])
    sheet.write_datetime(1, 6, date(2024, 3, 31), forms["yyyy-mm-dd"])
    sheet.write_datetime(1, 7, datetime(2024, 3, 31, 9, 30), forms["dd.mm.yyyy hh:mm"])
    sheet.write_datetime(1, 8, time(9, 30), forms["hh:mm"])
    sheet.write_number(1, 9, 1.25, forms["[h]:mm"])
    sheet.write_boolean(1, 10, True)
    sheet.write_formula(1, 11, "=A99", None, "#REF!")
    sheet.write_string(1, 12, " 007\nx")
    sheet.write_number(1, 13, 3, forms['0 "days"'])
    sheet.write_formula(1, 14, "=1+1", None, 2)


def test_cells_of_a_workbook_read_as_a_person_sees_them() -> None:
    table = table_of(workbook(seen_cells), "CX.xlsx")
    assert (table.file, table.sheet, table.place) == ("CX.xlsx", "Data", "CX.xlsx · Data")
    assert table.sample()[0][1] == (
        "7", "4", "0.333333333333333", "0.3", "17.5%", "007", "2024-03-31", "2024-03-31 09:30:00", "09:30:00",
        "30:00:00", "true", "#REF!", " 007\nx", "3", "2",
    )  # fmt: skip
    assert "shown in percent" in said(table)


def test_dates_may_count_from_1904_and_1900_has_a_day_too_many() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_row(0, 0, ["name", "day"])
        for row, number in enumerate((59, 60, 61, 45382, 5e9), start=1):
            sheet.write(row, 0, f"r{row}")
            sheet.write_number(row, 1, number, day)

    old = [cells[1] for _, cells in rows_of(workbook(fill), "a.xlsx")]
    assert old == ["1900-02-28", "1900-02-29", "1900-03-01", "2024-03-31", "5000000000"]
    new = [cells[1] for _, cells in rows_of(workbook(fill, date_1904=True), "a.xlsx")]
    assert new[3] == "2028-04-01"


def test_every_visible_sheet_with_content_is_a_table() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Needs", "Old", "Empty", "Stages"):
            sheet = book.add_worksheet(name)
            if name != "Empty":
                sheet.write_column(0, 0, [f"{name} of the workshop", "", "name", "a", "b"])
                sheet.write_column(2, 1, ["text", "c", "d"])
            if name == "Old":
                sheet.hide()
        book.add_chartsheet("Chart")

    tables, issues = read_upload("CX board.xlsx", workbook(fill))
    assert not issues
    assert [(one.sheet, one.header, one.header_row) for one in tables] == [
        ("Needs", ("name", "text"), 3),
        ("Stages", ("name", "text"), 3),
    ]
    assert "Hidden sheets are left out: “Old”." in tables[0].notes
    assert list(tables[1].rows()) == [(4, ("a", "c")), (5, ("b", "d"))]


def test_merged_cells_hold_below_and_cells_beside_the_table_are_kept_where_they_stand() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "Gap matrix")
        sheet.write_row(2, 0, ["stage", "need", "gap"])
        sheet.merge_range(3, 0, 4, 0, "Book")
        sheet.write_row(3, 1, ["find", "big"])
        sheet.write_row(4, 1, ["pay", "small"])
        sheet.write(4, 5, "ask Ann")

    table = table_of(workbook(fill), "a.xlsx")
    assert table.header == ("stage", "need", "gap", "column 6")
    assert list(table.rows()) == [(4, ("Book", "find", "big", "")), (5, ("Book", "pay", "small", "ask Ann"))]


def test_texts_may_be_rich_shared_spoken_or_escaped() -> None:
    def inline(text: str) -> str:
        return f'<c t="inlineStr"><is>{text}</is></c>'

    cells = inline("<r><t>two </t></r><r><t>parts</t></r>") + inline("<t>駅</t><rPh sb='0' eb='1'><t>えき</t></rPh>")
    cells += inline("<t>a_x000D_b_x005F_</t>") + '<c t="d"><v>2024-03-31T00:00:00</v></c>'
    header = "".join(inline(f"<t>n{place}</t>") for place in range(4))
    book = raw_workbook(f"<row>{header}</row><row>{cells}</row>")
    assert rows_of(book, "a.xlsx") == [(2, ("two parts", "駅", "a\rb_", "2024-03-31"))]


def test_a_formula_that_was_never_computed_is_found() -> None:
    book = raw_workbook(
        '<row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f><v></v></c></row>'
    )
    found = table_of(book, "a.xlsx").issues
    assert [(one.code, one.row) for one in found] == [("formula_without_result", 2)]


def test_an_old_workbook_and_an_open_document_are_read() -> None:
    old = old_workbook({(0, 0): "id", (0, 1): "näme", (2, 0): 7.0, (2, 1): "Straße"})
    assert rows_of(old, "a.xls") == [(3, ("7", "Straße"))]
    document = open_document([["id", "name"], [7, "x"], [0.5, "y"]])
    assert rows_of(document, "a.ods") == [(2, ("7", "x")), (3, ("0.5", "y"))]
    assert "come empty" in said(table_of(document, "a.ods"))


def test_a_file_is_read_by_what_it_is() -> None:
    assert rows_of(sheet_of([["a", "b"], [1, 2]]), "a.csv") == [(2, ("1", "2"))]
    assert rows_of("a\tb\n1\t2\n", "report.xls") == [(2, ("1", "2"))]
    assert rows_of('[{"a": "x, y"}, {"a": "z"}]', "a.txt") == [(2, ("x, y",)), (3, ("z",))]


# Records.


def test_numbers_in_json_stay_as_typed() -> None:
    table = table_of('[{"a": 1.0, "b": 1e5, "c": true, "d": null, "e": NaN, "f": 12345678901234567890}]', "a.json")
    assert table.sample() == [(2, ("1.0", "1e5", "true", "", "NaN", "12345678901234567890"))]


def test_lists_are_joined_and_mappings_become_columns() -> None:
    record = {"channels": ["web", "desk"], "owner": {"name": "IT", "site": {"city": "B"}}, "steps": [{"n": 1, "t": "x"}, {"n": 2}]}
    table = table_of(json.dumps([record]), "a.json")
    assert table.header == ("channels", "owner.name", "owner.site.city", "steps.n", "steps.t")
    assert table.sample() == [(2, ("web;desk", "IT", "B", "1;2", "x;"))]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1, "b": 2}]',
        '{"items": [{"a": 1, "b": 2}]}',
        '{"title": "x", "items": [{"a": 1, "b": 2}], "tags": []}',
        '{"data": {"items": [{"a": 1, "b": 2}]}}',
        '[{"need": {"a": 1, "b": 2}}]',
        '[["a", "b"], [1, 2]]',
        '{"a": 1, "b": 2}',
        '\ufeff{"a": 1, "b": 2}\n',
    ],
)
def test_records_may_stand_in_many_shapes(text: str) -> None:
    table = table_of(text, "a.json")
    assert (table.header, table.sample()) == (("a", "b"), [(2, ("1", "2"))])


def test_several_lists_are_several_tables_and_named_records_have_a_key() -> None:
    tables, issues = read_upload("a.json", b'{"needs": [{"a": 1}], "stages": [{"b": 2}], "by": "Ann"}')
    assert not issues
    assert [(one.sheet, one.header) for one in tables] == [("needs", ("a",)), ("stages", ("b",))]
    assert "Left out beside the records: “by”." in tables[0].notes
    keyed = table_of("n1: {text: x}\nn2: {text: y}\n", "a.yaml")
    assert (keyed.header, keyed.sample()) == (("key", "text"), [(2, ("n1", "x")), (3, ("n2", "y"))])


def test_single_values_are_one_column() -> None:
    assert rows_of("- find the gate\n- know the time\n", "a.yml") == [(2, ("find the gate",)), (3, ("know the time",))]


def test_yaml_with_wrappers_reads_as_typed() -> None:
    table = table_of((READING / "needs.yaml").read_bytes(), "needs.yaml")
    assert table.header == ("id", "statement", "met when", "evidence", "mandatory", "seen", "source.kind", "source.round")
    assert list(table.rows()) == [
        (2, ("007", "Know where to go", "signs name the gate", "interviews;survey 2023", "", "", "", "")),
        (3, ("1.0", "Not to wait: ten minutes at most", "", "", "yes", "2023-03-31", "survey", "r1")),
    ]
    assert "Each record stands inside “need”, which is taken away." in table.notes


def test_yaml_may_merge_and_repeat_a_little() -> None:
    table = table_of("- &a {x: 1, y: 2}\n- <<: *a\n  y: 3\n- *a\n", "a.yaml")
    assert [cells for _, cells in table.rows()] == [("1", "2"), ("1", "3"), ("1", "2")]


def test_a_record_with_a_key_twice_is_left_out_and_found() -> None:
    for name, text in (("a.json", '[{"a": 1}, {"a": 2, "a": 3}]'), ("a.yaml", "- {a: 1}\n- {a: 2, a: 3}\n")):
        table = table_of(text, name)
        assert list(table.rows()) == [(2, ("1",))]
        assert [(one.code, one.row, one.column) for one in table.issues] == [("key_twice", 3, "a")]


def test_a_broken_line_of_json_lines_is_left_out_and_found() -> None:
    table = table_of('{"a": 1}\n{"a": \n\n{"a": 3}\n', "a.jsonl")
    assert list(table.rows()) == [(2, ("1",)), (4, ("3",))]
    assert [(one.code, one.row) for one in table.issues] == [("bad_line", 3)]


def test_halves_of_characters_and_zeros_do_not_come_through() -> None:
    assert rows_of('[{"a": "x\\ud83d\\u0000y"}]', "a.json") == [(2, ("x\ufffd\ufffdy",))]


# Archives and folders.


def test_members_of_an_archive_are_read_by_their_endings() -> None:
    members: dict[str, str | bytes] = {
        "export/": "",
        "export/needs.csv": "a,b\n1,2\n",
        "export/stages.json": '[{"a": 1}]',
        "export/book.xlsx": sheet_of([["a"], ["x"]]),
        "__MACOSX/export/._needs.csv": b"\0\5",
        "export/.DS_Store": b"\0",
        "export/readme.txt": "hello",
        "export/logo.png": b"\x89PNG",
        "../../etc/evil.csv": "a,b\n1,2\n",
    }
    tables, issues = read_upload("all.zip", archive(members))
    assert {one.file for one in tables} == {
        "all.zip/export/needs.csv",
        "all.zip/export/stages.json",
        "all.zip/export/book.xlsx",
        "all.zip/../../etc/evil.csv",
    }
    assert [(one.code, one.file) for one in issues] == [
        ("skipped_file", "all.zip/export/readme.txt"),
        ("skipped_file", "all.zip/export/logo.png"),
    ]
    assert all("2 hidden files of the archive left out." in one.notes for one in tables)


def test_one_bad_member_does_not_spoil_the_others() -> None:
    tables, issues = read_upload("all.zip", archive({"a.csv": "a,b\n1,2\n", "b.csv": b"%PDF-1.4", "c.zip": archive({})}))
    assert [one.file for one in tables] == ["all.zip/a.csv"]
    assert {(one.code, one.file) for one in issues} == {("seems_to_be", "all.zip/b.csv"), ("nested_zip", "all.zip/c.zip")}


def test_a_large_member_waits_outside_memory_and_is_read_like_a_small_one() -> None:
    text = "a,b\n" + "some text,other text\n" * (IN_MEMORY // 20)
    tables, issues = read_upload("all.zip", archive({"big.csv": text, "small.csv": "a,b\n1,2\n"}))
    assert not issues
    assert [sum(1 for _ in one.rows()) for one in tables] == [text.count("\n") - 1, 1]


def test_a_folder_is_read_with_the_archives_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.zip").write_bytes(archive({"c.csv": "a,b\n1,2\n"}))
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    tables, issues = read_upload("export", tmp_path)
    assert not issues
    assert [one.file for one in tables] == ["export/a.csv", "export/inner/b.zip/c.csv"]


# What is refused, and how.


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: f"{one.code} {one.id}".strip())
def test_what_cannot_be_read_is_named_with_its_place_and_a_remedy(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in refused.environment.items():
        monkeypatch.setenv(name, value)
    content: bytes | Path = refused.content
    if refused.code == "no_such_file":
        content = tmp_path / refused.name
    if refused.code == "unreadable":
        monkeypatch.setattr("cx.readers.files.signature", lambda content: 1 / 0)
    tables, issues = read_upload(refused.name, content)
    found = [*issues, *(one for table in tables for one in table.issues)]
    assert [one.code for one in found if one.code == refused.code] == [refused.code], [str(one) for one in found]
    one = next(one for one in found if one.code == refused.code)
    assert one.row == refused.row
    assert one.file.startswith(refused.name)
    assert refused.says in str(one)
    assert "{" not in one.why + one.remedy or '{"' in refused.content.decode("latin-1")
    assert len(one.remedy) > 5
    assert (CATALOGUE[refused.code][0] == "error") == one.is_error


def test_a_very_long_name_is_cut() -> None:
    table = table_of("a," + "x" * 10_000 + "\n1,2\n")
    assert table.header == ("a", "x" * 200)
    assert "The name of column 2 has 10,000 characters; the first 200 are kept." in table.notes


def test_a_text_that_cells_share_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_MAX_MB", "1")
    shared = f"<sst><si><t>{'x' * 30_000}</t></si></sst>"
    book = raw_workbook('<row><c t="s"><v>0</v></c></row>' * 5_000, **{"xl/sharedStrings.xml": shared})
    assert codes("a.xlsx", book) == ["too_large"]


def test_a_document_type_in_a_workbook_is_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    assert codes("a.xlsx", raw_workbook("", **{"xl/sheet.xml": evil})) == ["bad_workbook"]


def test_aliases_cost_nothing_before_they_are_refused() -> None:
    tracemalloc.start()
    assert codes("a.yaml", ALIASES) == ["too_nested"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_large_file_streams_row_by_row() -> None:
    text = "id,comment,score\n" + "".join(f'r{n},"It was fine, mostly",4\n' for n in range(300_000))
    assert len(text) > IN_MEMORY
    table = table_of(text)
    del text
    tracemalloc.start()
    count = sum(1 for _ in islice(table.rows(), 60_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 3_000_000  # of some 15 MB that all of them would take


def test_a_text_of_damaged_rows_alone_is_no_table_and_they_are_counted() -> None:
    tables, issues = read_upload("a.csv", b"a,b\n" + b'"1" x,2\n' * 50_001)
    assert not tables and {one.code for one in issues} == {"stray_quote"}
    assert len(issues) == SHOWN_PER_RULE + 1 and issues[-1].more == 50_001 - SHOWN_PER_RULE


def test_a_table_of_a_large_text_leaves_no_file() -> None:
    before = set(own_folder().rglob("*"))
    table = table_of("a,b\n" + "some text,other text\n" * (IN_MEMORY // 18))
    assert table.row_count == IN_MEMORY // 18
    assert set(own_folder().rglob("*")) == before


# Properties.

NAMES = ("id", "first name", "Größe", "d")
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
CELL = st.one_of(
    TEXT, st.sampled_from(["", "007", "1,5", '""', 'x"', '"y', "a\nb", "a\r\nb", "a\rb", "; ,|\t", "=x", "NA", ' "x" ', "sep=;"])
)
TABLES = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8).filter(lambda rows: not any(map(is_dittoed, rows)))
"""A cell that is a ditto mark reads as the one above it; every other cell as it was typed."""
WAYS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(body=TABLES, way=WAYS)
def test_any_table_of_texts_reads_back_identical(body: list[tuple[str, ...]], way: tuple[str, str, str, bool, bool]) -> None:
    mark, end, encoding, everything, last_end = way
    rows = [(f"r{number}", *cells) for number, cells in enumerate(body)]
    text = written(NAMES, rows, mark, end, everything)
    table = table_of((text if last_end else text.removesuffix(end)).encode(encoding))
    assert table.header == NAMES
    assert list(table.rows()) == list(enumerate(rows, start=2))
    assert not table.issues


@settings(max_examples=60, deadline=None)
@given(body=TABLES)
def test_any_table_of_texts_reads_back_identical_from_a_workbook(body: list[tuple[str, ...]]) -> None:
    rows = [(f"r{number}", *cells) for number, cells in enumerate(body)]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for number, row in enumerate([NAMES, *rows]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)

    # XML turns a carriage return into a line feed; spreadsheets do not keep one either.
    bare = [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in rows]
    found = [cells for _, cells in rows_of(workbook(fill), "a.xlsx")]
    assert [tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row) for row in found] == bare


ENDINGS = st.sampled_from(["csv", "tsv", "txt", "json", "jsonl", "yaml", "xlsx", "zip", "dat", ""])


@settings(max_examples=400, deadline=None)
@given(content=st.binary(max_size=300), ending=ENDINGS)
def test_random_bytes_never_raise(content: bytes, ending: str) -> None:
    tables, issues = read_upload(f"a.{ending}", content)
    assert tables or issues
    assert not [one for one in issues if one.code == "unreadable"]
    for table in tables:
        assert all(len(cells) == len(table.header) for _, cells in table.rows())


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("ab,;\t|\"\r\n 1.'{}[]:-&*<>#ß"), max_size=200), ending=ENDINGS)
def test_random_marks_never_raise(text: str, ending: str) -> None:
    tables, issues = read_upload(f"a.{ending}", text.encode())
    assert tables or issues
    assert not [one for one in issues if one.code == "unreadable"]
    for table in tables:
        assert all(len(cells) == len(table.header) for _, cells in table.rows())
        assert len(set(table.header)) == len(table.header)


REAL = {
    "ratings.csv": (SAMPLE / "ratings.csv").read_bytes()[:3_000],
    "minutes.csv": (READING / "minutes.csv").read_bytes(),
    "needs.yaml": (READING / "needs.yaml").read_bytes(),
    "a.json": json.dumps([{"a": 1, "b": {"c": ["x", None]}}, {"a": "y"}]).encode(),
    "seen.xlsx": workbook(seen_cells),
    "all.zip": archive({"a.csv": "a,b\n1,2\n", "b.xlsx": sheet_of([["a"], [1]])}),
}
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=3), st.integers(0, 4)), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(REAL)), changes=CHANGES, left=st.floats(0.3, 1))
def test_damaged_real_files_never_raise(name: str, changes: list[tuple[float, bytes, int]], left: float) -> None:
    content = bytearray(REAL[name])
    for place, put, taken in changes:
        start = int(place * len(content))
        content[start : start + taken] = put
    damaged = bytes(content[: int(left * len(content))] if left < 0.9 else content)
    tables, issues = read_upload(name, damaged)
    assert tables or issues
    assert not [one for one in issues if one.code == "unreadable"]
    for table in tables:
        assert all(len(cells) == len(table.header) for _, cells in table.rows())


def test_the_sample_reads_as_the_standard_library_reads_it() -> None:
    for path in SAMPLE.glob("*.csv"):
        header, *body = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        tables, issues = read_upload(path.name, path)
        assert not issues
        assert tables[0].header == tuple(header)
        assert [list(cells) for _, cells in tables[0].rows()] == [row for row in body if any(row)], path.name
        assert not tables[0].issues


def test_an_archive_with_a_password_is_refused_in_words() -> None:
    content = bytearray(archive({"a.csv": "a,b\n1,2\n"}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert zipfile.is_zipfile(io.BytesIO(bytes(content)))
    assert codes("a.zip", bytes(content)) == ["password"]
