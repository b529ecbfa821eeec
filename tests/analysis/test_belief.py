"""What experts believe beside what customers say of the same thing."""

from __future__ import annotations

import pytest

from cx.analysis.belief import belief
from cx.analysis.coverage import coverage
from tests.sketches import Tables, expert, rated_link, survey


def both(kind: str, scores: tuple[float, ...], n: int, met: int, scale: str = "0-4") -> Tables:
    rows = [expert(f"r{number}", score, scale) for number, score in enumerate(scores)]
    return rated_link(kind, [survey(n, met), *rows])


def test_the_panel_stands_beside_the_answers_of_customers(workspace_of) -> None:
    (row,) = belief(coverage(workspace_of(both("mandatory", (4, 4, 3), 40, 10)))).to_dict("records")
    assert (row["expert"], row["raters"], row["customer"], row["answers"]) == (1.0, 3, 0.25, 40)
    assert (row["difference"], row["far"]) == (0.75, True)


def test_too_few_answers_are_no_evidence_against_anybody(workspace_of) -> None:
    assert belief(coverage(workspace_of(both("mandatory", (4, 4), 4, 0)))).empty


def test_nothing_is_compared_that_one_side_alone_rated(workspace_of) -> None:
    assert belief(coverage(workspace_of(rated_link("mandatory", [survey(40, 10)])))).empty


@pytest.mark.parametrize("scores", [(4, 4, 3), (0, 1, 0), (2, 1)])
def test_the_difference_is_the_one_that_flags_the_cell(workspace_of, scores) -> None:
    answer = coverage(workspace_of(both("mandatory", scores, 40, 10)))
    (row,) = belief(answer).to_dict("records")
    (link,) = answer.frame("SELECT perception_difference, perception_gap FROM subject_rating").to_dict("records")
    assert row["difference"] == pytest.approx(link["perception_difference"])
    assert row["far"] == (link["perception_gap"] in ("+", "-"))
