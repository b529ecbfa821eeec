"""The page of rounds: a sentence, what moved, what is real, and all rounds one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from cx.ui.rounds.transitions import _matrix
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, title_of, words_of
from tests.sketches import Contact, Stage, one_need, survey


def rounds_of(*met: int) -> Tables:
    """One mandatory need, and so many of 100 who are satisfied in each round."""
    tables = one_need("mandatory", [Stage("s1", [Contact()])])
    tables["rounds"] = [{"round_id": f"r{i}", "name": f"Wave {i}", "opened_on": f"20{10 + i}-01-01"} for i in range(len(met))]
    place = {"touchpoint_id": "n1-s1-0", "stage_id": "s1", "need_id": "n1"}
    tables["ratings"] = [place | {"round_id": f"r{i}"} | survey(100, k) for i, k in enumerate(met)]
    return tables


def test_the_sample_says_what_moved_what_is_real_and_what_could_have_been_seen(sample: Path) -> None:
    app = start("rounds")
    shown = words_of(app)
    assert title_of(app) == "From Survey 2016 to Survey 2017: none of 28 tested cells changed for real, 4 possibly; of 35 needs 2 improved"
    assert "With these n, below 5 points we would not see it; 7 would be seen four times in five." in shown
    assert "3 cells: another touchpoint decides now" in shown
    assert "Signs inside" in shown
    assert "Business traveller: mandatory needs +40 points: performance +40, mix 0 and scope 0" in shown
    assert "coverage?persona=business&amp;cell=business-security~pass-security" in html_of(app)
    app.query_params["against"] = "1999"
    app.selectbox(key="persona").set_value("local").run()
    assert "a round to compare with that is not here" in " ".join(caption.value for caption in app.caption)
    assert_healthy(app)
    assert (
        title_of(app) == "From Survey 2016 to Survey 2017: none of 8 tested cells changed for real, 1 possibly; no need changed its state"
    )


def test_any_two_rounds_are_compared_and_all_of_them_looked_back_on(holding: Callable[[Tables], Path]) -> None:
    holding(rounds_of(60, 61, 60, 61, 60, 61, 60, 95))
    app = start("rounds", against="r3", part="History")
    assert title_of(app) == "From Wave 3 to Wave 7: 1 of 1 tested cell changed for real (1 up); of 1 need 1 improved"
    shown = words_of(app)
    assert "0% → 0% → 0% → 0% → 0% → 0% → 0% → 100%" in shown
    assert "mandatory needs left its usual range in Wave 7" in shown


@pytest.mark.parametrize("number", [1, 0])
def test_without_a_second_round_there_is_nothing_to_compare_and_that_is_said(number: int, holding: Callable[[Tables], Path]) -> None:
    holding(rounds_of(*[60] * number))
    app = start("rounds")
    assert title_of(app) == "There is nothing to compare yet" and "Open a round under “Freeze and open”" in words_of(app)
    assert ("There is one round so far" if number else "There is no round yet") in words_of(app)


def test_a_matrix_of_states_has_no_row_or_column_in_which_nothing_stands() -> None:
    shown = _matrix(pd.DataFrame({"state_before": ["met", None], "state": ["missed", "not_assessed"]}), "States")
    assert shown.count("<tr") == 3, "the heading, what was met, and what was not there"
    assert shown.count("chip not_assessed") == shown.count("chip met") == 1
