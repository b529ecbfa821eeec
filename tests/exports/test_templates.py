"""Templates: what a load accepts, an example that fits the others, and help beside every column."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from cx.__main__ import main
from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.exports.examples import EXAMPLES, SHEET
from cx.exports.export import table_csv
from cx.exports.templates import (
    NAMES,
    ONE_SHEET,
    README,
    csv_template,
    csv_templates,
    example_of,
    excel_template,
    template_of,
    templates_zip,
)
from cx.store import Workspace, open_workspace
from cx.tables import FILE, FILES, Type


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def written(folder: Path) -> Path:
    """The CSV template of every table in one folder."""
    for table in FILES:
        (folder / table.file).write_text(csv_template(table.name), encoding="utf-8")
    return folder


def test_all_csv_templates_together_are_a_valid_workspace(empty_workspace: Workspace, tmp_path: Path) -> None:
    outcome = load(empty_workspace, [written(tmp_path)])
    assert outcome.issues == []
    assert outcome.counts.keys() == FILE.keys()
    assert all(counts.new == 1 for counts in outcome.counts.values())
    assert load(empty_workspace, [tmp_path]).total("unchanged") == len(FILES)
    assert coverage(empty_workspace).cells["state"].tolist() == ["met"]


def test_the_zip_of_csv_templates_can_be_loaded_as_it_is(empty_workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(csv_templates())
    assert load(empty_workspace, [tmp_path / "all.zip"]).total("new") == len(FILES)


def test_what_a_template_says_comes_back_from_the_workspace(empty_workspace: Workspace, tmp_path: Path) -> None:
    load(empty_workspace, [written(tmp_path)])
    for table in FILES:
        names = ", ".join(c.name for c in table.columns)
        assert table_csv(table, empty_workspace.rows(f"SELECT {names} FROM {table.name}")) == csv_template(table.name), table.name


EMPTY_IN_EXAMPLES = {("rounds", "frozen_on"), ("ratings", "rater"), ("improvements", "requires"), ("improvements", "excludes")}
"""A frozen round would refuse the next load; a survey has no rater; one improvement alone requires no other."""


def test_every_other_column_has_an_example() -> None:
    assert EXAMPLES.keys() == FILE.keys()
    empty = {(table.name, column) for table in FILES for column, text in example_of(table).items() if not text}
    assert empty == EMPTY_IN_EXAMPLES
    assert not [column for name, row in EXAMPLES.items() for column in row if column not in [c.name for c in FILE[name].columns]]


def test_the_one_sheet_has_the_columns_of_the_shorthand() -> None:
    header, example = csv.reader(io.StringIO(csv_template("sheet")))
    assert header == ["persona", "need", "kind", "stage", "touchpoint", "score"]
    assert dict(zip(header, example, strict=True)) == SHEET


def test_the_one_sheet_tells_the_same_story() -> None:
    of_tables = [
        EXAMPLES["personas"]["name"],
        EXAMPLES["needs"]["statement"],
        EXAMPLES["needs"]["kind"],
        EXAMPLES["stages"]["name"],
        EXAMPLES["touchpoints"]["name"],
    ]
    assert list(SHEET.values())[:5] == of_tables


@pytest.mark.parametrize("name", NAMES)
def test_an_excel_template_has_the_same_header_and_example_as_the_csv(name: str) -> None:
    page = workbook(excel_template(name))[name]
    header, example = csv.reader(io.StringIO(csv_template(name)))
    rows = [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]
    assert rows[0] == header
    typed = [cell if isinstance(cell, str) else f"{cell:g}" for cell in rows[1]]
    assert typed == [text.removeprefix("'") for text in example]
    assert len(rows) == 2


@pytest.mark.parametrize("name", NAMES)
def test_an_excel_template_explains_marks_and_offers(name: str) -> None:
    table = template_of(name)
    book = workbook(excel_template(name))
    page = book[name]
    assert book.sheetnames == [name, README]
    assert page.freeze_panes == "A2"
    offered = {str(v.sqref).split(":")[0]: v.formula1 for v in page.data_validations.dataValidation}
    for place, column in enumerate(table.columns, start=1):
        cell = page.cell(1, place)
        assert cell.font.bold is column.required
        assert cell.comment is not None
        assert column.help.rstrip(".") in cell.comment.text
        assert ("Required." in cell.comment.text) is column.required
        choices = column.choices or (("true", "false") if column.type is Type.BOOLEAN else ())
        below = page.cell(2, place)
        assert offered.pop(below.coordinate, None) == (f'"{",".join(choices)}"' if choices else None)
        # A spreadsheet would take 1-5 for a day of May, and 2026-03-31 apart.
        assert below.number_format == ("General" if column.type in (Type.NUMBER, Type.INTEGER) else "@")
    assert offered == {}
    explained = [row[0] for row in book[README].iter_rows(values_only=True)]
    assert {c.name for c in table.columns} <= set(explained)


def test_the_template_that_the_start_page_gives_is_the_one_sheet() -> None:
    assert workbook(excel_template()).sheetnames == [ONE_SHEET.name, README]


def test_a_workbook_of_all_tables_has_a_page_for_each() -> None:
    assert workbook(excel_template(*FILE)).sheetnames == [*FILE, README]


def test_the_same_template_is_the_same_file() -> None:
    assert excel_template("ratings") == excel_template("ratings")
    assert csv_templates() == csv_templates()


def test_the_download_holds_every_template_in_both_formats() -> None:
    with zipfile.ZipFile(io.BytesIO(templates_zip())) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert {Path(n).name for n in names} == {
        "sheet.xlsx",
        "sheet.csv",
        "improvements_by_name.xlsx",
        "improvements_by_name.csv",
        "all tables.xlsx",
        *(t.file for t in FILES),
    }


def test_only_what_exists_has_a_template() -> None:
    assert template_of("sheet") is ONE_SHEET
    with pytest.raises(KeyError):
        csv_template("wishes")


@pytest.mark.parametrize(
    ("arguments", "file", "starts"),
    [
        ((), "sheet.csv", b"persona,need,kind,stage,touchpoint,score\n"),
        (("ratings",), "ratings.csv", b"round_id,"),
        (("sheet", "--format", "csv"), "plain.txt", b"persona,"),
        (("ratings",), "ratings.xlsx", b"PK"),
        (("needs", "--format", "xlsx"), "needs.any", b"PK"),
        (("all",), "all.zip", b"PK"),
        (("all",), "all.xlsx", b"PK"),
    ],
)
def test_the_command_writes_a_template(arguments, file: str, starts: bytes, tmp_path: Path, capsys) -> None:
    assert main(["template", *arguments, "--out", str(tmp_path / file)]) == 0
    assert (tmp_path / file).read_bytes().startswith(starts)
    assert capsys.readouterr().out == f"{tmp_path / file} is ready to be filled in.\n"


def test_the_command_names_what_it_cannot_do(tmp_path: Path, capsys) -> None:
    assert main(["template", "--out", str(tmp_path / "no" / "such" / "place.csv")]) == 1
    assert "Name another place" in capsys.readouterr().err
    for wrong in (["template"], ["template", "wishes", "--out", "w.csv"], ["template", "--format", "pdf", "--out", "w"]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)


def test_templates_filled_through_the_commands_load(tmp_path: Path) -> None:
    assert main(["template", "all", "--out", str(tmp_path / "all.zip")]) == 0
    assert main(["load", str(tmp_path / "all.zip"), "--database", str(tmp_path / "w.duckdb")]) == 0
    with closing(open_workspace(tmp_path / "w.duckdb")) as workspace:
        assert workspace.rows("SELECT persona_id FROM personas") == [("planner",)]
