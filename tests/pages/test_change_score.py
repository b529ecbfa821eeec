"""In the panel of a cell one score is changed, and the panel shows the new value."""

from __future__ import annotations

from pathlib import Path

from cx.intake.write import write_rows
from cx.store import open_workspace
from tests.pages.screens import assert_healthy, start, words_of

CELL = {"persona": "business", "cell": "business-wayfind~find-way"}


def test_a_score_changed_in_the_panel_shows_at_once(sample: Path) -> None:
    workspace = open_workspace(sample)
    row = {"round_id": "2017", "stage_id": "find-way", "need_id": "business-wayfind", "source": "expert", "rater": "E1", "value": "1", "scale": "0-4"}
    write_rows(workspace, "ratings", [row], action="edit")
    app = start("coverage", round="2017", **CELL)
    which = app.selectbox(key="score_which_business-wayfind_find-way")
    whole = next(number for number, label in enumerate(which.options) if label == "The need as a whole · Experts, E1 · 1 (0-4)")
    which.set_value(whole).run()
    (value,) = [n for n in app.number_input if n.label.startswith("Value")]
    assert value.label == "Value, 0 (not at all) to 4 (fully)" and (value.min, value.max) == (0, 4)
    value.set_value(4.0)
    next(b for b in app.button if b.label == "Change it").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT value FROM ratings WHERE touchpoint_id IS NULL") == [(4.0,)]
    assert any("The history can take it back" in s.value for s in app.success)
    assert "The need as a whole · Experts, E1 · 4 (0-4)" in app.selectbox(key="score_which_business-wayfind_find-way").options
    assert "The need as a whole" in words_of(app) and "~100%" in words_of(app)


def test_a_mean_changed_without_its_satisfied_people_says_that_they_stay(sample: Path) -> None:
    app = start("coverage", round="2017", **CELL)
    assert any("judged by the share of satisfied people" in c.value for c in app.caption)
    next(n for n in app.number_input if n.label.startswith("Value")).set_value(1.5)
    next(b for b in app.button if b.label == "Change it").click().run(timeout=60)
    assert_healthy(app)
    ((met,),) = open_workspace(sample).rows("SELECT met_n FROM ratings WHERE value = 1.5")
    assert any(f"satisfied people stays {met}" in s.value for s in app.success)


def test_scores_of_a_frozen_round_are_not_offered_for_change(sample: Path) -> None:
    app = start("coverage", round="2016", **CELL)
    assert not [b for b in app.button if b.label == "Change it"]
    assert any("frozen" in c.value for c in app.caption)


def test_a_note_changed_beside_a_readable_number_leaves_the_stored_number_as_it_is(sample: Path) -> None:
    workspace = open_workspace(sample)
    before = dict(workspace.rows("SELECT (touchpoint_id, stage_id, need_id, source, rater, segment_id)::VARCHAR, value FROM ratings WHERE round_id = '2017'"))
    app = start("coverage", round="2017", **CELL)
    (value,) = [n for n in app.number_input if n.label.startswith("Value")]
    assert value.value == round(value.value, 2) and value.value not in before.values(), "the form shows a readable number, not the stored one"
    next(t for t in app.text_input if t.label == "Note").set_value("Looked at again")
    next(b for b in app.button if b.label == "Change it").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT count(*) FROM ratings WHERE note = 'Looked at again'") == [(1,)]
    after = dict(workspace.rows("SELECT (touchpoint_id, stage_id, need_id, source, rater, segment_id)::VARCHAR, value FROM ratings WHERE round_id = '2017'"))
    assert after == before
