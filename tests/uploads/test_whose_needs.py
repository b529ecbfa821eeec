"""Needs that no column gives to a persona are asked about, also where they have ids of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from tests.brought import applied, typed

BY_ID = "need_id,label,definition,evidence_status\nregister,Register the birth,Get the certificate.,asserted\nleave,Arrange leave,Agree dates.,asserted\n"


@pytest.mark.parametrize(
    "text",
    [BY_ID, "need_id,label\nregister,Register the birth\nleave,Arrange leave\n", "Need ID,Need,Kind\nregister,Register the birth,must\nleave,Arrange leave,must\n"],
    ids=["labels", "labels alone", "needs with ids"],
)  # fmt: skip
def test_needs_with_ids_and_no_persona_are_of_the_persona_that_is_said(empty: Workspace, text: str) -> None:
    plan = typed(empty, text, "needs")
    assert "persona" in {one.field for one in asks(plan, name_index(empty))}
    applied(empty, replace(plan, defaults=replace(plan.defaults, persona="Nora", kind="mandatory")))
    assert empty.rows("SELECT need_id, statement FROM needs ORDER BY need_id") == [
        ("leave", "Arrange leave"),
        ("register", "Register the birth"),
    ]


def test_a_sheet_of_scores_by_the_id_of_the_need_asks_for_no_persona(empty: Workspace) -> None:
    plan = typed(empty, "Need ID,Touchpoint ID,Score\nregister,web,4\n", "sheet")
    assert "persona" not in {one.field for one in asks(plan, name_index(empty))}
