"""The facilitator's pages: what stands before the vote can still be changed, what is not known is left empty, and nobody loses a room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.report.forms import as_markdown
from cx.report.minutes import minutes
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from cx.workshop.board import room_of
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.publish import close_room
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, start_with_tables, title_of, words_of
from tests.sketches import add_need, stages_rated
from tests.workshop.rooms import Led, led, shortfalls


@pytest.fixture
def path(holding: Callable[[Tables], Path]) -> Path:
    return holding(shortfalls())


@pytest.fixture
def tuesday(path: Path) -> Led:
    """A room with three people in the waiting room, in the app's own workspace."""
    return led(open_workspace(path))


def leading(room: Led) -> AppTest:
    """The facilitator's page."""
    return start("workshop", host=room.key)


def field(app: AppTest, kind: str, ending: str):
    (found,) = [w for w in app.get(kind) if w.key.startswith("ws_topic_") and w.key.endswith(ending)]
    return found


def save(app: AppTest) -> AppTest:
    next(b for b in app.button if b.label == "Save what is voted on").click()
    app.run()
    assert_healthy(app)
    return app


# --- what is not known --------------------------------------------------------------------------------------


def test_the_priority_of_what_nobody_has_assessed_is_left_empty_like_everywhere(path: Path):
    app = start("workshop")
    (grid,) = app.get("data_editor")
    unknown = grid.value[grid.value["tier"] == "Not assessed"]
    assert len(unknown) == 1 and unknown["priority"].isna().all()
    assert grid.proto.HasField("placeholder") and grid.proto.placeholder == ""


# --- what is voted on ---------------------------------------------------------------------------------------


def test_a_question_is_added_changed_and_taken_off_before_the_vote(tuesday: Led):
    app = leading(tuesday)
    field(app, "text_input", "_gaps_title").set_value("Which gap first?")
    field(app, "multiselect", "_gaps_options").set_value(field(app, "multiselect", "_gaps_options").options[2::2])
    field(app, "text_input", "_solutions_title").set_value(" ")
    field(app, "text_input", "_new_title").set_value("Which name?")
    field(app, "text_area", "_new_options").set_value("Ada\n\n  Bea \nAda\nCleo")
    save(app)
    gaps, own = room_of(tuesday.workspace, tuesday.room_id).topics
    assert (gaps.title, [o.item_id for o in gaps.options], gaps.dots) == ("Which gap first?", ["i03", "i05"], 3)
    assert (own.title, own.kind, [o.label for o in own.options]) == ("Which name?", "own", ["Ada", "Bea", "Cleo"])
    assert [e.label for e in app.expander if e.label.startswith("What will be voted on")] == ["What will be voted on · 2 questions"]
    field(app, "text_area", "_own_options").set_value("Ada\nBea")
    field(app, "text_input", "_solutions_title").set_value("Which solutions after all?")
    save(app)
    assert {t.title: len(t.options) for t in tuesday.room.topics} == {
        "Which gap first?": 2,
        "Which name?": 2,
        "Which solutions after all?": 3,
    }
    tuesday.go_to("dots")
    tuesday.votes(0, {"o01": 2}, "own")


@pytest.mark.parametrize(
    ("title", "options", "why"),
    [
        ("Which name?", "Ada", "“Which name?” leaves no choice: it has fewer than two options"),
        ("", "Ada\nBea", "Options without a question"),
    ],
)
def test_a_question_without_a_choice_is_refused_beside_the_form(tuesday: Led, title: str, options: str, why: str):
    before, app = tuesday.room.topics, leading(tuesday)
    field(app, "text_input", "_new_title").set_value(title)
    field(app, "text_area", "_new_options").set_value(options)
    assert why in save(app).warning[0].value
    assert tuesday.room.topics == before


def test_what_people_type_is_no_markdown_in_what_a_room_says(tuesday: Led):
    app, typed, shown = leading(tuesday), "*Which* [one](x)?", "\\*Which\\* \\[one\\](x)?"
    field(app, "text_input", "_new_title").set_value(typed)
    field(app, "text_area", "_new_options").set_value("Ada")
    assert shown in save(app).warning[0].value
    field(app, "text_area", "_new_options").set_value("Ada\nBea")
    save(app)
    tuesday.go_to("tally")
    assert shown in [h.value for h in leading(tuesday).header]


@pytest.mark.parametrize(("step", "open_"), [("lobby", True), ("score", True), ("reveal", True), ("dots", False), ("decide", False)])
def test_questions_are_changed_until_the_vote_begins(tuesday: Led, step: str, open_: bool):
    tuesday.go_to(step)
    assert any(b.label == "Save what is voted on" for b in leading(tuesday).button) == open_


def test_going_back_behind_the_vote_does_not_open_its_questions_again(tuesday: Led):
    tuesday.go_to("dots")
    tuesday.go_to("lobby")
    assert not any(b.label == "Save what is voted on" for b in leading(tuesday).button)


