"""The scores of a room rate the need at the stage as a whole: people count once, and what was known stays (method 2.2 (5))."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cx.analysis.coverage import coverage
from cx.store import Workspace
from cx.workshop.publish import close_room
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_results import settle, through


@pytest.fixture
def tables() -> Tables:
    """The usual shortfalls, and a mandatory need at three touchpoints, one of them rated by a single expert."""
    made = shortfalls()
    add_need(made, "n8", "mandatory", [Stage("s1", [Contact(), Contact(), Contact()])])
    made["ratings"].append(
        {
            "round_id": "r1",
            "touchpoint_id": "n8-s1-0",
            "stage_id": "s1",
            "need_id": "n8",
            "source": "expert",
            "rater": "Ann",
            "value": "0.25",
        }
    )
    return made


@pytest.fixture
def decided(tables: Tables, workspace_of: Callable[[Tables], Workspace]) -> Led:
    """A room of three that has scored and decided."""
    at = led(workspace_of(tables))
    through(at)
    settle(at)
    return at


def test_one_row_a_person_and_cell_and_nothing_about_single_touchpoints_is_overwritten(decided: Led):
    workspace = decided.workspace
    before = workspace.rows("SELECT * FROM ratings ORDER BY ALL")
    close_room(workspace, decided.room_id, decided.key, "r1")
    assert workspace.rows("SELECT * FROM ratings WHERE touchpoint_id IS NOT NULL ORDER BY ALL") == before
    rows = workspace.rows(
        "SELECT need_id, stage_id, source, rater, value, scale, note FROM ratings WHERE touchpoint_id IS NULL ORDER BY need_id, rater"
    )
    about = [r for r in rows if r[0] == "n8"]
    assert [r[3] for r in about] == [f"{decided.room_id}-{n:02d}" for n in (1, 2, 3)] and sorted(r[4] for r in about) == [1, 3, 3]
    assert {(*r[:3], *r[5:]) for r in about} == {("n8", "s1", "expert", "0-4", "Workshop “Tuesday”")}
    assert len(rows) == 3 * len(decided.room.items)


def test_people_count_once_however_many_touchpoints_there_are(decided: Led):
    close_room(decided.workspace, decided.room_id, decided.key, "r1")
    cell = coverage(decided.workspace).cells.set_index("need_id").loc["n8"]
    assert (cell["state"], cell["fulfilment"], cell["n"]) == ("met", 0.75, 3) and "direct" in cell["flags"]


def test_what_no_touchpoint_serves_is_rated_as_well(decided: Led):
    done = close_room(decided.workspace, decided.room_id, decided.key, "r1")
    cell = coverage(decided.workspace).cells.set_index("need_id").loc["n2"]
    assert done.unrated == ()
    assert (cell["state"], cell["fulfilment"]) == ("met", 0.75) and {"direct", "unlinked"} <= set(cell["flags"])


def test_what_nobody_could_judge_or_nobody_needs_any_more_is_named(tables: Tables, workspace_of: Callable[[Tables], Workspace]):
    at = led(workspace_of(tables))
    room = at.go_to("score")
    n3, n4 = (next(i for i in room.items if i.cells[0][0] == need) for need in ("n3", "n4"))
    at.all_say({i.item_id: [None, None, None] if i is n3 else [2, 2, 2] if i.scale == "0-4" else [0, 0, 0] for i in room.items})
    at.go_to("decide")
    settle(at)
    with at.workspace.transaction() as cursor:
        for table in ("ratings", "links", "need_stages"):
            cursor.execute(f"DELETE FROM {table} WHERE need_id = 'n4'")
    done = close_room(at.workspace, at.room_id, at.key, "r1")
    assert {i.item_id for i in done.unrated} == {n3.item_id, n4.item_id}
    assert at.workspace.rows("SELECT count(*) FROM ratings WHERE need_id = 'n4'") == [(0,)]
