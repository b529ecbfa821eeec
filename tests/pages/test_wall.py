"""The screen on the wall: what a room of people reads at every step, and what it says when there is nothing to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from cx.ui.workshop import components
from cx.ui.workshop.wall import A_PAGE, CARDS, paged
from cx.workshop.decisions import Decision, decide
from cx.workshop.settings import set_discussed, set_focus, set_timer
from cx.workshop.steps import STEPS
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start
from tests.workshop.rooms import Led, led, shortfalls


@pytest.fixture
def room(holding: Callable[[Tables], Path]) -> Led:
    """A room with three people."""
    return led(open_workspace(holding(shortfalls())))


@pytest.fixture(autouse=True)
def first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that comes page by page is at its first."""
    monkeypatch.setattr("cx.ui.workshop.wall.turn", lambda: 0.0)


def wall(room: Led) -> AppTest:
    app = start("join", room=room.room.code, wall="1")
    assert_healthy(app)
    return app


def test_people_find_the_code_and_hear_that_nobody_has_come_yet(holding: Callable[[Tables], Path]):
    empty = led(open_workspace(holding(shortfalls())), people=0)
    said = html_of(wall(empty))
    assert components.code(empty.room) in said and "Nobody has joined yet" in said
    empty.go_to("score")
    assert "Nobody has joined yet" in html_of(wall(empty))
    empty.go_to("reveal")
    said = html_of(wall(empty))
    assert "Nobody has joined, so nothing was scored." in said and "disagree" not in said


def test_a_room_that_scored_nothing_is_not_called_agreeing_at_any_step(room: Led):
    for step in (s.key for s in STEPS[2:-1]):
        if room.go_to("reveal") and step in ("reveal", "dots", "tally", "effort", "decide"):
            room.go_to(step)
            said = html_of(wall(room))
            assert "agree" not in said.replace("nothing can be said about agreement", ""), step
    room.go_to("reveal")
    assert "No item has scores of 3 people" in html_of(wall(room))


def test_distributions_name_both_ends_of_their_scale_and_say_closeness_in_words(room: Led):
    items = room.go_to("score").items
    room.all_say(
        {
            i.item_id: [0, 1, 4] if n == 0 and i.scale == "0-4" else [2, 2, 1] if i.scale == "0-4" else [-1, 0, 0]
            for n, i in enumerate(items)
        }
    )
    room.go_to("reveal")
    said = html_of(wall(room))
    for word in ("Not met at all", "Fully met", "Clearly worse", "Fully relieved", "Disagreement", "Close", "3 of 3 near"):
        assert word in said, word


def test_the_item_before_everybody_fills_the_wall_with_what_was_known(room: Led):
    items = room.go_to("score").items
    room.all_say({i.item_id: [1, 1, 1] for i in items})
    room.go_to("reveal")
    set_discussed(room.workspace, room.room_id, room.key, items[1].item_id, True)
    room.go_to("discuss")
    assert "wall-focus" not in html_of(wall(room))
    set_focus(room.workspace, room.room_id, room.key, items[1].item_id)
    said = html_of(wall(room))
    assert "wall-focus" in said and "Known before" in said and "Missed, 30%" in said


def test_an_item_frozen_before_its_look_was_kept_is_shown_in_words(room: Led):
    room.go_to("reveal")
    item = room.room.items[0]
    with room.workspace.transaction() as cursor:
        ((text,),) = cursor.execute("SELECT content FROM workshop_room").fetchall()
        content = json.loads(text)
        del content["form"]
        for old in content["items"]:
            for name in ("at_least", "upper", "target", "adequate", "assumed", "flags"):
                del old[name]
        cursor.execute("UPDATE workshop_room SET content = ?", [json.dumps(content)])
    set_focus(room.workspace, room.room_id, room.key, item.item_id)
    assert item.basis[0].split(".")[0] in html_of(wall(room))


def test_dots_are_bars_and_the_decisions_follow(room: Led):
    room.go_to("dots")
    topic = room.room.topics[0]
    for person in range(2):
        room.votes(person, {topic.options[1].option_id: 2, topic.options[0].option_id: 1})
    room.go_to("tally")
    assert "Fewer than 3 people voted, too few to show." in html_of(wall(room))
    room.go_to("dots")
    room.votes(2, {topic.options[1].option_id: 2, topic.options[0].option_id: 1})
    room.go_to("tally")
    said = html_of(wall(room))
    assert said.index(topic.options[1].label) < said.index(topic.options[0].label) and "width:100%" in said and "width:50%" in said
    room.go_to("decide")
    assert "2 must-haves that fail still without a decision." in html_of(wall(room))
    decide(room.workspace, room.room_id, room.key, Decision("i01", "fix", owner="Ann"), "a")
    said = html_of(wall(room))
    assert "1 must-have that fails still without a decision." in said and "Ann" in said


def test_the_timer_is_on_the_wall_only_while_it_runs(room: Led):
    room.go_to("score")
    assert "wall-timer" not in html_of(wall(room))
    set_timer(room.workspace, room.room_id, room.key, 7)
    said = html_of(wall(room))
    assert "wall-timer" in said and ("6:5" in said or "7:00" in said)


def test_what_does_not_fit_one_screen_comes_page_by_page_and_nothing_is_left_out():
    parts = [str(n) for n in range(2 * CARDS + 1)]
    turns = [paged(parts, CARDS, n * A_PAGE) for n in range(4)]
    assert [p for shown, _ in turns[:3] for p in shown] == parts and turns[3] == turns[0]
    assert turns[1][1] == "Page 2 of 3" and paged(parts[:CARDS], CARDS, 99.0) == (parts[:CARDS], "")
    assert paged([], CARDS, 5.0) == ([], "")
