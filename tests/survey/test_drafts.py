"""What each question of a survey may rate: its own words, and nothing that is made up."""

from __future__ import annotations

import pytest

from cx.readers.code_book import Question
from cx.survey.column import Column
from cx.survey.drafts import Draft, drafts, rates_something
from cx.survey.scale import Suggestion


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["Rate our service: Till", "Rate our service: App"], [("Till", "Till"), ("App", "App")]),
        (["How easy was it? [Booking]", "How easy was it? [Parking]"], [("Booking", "Booking"), ("Parking", "Parking")]),
        (["Wie gut: Ich finde sofort eine freie Bahn", "Wie gut: Kasse"], [("", "Ich finde sofort eine freie Bahn"), ("Kasse", "Kasse")]),
        (["Was it easy to park?", "Did you find the till?"], [("", "Was it easy to park?"), ("", "Did you find the till?")]),
        (["Did we: help?", "Did we: answer?"], [("", "Did we: help?"), ("", "Did we: answer?")]),
        (["Grades: Opening hours (1-6)", "Grades: Staff [1 bis 6]"], [("Opening hours", "Opening hours"), ("Staff", "Staff")]),
        (["How fast was it? (0-10)"], [("", "How fast was it?")]),
        (["sat/booking", "sat/paying"], [("", "sat/booking"), ("", "sat/paying")]),
        (["A question: alone"], [("", "A question: alone")]),
    ],
)
def test_without_a_code_book_the_shared_beginning_of_questions_is_their_stem(headings: list[str], said: list[tuple[str, str]]) -> None:
    columns = [Column(one, {}, 5, Suggestion("1-5", (), ""), Question(one)) for one in headings]
    assert [(one.touchpoint, one.statement) for one in drafts(columns)] == said


@pytest.mark.parametrize(
    ("question", "proposed"),
    [
        ("Paying", True),
        ("How easy was it?", True),
        ("結帳", True),
        ("D2", False),
        ("Q1_3", False),
        ("G01Q01[SQ002]", False),
        ("How important is paying by card?", False),
        ("importance: outcomeId 1", False),
    ],
)
def test_a_code_without_words_and_how_much_something_matters_are_not_proposed_as_ratings(question: str, proposed: bool) -> None:
    assert rates_something(Draft(question, "", question)) is proposed
