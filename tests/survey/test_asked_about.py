"""A question that states a need rates it; one that states a part of it is asked about, with the share of words they have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey.asked_about import needs_asked
from cx.survey.file import rows_of
from cx.survey.mapping import Item, Rule
from cx.survey.mapping_assistant import columns_of
from cx.survey.propose import BORROWED, fitting_answers, propose_items, propose_rules, rating_columns, taken
from cx.survey.targets import Targets, targets
from tests.conftest import loaded
from tests.hall import ASK, SEGMENT, STATEMENTS, answers, hall

NEEDS = {
    "gate": "I find my gate without asking",
    "bag": "My bag arrives before I do",
    "change": "I can change my booking online",
    "cancel": "I can cancel my booking online",
    "quiet": "Quiet",
}


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("How satisfied are you with: I find my gate without asking", "gate"),
        ("Q4. I find my gate without asking (1 = not at all, 5 = fully)", "gate"),
        ("How easy was it: I can cancel my booking online?", "cancel"),
        ("MY BAGS ARRIVE BEFORE I DO", "bag"),
    ],
)
def test_a_question_that_states_a_need_is_certain_to_rate_it(question: str, need: str) -> None:
    found = needs_asked([question], NEEDS)[question]
    assert (found.need_ids, found.certain) == ((need,), True)
    assert "of its words" in found.evidence


@pytest.mark.parametrize(
    "question",
    [
        "Did your bag arrive?",
        "How important is it: I find my gate without asking",
        "I cannot change my booking online",
        "How often do you find a gate without asking?",
        "You found the gate without asking anybody",
    ],
    ids=["a part of it", "its importance", "turned round", "how often", "another word"],
)
def test_a_part_an_importance_and_a_denial_are_asked_about_and_never_taken(question: str) -> None:
    found = needs_asked([question], NEEDS)
    assert all(not one.certain for one in found.values())
    assert found, "a person is asked"


@pytest.mark.parametrize("question", ["The weather", "Calm?", "Booking online", "", "Age"])
def test_a_word_in_common_is_no_proposal(question: str) -> None:
    assert needs_asked([question], NEEDS) == {}


def test_two_questions_about_one_need_are_both_asked_about() -> None:
    found = needs_asked(["Today: I find my gate without asking", "Last year: I find my gate without asking"], NEEDS)
    assert [one.certain for one in found.values()] == [False, False]


def test_a_statement_that_two_personas_share_is_one_question_about_both_needs() -> None:
    found = needs_asked(
        ["Rate: the showers are warm and clean"],
        {"a": "The showers are warm and clean", "b": "The showers are warm and clean.", "c": "The floor is clean"},
    )
    assert found["Rate: the showers are warm and clean"].need_ids == ("a", "b")


def test_the_shorter_of_two_statements_gives_way_to_the_one_that_stands_there_as_a_whole() -> None:
    both = {"short": "Cancel my booking", "long": "Cancel my booking within a day"}
    found = needs_asked(["Satisfied? Cancel my booking within a day", "Satisfied? Cancel my booking"], both)
    assert [(one.need_ids, one.certain) for one in found.values()] == [(("long",), True), (("short",), True)]


# --- against a workspace ------------------------------------------------------------------------------------


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Workspace]:
    opened = loaded(
        {**hall(segments=True), "touchpoints": [{"touchpoint_id": "plan", "name": "Aushang", "channel": "wall"}]}, tmp_path / "hall"
    )
    yield opened
    opened.close()


def columns(workspace: Workspace, text: str) -> list:
    (table,), _ = read_upload("hall.csv", text.encode())
    return columns_of(workspace, rows_of(table))


def proposed(workspace: Workspace, text: str) -> list[Item]:
    return propose_items(columns(workspace, text), targets(workspace))


def test_each_question_of_the_swimming_hall_rates_its_need_itself_where_it_arises(pool: Workspace) -> None:
    found = {one.need_id: one for one in proposed(pool, answers())}
    assert set(found) == set(STATEMENTS)
    assert all(one.whole and one.stage_id == STATEMENTS[need][3] and one.scale == "1-5" for need, one in found.items())


@pytest.mark.parametrize(("ask", "why"), [(ASK, "All questions of this battery: 1 to 5."), ("", BORROWED)], ids=["one stem", "no stem"])
def test_a_need_that_nobody_rates_high_takes_the_scale_of_the_other_questions_and_says_so(ask: str, why: str, pool: Workspace) -> None:
    found = {one.heading: one.suggestion for one in rating_columns(columns(pool, answers().replace(ASK, ask)), targets(pool))}
    assert (found[ask + STATEMENTS["kasse"][2]].scale, found[ask + STATEMENTS["kasse"][2]].reason) == ("1-5", why)


def test_a_touchpoint_named_beside_the_statement_is_what_the_question_rates(pool: Workspace) -> None:
    text = "nr,Aushang: Ich finde sofort eine freie Bahn\n" + "".join(f"{n},{1 + n % 5}\n" for n in range(40))
    (item,) = proposed(pool, text)
    assert (item.touchpoint_id, item.need_id, item.stage_id, item.whole) == ("plan", "bahn", "schwimmen", False)


def test_a_likely_need_is_left_open_until_a_person_says_yes(pool: Workspace) -> None:
    text = "nr,War das Wasser flach?\n" + "".join(f"{n},{1 + n % 5}\n" for n in range(40))
    (item,) = proposed(pool, text)
    assert (item.need_id, item.touchpoint_id, item.whole) == ("", "", False)
    asked = needs_asked([item.column], {"flach": "flaches Wasser für Kinder"})[item.column]
    assert not asked.certain
    (said,) = taken(item, asked, targets(pool))
    assert (said.need_id, said.stage_id, said.whole) == ("flach", "schwimmen", True)


# --- who answered -------------------------------------------------------------------------------------------


def test_answers_that_are_names_of_segments_become_rules_and_the_others_are_counted(pool: Workspace) -> None:
    found = columns(pool, answers())
    rules = propose_rules(found, targets(pool))
    assert sorted(rules, key=lambda one: one.segment_id) == [
        Rule("fam", SEGMENT, ("Familien",)),
        Rule("sport", SEGMENT, ("Sportschwimmer",)),
    ]
    fits, left = fitting_answers(found, rules)[SEGMENT]
    assert (sum(fits.values()), left) == (52, {"Schulklasse": 20})


@pytest.mark.parametrize(("typed", "segment"), [("FAMILIEN ", "fam"), ("fam", "fam"), ("Sport-Schwimmer", ""), ("sportschwimmer", "sport")])
def test_case_blanks_and_ids_make_no_difference_and_another_name_does(pool: Workspace, typed: str, segment: str) -> None:
    text = "Wer\n" + f"{typed}\n" * 10 + "Andere\n" * 3
    assert [one.segment_id for one in propose_rules(columns(pool, text), targets(pool))] == ([segment] if segment else [])


def test_answers_on_a_rating_are_no_segments_whose_ids_are_numbers(pool: Workspace) -> None:
    numbered = Targets({}, {}, {}, (), {"1": "North", "5": "South"}, {}, {}, {}, {})
    text = "nr,Note\n" + "".join(f"{n},{1 + n % 5}\n" for n in range(60))
    assert propose_rules(columns(pool, text), numbered) == []
