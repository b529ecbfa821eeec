"""In the panel of a cell one score is changed, and the panel shows the new value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.changes.write import write_rows
from cx.store import open_workspace
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start_with_tables, words_of
from tests.sketches import behaviour, expert, rated_link

CELL = {"persona": "business", "cell": "business-wayfind~find-way"}


def press(app: AppTest, label: str) -> None:
    """Press a button of the panel, and see that the page is well."""
    next(b for b in app.button if b.label == label).click().run(timeout=60)
    assert_healthy(app)


def test_a_score_changed_in_the_panel_shows_at_once(sample: Path) -> None:
    workspace = open_workspace(sample)
    row = {
        "round_id": "2017",
        "stage_id": "find-way",
        "need_id": "business-wayfind",
        "source": "expert",
        "rater": "E1",
        "value": "1",
        "scale": "0-4",
    }
    write_rows(workspace, "ratings", [row], action="edit")
    app = start_with_tables("coverage", round="2017", **CELL)
    which = app.selectbox(key="score_which_business-wayfind_find-way")
    whole = next(number for number, label in enumerate(which.options) if label == "The need as a whole · Experts, E1 · 1 (0-4)")
    which.set_value(whole).run()
    (value,) = [n for n in app.number_input if n.label.startswith("Value")]
    assert value.label == "Value, 0 (not at all) to 4 (fully)" and (value.min, value.max) == (0, 4)
    value.set_value(4.0)
    press(app, "See what changes")
    assert workspace.rows("SELECT value FROM ratings WHERE touchpoint_id IS NULL") == [(1.0,)], "nothing is written before it is seen"
    press(app, "Change it")
    assert workspace.rows("SELECT value FROM ratings WHERE touchpoint_id IS NULL") == [(4.0,)]
    assert any("It can be undone in the history" in s.value for s in app.success)
    assert "The need as a whole · Experts, E1 · 4 (0-4)" in app.selectbox(key="score_which_business-wayfind_find-way").options
    assert "The need as a whole" in words_of(app) and "~100%" in words_of(app)


def test_a_mean_changed_without_its_satisfied_people_says_that_they_stay(sample: Path) -> None:
    app = start_with_tables("coverage", round="2017", **CELL)
    assert any("judged by the share of satisfied people" in c.value for c in app.caption)
    next(n for n in app.number_input if n.label.startswith("Value")).set_value(1.5)
    press(app, "See what changes")
    press(app, "Change it")
    ((met,),) = open_workspace(sample).rows("SELECT met_n FROM ratings WHERE value = 1.5")
    assert any(f"satisfied people stays {met}" in s.value for s in app.success)


def test_what_a_change_would_do_is_shown_first_and_can_be_left(holding: Callable[[Tables], Path]) -> None:
    path = holding(rated_link("mandatory", [behaviour(0.2)]))
    app = start_with_tables("coverage", persona="p1", cell="n1~s1")
    next(n for n in app.number_input if n.label.startswith("Value")).set_value(0.9)
    press(app, "See what changes")
    shown = html_of(app)
    assert "1 need changes state" in shown and "1 shortfall closes" in shown
    press(app, "Leave it as it is")
    assert "1 need changes state" not in html_of(app)
    assert open_workspace(path).rows("SELECT value FROM ratings") == [(0.2,)]


def test_a_score_that_a_better_source_overrides_says_that_changing_it_changes_nothing(holding: Callable[[Tables], Path]) -> None:
    holding(rated_link("mandatory", [behaviour(0.6), expert("ann", 1)]))
    app = start_with_tables("coverage", persona="p1", cell="n1~s1")
    assert not app.info, "the measure decides"
    which = app.selectbox(key="score_which_n1_s1")
    which.set_value(next(number for number, label in enumerate(which.options) if "Experts" in label)).run()
    (said,) = app.info
    assert said.value == (
        "This score does not decide: it ranks below a behavioural measure of the same touchpoint. Changing its value changes no state and no number here unless that is taken away."
    )
    next(n for n in app.number_input if n.label.startswith("Value")).set_value(4.0)
    press(app, "See what changes")
    assert "No need changes its state" in html_of(app)


def test_scores_of_a_frozen_round_are_not_offered_for_change(sample: Path) -> None:
    app = start_with_tables("coverage", round="2016", **CELL)
    assert not [b for b in app.button if b.label in ("See what changes", "Change it")]
    assert any("frozen" in c.value for c in app.caption)


def test_a_note_changed_beside_a_readable_number_leaves_the_stored_number_as_it_is(sample: Path) -> None:
    workspace = open_workspace(sample)
    before = dict(
        workspace.rows(
            "SELECT (touchpoint_id, stage_id, need_id, source, rater, segment_id)::VARCHAR, value FROM ratings WHERE round_id = '2017'"
        )
    )
    app = start_with_tables("coverage", round="2017", **CELL)
    (value,) = [n for n in app.number_input if n.label.startswith("Value")]
    assert value.value == round(value.value, 2) and value.value not in before.values(), (
        "the form shows a readable number, not the stored one"
    )
    next(t for t in app.text_input if t.label == "Note").set_value("Looked at again")
    press(app, "See what changes")
    press(app, "Change it")
    assert workspace.rows("SELECT count(*) FROM ratings WHERE note = 'Looked at again'") == [(1,)]
    after = dict(
        workspace.rows(
            "SELECT (touchpoint_id, stage_id, need_id, source, rater, segment_id)::VARCHAR, value FROM ratings WHERE round_id = '2017'"
        )
    )
    assert after == before
