"""The product in SQL and the oracle in Python read the same files and must say the same, cell for cell."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest

from cx.analysis.coverage import COLUMNS, Scope, coverage
from cx.store import Workspace
from tests import oracle
from tests.conftest import loaded
from tests.random_workspaces import random_workspace
from tests.side_by_side import TODAY, Neighbours, markets_of

SCOPES: dict[str, Callable[[Neighbours], list[dict]]] = {
    "the first round": lambda n: [{"round_id": row["round_id"]} for row in n.whole["rounds"][:1]],
    "a market": lambda n: [{"market": market} for market in markets_of(n.whole)[:2]],
    "without assumptions": lambda _: [{"without_assumptions": True}],
    "without provisional needs": lambda _: [{"without_assumptions": True, "hide_provisional": True}],
}


def known(value: object) -> object:
    """A value in one spelling: unknown is None, numbers are floats."""
    if value is None or value is pd.NA or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    return value if isinstance(value, (str, tuple)) else float(value)


def assert_same(shown: pd.DataFrame, expected: list[dict], level: str) -> None:
    """Same rows in the same order, every column equal, numbers within 1e-9."""
    rows = shown.to_dict("records")
    keys = [c for c in COLUMNS[level] if c.endswith("_id")]
    assert [[row[k] or "" for k in keys] for row in rows] == [[row[k] for k in keys] for row in expected]
    for row, wanted in zip(rows, expected, strict=True):
        for column in COLUMNS[level]:
            found, right = known(row[column]), known(wanted[column])
            close = isinstance(found, float) and isinstance(right, float) and abs(found - right) < 1e-9
            assert close or found == right, (level, column, [row[k] for k in keys], found, right)


def assert_agreement(workspace: Workspace, expected: dict[str, list[dict]], scope: dict) -> None:
    """All three levels agree in this scope, and so does what needs rest on."""
    answer = coverage(workspace, Scope(**scope, today=TODAY))
    for level in COLUMNS:
        assert_same(answer.level(level), expected[level], level)
    unlike = [row["need_id"] for row, assumed in zip(expected["need"], answer.needs["assumed"], strict=True) if row["assumed"] != assumed]
    assert not unlike, ("assumed", unlike)


def test_300_random_workspaces_are_judged_alike(random_workspaces: list[tuple[Neighbours, Workspace]]) -> None:
    assert sum(len(neighbours.parts) for neighbours, _ in random_workspaces) == 300
    for neighbours, workspace in random_workspaces:
        assert_agreement(workspace, neighbours.expected(today=TODAY), {})


@pytest.mark.parametrize("name", SCOPES)
def test_random_workspaces_are_judged_alike_in(name: str, random_workspaces: list[tuple[Neighbours, Workspace]]) -> None:
    """Each scope on databases of its own, so that together they are looked at on all of them."""
    for neighbours, workspace in random_workspaces[list(SCOPES).index(name) :: 3]:
        for scope in SCOPES[name](neighbours):
            assert_agreement(workspace, neighbours.expected(**scope, today=TODAY), scope)


@pytest.mark.parametrize("seed", range(300, 306))
def test_a_random_workspace_on_its_own_is_judged_alike(seed: int, tmp_path) -> None:
    tables = random_workspace(seed)
    workspace = loaded(tables, tmp_path)
    expected = {level: oracle.coverage(tables, level, today=TODAY) for level in COLUMNS}
    assert_agreement(workspace, expected, {})
    workspace.close()


def test_the_sample_is_judged_alike(sample_workspace: Workspace, sample_tables: oracle.Tables) -> None:
    for scope in ({}, {"round_id": "2016"}, {"without_assumptions": True}):
        expected = {level: oracle.coverage(sample_tables, level, **scope, today=TODAY) for level in COLUMNS}
        assert_agreement(sample_workspace, expected, scope)


def test_parts_side_by_side_are_judged_by_the_oracle_as_one_workspace_would_be(
    random_workspaces: list[tuple[Neighbours, Workspace]],
) -> None:
    neighbours = Neighbours(dict(list(random_workspaces[0][0].parts.items())[:3]))
    for level, rows in neighbours.expected(today=TODAY).items():
        assert rows == oracle.coverage(neighbours.whole, level, today=TODAY)
