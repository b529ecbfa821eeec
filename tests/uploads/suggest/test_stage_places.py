"""A new stage takes its place in the journey: between stored stages by its number, in a gap, as a person says, else last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.changes.undo import undo
from cx.store import Workspace
from cx.store.history import newest
from cx.uploads.suggest.stage_places import Standing, positions, whole_order
from tests.brought import applied, typed
from tests.uploads.suggest.test_stage_order import in_order, sheet


@pytest.mark.parametrize(
    ("stored", "new", "journey"),
    [
        (["1 Search", "3 Buy"], ["2 Compare"], ["1 Search", "2 Compare", "3 Buy"]),
        (["1 Search", "3 Buy"], ["4 Leave", "2 Compare"], ["1 Search", "2 Compare", "3 Buy", "4 Leave"]),
        (["2. Compare", "3. Buy"], ["1. Search"], ["1. Search", "2. Compare", "3. Buy"]),
        (["Phase 1", "Phase 4"], ["Phase 3", "Phase 2"], ["Phase 1", "Phase 2", "Phase 3", "Phase 4"]),
        (["1 Search", "3 Buy"], ["Compare"], ["1 Search", "3 Buy", "Compare"]),
        (["3 Buy", "1 Search"], ["2 Compare"], ["1 Search", "2 Compare", "3 Buy"]),
        (["Search", "Buy"], ["2 Compare"], ["Search", "Buy", "2 Compare"]),
        (["1 Search", "Rest", "3 Buy"], ["2 Compare"], ["1 Search", "Rest", "2 Compare", "3 Buy"]),
    ],
)  # fmt: skip
def test_a_new_stage_stands_where_its_number_says(empty: Workspace, stored: list[str], new: list[str], journey: list[str]) -> None:
    applied(empty, typed(empty, sheet(*stored), "sheet"))
    applied(empty, typed(empty, sheet(*new), "sheet"))
    assert in_order(empty) == journey


def test_stored_stages_make_room_only_as_far_as_they_must_and_come_back_by_undo(empty: Workspace) -> None:
    applied(empty, typed(empty, sheet("1 Search", "3 Buy", "4 Leave"), "sheet"))
    applied(empty, typed(empty, sheet("2 Compare"), "sheet"))
    assert empty.rows("SELECT name, position FROM stages ORDER BY 2") == [("1 Search", 1), ("2 Compare", 2), ("3 Buy", 3), ("4 Leave", 4)]
    with empty.cursor() as cursor:
        last = newest(cursor)
    undo(empty, last)
    assert empty.rows("SELECT name, position FROM stages ORDER BY 2") == [("1 Search", 1), ("3 Buy", 2), ("4 Leave", 3)]


@pytest.mark.parametrize(
    ("stored", "new", "expected"),
    [
        ([("Search", 1), ("Buy", 3)], "2 Compare", [("Search", 1), ("2 Compare", 2), ("Buy", 3)]),
        ([("Search", 10), ("Buy", 30)], "20 Compare", [("Search", 10), ("20 Compare", 20), ("Buy", 30)]),
        ([("Search", 1), ("Buy", 2)], "2 Compare", [("Search", 1), ("Buy", 2), ("2 Compare", 3)]),
        ([("3 Buy", 1), ("1 Search", 2)], "2 Compare", [("3 Buy", 1), ("1 Search", 2), ("2 Compare", 3)]),
    ],
    ids=["a gap", "a wide gap", "no gap: the place is taken", "numbers that do not rise"],
)
def test_positions_with_a_gap_take_the_stage_and_others_leave_it_last(
    stored: list[tuple[str, int]], new: str, expected: list[tuple[str, int]]
) -> None:
    order = whole_order([Standing(name, name, position) for name, position in stored], [new])
    assert [(one.name, position) for one, position in zip(order, positions(order), strict=True)] == expected


def test_a_person_may_move_stored_stages_too(empty: Workspace) -> None:
    applied(empty, typed(empty, sheet("Search", "Buy"), "sheet"))
    plan = typed(empty, sheet("Compare"), "sheet")
    applied(empty, replace(plan, defaults=replace(plan.defaults, stage_order=("Buy", "Compare", "Search"))))
    assert in_order(empty) == ["Buy", "Compare", "Search"]


def test_needs_keep_their_stages_when_these_make_room(empty: Workspace) -> None:
    applied(empty, typed(empty, sheet("1 Search", "3 Buy"), "sheet"))
    before = empty.rows(
        "SELECT n.statement, s.name FROM need_stages JOIN needs n USING (need_id) JOIN stages s USING (stage_id) ORDER BY ALL"
    )
    applied(empty, typed(empty, sheet("2 Compare").replace("Need 0", "Other need"), "sheet"))
    after = empty.rows(
        "SELECT n.statement, s.name FROM need_stages JOIN needs n USING (need_id) JOIN stages s USING (stage_id) ORDER BY ALL"
    )
    assert set(before) < set(after)
