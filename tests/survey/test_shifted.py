"""Answers from −2 to 2 about a need that is no pain are refused until a person says that −2 is the worst; then they are read from 0 to 4."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.store import Workspace
from cx.survey.shifted import read_as, shifted_labels
from cx.ui.data.survey_questions import scale_labels
from tests.surveys import Files, answers

SIGNED = answers("6 x 1,2", "2 x 1,-1", "2 x 1,-2", "5 x 3,0").survey


def rating(scale: str, survey: str | bytes = SIGNED) -> Files:
    return Files(survey, (f"pay,till,s1,pay,,{scale},",))


def test_a_signed_scale_of_a_need_that_is_no_pain_is_refused_with_the_key_to_set(surveyed: Workspace, tmp_path: Path) -> None:
    survey = rating("-2-2").read(surveyed, tmp_path / "files")
    assert survey.ratings.empty
    (one, _) = [found for found in survey.issues if found.is_error]
    assert "“pay”" in one.why and "no effect" in one.why
    assert "set scale to -2-2-shifted (in survey_items.csv, or as the scale of the question on the page)" in one.remedy


def test_shifted_answers_are_stored_from_0_to_4_and_the_top_two_are_satisfied(surveyed: Workspace, tmp_path: Path) -> None:
    assert rating("-2-2-shifted").store(surveyed, tmp_path / "files").applied
    stored = surveyed.rows("SELECT segment_id, value, scale, n, met_n FROM ratings WHERE source = 'survey' ORDER BY 1")
    assert stored == [("old", 2.0, "0-4", 5, 0), ("young", (6 * 4 + 2 * 1) / 10, "0-4", 10, 6)]


def test_a_pain_keeps_its_signed_scale(surveyed: Workspace, tmp_path: Path) -> None:
    files = Files(SIGNED, ("pay,till,s1,queue,,-2-2,",))
    assert files.store(surveyed, tmp_path / "files").applied
    assert surveyed.rows("SELECT DISTINCT scale FROM ratings WHERE source = 'survey'") == [("-2-2",)]


@pytest.mark.parametrize("scale", ["-2-2-shifted", "-3-3-shifted"])
def test_a_pain_takes_no_shifted_scale(surveyed: Workspace, tmp_path: Path, scale: str) -> None:
    survey = Files(SIGNED, (f"pay,till,s1,queue,,{scale},",)).read(surveyed, tmp_path / "files")
    assert [found.code for found in survey.issues if found.is_error] == ["scale_not_for_pains"]


@pytest.mark.parametrize(
    ("word", "stored"), [("-1-1-shifted", "0-2"), ("-3-3-shifted", "0-6"), ("-5-5-shifted", "0-10"), ("-50-50-shifted", "0-100")]
)
def test_any_signed_scale_may_be_shifted(word: str, stored: str) -> None:
    known, shift = read_as(word)
    assert known is not None
    assert (known.word, known.high) == (stored, 2 * shift)


@pytest.mark.parametrize("word", ["-2-3-shifted", "1-5-shifted", "-60-60-shifted", "-2-2-shifted-reversed", "shifted"])
def test_other_scales_may_not(surveyed: Workspace, tmp_path: Path, word: str) -> None:
    assert read_as(word)[0] is None
    survey = rating(word).read(surveyed, tmp_path / "files")
    assert "not_allowed" in [found.code for found in survey.issues if found.is_error]


def test_the_page_offers_both_meanings_of_a_signed_scale() -> None:
    offered = scale_labels(["-3-3", "1-5"])
    assert {"-3-3", "-3-3-shifted", "-2-2", "-2-2-shifted"} <= set(offered)
    assert offered["-2-2-shifted"] == "−2 is the worst, 2 the best; no pain (-2-2-shifted)"
    assert shifted_labels(["1-5", "percent", "0-10"]) == {}
