"""Stages follow their numbers, or the order that a person gives; a name that is nearly one that exists is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.lexicon.stages import number_of
from cx.store import Workspace
from cx.uploads.suggest.stage_order import ordered
from tests.brought import applied, asked, names, typed

HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score\n"


def sheet(*stages: str) -> str:
    return HEAD + "".join(f"Ana,Need {i},gain,{stage},Portal,0.{i + 1}\n" for i, stage in enumerate(stages))


def in_order(workspace: Workspace) -> list[str]:
    return [row[0] for row in workspace.rows("SELECT name FROM stages ORDER BY position")]


@pytest.mark.parametrize(
    "stages",
    [
        ("1 Search", "2 Compare", "10 Leave"),
        ("1. Search", "2. Compare", "3. Buy"),
        ("Phase 1", "Phase 2", "Phase 3"),
        ("1) Search", "2) Compare", "3) Buy"),
    ],
)
def test_stages_follow_the_numbers_that_their_names_begin_with(empty: Workspace, stages: tuple[str, ...]) -> None:
    applied(empty, typed(empty, sheet(stages[2], stages[0], stages[1]), "sheet"))
    assert in_order(empty) == list(stages)


def test_stages_without_numbers_come_as_in_the_file_unless_a_person_says_otherwise(empty: Workspace) -> None:
    plan = typed(empty, sheet("Buy", "Search", "Leave"), "sheet")
    applied(empty, replace(plan, defaults=replace(plan.defaults, stage_order=("Search", "Buy", "Leave"))))
    assert in_order(empty) == ["Search", "Buy", "Leave"]


@pytest.mark.parametrize("name", ["24h hotline", "3-day pass", "2nd visit", "Search"])
def test_a_number_that_belongs_to_a_name_is_no_place_in_an_order(name: str) -> None:
    assert number_of(name) is None
    assert ordered([name, "1 A"]) == [name, "1 A"]


@pytest.mark.parametrize("new", ["Compare", "2. compare", "3 Compare", "2 Compere", "2 Compared"])
def test_a_stage_that_is_nearly_one_that_exists_is_asked_about(empty: Workspace, new: str) -> None:
    applied(empty, typed(empty, sheet("1 Search", "2 Compare"), "sheet"))
    plan = typed(empty, sheet(new), "sheet")
    about = [p for p in asked(empty, plan).values() if p.kind == "merge" and p.heading == "Stage"]
    if new == "2. compare":
        assert [p for p in about if p.id.endswith("nearly")] == [], "only case and a point differ: the same name"
    else:
        assert [p.words for p in about] == [{new: "2 Compare"}]


def test_a_need_and_a_persona_that_nearly_exist_are_asked_about_and_new_by_default(empty: Workspace) -> None:
    applied(empty, typed(empty, HEAD + "Business traveller,Find the gate quickly,gain,Go,Signs,0.5\n", "sheet"))
    plan = typed(empty, HEAD + "Business travelers,Find the gates quickly,gain,Go,Signs,0.5\n", "sheet")
    found = {p.heading: p.words for p in asked(empty, plan).values() if p.kind == "merge"}
    assert found["Need"] == {"Find the gates quickly": "Find the gate quickly"}
    assert found["Persona"] == {"Business travelers": "Business traveller"}
    applied(empty, plan)
    assert len(names(empty, "personas")) == 2
