"""Editing in place: a grid before and after becomes rows to write, checked and recorded like a file."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.analysis.coverage import coverage
from cx.changes.edit import EDITABLE, Edit, edit_of, edit_of_links, grid_of, links_at, ticked, write_edit
from cx.changes.outcome import Outcome
from cx.changes.preview import preview
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.store import Workspace


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    return own_sample


def applied(workspace: Workspace, edit: Edit) -> Outcome:
    with workspace.transaction() as cursor:
        return write_edit(cursor, edit, "anna")


def changed(grid: pd.DataFrame, row: str, column: str, text: str | None) -> pd.DataFrame:
    """The grid after somebody typed into a cell of the row whose first cell is `row`."""
    after = grid.where(grid != "", None)
    after.loc[after.iloc[:, 0] == row, column] = text
    return after


@pytest.mark.parametrize("table", EDITABLE)
def test_a_grid_that_nobody_touched_changes_nothing(sample: Workspace, table: str) -> None:
    before = grid_of(sample, table)
    assert not edit_of(table, before, before.where(before != "", None))


def test_a_cell_that_was_changed_is_the_only_one_written(sample: Workspace) -> None:
    before = grid_of(sample, "touchpoints")
    edit = edit_of("touchpoints", before, changed(before, "screens", "owner", "Signage"))
    assert edit.upsert == ({"touchpoint_id": "screens", "owner": "Signage"},)
    write_rows(sample, "touchpoints", [{"touchpoint_id": "screens", "description": "by somebody else"}], action="edit", who="ben")
    assert applied(sample, edit).applied
    assert sample.rows("SELECT owner, description FROM touchpoints WHERE touchpoint_id = 'screens'") == [("Signage", "by somebody else")]
    undo(sample, 3)
    assert sample.rows("SELECT owner FROM touchpoints WHERE touchpoint_id = 'screens'") == [(None,)]


def test_rows_with_different_cells_changed_do_not_empty_one_another(sample: Workspace) -> None:
    before = grid_of(sample, "touchpoints")
    after = changed(changed(before, "screens", "owner", "Signage"), "signs", "description", "new words")
    untouched = dict(sample.rows("SELECT touchpoint_id, description FROM touchpoints"))
    assert applied(sample, edit_of("touchpoints", before, after)).applied
    assert sample.rows("SELECT owner, description FROM touchpoints WHERE touchpoint_id = 'screens'") == [("Signage", untouched["screens"])]


def test_a_new_row_gets_an_id_of_its_own_from_its_name(sample: Workspace) -> None:
    before = grid_of(sample, "touchpoints")
    new = [dict.fromkeys(before.columns) | {"name": "Screens", "channel": "digital"} for _ in range(2)]
    edit = edit_of(
        "touchpoints", before, pd.concat([before.where(before != "", None), pd.DataFrame(new, dtype="object")], ignore_index=True)
    )
    assert [row["touchpoint_id"] for row in edit.upsert] == ["screens-2", "screens-3"]
    assert applied(sample, edit).applied


def test_an_empty_new_row_is_not_there(sample: Workspace) -> None:
    before = grid_of(sample, "stages")
    blank = pd.DataFrame([dict.fromkeys(before.columns)], dtype="object")
    assert not edit_of("stages", before, pd.concat([before, blank], ignore_index=True))


def test_what_is_wrong_is_said_by_the_row_of_the_grid_and_nothing_is_written(sample: Workspace) -> None:
    before = grid_of(sample, "needs")
    after = changed(changed(before, str(before.iloc[3, 0]), "importance", "1.4"), str(before.iloc[5, 0]), "statement", None)
    outcome = applied(sample, edit_of("needs", before, after))
    assert {(f.row, f.column, f.code) for f in outcome.issues if f.is_error} == {
        (4, "importance", "out_of_range"),
        (6, "statement", "required"),
    }
    assert grid_of(sample, "needs").equals(before)


def test_a_touchpoint_that_is_in_use_cannot_be_deleted_and_one_that_is_not_can(sample: Workspace) -> None:
    before = grid_of(sample, "touchpoints")
    refused = applied(sample, edit_of("touchpoints", before, before[before["touchpoint_id"] != "screens"]))
    assert refused.refused and not refused.applied
    write_rows(sample, "touchpoints", [{"touchpoint_id": "kiosk", "name": "Kiosk", "channel": "digital"}], action="edit")
    before = grid_of(sample, "touchpoints")
    assert applied(sample, edit_of("touchpoints", before, before[before["touchpoint_id"] != "kiosk"])).applied
    assert "kiosk" not in set(grid_of(sample, "touchpoints")["touchpoint_id"])


def test_a_link_is_ticked_and_its_consequences_are_those_foretold(sample: Workspace) -> None:
    before = links_at(sample, "find-way")
    needs = [r[0] for r in sample.rows("SELECT need_id FROM need_stages WHERE stage_id = 'find-way' ORDER BY 1")]
    frame = pd.DataFrame([[(need, "wifi") in before] for need in needs], columns=["wifi"])
    assert ticked(frame, needs) == {link for link in before if link[1] == "wifi"}
    frame.loc[needs.index("business-wayfind"), "wifi"] = True
    edit = edit_of_links("find-way", before, ticked(frame, needs) | {b for b in before if b[1] != "wifi"}, lambda _: True)
    assert edit.upsert == ({"touchpoint_id": "wifi", "stage_id": "find-way", "need_id": "business-wayfind"},)
    seen = preview(sample, lambda cursor: write_edit(cursor, edit, "anna"))
    assert applied(sample, edit).applied
    after = coverage(sample).needs.set_index("need_id")["state"]
    assert after.to_dict() == dict(zip(seen.after.needs["need_id"], seen.after.needs["state"], strict=True))
    assert after["business-wayfind"] == "not_assessed", "one touchpoint more, and nobody has rated it"


def test_only_links_that_are_shown_are_removed(sample: Workspace) -> None:
    before = links_at(sample, "find-way")
    edit = edit_of_links("find-way", before, set(), lambda link: link[0] == "business-wayfind")
    assert {row["need_id"] for row in edit.remove} == {"business-wayfind"}
