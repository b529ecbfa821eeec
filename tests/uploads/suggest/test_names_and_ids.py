"""Names and ids are two things: a cell means the thing of that name before the thing of that id."""

from __future__ import annotations

import pytest

from cx.store import Workspace
from tests.brought import applied, typed
from tests.oracle import Tables
from tests.sketches import Contact, Stage, one_need


def two_websites() -> Tables:
    """Touchpoint `website` is the old portal; the one *named* Website has another id."""
    tables = one_need("mandatory", [Stage("s1", [Contact(), Contact()])])
    old, new = tables["touchpoints"]
    for table in ("links", "ratings"):
        for row in tables.get(table, []):
            row["touchpoint_id"] = {old["touchpoint_id"]: "website", new["touchpoint_id"]: "tp-2"}[row["touchpoint_id"]]
    old |= {"touchpoint_id": "website", "name": "Old portal"}
    new |= {"touchpoint_id": "tp-2", "name": "Website"}
    return tables


def rated(workspace: Workspace, name: str) -> list[tuple[str]]:
    text = f"Persona,Need,Kind,Stage,Touchpoint,Score,Scale\nAna,Can do it,mandatory,s1,{name},3,0-4\n"
    applied(workspace, typed(workspace, text, "sheet"))
    return workspace.rows("SELECT touchpoint_id FROM ratings")


@pytest.mark.parametrize(("name", "meant"), [("Website", "tp-2"), ("Old portal", "website"), ("WEBSITE", "tp-2"), ("tp-2", "tp-2")])
def test_a_score_goes_to_the_touchpoint_of_that_name_then_to_the_one_of_that_id(name: str, meant: str, workspace_of) -> None:
    assert rated(workspace_of(two_websites()), name) == [(meant,)]
