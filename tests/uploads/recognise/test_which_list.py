"""A list under a plain name may be touchpoints, stages or needs: certain only where something says so, else a person does."""

from __future__ import annotations

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings
from cx.uploads.recognise.columns import LayoutMatch
from tests.brought import applied, names, typed

HEAD = "id,title,owner\n"
STAGES = HEAD + "1,Discover,Ann\n2,Compare,Bob\n3,Buy,Ann\n"
NEEDS = HEAD + "1,I can pay by card,Ann\n2,I find a seat at once,Bob\n"
SURE = 0.3
"""A reading that fits less is not proposed; a person says what the file is."""


def taken_as(workspace: Workspace, text: str, name: str = "list.csv") -> list[LayoutMatch]:
    (table,), _ = read_upload(name, text.encode())
    return readings(workspace, table)


@pytest.mark.parametrize("text", [STAGES, NEEDS], ids=["stages", "needs"])
def test_a_list_with_owners_of_what_nobody_says_is_asked_about_with_what_speaks_for_each_kind(empty: Workspace, text: str) -> None:
    found = taken_as(empty, text)
    assert found[0].fit < SURE
    said = {one.shape.name: one.reason for one in found}
    assert "“owner” would be who owns it" in said["touchpoints"]
    spoken_for = {
        STAGES: ("stages", "3 of 3 are called as stages usually are (Discover, Compare and Buy)"),
        NEEDS: ("needs", "2 of 2 are as long as a statement"),
    }
    layout, evidence = spoken_for[text]
    assert evidence in said[layout]
    assert "left_out" in said


def test_whatever_a_person_says_that_the_list_is_has_its_names_at_once(empty: Workspace) -> None:
    mappings = {one.shape.name: one.mapping["title"] for one in taken_as(empty, STAGES)}
    assert (mappings["touchpoints"], mappings["stages"], mappings["needs"]) == ("touchpoint", "stage", "need")


@pytest.mark.parametrize(
    ("file", "layout"),
    [("touchpoints.csv", "touchpoints"), ("Our stages.csv", "stages"), ("Phasen.csv", "stages"), ("needs 2026.csv", "needs")],
)
def test_the_name_of_the_file_says_what_it_lists(empty: Workspace, file: str, layout: str) -> None:
    best = taken_as(empty, HEAD + "1,Alpha,Ann\n2,Beta,Bob\n", file)[0]
    assert (best.shape.name, best.fit > SURE) == (layout, True)


def test_names_that_are_stored_say_what_the_list_holds(empty: Workspace) -> None:
    applied(empty, typed(empty, "Stage,Position\nAlpha,1\nBeta,2\nGamma,3\n", "stages"))
    best = taken_as(empty, HEAD + "1,Alpha,Ann\n2,Beta,Bob\n")[0]
    assert (best.shape.name, best.fit > SURE) == ("stages", True)
    assert "2 of 2 names are stages that are stored" in best.reason
    assert names(empty, "stages") == ["Alpha", "Beta", "Gamma"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "w,Website,Ann\na,App,Bob\n",
        "name,channel,owner\nAlpha,web,Ann\nBeta,store,Bob\n",
        "touchpoint,owner\nDiscover,Ann\nBuy,Bob\n",
    ],
    ids=["names of channels", "a channel beside them", "the heading says so"],
)
def test_a_list_that_is_certainly_of_touchpoints_is_not_asked_about(empty: Workspace, text: str) -> None:
    best = taken_as(empty, text)[0]
    assert (best.shape.name, best.fit > SURE) == ("touchpoints", True)
