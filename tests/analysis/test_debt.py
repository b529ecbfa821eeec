"""Assumption debt: shown with what it was in the round before."""

from __future__ import annotations

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.analysis.debt import debt_sentence, debt_words, debts
from cx.frames import row_dicts
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
    assert (row["rating_debt_before"], row["rating_debt"]) == (1.0, 0.0)
    assert debt_words(row, "rating_debt") == "100% → 0%"
    (row,) = rows_of(workspace, first["round_id"])
    assert debt_words(row, "rating_debt") == "100%"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"need_debt": 0.5, "rating_debt": 0.25, "need_debt_before": None, "rating_debt_before": 0.5}, "Rests on assumptions: 50% of its needs by importance and 50% → 25% of the places where they arise (not assessed or assumed ratings)."),
        ({"need_debt": None, "rating_debt": None, "need_debt_before": None, "rating_debt_before": None}, ""),
    ],
)  # fmt: skip
def test_both_debts_make_one_sentence(row, said) -> None:
    assert debt_sentence(row) == said
