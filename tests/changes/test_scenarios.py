"""A scenario is kept, copied, put away and brought back like everything else, and stays out of the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.analysis.scenarios.scenario import Scenario, lost, scenarios
from cx.changes.load import load
from cx.changes.scenarios import archive_scenario, copy_scenario, delete_scenario, keep_scenario
from cx.changes.undo import undo
from cx.errors import InvalidData
from cx.exports.export import export_folder
from cx.store import Workspace
from cx.store.history import entries
from tests.oracle import Tables
from tests.sketches import Contact, Stage, one_need

BRANCH = Scenario(
    "Close the branch",
    "What breaks?",
    improvements=("call-back",),
    removed=("n1-s1-0",),
    switched_on=("chat",),
    targets={"n1": 0.9},
    round_id="r1",
)


@pytest.fixture
def shop(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """One need, one touchpoint, no scenario."""
    return workspace_of(one_need("mandatory", [Stage("s1", [Contact(0.8)])]))


def newest(workspace: Workspace) -> int:
    with workspace.cursor() as cursor:
        return entries(cursor)[0].audit_id


def test_a_scenario_is_kept_changed_copied_archived_deleted_and_every_step_can_be_undone(shop: Workspace) -> None:
    scenario_id = keep_scenario(shop, BRANCH)
    kept = scenarios(shop)[scenario_id]
    assert kept == BRANCH.changing(scenario_id="close-the-branch")
    keep_scenario(shop, kept.changing(targets={}, removed=()))
    assert scenarios(shop)[scenario_id].removed == () and not scenarios(shop)[scenario_id].targets
    undo(shop, newest(shop))
    assert scenarios(shop)[scenario_id] == kept
    copies = [copy_scenario(shop, kept) for _ in range(2)]
    assert [scenarios(shop)[c].name for c in copies] == ["Close the branch (copy)", "Close the branch (copy 2)"]
    assert scenarios(shop)[copies[0]].variant == kept.variant
    archive_scenario(shop, kept)
    assert [one.archived for one in scenarios(shop).values()] == [False, False, True], "what is put away comes last"
    delete_scenario(shop, kept)
    assert scenario_id not in scenarios(shop)
    undo(shop, newest(shop))
    assert scenarios(shop)[scenario_id].archived


def test_what_no_table_takes_is_refused_and_what_is_gone_is_named(shop: Workspace) -> None:
    with pytest.raises(InvalidData):
        keep_scenario(shop, BRANCH.changing(targets={"n1": 1.2}))
    with pytest.raises(InvalidData):
        keep_scenario(shop, BRANCH.changing(name="  "))
    assert lost(shop, BRANCH) == ["call-back", "chat"]


def test_scenarios_travel_in_the_backup_and_in_no_file_and_replacing_the_data_keeps_them(shop: Workspace, tmp_path: Path) -> None:
    keep_scenario(shop, BRANCH)
    folder = tmp_path / "folder"
    export_folder(shop, folder)
    assert not (folder / "scenarios.csv").exists()
    assert not load(shop, [folder], replace=True).issues and list(scenarios(shop)) == ["close-the-branch"]
    (folder / "scenarios.csv").write_text("scenario_id,name\nx,X\n")
    assert [one.code for one in load(shop, [folder]).issues] == ["unknown_file"]
