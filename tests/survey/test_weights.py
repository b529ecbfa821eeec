"""A column that may say how much each respondent counts is asked about with its numbers; what certainly is none is not."""

from __future__ import annotations

import numpy as np
import pytest

from cx.store import Workspace
from cx.survey import SurveyMapping, SurveyRows, read_survey
from tests.brought import AGES, rated, till
from tests.survey.test_batteries import PEOPLE, answer, found

DRAWN = np.random.default_rng(7).uniform(0.3, 2.4, PEOPLE)
ABOUT_ONE = (DRAWN / DRAWN.mean()).round(3)


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("Weight", ABOUT_ONE),
        ("Gewicht", [f"{number:.3f}".replace(".", ",") for number in ABOUT_ONE]),
        ("survey_weight", ABOUT_ONE * 1_000),
        ("w", [1, 2] * (PEOPLE // 2)),
        ("Factor", ABOUT_ONE),
        ("wgt", [*ABOUT_ONE[1:], "n/a"]),
    ],
)
def test_what_is_called_a_weight_or_is_one_on_average_is_asked_about_with_its_numbers(
    heading: str, numbers: object, empty: Workspace
) -> None:
    column = found(empty, **{"How was the till?": answer(), heading: numbers})[heading]
    assert column.weight is not None
    held = [float(str(one).replace(",", ".")) for one in numbers if one != "n/a"]  # type: ignore[attr-defined]
    assert (column.weight.lowest, column.weight.highest, column.weight.mean) == pytest.approx((min(held), max(held), sum(held) / len(held)))
    assert column.weight.is_called_so == (heading != "Factor")


def test_weights_with_a_decimal_comma_and_three_digits_are_no_thousands(surveyed: Workspace) -> None:
    rows = [f"{1 + 2 * (n % 2)};{n % 5 + 1};{weight}" for n, weight in enumerate(["0,691", "1,198", "1,111"] * 20)]
    survey = SurveyRows.of("answers.csv", "\n".join(["age;pay;Gewicht", *rows]).encode())
    mapping = SurveyMapping((till("pay"),), AGES)
    by_point = SurveyRows.of("answers.csv", "\n".join(["age;pay;Gewicht", *(row.replace(",", ".") for row in rows)]).encode())
    read, expected = (read_survey(surveyed, one, mapping, weights="Gewicht") for one in (survey, by_point))
    assert not [one for one in read.issues if one.is_error]
    assert rated(read) == rated(expected)


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("Minutes", DRAWN * 20),
        ("Change", DRAWN - 1.3),
        ("How important is the weight of your bag?", ABOUT_ONE * 3),
        ("Weight", ["light", "heavy"] * (PEOPLE // 2)),
    ],
)
def test_other_numbers_are_no_weights(heading: str, numbers: object, empty: Workspace) -> None:
    assert found(empty, **{"How was the till?": answer(), heading: numbers})[heading].weight is None
