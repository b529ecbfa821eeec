"""The facilitator adds to the discussion and to the vote, and writes down what was said."""

from __future__ import annotations

import pytest

from cx.errors import NotAllowed, NotNow
from cx.report.forms import as_html
from cx.report.minutes import minutes
from cx.store import Workspace
from cx.workshop.content import GAPS, Option, topic_of
from cx.workshop.results import results
from cx.workshop.settings import LONGEST_NOTE, set_discussed, set_note, set_topics
from tests.workshop.rooms import Led, led


@pytest.fixture
def agreed(tuesday: Led) -> Led:
    """A room at the reveal that disagrees about nothing."""
    room = tuesday.go_to("score")
    tuesday.all_say({i.item_id: [1, 1, 1] for i in room.items})
    tuesday.go_to("reveal")
    return tuesday


def add(at: Led, item_id: str, on: bool = True) -> None:
    set_discussed(at.workspace, at.room_id, at.key, item_id, on)


def test_an_item_that_the_facilitator_adds_is_discussed_and_scored_again(agreed: Led):
    item_id = agreed.room.items[3].item_id
    add(agreed, item_id)
    assert agreed.room.in_disagreement == () and agreed.room.discussed == (item_id,)
    agreed.go_to("rescore")
    assert agreed.room.asked("score2") == (item_id,)
    agreed.all_say({item_id: [2, 2, 1]})
    agreed.go_to("result")
    assert results(agreed.workspace, agreed.room).of("final")[item_id]["median"] == 2


def test_what_was_added_can_be_taken_off_and_what_is_in_disagreement_cannot(tuesday: Led):
    room = tuesday.go_to("score")
    split, other = (i.item_id for i in room.items[:2])
    tuesday.all_say({split: [0, 2, 4], other: [2, 2, 2]})
    tuesday.go_to("discuss")
    add(tuesday, other)
    assert tuesday.room.discussed == (split, other)
    for item_id in (split, other):
        add(tuesday, item_id, on=False)
    assert tuesday.room.discussed == (split,)


@pytest.mark.parametrize("step", ["lobby", "score", "dots", "decide"])
def test_the_discussion_is_settled_between_the_reveal_and_its_end(tuesday: Led, step: str):
    tuesday.go_to(step)
    with pytest.raises(NotNow, match="Go back to the discussion first"):
        add(tuesday, tuesday.room.items[0].item_id)


def test_any_item_can_be_put_to_the_vote(agreed: Led):
    items = agreed.room.items
    fails = next(i for i in items if i.tier == 1)
    unknown = next(i for i in items if i.state == "not_assessed")
    topic = topic_of("gaps", "Which first?", GAPS, tuple(Option(i.item_id, i.title, i.item_id) for i in (fails, unknown)))
    set_topics(agreed.workspace, agreed.room_id, agreed.key, (topic,))
    agreed.go_to("dots")
    for person in range(3):
        agreed.votes(person, {fails.item_id: 2, unknown.item_id: 1})
    agreed.go_to("tally")
    assert results(agreed.workspace, agreed.room).tally["option_id"].tolist() == [fails.item_id, unknown.item_id]


def test_a_note_stands_in_the_minutes_as_it_was_last_written(agreed: Led):
    first, second = (i.item_id for i in agreed.room.items[:2])
    for item_id, text in ((first, "Draft"), (first, " The <b>form</b> times out; Sales never saw it \n"), (second, "Gone"), (second, "")):
        set_note(agreed.workspace, agreed.room_id, agreed.key, item_id, text)
    assert agreed.room.notes == {first: "The <b>form</b> times out; Sales never saw it"}
    page = as_html(minutes(agreed.workspace, agreed.room_id))
    assert "The &lt;b&gt;form&lt;/b&gt; times out" in page and "Gone" not in page and "Draft</td>" not in page


def test_a_long_note_is_refused(agreed: Led):
    with pytest.raises(NotAllowed, match="at most 500 letters"):
        set_note(agreed.workspace, agreed.room_id, agreed.key, agreed.room.items[0].item_id, "x" * (LONGEST_NOTE + 1))


def test_only_who_leads_adds_and_writes(agreed: Led, workspace: Workspace):
    other = led(workspace)
    for act, value in ((set_discussed, True), (set_note, "mine")):
        with pytest.raises(Exception, match="Only the facilitator"):
            act(workspace, agreed.room_id, other.key, agreed.room.items[0].item_id, value)
    assert agreed.room.discussed == () and agreed.room.notes == {}
