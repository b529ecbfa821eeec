"""The questions of a survey one at a time, as a phone shows them: said below one another, and the same in the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.ui.data import survey_one_by_one
from tests.hall import answers, hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy
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
