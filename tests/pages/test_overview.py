"""The overview says what nobody knows, also where a need arises nowhere yet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cx.store import open_workspace
from tests.laying import lay
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, start, title_of, words_of
from tests.sketches import one_need, stages_rated


def test_a_need_without_a_stage_is_not_passed_over_where_all_others_are_assessed(holding: Callable[[Tables], Path]) -> None:
    tables = one_need("mandatory", stages_rated("1"))
    tables["needs"] = [*tables["needs"], {**tables["needs"][0], "need_id": "n2", "statement": "Be invoiced rightly"}]
    holding(tables)
    assert "1 need arises at no stage yet, so nobody knows about it." in words_of(start())


def test_the_first_start_leads_to_a_sample_with_missed_must_haves_and_back(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_SAMPLE", "1")
    app = start(persona="local")
    assert "This is sample data: San Francisco airport" in words_of(app)
    app.button(key="sample_sample_canada").click().run()
    assert_healthy(app)
    assert "Contains information licensed under the Open Government Licence – Canada." in words_of(app)
    assert title_of(app) == "23 of 50 mandatory needs are met everywhere; 9 fail, 12 are partly met and 6 are unknown"
    app.button(key="sample_sample").click().run()
    assert_healthy(app)
    assert "This is sample data: San Francisco airport" in words_of(app)


def test_rows_that_another_program_wrote_into_the_file_are_shown_and_no_sample_comes_between(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CX_SAMPLE", "1")
    with closing(open_workspace(place)) as workspace:
        lay(workspace, one_need("mandatory", stages_rated("1")))
    app = start()
    assert_healthy(app)
    assert title_of(app) == "1 of 1 mandatory needs are met everywhere; none fails"


def test_an_empty_workspace_offers_both_samples_and_the_data_page_the_other_one(place: Path) -> None:
    app = start()
    assert {button.key for button in app.button} >= {"sample_sample", "sample_sample_canada"}
    app.button(key="sample_sample_canada").click().run()
    app.switch_page("pages/data.py").run()
    assert_healthy(app)
    assert [button.key for button in app.button if str(button.key).startswith("sample_")] == ["sample_sample"]
    app.switch_page("pages/shortfalls.py").run()
    assert_healthy(app)
    shown = words_of(app)
    assert "1–4,227,620 cases a cell" in shown and "3,324,655 cases, behavioural measure" in shown  # nobody answered anything
    assert "<0.001" in shown and "<1%" in shown and "e-0" not in shown
    assert "People missed" not in shown  # counted of surveys alone
