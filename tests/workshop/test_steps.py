"""A room goes on and back without loss, and takes only what the step asks for."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta, tzinfo

import pytest

from cx.errors import NotAllowed, NotNow, UnknownRoom
from cx.store import Workspace
from cx.workshop.access import is_host, new_key
from cx.workshop.attendance import join
from cx.workshop.board import room_version, room_with_code
from cx.workshop.clock import now
from cx.workshop.content import from_json, to_json, topic_of
from cx.workshop.marks import ballot, finished, own_ballots, own_scores, score
from cx.workshop.moves import go_on
from cx.workshop.opening import open_room
from cx.workshop.results import effort_and_effect, results
from cx.workshop.settings import set_effort, set_timer, set_topics
from cx.workshop.steps import STEPS, neighbour
from tests.workshop.rooms import Led, content_of, led


def test_what_is_on_the_table_stands_in_tiers(workspace: Workspace):
    items = content_of(workspace).items
    assert [(i.tier, i.cells[0]) for i in items] == [
        (1, ("n2", "s1")),
        (1, ("n1", "s1")),
        (2, ("n3", "s1")),
        (3, ("n5", "s2")),
        (3, ("n4", "s1")),
        (4, ("n6", "s1")),
    ]
    assert [i.priority for i in items] == pytest.approx([100.0, 60.0, 20.0, 100.0, 100 * 0.35 / 0.75, None])


def test_a_frozen_table_is_the_same_after_being_read(workspace: Workspace):
    content = content_of(workspace)
    assert from_json(to_json(content)) == content


def test_a_table_that_was_frozen_when_there_were_two_tiers_keeps_its_meaning(workspace: Workspace):
    before = json.loads(to_json(content_of(workspace)))
    del before["form"]
    for item in before["items"]:
        item["tier"] = {"not_assessed": 3}.get(item["state"], 1 if item["cells"][0][0] in ("n1", "n2") else 2)
        del item["at_least"]
    items = {i.cells[0][0]: i for i in from_json(json.dumps(before)).items}
    assert {need: i.tier for need, i in items.items()} == {"n1": 1, "n2": 1, "n3": 2, "n4": 3, "n5": 3, "n6": 4}


def test_a_table_that_was_frozen_with_its_flags_in_one_text_reads_as_one_with_lists(workspace: Workspace):
    before = json.loads(to_json(content_of(workspace)))
    for item, flags in zip(before["items"], ("", "direct", "direct;hidden_failure"), strict=False):
        item["flags"] = flags
    items = from_json(json.dumps(before)).items
    assert [i.flags for i in items[:3]] == [(), ("direct",), ("direct", "hidden_failure")]


def test_a_room_is_found_by_its_code_however_it_is_typed(tuesday: Led):
    code = tuesday.room.code
    for typed in (code, code.lower(), f" {code[:2]} {code[2:]} ", f"{code[:3]}-{code[3:]}"):
        assert room_with_code(tuesday.workspace, typed).room_id == tuesday.room_id
    with pytest.raises(UnknownRoom, match="Look at the wall again"):
        room_with_code(tuesday.workspace, "?????")


def test_a_second_click_opens_no_second_room(workspace: Workspace):
    key, content = new_key(), content_of(workspace)
    assert open_room(workspace, "A", content, key).room_id == open_room(workspace, "A", content, key).room_id


def test_a_second_click_goes_on_only_once(tuesday: Led):
    for _ in range(3):
        go_on(tuesday.workspace, tuesday.room_id, tuesday.key, "lobby")
    assert tuesday.room.step.key == "score"


def test_only_the_facilitator_leads(tuesday: Led):
    for key in ("", "x", *tuesday.tokens):
        assert not is_host(tuesday.workspace, tuesday.room_id, key)
        with pytest.raises(UnknownRoom):
            go_on(tuesday.workspace, tuesday.room_id, key, "lobby")
    assert tuesday.room.step.key == "lobby"


def test_steps_with_nothing_to_do_are_passed_over():
    assert neighbour("reveal", disagreement=False) == "dots"
    assert neighbour("dots", back=True, disagreement=False) == "reveal"
    assert neighbour("result", topics=False) == "effort"
    assert neighbour("reveal", disagreement=False, topics=False) == "effort"
    assert neighbour("lobby", back=True) == "lobby" and neighbour("closed") == "closed"
    assert [s.key for s in STEPS][:2] == ["lobby", "score"]


def test_going_back_from_anywhere_loses_nothing(tuesday: Led):
    room = tuesday.go_to("score")
    said = {i.item_id: [0, 2, 4] if i.scale == "0-4" else [-2, 0, 2] for i in room.items}
    tuesday.all_say(said)
    tuesday.go_to("rescore")
    assert tuesday.room.in_disagreement == tuple(i.item_id for i in room.items)
    tuesday.all_say({i: [1, 1, 1] for i in said})
    tuesday.go_to("dots")
    topic = tuesday.room.topics[0]
    tuesday.votes(1, {topic.options[0].option_id: 2}, topic.topic_id)
    tuesday.go_to("decide")
    before = results(tuesday.workspace, tuesday.room)
    tuesday.go_to("lobby")
    for person, token in enumerate(tuesday.tokens):
        assert own_scores(tuesday.workspace, tuesday.room, token, "score1") == {i: v[person] for i, v in said.items()}
    assert own_ballots(tuesday.workspace, tuesday.room, tuesday.tokens[1])[topic.topic_id][topic.options[0].option_id] == 2
    tuesday.go_to("decide")
    after = results(tuesday.workspace, tuesday.room)
    assert before.spread.astype(str).equals(after.spread.astype(str)) and before.tally.equals(after.tally)


def test_the_last_answer_counts_until_the_room_goes_on(tuesday: Led):
    room = tuesday.go_to("score")
    first = room.items[0].item_id
    for value in (0, 4, None, 3):
        tuesday.says(0, {first: value})
    for person in (1, 2):
        tuesday.says(person, {first: 3})
    tuesday.go_to("reveal")
    assert results(tuesday.workspace, tuesday.room).of("score1")[first]["counts"] == [0, 0, 0, 3, 0]
    with pytest.raises(NotNow, match="What you had saved by then counts"):
        score(tuesday.workspace, tuesday.room_id, tuesday.tokens[0], "score1", first, 1, "late")
    assert own_scores(tuesday.workspace, tuesday.room, tuesday.tokens[0], "score1") == {first: 3}


def test_a_clock_that_is_set_back_by_a_day_turns_no_answer_and_no_step_round(tuesday: Led, monkeypatch: pytest.MonkeyPatch):
    first = tuesday.go_to("score").items[0].item_id
    tuesday.all_say({first: (0, 0, 0)})

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(days=1)

    monkeypatch.setattr("cx.workshop.clock.datetime", Yesterday)
    tuesday.says(0, {first: 4})
    assert own_scores(tuesday.workspace, tuesday.room, tuesday.tokens[0], "score1") == {first: 4}
    tuesday.go_to("reveal")
    assert results(tuesday.workspace, tuesday.room).of("score1")[first]["counts"] == [2, 0, 0, 0, 1]
    marked = tuesday.workspace.rows("SELECT marked_at FROM workshop_mark WHERE part = 'score1' ORDER BY number")
    assert marked[-1] < marked[0], "the clock did stand a day earlier"
    tuesday.go_to("discuss")
    assert tuesday.room.step.key == "discuss"


def test_the_same_answer_arriving_twice_is_written_once(tuesday: Led):
    room = tuesday.go_to("score")
    for _ in range(3):
        score(tuesday.workspace, tuesday.room_id, tuesday.tokens[0], "score1", room.items[0].item_id, 2, "one act")
    assert tuesday.marks("score1") == 1
    with pytest.raises(NotAllowed):
        score(tuesday.workspace, tuesday.room_id, tuesday.tokens[1], "score1", room.items[0].item_id, 4, "one act")


@pytest.mark.parametrize("value", [-1, 5, 100])
def test_a_value_that_is_not_on_the_scale_is_refused(tuesday: Led, value: int):
    room = tuesday.go_to("score")
    need = next(i for i in room.items if i.scale == "0-4")
    with pytest.raises(NotAllowed, match="scale from 0 to 4"):
        tuesday.says(0, {need.item_id: value})
    assert tuesday.marks("score1") == 0


def test_only_what_is_in_disagreement_is_scored_again_and_its_second_median_counts(tuesday: Led):
    room = tuesday.go_to("score")
    a, b = (i.item_id for i in room.items[:2])
    tuesday.all_say({a: [0, 2, 4], b: [3, 3, 4]})
    tuesday.go_to("rescore")
    assert tuesday.room.in_disagreement == (a,)
    with pytest.raises(NotAllowed, match="not on the table at this step"):
        tuesday.says(0, {b: 0})
    tuesday.all_say({a: [1, 1, 2]})
    tuesday.go_to("result")
    final = results(tuesday.workspace, tuesday.room).of("final")
    assert (final[a]["median"], final[b]["median"]) == (1, 3)
    assert results(tuesday.workspace, tuesday.room).of("score1")[a]["median"] == 2


def test_finished_is_who_has_answered_everything_and_nobody_says_what(tuesday: Led):
    room = tuesday.go_to("score")
    tuesday.says(0, {i.item_id: 0 for i in room.items})
    tuesday.says(1, {i.item_id: None for i in room.items[1:]})
    assert finished(tuesday.workspace, tuesday.room) == {room.people[0].person_id}


def test_dots_are_limited_in_number_and_on_one_option(tuesday: Led):
    room = tuesday.go_to("dots")
    topic = room.topics[0]
    a, b, c = (o.option_id for o in topic.options[:3])
    assert (topic.dots, topic.cap) == (3, 2)
    for dots, why in (
        ({a: 3}, "At most 2 dots go on one option"),
        ({a: 2, b: 2}, "You have 3 dots"),
        ({a: -1}, "cannot be chosen"),
        ({"x": 1}, "cannot be chosen"),
    ):
        with pytest.raises(NotAllowed, match=why):
            tuesday.votes(0, dots, topic.topic_id)
    tuesday.votes(0, {a: 2, c: 1}, topic.topic_id)
    assert tuesday.marks() == 1


def test_somebody_who_keeps_dots_says_so_to_have_finished(tuesday: Led):
    room = tuesday.go_to("dots")
    for topic in room.topics:
        ballot(
            tuesday.workspace,
            tuesday.room_id,
            tuesday.tokens[0],
            topic.topic_id,
            {topic.options[0].option_id: 1},
            topic.topic_id,
        )
    assert finished(tuesday.workspace, tuesday.room) == set()
    for topic in room.topics:
        ballot(
            tuesday.workspace,
            tuesday.room_id,
            tuesday.tokens[0],
            topic.topic_id,
            {topic.options[0].option_id: 1},
            topic.topic_id + "!",
            done=True,
        )
    assert finished(tuesday.workspace, tuesday.room) == {room.people[0].person_id}


def test_topics_change_until_the_vote_begins(tuesday: Led):
    topic = topic_of("own", "Which name?", "own", tuesday.room.topics[0].options[:2])
    set_topics(tuesday.workspace, tuesday.room_id, tuesday.key, (topic,))
    assert tuesday.room.topics == (topic,)
    tuesday.go_to("dots")
    with pytest.raises(NotNow, match="The vote has begun"):
        set_topics(tuesday.workspace, tuesday.room_id, tuesday.key, ())


def test_a_pseudonym_is_a_word_that_nobody_has_in_this_room(tuesday: Led):
    for name, why in (
        ("", "Choose a pseudonym"),
        ("  ", "Choose a pseudonym"),
        ("person 1", "called"),
        ("x" * 25, "at most 24"),
    ):
        with pytest.raises(NotAllowed, match=why):
            join(tuesday.workspace, tuesday.room_id, name, new_key())
    again = join(tuesday.workspace, tuesday.room_id, "anything", tuesday.tokens[1])
    assert again == tuesday.room.people[1] and len(tuesday.room.people) == 3


def test_everybody_hears_of_steps_and_timers_and_nobody_of_marks(tuesday: Led):
    before = room_version(tuesday.workspace, tuesday.room_id)
    room = tuesday.go_to("score")
    moved = room_version(tuesday.workspace, tuesday.room_id)
    tuesday.says(0, {room.items[0].item_id: 1})
    join(tuesday.workspace, tuesday.room_id, "Late", new_key())
    assert before < moved == room_version(tuesday.workspace, tuesday.room_id)
    set_timer(tuesday.workspace, tuesday.room_id, tuesday.key, 5)
    assert moved < room_version(tuesday.workspace, tuesday.room_id)
    assert timedelta(minutes=4.9) < tuesday.room.timer_ends - now() < timedelta(minutes=5.1)
    set_timer(tuesday.workspace, tuesday.room_id, tuesday.key, None)
    assert tuesday.room.timer_ends is None


def test_effort_against_effect_is_split_at_the_medians(tuesday: Led):
    a, b, c, d = (next(i.item_id for i in tuesday.room.items if i.cells[0][0] == need) for need in ("n2", "n1", "n5", "n4"))
    for item, size in ((a, "S"), (b, "XL"), (c, "L"), (d, "S")):
        set_effort(tuesday.workspace, tuesday.room_id, tuesday.key, item, size)
    found = effort_and_effect(tuesday.room).set_index("item_id")
    assert found["quadrant"].to_dict() == {a: "Quick win", b: "Money pit", c: "Big bet", d: "Fill-in"}
    assert found.index.tolist() == [a, d, c, b]
    assert found.loc[a, "effect"] == pytest.approx(tuesday.room.items[0].priority)


def test_votes_keep_no_answer_from_being_shared(tuesday: Led):
    """A hundred phones that vote must not make every page compute anew."""
    workspace = tuesday.workspace
    version = workspace.version
    room = tuesday.go_to("score")
    tuesday.says(0, {room.items[0].item_id: 1})
    assert workspace.version == version


def test_many_people_at_once_lose_double_and_cross_nothing(workspace: Workspace):
    at = led(workspace, people=24)
    room = at.go_to("score")
    start = threading.Barrier(24)
    refused: list[Exception] = []

    def answer(person: int) -> None:
        start.wait()
        try:
            for round_ in range(3):
                for place, item in enumerate(room.items):
                    low = 0 if item.scale == "0-4" else -2
                    at.says(person, {item.item_id: low + (person + place + round_) % 5})
        except Exception as error:  # a thread's failure must reach the test
            refused.append(error)

    threads = [threading.Thread(target=answer, args=(n,)) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert at.marks("score1") == 24 * 3 * len(room.items)
    for person, token in enumerate(at.tokens):
        expected = {i.item_id: (0 if i.scale == "0-4" else -2) + (person + place + 2) % 5 for place, i in enumerate(room.items)}
        assert own_scores(workspace, at.room, token, "score1") == expected
    numbers = workspace.rows("SELECT count(DISTINCT number), max(number) FROM workshop_mark")
    assert numbers == [(24 * 3 * len(room.items),) * 2]
