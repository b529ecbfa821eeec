"""A short run of the benchmark that kills a writing process: nothing between, nothing lost, the log in step."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kill_during_import import kill_again_and_again


def test_four_kills_leave_the_workspace_whole(tmp_path: Path) -> None:
    kills = kill_again_and_again(4, tmp_path, seed=6)
    assert [kill for kill in kills if not kill.survived] == []
    assert kills[-1].newest > 0
