"""Ratings of a need at a stage as a whole: what decides, and what stands beside it (method 2.2 (5))."""

from __future__ import annotations

import pytest

from cx.analysis.coverage import Scope, compute
from cx.analysis.evidence import evidence
from cx.analysis.monte_carlo.simulation import simulate
from cx.analysis.parameters import parameters
from tests.oracle import Row, Tables
from tests.side_by_side import TODAY
from tests.sketches import expert, rated_link, survey

WHOLE = {"round_id": "r1", "touchpoint_id": "", "stage_id": "s1", "need_id": "n1"}


def with_whole(tables: Tables, *ratings: Row) -> Tables:
    tables["ratings"] += [WHOLE | rating for rating in ratings]
    return tables


def test_a_better_source_of_the_whole_decides_and_the_parts_stand_beside_it(workspace_of) -> None:
    tables = with_whole(rated_link("mandatory", [expert("ann", 1)]), survey(50, 40, 0.74))
    workspace = workspace_of(tables)
    answer = compute(workspace, Scope(today=TODAY))
    found = evidence(workspace, answer, "n1", "s1")
    assert (found.cell["state"], found.cell["fulfilment"], found.cell["n"]) == ("met", 0.8, 50)
    assert found.cell["flags"] == ("direct", "parts_differ", "hidden_failure")
    assert found.direct is not None and found.direct["fulfilment"] == 0.8
    assert [link["fulfilment"] for link in found.links] == [0.25]


def test_a_weaker_source_of_the_whole_stands_beside_the_parts(workspace_of) -> None:
    tables = with_whole(rated_link("mandatory", [survey(40, 34)]), *(expert(f"e{i}", v) for i, v in enumerate((1, 1, 2, 1))))
    workspace = workspace_of(tables)
    answer = compute(workspace, Scope(today=TODAY))
    found = evidence(workspace, answer, "n1", "s1")
    assert (found.cell["fulfilment"], found.cell["flags"]) == (0.85, ())
    assert found.direct is not None and found.direct["fulfilment"] == 0.25


def test_the_draws_vary_the_rating_of_the_whole_where_it_decides(workspace_of) -> None:
    tables = with_whole(rated_link("mandatory", [expert("ann", 4)]), survey(40, 10))
    workspace = workspace_of(tables)
    drawn = simulate(compute(workspace, Scope(today=TODAY)), parameters(workspace) | {"draws": 200})
    assert drawn.gaps.tolist() == [1] * 200  # with the touchpoint's own 100 % there would be no gap


@pytest.mark.parametrize(
    ("value", "scale", "fulfilment"), [("5", "1-6", 0.8), ("2", "1-3", 0.5), ("1", "1-10", 0.0), ("1", "1-4-reversed", 1.0)]
)
def test_a_scale_of_ones_own_counts_as_it_is(value: str, scale: str, fulfilment: float, workspace_of) -> None:
    tables = rated_link("gain", [{"source": "expert", "rater": "ann", "value": value, "scale": scale}])
    cell = compute(workspace_of(tables), Scope(today=TODAY)).cells.iloc[0]
    assert cell["fulfilment"] == pytest.approx(fulfilment)
