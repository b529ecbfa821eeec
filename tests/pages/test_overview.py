"""The overview says what nobody knows, also where a need arises nowhere yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.oracle import Tables
from tests.pages.screens import start, words_of
from tests.sketches import one_need, stages_rated


def test_a_need_without_a_stage_is_not_passed_over_where_all_others_are_assessed(holding: Callable[[Tables], Path]) -> None:
    tables = one_need("mandatory", stages_rated("1"))
    tables["needs"] = [*tables["needs"], {**tables["needs"][0], "need_id": "n2", "statement": "Be invoiced rightly"}]
    holding(tables)
    assert "1 need arises at no stage yet, so nobody knows about it." in words_of(start())
