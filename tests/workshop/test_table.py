"""What can be put on the table of a workshop: the same gaps, tiers and priorities as in the list of shortfalls."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute
from cx.analysis.shortfalls import shortfalls
from cx.store import Workspace
from cx.workshop.table import table_items
from tests.side_by_side import TODAY, Neighbours


def test_tiers_priorities_and_what_finding_out_is_worth_are_those_of_the_list(random_workspaces: list[tuple[Neighbours, Workspace]]) -> None:
    compared = 0
    for _, workspace in random_workspaces:
        answer = compute(workspace, Scope(today=TODAY))
        found = table_items(workspace, answer).set_index(["need_id", "stage_id"])
        for row in shortfalls(workspace, answer).table.to_dict("records"):
            item = found.loc[row["need_id"], row["stage_id"]]
            known = not pd.isna(row["rank"])
            assert item["tier"] == (row["tier"] if known else 3)
            assert item["priority" if known else "info_value"] == pytest.approx(row["priority" if known else "info_value"])
            compared += 1
        answer.close()
    assert compared > 500
