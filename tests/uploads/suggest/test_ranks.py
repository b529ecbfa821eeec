"""The rank of a need is never its importance on a scale: asked about with its evidence, left out, and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import unused_columns
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, asked, prepared, typed

LEFT_OUT = "ranks_left_out"
"""The issue of this module."""
HEAD = "Persona,Need,Kind,{}\n"
RANKED = "Ana,Find,must,1\nAna,Pay,must,2\nAna,Park,gain,3\nBen,Rest,gain,2\nBen,Wait,gain,1\n"


def importance(workspace: Workspace) -> set[float | None]:
    return {row[0] for row in workspace.rows("SELECT importance FROM needs")}


@pytest.mark.parametrize("heading", ["Importance", "Weight"])
def test_numbers_that_count_the_needs_of_each_persona_are_ranks_and_stored_as_no_importance(empty: Workspace, heading: str) -> None:
    plan = typed(empty, HEAD.format(heading) + RANKED, "needs")
    question = asked(empty, plan)[f"{heading}:share_of"]
    assert "each number from 1 up stands once for each of 2 personas, as ranks do" in question.title
    assert question.proposed == "ranks"
    (said,) = [one for one in prepared(empty, plan).issues if one.code == LEFT_OUT]
    assert (said.column, said.why.split(":")[0]) == (heading, "5 ranks of needs left out")
    applied(empty, plan)
    assert importance(empty) == {None}


def test_whoever_says_that_the_numbers_are_a_scale_has_them_stored_as_such(empty: Workspace) -> None:
    plan = typed(empty, HEAD.format("Importance") + RANKED, "needs")
    applied(empty, replace(plan, choices={"Importance:share_of": CleaningChoice("of 5")}))
    assert importance(empty) == {0.2, 0.4, 0.6}


def test_a_need_with_several_touchpoints_has_one_rank(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Importance\nAna,Find,must,S,App,1\nAna,Find,must,S,Web,1\nAna,Pay,must,S,Till,2\nAna,Park,gain,S,Web,3\n"
    assert asked(empty, typed(empty, text, "sheet"))["Importance:share_of"].proposed == "ranks"


@pytest.mark.parametrize(
    "rows",
    [
        "Ana,Find,must,1\nAna,Pay,must,3\nAna,Park,gain,3\n",  # a number twice
        "Ana,Find,must,1\nAna,Pay,must,2\nAna,Park,gain,5\n",  # a number missing
        "Ana,Find,must,1\nAna,Pay,must,2\n",  # too few to tell
        "Ana,Find,must,1\nAna,Pay,must,2\nAna,Park,gain,3\nBen,Rest,gain,4\nBen,Wait,gain,5\n",  # no ranks of Ben
    ],
    ids=["twice", "missing", "too few", "not from 1"],
)
def test_an_importance_on_a_scale_is_still_read_as_one(empty: Workspace, rows: str) -> None:
    assert asked(empty, typed(empty, HEAD.format("Importance") + rows, "needs"))["Importance:share_of"].proposed == "of 5"


@pytest.mark.parametrize("heading", ["Rank", "Rang", "Importance rank"])
def test_a_column_of_ranks_is_left_out_and_told_and_no_importance_even_if_somebody_takes_it_for_one(empty: Workspace, heading: str) -> None:
    plan = typed(empty, HEAD.format(heading) + "Ana,Find,must,1\nAna,Pay,must,1\nAna,Park,gain,4\n", "needs")
    assert unused_columns(plan) == [heading]
    taken = replace(plan, mapping={**plan.mapping, heading: "importance"})
    question = asked(empty, taken)[f"{heading}:share_of"]
    assert ("the heading says that these are ranks" in question.title, question.proposed) == (True, "ranks")
