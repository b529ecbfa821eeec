"""Assumption debt: shown with what it was in the round before."""

from __future__ import annotations

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.analysis.debt import aged_sentence, debt_sentence, debt_words, debts
from cx.charts.spark import spark
from cx.frames import row_dicts
from cx.report.content import Report
from cx.report.html import html
from cx.report.markdown import markdown
from tests.sketches import expert, rated_link, survey


def rows_of(workspace, round_id: str) -> list[dict]:
    return row_dicts(debts(workspace, coverage(workspace, Scope(round_id))))


def test_evidence_repays_the_debt_of_ratings(workspace_of) -> None:
    tables = rated_link("mandatory", [expert("r1", 3)])
    (first,) = tables["rounds"]
    later = {**first, "round_id": "later", "name": "Later", "opened_on": "2099-01-01"}
    tables["rounds"].append(later)
    tables["ratings"].append({**tables["ratings"][0], **survey(40, 30), "rater": "", "scale": "", "round_id": "later"})
    workspace = workspace_of(tables)
    (row,) = rows_of(workspace, "later")
    assert (row["rating_debt_over"], row["rating_debt"]) == ((1.0, 0.0), 0.0)
    assert debt_words(row, "rating_debt") == "100% → 0%"
    (row,) = rows_of(workspace, first["round_id"])
    assert debt_words(row, "rating_debt") == "100%"


def test_evidence_that_ages_drops_a_level_and_adds_debt_in_the_round_in_which_it_is_old(workspace_of) -> None:
    tables = rated_link("mandatory", [expert("r1", 3)])
    (first,) = tables["rounds"]
    tables["needs"][0] |= {"evidence": "indirect", "evidence_date": "2023-06-01"}
    years = ("2023", "2024", "2025")
    tables["rounds"] = [{**first, "round_id": y, "name": y, "opened_on": f"{y}-01-01", "frozen_on": f"{y}-12-31"} for y in years]
    tables["ratings"][0]["round_id"] = "2025"
    workspace = workspace_of(tables)
    (row,) = rows_of(workspace, "2025")
    assert row["need_debt_over"] == (0.0, 1.0, 1.0)
    assert debt_words(row, "need_debt") == "0% → 100%"
    answer = coverage(workspace, Scope("2025"))
    assert aged_sentence(answer.needs, 12) == "The evidence of 1 need is older than 12 months and counts one level lower."
    assert aged_sentence(coverage(workspace, Scope("2023")).needs, 12) == ""
    drawn = spark(row["need_debt_over"], "Debt")
    assert drawn.count("<b ") == 3 and drawn.count("<i ") == 1
    assert spark(row["need_debt_over"][:2], "Debt") == "" and spark((0.1, None, 0.2, 0.3), "Debt").count("<i ") == 1
    report = Report(workspace, answer)
    assert "0% → 100% of its needs by importance" in markdown(report) and str(drawn).split("<i ")[1] in html(report)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"need_debt": 0.5, "rating_debt": 0.25, "need_debt_over": (None, 0.5), "rating_debt_over": (0.5, 0.25)}, "Rests on assumptions: 50% of its needs by importance and 50% → 25% of the places where they arise (not assessed or assumed ratings)."),
        ({"need_debt": 0.5, "rating_debt": None, "need_debt_over": (0.9, 0.7, 0.7, 0.5), "rating_debt_over": (None,) * 4}, "Rests on assumptions: 90% → 70% → 50% of its needs by importance."),
        ({"need_debt": None, "rating_debt": None, "need_debt_over": (None,), "rating_debt_over": (None,)}, ""),
    ],
)  # fmt: skip
def test_both_debts_make_one_sentence(row, said) -> None:
    assert debt_sentence(row) == said
