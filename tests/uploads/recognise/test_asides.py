"""Sheets that are no data are proposed to be left out, with the reason; a person may say otherwise."""

from __future__ import annotations

import io

import openpyxl
import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings, start
from cx.uploads.prepare import prepare

DATA = [["Persona", "Need", "Kind", "Stage", "Touchpoint"], ["Ana", "Pay fast", "mandatory", "Pay", "Till"]]


def book(**sheets: list[list[object]]) -> bytes:
    """A workbook of these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def taken_as(workspace: Workspace, **sheets: list[list[object]]) -> dict[str | None, str]:
    """What each sheet of a workbook is proposed to be."""
    tables, _ = read_upload("book.xlsx", book(**sheets))
    return {one.sheet: readings(workspace, one)[0].shape.name for one in tables}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Notes", [["Workshop of 3 March with sales and service."], ["Scores were given by hand and not discussed."]]),
        ("Read me", [["Column", "Meaning"], ["Persona", "Who it is about"], ["Need", "What they want"], ["Stage", "When"]]),
        ("Legend", [["Score", "Meaning"], ["1", "not at all"], ["5", "fully"]]),
        ("Tabelle2", [["Farbe", "Bedeutung"], ["rot", "schlecht"], ["grün", "gut"]]),
        (
            "Sheet3",
            [
                ["What we still have to find out"],
                ["Whether guests notice the signs at the entrance"],
                ["Who answers the phone at night, and for how long"],
            ],
        ),
    ],
)
def test_a_sheet_that_explains_is_left_out(empty: Workspace, name: str, rows: list[list[object]]) -> None:
    assert taken_as(empty, Map=DATA, **{name: rows}) == {"Map": "sheet", name: "left_out"}


def test_a_sheet_of_headings_alone_is_left_out(empty: Workspace) -> None:
    assert taken_as(empty, Map=DATA, More=DATA[:1]) == {"Map": "sheet", "More": "left_out"}


@pytest.mark.parametrize("name", ["Notes", "Info", "Lists"])
def test_data_on_a_sheet_with_a_modest_name_are_data(empty: Workspace, name: str) -> None:
    assert taken_as(empty, **{name: DATA}) == {name: "sheet"}


def test_every_table_can_be_left_out_and_then_changes_nothing(empty: Workspace) -> None:
    (table,), _ = read_upload("book.xlsx", book(Map=DATA))
    choice = next(r for r in readings(empty, table) if r.shape.name == "left_out")
    with empty.dry_run() as cursor:
        found = prepare(empty, [start(empty, table, choice)], cursor)
    assert (found.rows.read, found.rows.left_out, found.rows.new) == (1, 1, 0)
    assert found.outcome.counts == {}
