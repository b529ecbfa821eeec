"""What is left out as too small is said with the number that this workspace has set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.ui.shared.selection import place_text
from tests.oracle import Tables
from tests.pages.screens import start_with_tables, words_of
from tests.sketches import one_need, stages_rated


@pytest.mark.parametrize(("set_to", "said"), [("10", "fewer than 10 answers"), ("", "fewer than 5 answers")])
def test_the_panel_names_the_smallest_sample_of_the_workspace(holding: Callable[[Tables], Path], set_to: str, said: str):
    tables = one_need("mandatory", stages_rated("?"), {"n_suppress": set_to} if set_to else None)
    tables["segments"] = [{"segment_id": "g1", "name": "All", "size": "100"}]
    tables["persona_segments"] = [{"persona_id": "p1", "segment_id": "g1"}]
    n = "7" if set_to else "4"
    tables["ratings"] = [
        {
            "round_id": "r1",
            "touchpoint_id": "n1-s1-0",
            "stage_id": "s1",
            "need_id": "n1",
            "source": "survey",
            "segment_id": "g1",
            "value": "0.8",
            "n": n,
            "met_n": "3",
        }
    ]
    holding(tables)
    shown = words_of(start_with_tables("coverage", persona="p1", cell=place_text(("n1", "s1"))))
    assert said in shown and "five answers" not in shown
