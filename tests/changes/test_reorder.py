"""Moving a stage: it takes the place that is typed, and the others make room."""

from __future__ import annotations

import pytest

from cx.changes.edit import edit_of, grid_of, write_edit
from cx.changes.reorder import reordered
from cx.changes.undo import undo
from cx.store import Workspace

SIX = [1, 2, 3, 4, 5, 6]


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    return own_sample


def order(workspace: Workspace) -> list[str]:
    return [r[0] for r in workspace.rows("SELECT stage_id FROM stages ORDER BY position")]


@pytest.mark.parametrize(
    ("what", "typed", "places"),
    [
        ("the fifth becomes the second", "1 2 3 4 2 6", [1, 3, 4, 5, 2, 6]),
        ("the second becomes the fifth", "1 5 3 4 5 6", [1, 5, 2, 3, 4, 6]),
        ("two are swapped", "1 5 3 4 2 6", [1, 5, 3, 4, 2, 6]),
        ("two neighbours move on together", "3 4 3 4 5 6", [3, 4, 1, 2, 5, 6]),
        ("all are turned round", "6 5 4 3 2 1", [6, 5, 4, 3, 2, 1]),
        ("a number beyond the last means the end", "99 2 3 4 5 6", [6, 1, 2, 3, 4, 5]),
        ("two want the same place: the lower row comes second", "1 2 3 4 2 2", [1, 4, 5, 6, 2, 3]),
    ],
)
def test_a_stage_takes_the_place_that_is_typed(what: str, typed: str, places: list[int]) -> None:
    assert reordered(SIX, typed.split()) == places, what


def test_a_new_stage_takes_the_place_that_is_typed_or_comes_last() -> None:
    assert reordered([1, 2, None], ["1", "2", "1"]) == [2, 3, 1]
    assert reordered([1, 2, None, None], ["1", "2", "", ""]) == [1, 2, 3, 4]


@pytest.mark.parametrize("typed", ["zwei", "0", "-1", "2.5", ""])
def test_a_place_that_is_no_number_is_not_guessed(typed: str) -> None:
    assert reordered([1, 2], ["1", typed]) is None


def test_a_stage_moved_in_the_grid_shifts_the_others_and_undo_puts_all_back(sample: Workspace) -> None:
    before, stood = grid_of(sample, "stages"), order(sample)
    after = before.copy()
    after.loc[4, "position"] = "2"
    with sample.transaction() as cursor:
        assert write_edit(cursor, edit_of("stages", before, after), "anna").applied
    assert order(sample) == [stood[0], stood[4], *stood[1:4], *stood[5:]]
    assert [r[0] for r in sample.rows("SELECT position FROM stages ORDER BY 1")] == list(range(1, len(stood) + 1))
    undo(sample, 2)
    assert order(sample) == stood


def test_numbers_with_gaps_are_shown_as_places_and_a_new_stage_comes_where_it_is_put(sample: Workspace) -> None:
    with sample.transaction() as cursor:
        cursor.execute("UPDATE stages SET position = position * 10")
    before, stood = grid_of(sample, "stages"), order(sample)
    assert before["position"].tolist() == [str(n) for n in range(1, len(stood) + 1)]
    after = before.copy()
    after.loc[len(after)] = ["", "3", "Wait", ""]
    with sample.transaction() as cursor:
        assert write_edit(cursor, edit_of("stages", before, after), "anna").applied
    assert order(sample) == [*stood[:2], "wait", *stood[2:]]


def test_a_place_that_cannot_be_read_is_refused_by_its_row(sample: Workspace) -> None:
    before = grid_of(sample, "stages")
    after = before.copy()
    after.loc[1, "position"] = "second"
    with sample.transaction() as cursor:
        outcome = write_edit(cursor, edit_of("stages", before, after), "anna")
    assert [(f.row, f.column, f.code) for f in outcome.issues if f.is_error] == [(2, "position", "not_an_integer")]


def test_a_new_name_leaves_the_order_to_whoever_changes_it_meanwhile(sample: Workspace) -> None:
    before = grid_of(sample, "stages")
    after = before.copy()
    after.loc[0, "name"] = "Come in"
    assert edit_of("stages", before, after).upsert == ({"stage_id": before.loc[0, "stage_id"], "name": "Come in"},)
