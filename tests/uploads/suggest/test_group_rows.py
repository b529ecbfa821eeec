"""Rows of a matrix that hold a name and no score: headings of groups are no needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import UploadPlan
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import applied, asked, typed

LOUD = "Need,Website,Till\nFINDING,,\nFind the shop,5,3\nPay the bill,2,5\nPAYING,,\nGet a receipt,3,3\nGrand total,9,11\n"


def of_ana(plan: UploadPlan) -> UploadPlan:
    return replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="mandatory", stage="Visit"))


def statements(workspace: Workspace) -> set[str]:
    return {row[0] for row in workspace.rows("SELECT statement FROM needs")}


@pytest.mark.parametrize(
    "text",
    [LOUD, LOUD.replace("FINDING", "Finding:").replace("PAYING", "Paying:"), LOUD.replace("Need", "Requirement")],
    ids=["capitals", "colons", "requirements"],
)
def test_headings_of_groups_are_left_out_of_a_matrix_and_that_is_shown(empty: Workspace, text: str) -> None:
    plan = of_ana(typed(empty, text, "matrix"))
    heading = text.split(",", 1)[0]
    assert asked(empty, plan)[f"{heading}:group rows"].proposed == "drop"
    applied(empty, plan)
    assert statements(empty) == {"Find the shop", "Pay the bill", "Get a receipt"}


def test_groups_in_small_letters_must_be_said(empty: Workspace) -> None:
    plan = of_ana(typed(empty, LOUD.replace("FINDING", "On the way").replace("PAYING", "At the till"), "matrix"))
    question = asked(empty, plan)["Need:group rows"]
    assert question.must_be_said and question.count == 2
    applied(empty, replace(plan, choices={question.id: CleaningChoice(KEEP)}))
    assert {"On the way", "At the till"} <= statements(empty)


@pytest.mark.parametrize(
    "text",
    [
        "Need,Website,Till\nFind,x,\nPay,x,x\nPark,,\n",
        "Need,Website,Till\nFind the shop,5,3\nPark nearby,,\nPay,2,1\n",
        "Need,Website,Till\nFIND,5,3\nPARK,,\nPAY,2,1\n",
    ],
)  # fmt: skip
def test_a_need_that_nothing_serves_yet_is_a_need(empty: Workspace, text: str) -> None:
    plan = of_ana(typed(empty, text, "matrix"))
    assert "Need:group rows" not in asked(empty, plan)
    applied(empty, plan)
    assert len(statements(empty)) == 3
