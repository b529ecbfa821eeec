"""Free texts beside a clear scale, as “Other: …” gives them, make no rating of a question and no question of none: a person says whether they are left out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cx.store import Workspace
from cx.survey.file import SurveyRows
from cx.survey.mapping import Item
from cx.survey.mapping_assistant import columns_of, read_as_none
from cx.survey.scale import suggest_scale
from tests.surveys import Files, people

STEPS = dict(zip("12345", (5, 9, 14, 25, 15), strict=True))
WORDS = dict(zip(["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"], STEPS.values(), strict=True))
OTHER = {"Other: slow": 6, "Other: no ticket": 5, "I came by car": 1}


@pytest.mark.parametrize(
    ("rest", "scale", "answers"),
    [(STEPS, "1-5", 80), (WORDS, "1-5", 80), ({"Yes": 30, "No": 18}, "yes-no", 60), ({"4/5": 40, "1/5": 8}, "1-5", 60), ({"0": 9, "5": 9, "7": 9, "8": 9, "9": 9, "10": 9}, "0-10", 66)],
)  # fmt: skip
def test_it_is_asked_whether_texts_beside_a_clear_scale_are_left_out(rest: dict[str, int], scale: str, answers: int) -> None:
    found = suggest_scale(rest | OTHER, "How was it?")
    assert (found.scale, found.perhaps) == (None, scale)
    assert f"12 of {answers} answers are texts, such as “Other: slow”" in found.reason and "leave them out as no score?" in found.reason


@pytest.mark.parametrize(
    "counts",
    [OTHER | {"5": 1}, OTHER | {"Yes": 3}, OTHER | {"2": 20, "17": 20, "40": 20}, OTHER | {"Web": 40, "Shop": 30}, OTHER | {"4": 60}],
)
def test_where_texts_are_most_of_it_or_the_rest_is_no_scale_it_stays_no_rating(counts: dict[str, int]) -> None:
    assert not suggest_scale(counts, "How was it?").may_rate


def test_more_different_texts_than_are_looked_at_are_asked_about_all_the_same(surveyed: Workspace, tmp_path: Path) -> None:
    rows = people(
        "age,pay,why", *(f"{40 * n} x 1,{step},no" for step, n in STEPS.items()), *(f"1,Other: reason {n},because {n}" for n in range(300))
    )
    (tmp_path / "survey.csv").write_text(rows)
    _, pay, why = columns_of(surveyed, SurveyRows.at(tmp_path / "survey.csv"))
    assert pay.suggestion.perhaps == "1-5" and "300 of 3,020 answers are texts" in pay.suggestion.reason
    assert not why.suggestion.may_rate


def test_what_is_left_out_as_text_is_told_and_the_rest_is_counted_as_pandas_counts_it(surveyed: Workspace, tmp_path: Path) -> None:
    given = [*"5523145", "Other: slow", "Other: slow", "closed"]
    files = Files(people("age,pay", *(f"1,{answer}" for answer in given), "3,4"), ("pay,till,s1,pay,,1-5,(any text)",))
    read = files.read(surveyed, tmp_path / "files")
    numbers = pd.to_numeric(pd.Series(given), errors="coerce").dropna()
    ratings = read.ratings.set_index("segment_id")
    assert ratings.loc["young", ["n", "value"]].tolist() == [len(numbers), pytest.approx(numbers.mean())]
    (told,) = [one.why for one in read.issues if one.code == "texts_left_out"]
    assert told == "3 answers are texts and no step of the scale, so no score: “Other: slow” × 2 and “closed” × 1."
    column = columns_of(surveyed, SurveyRows.at(tmp_path / "files" / "answers.csv"))[1]
    item = Item("pay", "till", "s1", "1-5", need_id="ana-pay", no_answer=("(any text)",))
    assert read_as_none([item], {"pay": column})[0] == "Other: slow (2 answers to 1 question)"


def test_a_number_off_the_scale_is_never_left_out_as_text(surveyed: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay", "9 x 1,5", "1,6", "1,Other"), ("pay,till,s1,pay,,1-5,(any text)",))
    assert "off_scale" in [one.code for one in files.read(surveyed, tmp_path / "files").issues]


def test_in_a_battery_the_question_with_many_texts_is_asked_about_alone(surveyed: Workspace, tmp_path: Path) -> None:
    rows = [f"{n % 5 + 1},{(n + 1) % 5 + 1},{'Other' if n % 6 == 0 else n % 5 + 1}" for n in range(60)]
    (tmp_path / "survey.csv").write_text(people("How well? - Till,How well? - App,How well? - Shop", *rows))
    found = [one.suggestion for one in columns_of(surveyed, SurveyRows.at(tmp_path / "survey.csv"))]
    assert [(one.scale, one.perhaps) for one in found] == [("1-5", ""), ("1-5", ""), (None, "1-5")]
    assert "10 of 60 answers are texts" in found[2].reason
