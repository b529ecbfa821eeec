"""One sample gives way to the other, and nothing gives way to a sample that somebody has entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cx.changes.parameters import set_parameters
from cx.changes.samples import AIRPORT, CANADA, held, put
from cx.changes.write import write_rows
from cx.errors import InvalidData, OthersWork
from cx.exports.export import export_folder
from cx.store import Workspace
from cx.workshop.opening import open_room
from tests.workshop.rooms import content_of


def files(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    export_folder(workspace, folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_one_sample_gives_way_to_the_other_and_back_without_a_trace(empty_workspace: Workspace, tmp_path: Path) -> None:
    assert held(empty_workspace) is None
    written = {}
    for number, sample in enumerate((AIRPORT, CANADA, AIRPORT, CANADA)):
        put(empty_workspace, sample)
        assert held(empty_workspace) is sample
        now = files(empty_workspace, tmp_path / str(number))
        assert written.setdefault(sample.folder.name, now) == now
    assert set(written["sample_canada"]) == {path.name for path in CANADA.folder.iterdir()}


def test_a_sample_that_cannot_be_read_is_named_and_nothing_is_written(empty_workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "personas.csv").write_bytes(AIRPORT.folder.joinpath("personas.csv").read_bytes() + b"another,\n")
    with pytest.raises(InvalidData) as refused:
        put(empty_workspace, replace(AIRPORT, folder=tmp_path))
    assert "personas.csv" in str(refused.value.issues[0])
    assert held(empty_workspace) is None and empty_workspace.rows("SELECT count(*) FROM audit_log") == [(0,)]


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "renames a persona": lambda w: write_rows(w, "personas", [{"persona_id": "local", "name": "Neighbour"}], action="edit"),
    "sets a parameter": lambda w: set_parameters(w, {"n_suppress": 6}),
    "opens a room": lambda w: open_room(w, "Tuesday", content_of(w), "key"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whoever_has_touched_the_sample_keeps_it(empty_workspace: Workspace, change: Callable[[Workspace], object], tmp_path: Path) -> None:
    put(empty_workspace, AIRPORT)
    change(empty_workspace)
    before, log = files(empty_workspace, tmp_path / "before"), empty_workspace.rows("SELECT * FROM audit_log")
    with pytest.raises(OthersWork):
        put(empty_workspace, CANADA)
    assert held(empty_workspace) is None
    assert (files(empty_workspace, tmp_path / "after"), empty_workspace.rows("SELECT * FROM audit_log")) == (before, log)


def test_a_sample_comes_into_a_workspace_without_personas_unless_it_would_overwrite_a_row(empty_workspace: Workspace) -> None:
    write_rows(empty_workspace, "touchpoints", [{"touchpoint_id": "our-shop", "name": "Our shop", "channel": "physical"}], action="edit")
    put(empty_workspace, AIRPORT)
    assert held(empty_workspace) is None
    assert empty_workspace.rows("SELECT name FROM touchpoints WHERE touchpoint_id = 'our-shop'") == [("Our shop",)]


def test_a_row_of_ours_with_a_name_of_the_sample_refuses_it(empty_workspace: Workspace) -> None:
    write_rows(empty_workspace, "stages", [{"stage_id": "apply", "position": "1", "name": "How we apply"}], action="edit")
    with pytest.raises(OthersWork, match="CX_WORKSPACE="):
        put(empty_workspace, CANADA)
    assert empty_workspace.rows("SELECT name FROM stages") == [("How we apply",)]
    assert not empty_workspace.rows("SELECT 1 FROM personas")
