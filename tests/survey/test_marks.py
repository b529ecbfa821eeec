"""Marks that answers draw or spell are ratings, on the scale that the answers themselves name; faces are asked with their order shown."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cx.readers.code_book import Question
from cx.store import Workspace
from cx.survey.column import Column
from cx.survey.mapping_assistant import likely_scales
from cx.survey.scale import suggest_scale
from cx.survey.suggestion import Suggestion
from tests.surveys import Files, people


def suggested(*texts: str, heading: str = "") -> Suggestion:
    return suggest_scale(dict.fromkeys(texts, 9), heading)


@pytest.mark.parametrize(
    ("texts", "scale", "steps"),
    [
        (["4/5", "3/5", "1/5"], "1-5", [1, 3, 4]),
        (["0 / 4", "4 / 4"], "0-4", [0, 4]),
        (["12/20", "8,5/20"], "0-20", [8.5, 12]),
        (["80/100", "5/100"], "percent", [5, 80]),
        (["2 von 6", "6 von 6"], "1-6", [2, 6]),
        (["4 out of 5 stars", "1 out of 5 stars"], "1-5", [1, 4]),
        (["3 sur 5", "5 sur 5"], "1-5", [3, 5]),
        (["★★★☆☆", "★☆☆☆☆"], "1-5", [1, 3]),
        (["☆☆☆☆", "★★★☆"], "0-4", [0, 3]),
        (["⭐⭐⭐⭐⭐", "⭐⭐"], "1-5", [2, 5]),
        (["⭐️⭐️⭐️⭐️⭐️", "⭐️"], "1-5", [1, 5]),
        (["1 star", "4.5 stars", "5 stars"], "1-5", [1, 4.5, 5]),
        (["5 Sterne", "1 Stern"], "1-5", [1, 5]),
        (["5 ⭐", "2 ⭐"], "1-5", [2, 5]),
    ],
)
def test_a_mark_that_says_out_of_how_many_is_a_rating_on_that_scale(texts: list[str], scale: str, steps: list[float]) -> None:
    found = suggested(*texts)
    assert (found.scale, [step for _, step in found.words]) == (scale, steps)


@pytest.mark.parametrize(
    ("texts", "perhaps", "said"),
    [
        (["3 out of 10", "8 out of 10", "10 out of 10"], "0-10", "from 1 to 10"),
        (["3 von 10", "9 von 10"], "0-10", "from 1 to 10"),
        (["4 stars", "3 stars", "2 stars"], "1-5", "nobody gave 5"),
        (["⭐" * 7, "⭐"], "1-7", "out of more than 5"),
        (["3/12", "10/12", "11/12"], "1-12", "perhaps these are days"),
    ],
)
def test_a_mark_that_leaves_open_where_its_scale_begins_or_ends_is_asked_about(texts: list[str], perhaps: str, said: str) -> None:
    found = suggested(*texts)
    assert (found.scale, found.perhaps) == (None, perhaps) and said in found.reason


@pytest.mark.parametrize(
    ("faces", "scale", "steps"),
    [
        (["😡", "🙁", "😐", "🙂", "😀"], "1-5", [1, 2, 3, 4, 5]),
        (["🙂", "😐", "☹️"], "1-3", [1, 2, 3]),
        (["👎🏽", "👍🏻"], "yes-no", [0, 1]),
        (["😢 sad", "😍 love it", "😐 so so"], "1-5", [1, 3, 5]),
    ],
)
def test_faces_are_asked_about_with_their_order_shown(faces: list[str], scale: str, steps: list[float]) -> None:
    found = suggested(*faces[::-1])
    assert (found.scale, found.perhaps, [step for _, step in found.words]) == (None, scale, steps)
    assert " < ".join(text for text, _ in found.words) in found.reason


@pytest.mark.parametrize(
    "texts",
    [["1/4", "3/5"], ["7/5", "3/5"], ["4/5/2024", "3/5/2024"], ["★★", "good"], ["3 von uns", "4 von 10"], ["🚗", "🚲"], ["1 Sternzeichen", "2 Sterne"]],
)  # fmt: skip
def test_other_fractions_dates_and_signs_are_no_ratings(texts: list[str]) -> None:
    assert not suggested(*texts).may_rate


def test_where_a_mark_may_be_turned_round_the_scale_can_be_chosen() -> None:
    column = Column("q", {"4 stars": 9, "1 star": 2}, 2, suggested("4 stars", "1 star"), Question("q"))
    assert likely_scales(column)[:2] == ["1-5", "1-4"]


def test_marks_are_counted_as_pandas_counts_their_numbers(surveyed: Workspace, tmp_path: Path) -> None:
    given = ["4/5", "5/5", "5/5", "1/5", "5/5", "2/5", "3/5"]
    words = ";".join(f"{text}={step:g}" for text, step in suggested(*given).words)
    files = Files(people("age,pay", *(f"1,{mark}" for mark in given), "3,4/5"), (f"pay,till,s1,pay,,1-5,,{words}",))
    ratings = files.read(surveyed, tmp_path / "files").ratings.set_index("segment_id")
    assert ratings.loc["young", ["n", "value"]].tolist() == [7, pytest.approx(pd.Series(given).str[0].astype(float).mean())]