# --- the way back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["lobby", "score", "decide"])
def test_the_facilitator_can_copy_the_link_that_leads_the_room(tuesday: Led, step: str):
    tuesday.go_to(step)
    (link,) = leading(tuesday).code
    assert link.value.endswith(f"/workshop?host={tuesday.key}")
    back = start("workshop", **dict([link.value.split("?")[1].split("=")]))
    assert title_of(back).startswith("Tuesday: ")


def test_a_room_that_was_put_aside_is_led_again_from_the_same_tab_and_from_no_other(tuesday: Led):
    app = leading(tuesday)
    app.button(key="ws_leave").click().run()
    assert_healthy(app)
    assert title_of(app) == "Decide together, without anchoring"
    app.button(key=f"ws_again_{tuesday.room_id}").click().run()
    assert_healthy(app)
    assert title_of(app) == "Tuesday: waiting room"
    stranger = start("workshop")
    assert "Tuesday" in words_of(stranger) and tuesday.key not in html_of(stranger)
    assert not [b for b in stranger.button if str(b.key).startswith("ws_again_")] and not stranger.code


# --- how far the room agrees --------------------------------------------------------------------------------


def test_the_room_and_the_evidence_each_name_the_units_of_their_agreement(holding: Callable[[Tables], Path]):
    tables = shortfalls()
    for number in range(3):  # one need at one stage, three touchpoints: one item of the room, and one direct rating a person
        tables["touchpoints"].append({"touchpoint_id": f"more{number}", "name": f"More {number}", "channel": "web"})
        tables["links"].append({"touchpoint_id": f"more{number}", "stage_id": "s1", "need_id": "n6"})
        add_need(tables, f"u{number}", "mandatory", stages_rated("?"))
    at = led(open_workspace(holding(tables)))
    room = at.go_to("score")
    scored = [i for i in room.items if i.scale == "0-4"]
    at.all_say({i.item_id: [n % 5] * 3 for n, i in enumerate(scored)} | {scored[0].item_id: [0, 2, 4]})
    at.go_to("rescore")
    at.all_say({scored[0].item_id: [0, 0, 0]})
    at.go_to("result")
    assert len(scored) == 8
    room_says = words_of(leading(at))
    assert "the panel can be relied on (alpha 1.000, 8 items)." in room_says
    assert "Counted over items: an item is a need at a stage, merged ones once." in room_says
    at.go_to("decide")
    assert "1.000 over 8 items (a need at a stage) scored by 3 or more" in as_markdown(minutes(at.workspace, at.room_id))
    for item in undecided(at.workspace, at.room):
        decide(at.workspace, at.room_id, at.key, Decision(item.item_id, "fix"), item.item_id)
    close_room(at.workspace, at.room_id, at.key, "r1")
    said = words_of(start_with_tables("coverage", persona="p1", cell=place_text(("n6", "s1"))))
    assert "the panel can be relied on (alpha 1.000, 8 links of the round on the scale 0-4" in said


def test_where_no_expert_has_rated_no_agreement_is_claimed(path: Path):
    assert "Agreement of experts" not in words_of(start_with_tables("coverage", persona="p1", cell=place_text(("n1", "s1"))))


def test_the_method_page_says_why_the_two_numbers_can_differ(path: Path):
    said = words_of(start("method"))
    assert (
        "In a room its units are the items (a need at a stage; merged ones count once); "
        "beside a rating they are everything that experts rated in the round, also outside the room" in said
    )


# --- the discussion -----------------------------------------------------------------------------------------


def test_the_facilitator_adds_an_item_to_the_discussion_and_takes_a_note(tuesday: Led):
    items = tuesday.go_to("score").items
    tuesday.all_say({i.item_id: [1, 1, 1] for i in items})
    tuesday.go_to("reveal")
    app = leading(tuesday)
    (added,) = [w for w in app.multiselect if w.label == "Also discuss, and score again"]
    added.set_value([items[2].item_id]).run()
    assert tuesday.room.discussed == (items[2].item_id,)
    tuesday.go_to("discuss")
    app = leading(tuesday)
    (note,) = [w for w in app.text_area if w.key == f"ws_note_{items[2].item_id}"]
    note.set_value("Two of us meant another form.").run()
    assert tuesday.room.notes == {items[2].item_id: "Two of us meant another form."}
    assert "Two of us meant another form." in as_markdown(minutes(tuesday.workspace, tuesday.room_id))


def test_any_item_can_be_put_to_the_vote_in_the_form(tuesday: Led):
    app = leading(tuesday)
    options = field(app, "multiselect", "_gaps_options")
    assert len(options.options) == len(tuesday.room.items)
    field(app, "multiselect", "_gaps_options").set_value([options.options[0], options.options[-1]])
    save(app)
    assert [o.item_id for o in tuesday.room.topics[0].options] == ["i01", "i06"]
