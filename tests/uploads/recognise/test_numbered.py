"""A column of numbers is the id of the rows where another sheet of the workbook refers to those numbers; else it only numbers them."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import Workbook

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import prepare
from cx.uploads.recognise.numbered import referred_to, with_ids

NEEDS = [
    ("Nr.", "Persona", "Need", "Kind", "Stage"),
    (1, "Lea", "Know the platform", "mandatory", "Plan"),
    (2, "Lea", "Get a seat", "gain", "Ride"),
    (3, "Omar", "Find the exit", "mandatory", "Leave"),
]
Sheets = dict[str, list[tuple[object, ...]]]


def workbook(sheets: Sheets) -> bytes:
    """A workbook with these sheets."""
    book, stream = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def plans_of(workspace: Workspace, sheets: Sheets) -> dict[str, UploadPlan]:
    """The plan of each sheet as the page proposes it."""
    tables, _ = read_upload("rail.xlsx", workbook(sheets))
    ids = referred_to(tables)
    plans = [start(workspace, table, with_ids(readings(workspace, table), ids.get(table.serial, {}))[0]) for table in tables]
    return {plan.table.sheet or "": replace(plan, defaults=replace(plan.defaults, round_id="r1")) for plan in plans}


def links(workspace: Workspace, plans: dict[str, UploadPlan]) -> list[tuple[str, str]]:
    """Touchpoint and need of each link that the workbook makes; nothing is refused."""
    with workspace.dry_run() as cursor:
        found = prepare(workspace, list(plans.values()), cursor)
        assert [str(f) for f in found.issues] == []
        return cursor.execute("SELECT touchpoint_id, need_id FROM next_links ORDER BY ALL").fetchall()


def test_touchpoints_that_list_needs_by_number_make_the_numbers_ids(empty: Workspace) -> None:
    plans = plans_of(
        empty,
        {"Needs": NEEDS, "Touchpoints": [("Touchpoint", "Channel", "Needs"), ("Board", "station", "1; 3"), ("Carriage", "train", "2")]},
    )
    assert plans["Needs"].mapping["Nr."] == "need_id"
    assert links(empty, plans) == [("board", "1"), ("board", "3"), ("carriage", "2")]


def test_the_sheet_that_refers_may_come_first(empty: Workspace) -> None:
    plans = plans_of(
        empty,
        {
            "Touchpoints": [("Touchpoint", "Channel", "Needs served"), ("Board", "station", "1; 3"), ("Carriage", "train", 2)],
            "Needs": NEEDS,
        },
    )
    assert links(empty, plans) == [("board", "1"), ("board", "3"), ("carriage", "2")]


def test_a_sheet_of_scores_by_number_makes_the_numbers_ids_too(empty: Workspace) -> None:
    scores = [("Need Nr", "Touchpoint", "Stage", "Score"), (1, "Board", "Plan", 0.5), (3, "Signs", "Leave", 1)]
    plans = plans_of(empty, {"Needs": NEEDS, "Scores": scores})
    assert plans["Needs"].mapping["Nr."] == "need_id" and plans["Scores"].shape.name == "sheet"
    assert links(empty, plans) == [("board", "1"), ("signs", "3")]


def test_numbers_that_nothing_refers_to_only_number_the_rows(empty: Workspace) -> None:
    plans = plans_of(
        empty,
        {"Needs": NEEDS, "Touchpoints": [("Touchpoint", "Channel", "Owner"), ("Board", "station", "Ops"), ("Carriage", "train", "Fleet")]},
    )
    assert plans["Needs"].mapping["Nr."] == ""


def test_numbers_that_are_not_in_the_list_are_no_reference_to_it(empty: Workspace) -> None:
    plans = plans_of(
        empty, {"Needs": NEEDS, "Touchpoints": [("Touchpoint", "Channel", "Needs"), ("Board", "station", "14"), ("Carriage", "train", "2")]}
    )
    assert plans["Needs"].mapping["Nr."] == ""


def test_a_number_that_stands_twice_is_no_id(empty: Workspace) -> None:
    plans = plans_of(
        empty,
        {
            "Needs": [*NEEDS, (3, "Omar", "Charge the phone", "gain", "Ride")],
            "Touchpoints": [("Touchpoint", "Channel", "Needs"), ("Board", "station", "1; 3"), ("Carriage", "train", "2")],
        },
    )
    assert plans["Needs"].mapping["Nr."] == ""
