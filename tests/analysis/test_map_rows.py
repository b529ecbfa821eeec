"""What a person looks for on the map: needs stay whole, headings follow, the worst comes first."""

from __future__ import annotations

import pytest

from cx.analysis.coverage import Coverage, coverage
from cx.analysis.map_rows import MapChoices, chosen_needs, falls_short, offered
from cx.store import Workspace
from tests.sketches import Contact, Stage, add_need, one_need, stages_rated


@pytest.fixture(scope="module")
def answer(sample_workspace: Workspace) -> Coverage:
    """Coverage of the sample."""
    return coverage(sample_workspace)


def ids(workspace: Workspace, answer: Coverage, **asked) -> list[str]:
    return chosen_needs(workspace, answer, MapChoices(**asked))["need_id"].tolist()


def test_without_a_choice_every_need_is_shown_as_coverage_has_it(sample_workspace: Workspace, answer: Coverage):
    assert ids(sample_workspace, answer) == answer.needs["need_id"].tolist()


@pytest.mark.parametrize("kind", ["mandatory", "gain", "pain"])
def test_the_switch_shows_one_kind_of_every_persona(sample_workspace: Workspace, answer: Coverage, kind: str):
    assert ids(sample_workspace, answer, kind=kind) == answer.needs[answer.needs["kind"] == kind]["need_id"].tolist()


def test_a_state_finds_needs_that_have_it_at_a_stage_or_over_the_journey(sample_workspace: Workspace, answer: Coverage):
    found = set(ids(sample_workspace, answer, state="partial"))
    assert found == set(answer.cells.query("state == 'partial'")["need_id"]) | set(answer.needs.query("state == 'partial'")["need_id"])
    assert set(answer.cells[answer.cells["need_id"].isin(found)]["state"]) > {"partial"}, "its other stages stay beside it"


def test_what_cannot_be_met_falls_short_and_is_a_choice_of_its_own(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9))
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact(0.6), Contact()])])
    add_need(tables, "n3", "mandatory", [Stage("s1", [Contact()])])
    workspace = workspace_of(tables)
    found = coverage(workspace)
    assert ids(workspace, found, state="cannot_be_met") == ["n2"]
    assert ids(workspace, found, falls_short=True) == ["n2"], "n3 is unknown and may be met"


def test_owner_and_channel_are_those_of_one_live_touchpoint(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9))
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact(0.6)])])
    first, second = tables["touchpoints"][0], tables["touchpoints"][1]
    first |= {"owner": "Ana", "channel": "web"}
    second |= {"owner": "Ben", "channel": "web"}
    workspace = workspace_of(tables)
    found = coverage(workspace)
    assert ids(workspace, found, owner="Ana") == ["n1"]
    assert ids(workspace, found, channel="web") == ["n1", "n2"]
    assert ids(workspace, found, owner="Ana", channel="phone") == []
    assert offered(found)["owner"] == ["Ana", "Ben"]


@pytest.mark.parametrize("text", ["CLEAN", "  clean ", "place I use"])
def test_a_search_ignores_case_and_spare_spaces(sample_workspace: Workspace, answer: Coverage, text: str):
    assert "business-clean" in ids(sample_workspace, answer, find=text)


def test_a_search_takes_every_character_as_it_is(sample_workspace: Workspace, answer: Coverage):
    assert ids(sample_workspace, answer, find="[.*(") == []


def test_the_worst_comes_first_then_the_unknown_then_what_is_met(workspace_of):
    tables = one_need("mandatory", stages_rated(0.9))
    for need, contacts in {"n2": [Contact(0.3)], "n3": [Contact(0.7)], "n4": [Contact()], "n5": [Contact(0.6), Contact()]}.items():
        add_need(tables, need, "mandatory", [Stage("s1", contacts)])
    workspace = workspace_of(tables)
    assert ids(workspace, coverage(workspace), worst_first=True) == ["n2", "n3", "n5", "n4", "n1"]


def test_only_what_falls_short_agrees_with_the_states(sample_workspace: Workspace, answer: Coverage):
    found = chosen_needs(sample_workspace, answer, MapChoices(falls_short=True))
    assert all(falls_short(n) for n in found.to_dict("records"))
    left_out = answer.needs[~answer.needs["need_id"].isin(found["need_id"])]
    assert set(left_out["state"]) <= {"met", "not_assessed"}
