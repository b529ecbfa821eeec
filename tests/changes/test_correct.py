"""One rating is corrected where it is read, through the checks and the record of every other change."""

from __future__ import annotations

from typing import Any

import pytest

from cx.changes.correct import correct_rating
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.store import Workspace


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    opened = own_sample
    row = {
        "round_id": "2017",
        "stage_id": "find-way",
        "need_id": "business-wayfind",
        "source": "expert",
        "rater": "E1",
        "value": "3",
        "scale": "0-4",
        "note": "tired",
    }
    write_rows(opened, "ratings", [row], action="edit")
    return opened


def one(workspace: Workspace, where: str) -> dict[str, Any]:
    return dict(workspace.frame(f"SELECT * FROM ratings WHERE {where} ORDER BY ALL LIMIT 1").iloc[0])


def test_a_correction_changes_one_rating_and_the_history_takes_it_back(sample: Workspace) -> None:
    others = sample.rows("SELECT * FROM ratings WHERE touchpoint_id IS NOT NULL ORDER BY ALL")
    correct_rating(sample, one(sample, "touchpoint_id IS NULL"), {"value": 4.0, "note": None})
    assert sample.rows("SELECT value, scale, note FROM ratings WHERE touchpoint_id IS NULL") == [(4.0, "0-4", None)]
    assert sample.rows("SELECT * FROM ratings WHERE touchpoint_id IS NOT NULL ORDER BY ALL") == others
    assert sample.rows("SELECT action, rows_changed FROM audit_log ORDER BY audit_id DESC LIMIT 1") == [("edit", 1)]
    undo(sample, 3)
    assert sample.rows("SELECT value, note FROM ratings WHERE touchpoint_id IS NULL") == [(3.0, "tired")]


def test_a_survey_mean_keeps_every_digit_when_only_its_note_is_changed(sample: Workspace) -> None:
    rating = one(sample, "round_id = '2017' AND source = 'survey'")
    correct_rating(sample, rating, {"value": rating["value"], "n": int(rating["n"]), "met_n": int(rating["met_n"]), "note": "checked"})
    assert sample.rows("SELECT value, n, met_n FROM ratings WHERE note = 'checked'") == [(rating["value"], rating["n"], rating["met_n"])]


def test_what_stands_there_already_is_no_change(sample: Workspace) -> None:
    assert correct_rating(sample, one(sample, "touchpoint_id IS NULL"), {"value": 3.0, "note": "tired"}) is None
    assert sample.rows("SELECT max(audit_id) FROM audit_log") == [(2,)]


@pytest.mark.parametrize(
    ("where", "new", "code"),
    [
        ("touchpoint_id IS NULL", {"value": 5.0}, "value_off_scale"),
        ("round_id = '2017' AND source = 'survey'", {"met_n": 1_000_000}, "met_above_n"),
        ("round_id = '2016'", {"note": "years later"}, "frozen_round"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_nothing_is_written(
    sample: Workspace, where: str, new: dict[str, Any], code: str
) -> None:
    stood = sample.rows("SELECT * FROM ratings ORDER BY ALL")
    with pytest.raises(InvalidData) as refused:
        correct_rating(sample, one(sample, where), new)
    assert [f.code for f in refused.value.issues] == [code]
    assert sample.rows("SELECT * FROM ratings ORDER BY ALL") == stood
