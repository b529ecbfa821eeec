"""The table by which the answers of a question are read as a scale: every line of it decides about some answers."""

from __future__ import annotations

import pytest

from cx.survey.scale import suggest_scale
from cx.survey.scale_readings import STEP_READINGS, Steps, read_numbers

DECIDED: list[tuple[list[float], str | None, bool]] = [
    ([98, 99], None, True),
    ([0, 1], "yes-no", True),
    ([1, 2], None, True),
    ([-2, -1, 1, 2], "-2-2", True),
    ([-5, 0, 5], "-5-5", False),
    ([0, 10, 20, 30, 50, 75, 100], "percent", True),
    (list(range(0, 101, 3)), "percent", False),
    ([18, 21, 34, 47, 62], None, True),
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "1-10", True),
    ([0, 2, 5, 7, 8, 10], "0-10", True),
    ([1, 10], "0-10", False),
    ([2, 4, 6, 7], "1-7", True),
    ([1, 3, 5], "1-5", True),
    ([0, 1, 3, 4], "0-4", False),
    ([1, 3, 4], "1-4", False),
    ([2, 3], None, True),
]
"""The numbers that somebody chose, and their scale: a line of the table each, in its order."""


@pytest.mark.parametrize(("line", "numbers", "scale", "is_clear"), [(n, *row) for n, row in enumerate(DECIDED)])
def test_each_line_of_the_table_decides_about_its_answers(line: int, numbers: list[float], scale: str | None, is_clear: bool) -> None:
    counted = dict.fromkeys(map(float, numbers), 20)
    first = next(number for number, reading in enumerate(STEP_READINGS) if reading.test(Steps.of(counted)))
    read = read_numbers(counted)
    assert (first, read.scale, read.is_clear) == (line, scale, is_clear)


@pytest.mark.parametrize(
    ("numbers", "beside"),
    [([1, 2, 3, 4, 5, 6], (6,)), ([0, 3, 5], (0,)), ([1, 5, 9], (9,)), ([1, 2, 3, 4, 5, -1], (-1,)), ([1, 6, 7, 8, 9], (8, 9)), ([0, 5, 10, 1, 3, 7, 11], (11,))],
)  # fmt: skip
def test_a_number_beside_a_scale_leaves_the_scale_open_and_is_never_silently_no_answer(numbers: list[int], beside: tuple[int, ...]) -> None:
    read = read_numbers(dict.fromkeys(map(float, numbers), 20))
    assert (read.is_clear, read.beside) == (False, beside)
    found = suggest_scale({str(n): 20 for n in numbers})
    assert (found.scale, found.no_answer) == (None, ()) and found.perhaps


@pytest.mark.parametrize("code", [98, 99, -99, -9, 77, 888])
def test_a_code_far_from_the_scale_is_proposed_as_no_answer_and_said(code: int) -> None:
    found = suggest_scale({str(n): 20 for n in (1, 2, 3, 4, 5, code)})
    assert (found.scale, found.no_answer) == ("1-5", (str(code),))
    assert f"{code} stands outside it and reads as no answer" in found.reason


def test_no_line_of_the_table_is_without_an_example() -> None:
    assert len(DECIDED) == len(STEP_READINGS)


def test_blanks_around_an_answer_do_not_make_it_another_answer() -> None:
    once = {"1": 5, "2": 9, "3": 20, "4": 41, "5": 40}
    assert suggest_scale(once | {" 5 ": 3}) == suggest_scale(once)


@pytest.mark.parametrize("heading", ["Note Kasse", "Schulnote für die App"])
def test_school_grades_of_which_one_is_the_best_are_asked_about(heading: str) -> None:
    for answers in (["1", "2", "3", "4", "5"], ["1", "2", "3", "4", "5", "6"], ["1", "1.5", "2", "3", "5"]):
        found = suggest_scale(dict.fromkeys(answers, 9), heading)
        assert (found.scale, found.perhaps) == (None, "1-6-reversed") and "1 is the best" in found.reason
    assert suggest_scale(dict.fromkeys("12345", 9), "How was the till?").scale == "1-5"


def test_numbers_of_a_slider_are_perhaps_a_percentage_and_amounts_are_not() -> None:
    slider = suggest_scale({str(n): 1 for n in range(0, 101, 3)}, "How satisfied are you?")
    assert (slider.scale, slider.perhaps) == (None, "percent")
    assert not suggest_scale({str(n): 1 for n in range(18, 60)}, "Q3").may_rate


def test_the_number_of_one_respondent_alone_is_no_rating() -> None:
    assert not suggest_scale({"1": 1}, "respondent id").may_rate


@pytest.mark.parametrize(
    "heading",
    ["importance: outcome 1", "Q3. How important is a short queue to you?", "Wie wichtig ist Ihnen die Kasse?", "Fréquence des retards", "¿Con qué prioridad?"],
)  # fmt: skip
def test_how_much_something_matters_or_how_often_it_arises_is_no_score_before_somebody_says_so(heading: str) -> None:
    found = suggest_scale({str(n): 20 for n in (1, 2, 3, 4, 5)}, heading)
    assert (found.scale, found.perhaps) == (None, "1-5") and "and not how well it is met" in found.reason
