"""Answers on one round share what depends on the round alone, as long as nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cx.analysis.coverage import Scope, compute, coverage
from cx.analysis.round_shelf import round_shelf
from tests.conftest import load_into
from tests.side_by_side import TODAY
from tests.sketches import behaviour, rated_link, survey

SCOPE = Scope(today=TODAY)
STORED = "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?"


def test_another_view_and_another_market_read_the_same_ratings(workspace_of) -> None:
    workspace = workspace_of(rated_link("gain", [behaviour(0.9), survey(30, None, 0.2, segment_id="g1")]))
    held = [coverage(workspace, Scope(today=TODAY, market=m, without_assumptions=w)) for m in (None, "DE") for w in (False, True)]
    stored = {name: workspace.rows(STORED, (name,))[0][0] for name in ("rated", "source_pool", "cell")}
    assert stored == {"rated": 1, "source_pool": 3, "cell": len(held)}  # each market pools what it has


def test_what_was_changed_in_between_is_not_mixed_with_what_was_there(
    loaded_workspace_of: Callable, folder_of: Callable[..., Path]
) -> None:
    before, after = (rated_link("gain", [behaviour(value)]) for value in (0.2, 0.9))
    workspace = loaded_workspace_of(before)
    shared = round_shelf(workspace, SCOPE)
    assert compute(workspace, SCOPE, shared).cells["state"].tolist() == ["missed"]
    load_into(workspace, after, folder_of(after))
    assert compute(workspace, SCOPE, shared).cells["state"].tolist() == ["met"]
