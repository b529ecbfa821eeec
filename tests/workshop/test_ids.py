"""What a room leaves behind never falls together with what came from another workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.changes.write import write_rows
from cx.exports.export import export_folder
from cx.store import Workspace
from cx.workshop.order import drawn
from cx.workshop.publish import close_room
from tests.oracle import Tables
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_results import settle, through


@pytest.mark.parametrize("imported", ["w1", "w2", "w3"])
def test_rooms_are_opened_whatever_was_imported_before(workspace: Workspace, imported: str):
    score = {
        "workshop_id": imported,
        "need_id": "n1",
        "stage_id": "s1",
        "voter": f"{imported}-01",
        "blind_round": "1",
        "value": "3",
        "scale": "0-4",
    }
    decision = {"decision_id": f"{imported}-d01", "workshop_id": imported, "need_id": "n1", "stage_id": "s1", "decision": "fix"}
    write_rows(workspace, "scores", [score], action="import")
    write_rows(workspace, "decisions", [decision], action="import")
    rooms = [led(workspace).room_id for _ in range(4)]
    assert len(set(rooms)) == 4 and imported not in rooms


def test_two_workspaces_bring_their_first_rooms_together_and_lose_nothing(workspace_of: Callable[[Tables], Workspace], tmp_path: Path):
    here, there = (led(workspace_of(shortfalls())) for _ in range(2))
    for at in (here, there):
        through(at)
        settle(at)
    # The other room's results arrive while this one is still open.
    counts = {}
    for at in (there, here):
        close_room(at.workspace, at.room_id, at.key, "r1")
        if at is there:
            export_folder(there.workspace, tmp_path)
            done = load(here.workspace, [tmp_path / f"{name}.csv" for name in ("scores", "ballots", "decisions", "ratings")])
            assert not done.refused
            counts = {t: here.workspace.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("scores", "ballots", "decisions")}
    assert here.room_id != there.room_id
    assert {t: here.workspace.rows(f"SELECT count(*) FROM {t}")[0][0] for t in counts} == {t: 2 * n for t, n in counts.items()}
    raters = here.workspace.rows("SELECT DISTINCT rater FROM ratings WHERE touchpoint_id IS NULL")
    assert len(raters) == 6


def test_everybody_is_asked_in_an_order_of_their_own_that_stays(tuesday: Led):
    ids = [f"i{n:02d}" for n in range(1, 13)]
    orders = {p: drawn(tuesday.room_id, p, ids) for p in ("a", "b", "c", "d")}
    assert all(sorted(order) == ids for order in orders.values()) and len(set(orders.values())) == 4
    assert orders == {p: drawn(tuesday.room_id, p, reversed(ids)) for p in orders}
    part = [i for i in orders["a"] if i in ids[:5]]
    assert drawn(tuesday.room_id, "a", ids[:5]) == tuple(part)
    firsts = {drawn("w1-TEST", f"person {n}", ids)[0] for n in range(100)}
    assert len(firsts) >= 10
