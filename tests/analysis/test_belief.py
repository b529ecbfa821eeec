"""What experts believe beside what customers say of the same thing."""

from __future__ import annotations

import pytest

from cx.analysis.belief import OPTIMISTIC, belief, belief_lines, said_by
from cx.analysis.catalogue import names
from cx.analysis.coverage import coverage
from cx.frames import row_dicts
from cx.report.content import Report
from cx.report.forms import as_html, as_markdown
from cx.report.html import html
from cx.report.markdown import markdown
from cx.report.pre_read import pre_read
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


def test_the_report_and_the_pre_read_of_a_workshop_list_the_same_differences_as_the_page(workspace_of) -> None:
    workspace = workspace_of(both("mandatory", (4, 4, 3), 40, 10))
    answer = coverage(workspace)
    (line,) = belief_lines(answer, names(workspace), None, 5)
    (row,) = row_dicts(belief(answer))
    assert line[2:] == (*said_by(row), OPTIMISTIC)
    assert line in Report(workspace, answer).belief
    report, blocks = Report(workspace, answer), pre_read(workspace, answer, "Spring", [(row["need_id"], row["stage_id"])])
    for text in (html(report), markdown(report), as_html(blocks), as_markdown(blocks)):
        assert "Belief against evidence" in text and all(part in text for part in said_by(row))
        assert "Experts and customers are far apart about 1 of 1 touchpoint of a need" in text
    assert blocks[0].heading == "Before the workshop: Spring" and len(blocks[1].rows) == 1
    assert Report(workspace, answer, persona_id="nobody").belief == []
