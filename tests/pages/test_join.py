"""A participant's page: every beat shows the room as it is, and a tap reaches the question that it was meant for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from cx.workshop.marks import own_ballots, own_scores
from cx.workshop.steps import SCORE
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, title_of
from tests.workshop.rooms import Led, led, shortfalls


@pytest.fixture
def room(holding: Callable[[Tables], Path]) -> Led:
    """A room with three people, at blind scoring."""
    made = led(open_workspace(holding(shortfalls())))
    made.go_to("score")
    return made


def phone(room: Led, number: int = 0) -> AppTest:
    """The page of one of the people."""
    app = start("join", room=room.room.code, me=room.tokens[number])
    assert_healthy(app)
    return app


def given(room: Led) -> dict[str, int | None]:
    return own_scores(room.workspace, room.room, room.tokens[0], SCORE)


def control(app: AppTest, key: str):
    return next(g for g in app.get("button_group") if g.key == key)


def test_the_page_shows_the_next_step_when_it_is_drawn_again_and_nobody_has_touched_it(room: Led):
    app = phone(room)
    assert "Question 1 of" in html_of(app)
    room.go_to("reveal")
    app.run()
    assert title_of(app) == "Reveal"


def test_a_tap_on_the_scale_of_the_question_before_changes_nothing(room: Led):
    app = phone(room)
    (first,) = [r for r in app.radio if r.key.startswith("ws_score_score1_")]
    first.set_value(first.options[0]).run()
    said = given(room)
    assert len(said) == 1
    # The server has gone on to the next question; the tap was on its way.
    app.session_state["ws_at_score1"] = 1
    first.set_value(first.options[-1]).run()
    assert given(room) == said
    assert "Question 2 of" in html_of(app) and "Not answered yet." in html_of(app)


def test_every_question_has_a_next_of_its_own_so_that_a_press_that_comes_twice_skips_none(room: Led):
    app = phone(room)
    keys = [b.key for b in app.button if b.label == "Next"]
    app.button(key=keys[0]).click().run()
    assert "Question 2 of" in html_of(app)
    assert keys[0] not in [b.key for b in app.button]


def test_dots_that_the_rules_refuse_go_back_and_those_that_they_take_stay(room: Led):
    room.go_to("dots")
    app = phone(room)
    topic = room.room.topics[0]
    options = [f"ws_dots_{topic.topic_id}_{o.option_id}" for o in topic.options]
    for key in options[:2]:
        control(app, key).set_value(2).run()
    stored = own_ballots(room.workspace, room.room, room.tokens[0])[topic.topic_id]
    shown = {key: control(app, key).value for key in options}
    assert sum(stored.values()) <= topic.dots
    assert {key: value for key, value in shown.items() if value} == {f"ws_dots_{topic.topic_id}_{o}": n for o, n in stored.items() if n}
