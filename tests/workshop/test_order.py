"""Where a room decides, its items and its decisions stand as the list of shortfalls has them, however they came onto the table."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from cx.analysis.coverage import coverage
from cx.analysis.shortfalls import shortfalls
from cx.report.minutes import minutes
from cx.store import Workspace
from cx.workshop.content import Content
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.order import ranked
from cx.workshop.table import freeze, table_items
from tests.gaps import many_gaps
from tests.oracle import Tables
from tests.workshop.rooms import Led, led


def shuffled(workspace: Workspace, seed: int) -> Content:
    """Everything that can be put on the table, in any order."""
    cells = list(table_items(workspace, coverage(workspace))[["need_id", "stage_id"]].itertuples(index=False, name=None))
    random.Random(seed).shuffle(cells)
    return freeze(workspace, coverage(workspace), [[cell] for cell in cells])


@pytest.fixture
def many(workspace_of: Callable[[Tables], Workspace]) -> Led:
    """A room whose table holds every gap, among them must-haves that fail at several stages."""
    workspace = workspace_of(many_gaps())
    return led(workspace, content=shuffled(workspace, 1))


def test_by_tier_then_by_rank_with_the_stages_of_a_failing_must_have_together(many: Led):
    listed = shortfalls(many.workspace, coverage(many.workspace)).ranked
    failing = listed[listed["tier"] == 1]["need_id"].tolist()
    assert len(failing) > len(set(failing)) > 1, "some fail at several stages"
    wanted = list(listed[["need_id", "tier"]].itertuples(index=False, name=None))
    for seed in range(5):
        found = ranked(shuffled(many.workspace, seed).items)[: len(listed)]
        assert [(item.cells[0][0], item.tier) for item in found] == wanted
        assert [item.priority for item in found] == pytest.approx(listed["priority"].tolist())


def test_what_is_not_assessed_comes_after_the_gaps_and_what_is_met_last(many: Led):
    tiers = [item.tier for item in ranked(many.room.items)]
    assert tiers == sorted(tiers, key=lambda tier: tier or 9) and {1, 2, 3, 4, 0} == set(tiers)


def test_the_minutes_list_decisions_in_that_order_whenever_they_were_taken(many: Led):
    room = many.go_to("decide")
    order = [item for item in ranked(room.items) if item.tier]
    assert undecided(many.workspace, room) == [item for item in order if item.tier == 1]
    for item in random.Random(2).sample(order, len(order)):
        decide(many.workspace, many.room_id, many.key, Decision(item.item_id, "defer", review_date=date(2027, 1, 1)), item.item_id)
    last = order[-1].item_id
    decide(many.workspace, many.room_id, many.key, Decision(last, "fix"), "again")
    rows = minutes(many.workspace, many.room_id)[1].rows
    assert [row[1] for row in rows] == [item.title for item in order] + [order[-1].title]
    assert rows[-2][2].startswith("defer (superseded by") and rows[-1][2] == "fix"
