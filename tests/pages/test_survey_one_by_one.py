"""The questions of a survey one at a time, as a phone shows them: said below one another, and the same in the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from cx.ui.data import survey_one_by_one
from tests.hall import SEGMENT, answers, hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of
from tests.pages.test_survey_without_segments import said_in, surveyed


def shown_singly(app: AppTest, on: bool) -> AppTest:
    next(t for t in app.toggle if t.label == "One question at a time").set_value(on).run(timeout=60)
    assert_healthy(app)
    return app


def boxes(app: AppTest) -> dict[str, object]:
    return {b.label: b.value for b in app.selectbox if b.label in ("Need or theme", "Touchpoint", "Stage", "Scale")}


def go(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click().run(timeout=60)
    assert_healthy(app)
    return app


def test_what_is_said_of_one_question_is_kept_and_stands_in_the_table_as_well(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = surveyed()
    before = said_in(app)
    assert not boxes(app) and "questions used" in before
    shown_singly(app, True)
    assert any(caption.value.startswith("Question 1 of ") for caption in app.caption)
    while not boxes(app)["Touchpoint"]:
        go(app, "Next")
    scale = next(b for b in app.selectbox if b.label == "Scale")
    question = next(m.value for m in app.markdown if m.value.startswith("**"))
    scale.set_value("not a rating").run(timeout=60)
    go(app, "Next" if any(b.label == "Next" and not b.disabled for b in app.button) else "Back")
    one_less = said_in(app)
    assert one_less != before, f"{question} still rates"
    shown_singly(app, False)
    assert not boxes(app)
    used = [c.value.split(";")[0] for c in app.caption if "used; one without" in c.value]
    assert used and used[0] in one_less and used[0] not in before


def test_a_need_that_may_be_meant_is_asked_about_and_one_that_is_chosen_is_not(holding: Callable[[Tables], Path]) -> None:
    holding(hall(segments=True))
    app = shown_singly(surveyed(answers().replace("Die Kinder planschen in flachem Wasser", "Kinder planschen im flachen Becken")), True)
    asked: dict[bool, set[bool]] = {True: set(), False: set()}
    for _ in range(6):
        asked[bool(boxes(app)["Need or theme"])].add(any(box.label == "Yes, this need is meant" for box in app.checkbox))
        if any(box.label == "Yes, this need is meant" for box in app.checkbox):
            next(box for box in app.checkbox if box.label == "Yes, this need is meant").check().run(timeout=60)
        if not next(b for b in app.button if b.label == "Next").disabled:
            go(app, "Next")
    assert asked == {True: {False}, False: {True}}
    assert "6 of 6 questions used" in said_in(app)


def singly(app: AppTest, what: str) -> AppTest:
    next(t for t in app.toggle if t.label == f"One {what} at a time").set_value(True).run(timeout=60)
    assert_healthy(app)
    return app


def test_each_answer_that_makes_a_segment_is_looked_at_by_itself_and_is_a_card(holding: Callable[[Tables], Path]) -> None:
    path = holding(hall())
    app = singly(surveyed(), "answer")
    assert "<li><b>Schulklasse</b><span>Schulklasse · no persona yet</span><small>20 respondents</small></li>" in html_of(app)
    while not any("Schulklasse" in m.value for m in app.markdown if m.value.startswith("**")):
        next(b for b in app.button if str(b.key).startswith("next_segments_")).click().run(timeout=60)
    next(b for b in app.selectbox if b.label == "Persona").set_value("Familie").run(timeout=60)
    next(b for b in app.number_input if b.label == "People").set_value(90).run(timeout=60)
    assert_healthy(app)
    assert "Schulklasse · Familie" in html_of(app)
    next(b for b in app.button if str(b.key).startswith("apply_")).click().run(timeout=60)
    made = "SELECT s.name, persona_id, size FROM segments s JOIN persona_segments USING (segment_id) WHERE s.name = 'Schulklasse'"
    assert open_workspace(path).rows(made) == [("Schulklasse", "familie", 90.0)]


def test_each_rule_for_a_segment_is_looked_at_by_itself_and_another_can_be_added(holding: Callable[[Tables], Path]) -> None:
    holding(hall(segments=True))
    app = singly(surveyed(), "segment")
    assert "<b>Familien</b><span>Kundengruppe · Familien</span>" in html_of(app)
    next(b for b in app.button if b.label == "Add a segment").click().run(timeout=60)
    for label, said in (("Segment", "Familien"), ("Question", SEGMENT)):
        next(b for b in app.selectbox if b.label == label and str(b.key).startswith(f"{label}_2_rules_")).set_value(said).run(timeout=60)
    next(b for b in app.text_input if b.label == "One of these answers").set_value("Schulklasse").run(timeout=60)
    assert_healthy(app)
    assert "72 answers fit a rule" in said_in(app)


@pytest.mark.parametrize(("agent", "singly"), [("Mozilla/5.0 (Linux; Android 15) Mobile", True), ("Mozilla/5.0 (X11; Linux)", False)])
def test_a_phone_begins_with_one_question_and_a_wide_screen_with_the_table(
    holding: Callable[[Tables], Path], monkeypatch: pytest.MonkeyPatch, agent: str, singly: bool
) -> None:
    monkeypatch.setattr(survey_one_by_one, "is_phone", lambda: any(word in agent for word in survey_one_by_one.TOUCH))
    holding(hall())
    assert bool(boxes(surveyed())) == singly


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"Need or theme": "Pay", "Touchpoint": "Till", "Stage": "Shop", "Scale": "1 to 5"}, "Pay · Till · at Shop · 1 to 5"),
        ({"Need or theme": None, "Touchpoint": None, "Stage": None, "Scale": "to be said"}, "to be said"),
        ({"Need or theme": None, "Touchpoint": float("nan"), "Stage": None, "Scale": ""}, "nothing is said of it yet"),
    ],
)
def test_each_question_is_a_card_on_a_narrow_screen_with_all_that_is_said_of_it(said: dict[str, object], shown: str) -> None:
    row = {"Question": "How was <b>paying</b>?", "Answers": "5 (12) · 4 (3)"} | said
    made = survey_one_by_one.cards([row, row], single=False)
    assert made.count(f"<li><b>How was &lt;b&gt;paying&lt;/b&gt;?</b><span>{shown}</span><small>5 (12) · 4 (3)</small></li>") == 2
    assert "switch on" in made and "switch on" not in survey_one_by_one.cards([row], single=True)
