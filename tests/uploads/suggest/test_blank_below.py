"""Blank cells below a name that was typed once: asked about once, filled where a person agrees, and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.rejected import rejected_table
from tests.brought import applied, asked, prepared, refused, typed
from tests.workbooks import book

FILLED = "filled_from_above"
"""The issue of this module."""
HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score\n"
ONCE = (
    HEAD
    + "Ana,Find,must,Search,App,4\n,Pay,must,Pay,Till,2\n,Park,gain,Arrive,Car park,3\nBen,Rest,gain,Eat,Room,5\n,Wait,gain,Pay,Till,2\n"
)


def whose(workspace: Workspace) -> list[tuple[str, str]]:
    """Personas and their needs."""
    return workspace.rows("SELECT p.name, n.statement FROM needs n JOIN personas p USING (persona_id) ORDER BY ALL")


def decided(plan: UploadPlan, **choices: str) -> UploadPlan:
    return replace(plan, choices={f"{heading}:fill": CleaningChoice(choice) for heading, choice in choices.items()})


@pytest.mark.parametrize("as_workbook", [False, True], ids=["CSV", "workbook without merged cells"])
def test_a_persona_typed_once_is_asked_about_with_its_rows_and_holds_for_the_rows_below(empty: Workspace, as_workbook: bool) -> None:
    cells = [[cell or None for cell in line.split(",")] for line in ONCE.splitlines()]
    plan = typed(empty, book(cells), "sheet", "map.xlsx") if as_workbook else typed(empty, ONCE, "sheet")
    question = asked(empty, plan)["Persona:fill"]
    assert question.title == "Rows below “Ana” (2) and “Ben” (1) have no persona: the same persona as above?"
    assert (question.proposed, question.examples) == ("fill", (("rows 3 to 4", "Ana"), ("row 6", "Ben")))
    applied(empty, plan)
    assert whose(empty) == [("Ana", "Find"), ("Ana", "Park"), ("Ana", "Pay"), ("Ben", "Rest"), ("Ben", "Wait")]


def test_what_was_filled_is_told_with_its_rows(empty: Workspace) -> None:
    (said,) = [one for one in prepared(empty, typed(empty, ONCE, "sheet")).issues if one.code == FILLED]
    assert (said.column, said.why) == ("Persona", "3 blank cells repeat the persona above: “Ana” (rows 3 to 4) and “Ben” (row 6).")


def test_rows_below_one_persona_are_told_as_one_sentence(empty: Workspace) -> None:
    text = HEAD + "Anna,Find,must,Search,App,4\n,Pay,must,Pay,Till,2\n,Park,gain,Arrive,Car park,3\n"
    question = asked(empty, typed(empty, text, "sheet"))["Persona:fill"]
    assert question.title == "The 2 rows below “Anna” (rows 3 to 4) have no persona: the same persona as above?"


def test_whoever_leaves_the_cells_blank_has_these_rows_refused_and_nothing_is_filled(empty: Workspace) -> None:
    found = prepared(empty, decided(typed(empty, ONCE, "sheet"), Persona=KEEP))
    assert [(code, row) for code, row, *_ in refused(found)] == [("no_persona", 3), ("no_persona", 4), ("no_persona", 6)]
    assert not [one for one in found.issues if one.code == FILLED]


@pytest.mark.parametrize(
    "rows",
    [
        "Ana,Find,must,Search,App,4\nAna,Pay,must,Pay,Till,2\n,Park,gain,Arrive,Car park,3\n",  # typed cell by cell, and forgotten once
        "Ana,Find,must,Search,App,4\nBen,Pay,must,Pay,Till,2\n,Park,gain,Arrive,Car park,3\nCem,Rest,gain,Eat,Room,3\n",
        ",Find,must,Search,App,4\nBen,Pay,must,Pay,Till,2\n,Park,gain,Arrive,Car park,3\n",
    ],
    ids=["typed cell by cell", "mostly one row each", "blank above the first"],
)
def test_a_blank_that_may_mean_something_else_is_asked_about_and_left_blank_unless_a_person_says_so(empty: Workspace, rows: str) -> None:
    question = asked(empty, typed(empty, HEAD + rows, "sheet"))["Persona:fill"]
    assert (question.proposed, set(question.options)) == (KEEP, {KEEP, "fill"})


NEEDS = HEAD + "Ana,Find,must,Search,App,4\n,,,Pay,Till,2\n,,,Arrive,Car park,3\nBen,Rest,gain,Eat,Room,5\n,,,Pay,Till,2\n"


def test_a_need_typed_once_holds_for_the_touchpoints_below_it(empty: Workspace) -> None:
    plan = typed(empty, NEEDS, "sheet")
    assert asked(empty, plan)["Need:fill"].proposed == "fill"
    applied(empty, plan)
    assert empty.rows("SELECT need_id, touchpoint_id, value FROM ratings ORDER BY ALL") == [
        ("ana-find", "app", 4), ("ana-find", "car-park", 3), ("ana-find", "till", 2), ("ben-rest", "room", 5), ("ben-rest", "till", 2),
    ]  # fmt: skip


def test_a_blank_need_of_a_new_persona_is_never_the_need_of_the_one_above(empty: Workspace) -> None:
    plan = typed(empty, HEAD + "Ana,Find,must,Search,App,4\n,,,Pay,Till,2\nBen,,gain,Eat,Room,5\n", "sheet")
    question = asked(empty, plan)["Need:fill"]
    assert (question.proposed, question.count) == (KEEP, 1)
    assert "1 further row without need stands below none." in question.title
    found = prepared(empty, decided(plan, Persona="fill", Need="fill"))
    assert [(code, row, column) for code, row, column, _ in refused(found)] == [("required", 4, "Need")]


def test_below_an_average_nothing_is_repeated(empty: Workspace) -> None:
    text = HEAD + "Ana,Find,must,Search,App,4\n,Pay,must,Pay,Till,2\nAverage,,,,,3\n,Park,gain,Arrive,Car park,3\n"
    plan = decided(typed(empty, text, "sheet"), Persona="fill")
    assert [(code, row) for code, row, *_ in refused(prepared(empty, plan))] == [("no_persona", 5)]


def test_a_refused_row_comes_back_with_the_persona_of_the_row_above(empty: Workspace) -> None:
    plan = typed(empty, HEAD + "Ana,Find,must,Search,App,4\n,Pay,must,Pay,Till,much\n,Park,gain,Arrive,Car park,3\n", "sheet")
    plan = decided(plan, Persona="fill")
    header, rows = rejected_table(plan, prepared(empty, plan).rejected)
    assert [row[header.index("Persona")] for row in rows] == ["Ana"]


def test_a_persona_that_is_filled_is_not_asked_for_again(empty: Workspace) -> None:
    assert "persona" not in typed(empty, ONCE, "sheet").blank_fields
    assert "persona" in decided(typed(empty, ONCE, "sheet"), Persona=KEEP).blank_fields
