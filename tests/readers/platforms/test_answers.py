"""Boxes, orders, sums and several answers in a cell are told from ratings by what people answered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cx.readers.code_book import Question
from cx.readers.platforms.answers import TICKED, Marks, is_joined, is_order, judged, said


def kinds(columns: Sequence[Sequence[str]]) -> set[str]:
    """The kinds of the columns of one battery."""
    questions = [Question(f"Q{n}", f"Q - item {n}", stem="Q") for n in range(len(columns))]
    return {one.kind for one in judged(questions, list(enumerate(zip(*columns, strict=True), start=2)), Marks(TICKED))}


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ((["item 0", "", "", "item 0"], ["", "item 1", "", "item 1"]), "several"),
        ((["1", "", "1", "1"], ["2", "2", "", ""], ["", "3", "3", ""]), "several"),
        ((["Y", "", "Y", "Y"], ["Y", "Y", "", "N"]), "several"),
        ((["1", "2", "3", "1"], ["2", "3", "1", "3"], ["3", "1", "2", "2"]), "ranking"),
        ((["60", "10", "100", "30"], ["40", "90", "0", "70"]), "amount"),
        ((["4", "5", "3", "2"], ["4", "4", "3", "1"]), ""),
        ((["1", "2", "3", "1"], ["2", "2", "1", "3"], ["3", "1", "2", "2"]), ""),
        ((["1", "1", "1", "1"], ["1", "1", "1", "1"]), ""),
        ((["4", "3", "2", "5"], ["2", "3", "4", "1"]), ""),
        ((["", "", "", ""], ["", "", "", ""]), ""),
    ],
    ids=[
        "its own option", "one code a box", "ticked", "an order", "shares of 100", "ratings", "ratings that are no order",
        "everybody chose 1 of everything", "ratings with a constant sum", "nobody answered",
    ],
)  # fmt: skip
def test_what_a_battery_holds(columns: Sequence[Sequence[str]], kind: str) -> None:
    assert kinds(columns) == {kind}


@pytest.mark.parametrize(
    ("cells", "separator", "several"),
    [
        (["Bus, Bike", "Bus", "Bike, Car", "Car"], ", ", True),
        (["Bus;Bike", "Bus", "Bike", "Bike;Bus"], ";", True),
        (["Bus;", "Bike;"], ";", True),
        (["Yes, often", "No, never", "Sometimes", "Yes, often", "No, never"], ", ", False),
        (["Well, it was slow", "More seats, please", "Nothing", "Quiet, clean, good"], ", ", False),
        (["Agree, fully", "Agree, mostly", "Disagree, fully", "Disagree, mostly", "Neither", "Agree, fully"], ", ", False),
        (["4,5", "3", "4,5", "2"], ", ", False),
        (["Bus", "Bike", "Bus"], ", ", False),
    ],
)
def test_several_answers_in_a_cell_are_told_from_one_answer_with_a_comma(cells: Sequence[str], separator: str, several: bool) -> None:
    assert is_joined(cells, separator) is several


def test_a_cell_with_all_the_options_in_an_order_of_its_own_is_a_ranking() -> None:
    assert is_order(["A;B;C;", "B;A;C;", "C;B;A;", "A;B;C;"], ";")
    assert not is_order(["A;B;C;", "B;A;", "C;B;A;", "A;"], ";")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which did you use? (Select all that apply)", "several"),
        ("Was haben Sie genutzt? (Mehrfachnennungen möglich)", "several"),
        ("Quels services ? Plusieurs réponses possibles", "several"),
        ("¿Qué usó? Marque todas las que correspondan", "several"),
        ("Please rank the following by importance", "ranking"),
        ("Bringen Sie diese in eine Reihenfolge", "ranking"),
        ("Distribute 100 points among these", "amount"),
        ("How satisfied were you with all staff?", ""),
        ("How do you rate the taxi rank?", ""),
        ("How satisfied are you with our ranking of results?", ""),
    ],
)
def test_a_question_says_what_its_answers_are(question: str, kind: str) -> None:
    assert said(question) == kind
