"""What can be put on the table of a workshop: the same gaps, tiers and priorities as in the list of shortfalls."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, coverage
from cx.analysis.shortfalls import shortfalls
from cx.store import Workspace
from cx.workshop.content import FAILS
from cx.workshop.table import duplicates, freeze, outline, table_items
from tests.side_by_side import TODAY, Neighbours


def test_tiers_priorities_and_what_finding_out_is_worth_are_those_of_the_list(
    random_workspaces: list[tuple[Neighbours, Workspace]],
) -> None:
    compared = 0
    for _, workspace in random_workspaces:
        answer = coverage(workspace, Scope(today=TODAY))
        found = table_items(workspace, answer).set_index(["need_id", "stage_id"])
        for row in shortfalls(workspace, answer).table.to_dict("records"):
            item = found.loc[row["need_id"], row["stage_id"]]
            assert item["tier"] == (4 if pd.isna(row["tier"]) else row["tier"])
            assert item["at_least"] == row["at_least"]
            assert [item["priority"], item["info_value"]] == pytest.approx([row["priority"], row["info_value"]], nan_ok=True)
            compared += 1
    assert compared > 500


def holding(workspace: Workspace, needs: int, stages: int) -> list[tuple[str, str]]:
    """So many needs at each of so many stages, served by nothing: the first three of ten are alike in a row, two share a theme."""
    texts = (
        "Finds the gate at once",
        "Finds the gates at once",
        "Finds these gates at once",
        *(f"Wish {chr(97 + i) * 12}" for i in range(7)),
    )
    rows = pd.DataFrame({
        "need_id": [f"n{i:03}" for i in range(needs)], "persona_id": "p", "kind": "mandatory",
        "statement": [f"{texts[i % 10]} {str(i // 10) * 9}" for i in range(needs)],
        "theme": [f"theme {i // 10}" if i % 10 in (7, 8) else None for i in range(needs)],
    })  # fmt: skip
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO personas (persona_id, name) VALUES ('p', 'Ana')")
        cursor.execute(
            "INSERT INTO stages (stage_id, position, name) SELECT 's' || i, i, 'Stage ' || i FROM range(1, ?) AS t(i)", [stages + 1]
        )
        cursor.register("needs_", rows)
        cursor.execute("INSERT INTO needs BY NAME SELECT * FROM needs_")
        cursor.execute("INSERT INTO need_stages (need_id, stage_id) SELECT need_id, stage_id FROM needs, stages")
    return list(table_items(workspace, coverage(workspace))[["need_id", "stage_id"]].itertuples(index=False, name=None))


def test_what_is_alike_by_way_of_a_third_is_offered_as_one_question(empty_workspace: Workspace) -> None:
    cells = [("n000", "s1"), ("n007", "s1"), ("n002", "s1"), ("n001", "s1"), ("n008", "s1"), ("n008", "s2"), ("n003", "s1")]
    holding(empty_workspace, 10, 2)
    assert duplicates(empty_workspace, coverage(empty_workspace), cells) == [
        (("n000", "s1"), ("n002", "s1"), ("n001", "s1")),
        (("n007", "s1"), ("n008", "s1")),
    ]


def test_a_table_of_more_than_a_thousand_cells_is_prepared_in_an_instant(empty_workspace: Workspace) -> None:
    cells = holding(empty_workspace, 100, 12)
    started = time.process_time()
    alike = duplicates(empty_workspace, coverage(empty_workspace), cells)
    content = freeze(empty_workspace, coverage(empty_workspace), [[cell] for cell in cells])
    assert time.process_time() - started < 3.0  # cell by cell and pair by pair it took more than a minute
    assert len(alike) == 12 * 10 * 2
    assert len(content.items) == 1_200
    for groups in ([[cell] for cell in cells], alike):
        content, told = (of(empty_workspace, coverage(empty_workspace), groups) for of in (freeze, outline))
        assert (told.number, told.failing) == (len(content.items), sum(i.tier == FAILS for i in content.items))
        assert [(t.title, t.dots, t.cap) for t in told.topics] == [(t.title, t.dots, t.cap) for t in content.topics]
