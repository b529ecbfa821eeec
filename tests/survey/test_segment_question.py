"""A question that tells segments apart is recognised by its name and its answers; which persona an answer means is proposed or asked."""

from __future__ import annotations

from collections import Counter

import pytest

from cx.readers.code_book import Question
from cx.survey.column import Column
from cx.survey.scale import suggest_scale
from cx.survey.segment_question import Meant, candidates, persona_meant

PERSONAS = {"swim": "Lap swimmer", "kids": "Family with children", "senior": "Senior"}


def column(heading: str, answers: dict[str, int]) -> Column:
    return Column(heading, answers, len(answers), suggest_scale(answers, heading), Question(heading))


@pytest.mark.parametrize(
    "heading", ["Customer type", "Kundengruppe", "Segment", "Type de client", "Besuchertyp", "Visitor group", "Which persona are you?"]
)
def test_a_question_named_like_one_about_groups_is_proposed(heading: str) -> None:
    (found,) = candidates(
        [column("Swims well?", {"5": 20, "4": 20, "3": 8, "2": 6, "1": 6}), column(heading, {"Blue": 30, "Green": 30})], PERSONAS
    )
    assert (found.column.heading, found.proposed) == (heading, True)
    assert "groups of people" in found.reason


@pytest.mark.parametrize("answers", [["Lap swimmers", "Seniors"], ["lap swimmer", "Club"], ["senior", "school", "nobody"]])
def test_a_question_whose_answers_are_names_of_personas_is_proposed_whatever_its_name(answers: list[str]) -> None:
    (found,) = candidates([column("Q7", dict.fromkeys(answers, 20))], PERSONAS)
    assert found.proposed
    assert "the name of a persona" in found.reason


@pytest.mark.parametrize(
    ("heading", "answers"),
    [
        ("Comment", {f"text {n}": 1 for n in range(60)}),
        ("Q2", {"5": 20, "4": 20, "3": 20, "2": 4, "1": 4}),
        ("Customer type", {"Lap swimmer": 5, "Senior": 4, "": 200}),
        ("Customer type", {"Lap swimmer": 60}),
        ("Customer number", Counter(str(n) for n in range(900, 960))),
    ],
    ids=["free text", "a rating", "mostly blank", "one answer only", "numbers of customers"],
)
def test_texts_ratings_and_blanks_tell_no_segments_apart(heading: str, answers: dict[str, int]) -> None:
    assert candidates([column(heading, answers)], PERSONAS) == []


def test_few_words_under_an_unknown_heading_may_be_chosen_and_are_not_proposed() -> None:
    (found,) = candidates([column("Q9", {"north": 30, "south": 30})], PERSONAS)
    assert not found.proposed


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("Senior", Meant("senior", True)),
        ("SENIORS ", Meant("senior", True)),
        ("swim", Meant("swim", True)),
        ("Family", Meant("kids", False)),
        ("Lap swimmer (club)", Meant("swim", False)),
        ("Lap swimer", Meant("swim", True)),
        ("School class", Meant()),
        ("Senior 2", Meant()),
    ],
)
def test_a_name_is_sure_a_similar_name_is_asked_and_another_name_is_left_open(answer: str, meant: Meant) -> None:
    assert persona_meant(answer, PERSONAS) == meant


def test_an_answer_that_is_as_near_to_two_personas_is_left_open() -> None:
    assert persona_meant("Family", {"a": "Family with children", "b": "Family of two"}) == Meant()
