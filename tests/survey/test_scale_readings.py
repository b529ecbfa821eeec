"""The table by which the answers of a question are read as a scale: every line of it decides about some answers."""

from __future__ import annotations

import pytest

from cx.survey.scale import suggest_scale
from cx.survey.scale_readings import STEP_READINGS, Steps

DECIDED: list[tuple[list[float], str | None]] = [
    ([98, 99], None),
    ([0, 1], "yes-no"),
    ([1, 2], None),
    ([-2, -1, 1, 2], "-2-2"),
    ([0, 10, 20, 30, 50, 75, 100], "percent"),
    ([18, 21, 34, 47, 62], None),
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "1-10"),
    ([0, 2, 5, 7, 8, 10], "0-10"),
    ([1, 10], None),
    ([2, 4, 6, 7], "1-7"),
    ([1, 3, 5], "1-5"),
    ([0, 1, 3, 4], "0-4"),
    ([1, 3, 4], "1-4"),
    ([2, 3], None),
]
"""The numbers that somebody chose, and their scale: a line of the table each, in its order."""


@pytest.mark.parametrize(("line", "numbers", "scale"), [(n, *row) for n, row in enumerate(DECIDED)])
def test_each_line_of_the_table_decides_about_its_answers(line: int, numbers: list[float], scale: str | None) -> None:
    steps = Steps.of(dict.fromkeys(map(float, numbers), 20))
    first = next(number for number, reading in enumerate(STEP_READINGS) if reading.test(steps))
    assert (first, STEP_READINGS[first].scale) == (line, scale)


def test_no_line_of_the_table_is_without_an_example() -> None:
    assert len(DECIDED) == len(STEP_READINGS)


def test_blanks_around_an_answer_do_not_make_it_another_answer() -> None:
    once = {"1": 5, "2": 9, "3": 20, "4": 41, "5": 40}
    assert suggest_scale(once | {" 5 ": 3}) == suggest_scale(once)
