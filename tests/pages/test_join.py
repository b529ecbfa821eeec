"""A participant's page: every beat shows the room as it is, and a tap reaches the question that it was meant for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from cx.ui.shared.keyhole import TAKES_PART
from cx.workshop.board import board_of
from cx.workshop.marks import own_ballots, own_scores
from cx.workshop.publish import close_room
from cx.workshop.steps import SCORE
from tests.oracle import Tables
from tests.pages.screens import ROOT, assert_healthy, html_of, start, title_of, words_of
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_results import settle, through


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


def known(app: AppTest) -> bool:
    """Whether what is known about the question is open to the person."""
    return any(e.label == "What is known about it" for e in app.expander)


def test_what_is_known_about_a_question_opens_after_ones_own_score_and_never_before(room: Led):
    app = phone(room)
    assert not known(app) and "opens once you have scored" in html_of(app)
    (scale,) = [r for r in app.radio if r.key.startswith("ws_score_score1_")]
    scale.set_value(scale.options[-1]).run()
    assert known(app)
    next(b for b in app.button if b.label == "Next").click().run()
    assert "Question 2 of" in html_of(app) and not known(app)


def test_what_was_scored_before_is_known_when_it_is_scored_again(room: Led):
    room.all_say({i.item_id: [0, 2, 4] if i.scale == "0-4" else [-2, 0, 2] for i in room.room.items})
    room.go_to("rescore")
    assert known(phone(room)) and "Your first score: " in html_of(phone(room))


def test_everybody_meets_the_questions_in_an_order_of_their_own(room: Led):
    def order(number: int) -> list[str]:
        app, seen = phone(room, number), []
        for _ in room.room.items:
            seen += [r.key for r in app.radio if r.key not in seen]
            next(b for b in app.button if b.label in ("Next", "Finish")).click().run()
        return seen

    orders = [order(n) for n in range(3)]
    assert all(sorted(o) == sorted(orders[0]) for o in orders) and len({tuple(o) for o in orders}) > 1
    assert order(0) == orders[0]


# --- what a link allows -------------------------------------------------------------------------------------


def test_a_copied_address_is_nobodys_once_the_room_is_closed(room: Led):
    through(room)
    settle(room)
    close_room(room.workspace, room.room_id, room.key, None)
    app = phone(room)
    assert title_of(app) == "Closed" and "Thank you. This is what the room decided." in html_of(app)
    assert "Person 1" not in words_of(app) and not app.radio and TAKES_PART not in app.session_state


def test_who_came_in_by_the_link_of_a_room_sees_no_other_page(room: Led):
    app = phone(room)
    for page in ("data", "workshop", "coverage"):
        app.switch_page(f"pages/{page}.py").run()
        assert title_of(app) == "This link opens the room, and nothing else"
        assert not app.button and not app.text_input and "Person" not in words_of(app)


def test_an_address_that_opens_nothing_is_counted_once_however_often_the_page_is_drawn(room: Led):
    app = start("join", room="NOSUCHCODE")
    for _ in range(8):
        app.run()
    app.text_input(key="door_name").set_value("Kim")
    app.text_input(key="door_code").set_value(room.room.code)
    next(b for b in app.button if b.label == "Join").click().run()
    assert "Question 1 of" in html_of(app)


def test_who_guesses_codes_at_the_door_is_told_to_wait(room: Led):
    app = start("join")
    said = []
    for n in range(6):
        app.text_input(key="door_code").set_value(f"WRONG{n}")
        next(b for b in app.button if b.label == "Join").click().run()
        said.append(app.warning[0].value)
    assert all("No room has the code" in text for text in said[:5]) and "Too many wrong codes came from here" in said[5]


def test_a_lost_key_is_said_to_everybody_in_the_room(room: Led):
    with room.workspace.transaction() as cursor:
        cursor.execute("UPDATE workshop_room SET seal = '0123456789abcdef'")
    board_of(room.workspace).rooms.clear()
    participant, leader = {"room": room.room.code, "me": room.tokens[0]}, {"host": room.key}
    for page, parameters, said in (("join", participant, "their key is not there"), ("workshop", leader, "is lost")):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.switch_page(f"pages/{page}.py").run()
        told = [e.value for e in app.error]
        assert any(said in text for text in told) and not app.exception
        assert any(".key is not there" in text for text in told) == (page == "workshop"), "places are named to who leads alone"
