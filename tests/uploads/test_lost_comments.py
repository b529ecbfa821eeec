"""Comments where nothing is scored: told with their rows, and never counted as kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.prepare import Prepared
from tests.brought import applied, prepared, typed
from tests.workbooks import HEADINGS, book

NOT_KEPT = "comments_not_kept"
"""The finding of this module."""
ROWS = (
    HEADINGS,
    ("Ana", "Find it", "must", "Search", "App", 4),
    ("Ana", "Pay", "must", "Pay", "Till", None),
    ("Ana", "Return it", "must", "Pay", "Till", None),
)


def lost(found: Prepared) -> list[str]:
    """What is said of comments that are not kept."""
    return [one.why for one in found.issues if one.code == NOT_KEPT]


def test_a_comment_on_a_row_without_a_score_is_told_with_its_row(empty: Workspace) -> None:
    plan = typed(empty, book(ROWS, comments={"F2": "fine", "F3": "ask Kim", "E4": "new till"}), "sheet", "map.xlsx")
    assert not any("3 comments on cells are kept" in note for note in plan.table.notes)
    (said,) = lost(prepared(empty, plan))
    assert said.startswith("Comments on 2 rows stand beside no score and are not kept: rows 3 and 4.")
    applied(empty, plan)
    assert empty.rows("SELECT note FROM ratings") == [("fine",)]


def test_a_column_of_comments_is_told_alike(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score,Comment\nAna,Find it,must,Search,App,4,fine\nAna,Pay,must,Pay,Till,,ask Kim\n"
    (said,) = lost(prepared(empty, typed(empty, text, "sheet")))
    assert "Comments on 1 row stand beside no score and are not kept: row 3." in said


def test_nothing_is_told_where_every_comment_is_kept(empty: Workspace) -> None:
    assert lost(prepared(empty, typed(empty, book(ROWS, comments={"F2": "fine", "E2": "new app"}), "sheet", "map.xlsx"))) == []


@pytest.mark.parametrize(("cell", "told"), [("C2", 0), ("D2", 1), ("A2", 0)])
def test_in_a_matrix_a_comment_is_kept_where_its_own_cell_is_scored(empty: Workspace, cell: str, told: int) -> None:
    rows = (("Need", "Kind", "App", "Till", "Desk"), ("Find it", "must", 4, None, 3), ("Pay", "must", None, 2, 5))
    plan = typed(empty, book(rows, comments={cell: "ask Kim"}), "matrix", "map.xlsx")
    found = prepared(empty, replace(plan, defaults=replace(plan.defaults, persona="Ana", stage="Pay")))
    assert len(lost(found)) == told


def test_a_comment_on_a_table_that_holds_no_notes_is_told(empty: Workspace) -> None:
    rows = (("stage_id", "position", "name"), ("search", 1, "Search"), ("pay", 2, "Pay"))
    plan = typed(empty, book(rows, comments={"A1": "about the heading", "C3": "rename?"}), "table:stages", "stages.xlsx")
    (said,) = lost(prepared(empty, plan))
    assert "row 3" in said
