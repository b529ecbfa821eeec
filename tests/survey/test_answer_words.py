"""Answers in words are worth the steps that the mapping gives them: written, read, remembered, and counted like numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cx.store import Workspace
from cx.survey import Item, Rule, SurveyMapping, SurveyRows, items_csv, read_mapping, read_survey
from cx.survey.answer_words import words_of, words_text
from cx.survey.mapping_memory import remember_mapping, remembered_mapping, remembered_rules
from tests.conftest import loaded
from tests.surveys import AGES, Files, people, shop

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
WORDS = tuple((text, float(step)) for step, text in enumerate(SATISFIED, start=1))
RULES = (Rule("young", "age", ("1", "2")), Rule("old", "age", ("3",)))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return loaded(shop(), tmp_path_factory.mktemp("shop"))


def worded(texts: list[str]) -> SurveyRows:
    rows = "".join(f"{1 + n % 3},{text}\n" for n, text in enumerate(texts))
    return SurveyRows.of("answers.csv", f"age,pay\n{rows}".encode())


def mapped(scale: str, words: tuple[tuple[str, float], ...], *no_answer: str) -> SurveyMapping:
    return SurveyMapping((Item("pay", "till", "s1", scale, need_id="ana-pay", words=words, no_answer=no_answer),), RULES)


def test_words_count_as_their_steps_as_pandas_computes_it(stored: Workspace) -> None:
    texts = [SATISFIED[(n * 7 + n // 3) % 5] for n in range(90)] + ["", "n/a", "VERY SATISFIED "]
    survey = read_survey(stored, worded(texts), mapped("1-5", WORDS))
    assert [one for one in survey.issues if one.is_error] == []
    frame = pd.DataFrame({"age": [1 + n % 3 for n in range(len(texts))], "text": texts})
    young = frame[frame["age"] < 3]
    steps = young["text"].str.strip().str.capitalize().map(dict(WORDS))
    (rating,) = survey.ratings.to_dict("records")
    assert (rating["n"], rating["n_na"]) == (steps.notna().sum(), steps.isna().sum())
    assert rating["value"] == pytest.approx(steps.mean(), abs=1e-12)
    assert rating["met_n"] == (steps >= 4).sum()


@pytest.mark.parametrize(
    ("scale", "text", "worth"),
    [("1-5", "Satisfied", 0.75), ("1-5-reversed", "Satisfied", 0.25), ("0-4", "Satisfied", 1.0), ("1-7", "Very satisfied", 4 / 6)],
)
def test_a_word_is_worth_its_step_on_the_scale_of_the_question(scale: str, text: str, worth: float, stored: Workspace) -> None:
    survey = read_survey(stored, worded([text] * 3), mapped(scale, WORDS))
    assert survey.ratings["mean"].tolist() == pytest.approx([worth])


def test_a_word_without_a_step_is_refused_and_a_declared_one_is_no_answer(stored: Workspace) -> None:
    texts = ["Satisfied", "Neutral", "It depends"] * 6
    assert [one.code for one in read_survey(stored, worded(texts), mapped("1-5", WORDS)).issues if one.is_error] == ["off_scale"]
    declared = read_survey(stored, worded(texts), mapped("1-5", WORDS, "it depends"))
    assert not declared.refused and declared.no_answer == 6


def test_a_step_beyond_the_scale_is_refused(stored: Workspace) -> None:
    survey = read_survey(stored, worded(["Very satisfied"] * 3), mapped("1-4", WORDS))
    assert [one.code for one in survey.issues if one.is_error] == ["off_scale"]


def test_boxes_count_blanks_as_no_once_a_person_says_so(stored: Workspace) -> None:
    ticked = ["1" if n % 5 < 2 else "" for n in range(30)]
    assert [one.code for one in read_survey(stored, worded(ticked), mapped("yes-no", ())).issues if one.is_error] == ["only_yes"]
    said = read_survey(stored, worded(ticked), mapped("yes-no", (("1", 1.0), ("(empty)", 0.0))))
    young = pd.Series(ticked)[[n % 3 < 2 for n in range(30)]]
    (rating,) = said.ratings.to_dict("records")
    assert not said.refused
    assert (rating["n"], rating["met_n"], rating["n_na"]) == (20, (young == "1").sum(), 0)


def test_words_are_written_and_read_as_they_were(tmp_path: Path, stored: Workspace) -> None:
    said = (("No; not at all", 1.0), ("a=b", 2.5), ("(empty)", -1.0))
    assert words_of(words_text(said)) == (said, "")
    Files(people("age,pay", "5 x 1,5"), ("pay,till,s1,pay,,1-5,,No; not at all=1; Yes=5",), AGES).write(tmp_path)
    mapping, found = read_mapping(tmp_path / "items.csv", tmp_path / "rules.csv")
    assert found == [] and mapping.items[0].words == (("No; not at all", 1.0), ("Yes", 5.0))
    (tmp_path / "items.csv").write_text(items_csv(mapping), encoding="utf-8")
    assert read_mapping(tmp_path / "items.csv", tmp_path / "rules.csv") == (mapping, [])


def test_a_mapping_without_words_has_no_column_for_them() -> None:
    assert "words" not in items_csv(mapped("1-5", ())).splitlines()[0]


def test_words_are_remembered_for_the_next_survey_of_this_layout(empty: Workspace) -> None:
    mapping = mapped("1-5", WORDS)
    remember_mapping(empty, worded(["Neutral"]), mapping, "Ana")
    found, _, _ = remembered_mapping(empty, worded(["Satisfied"]))
    assert found.items == mapping.items
    assert remembered_rules(empty) == {"young": RULES[:1], "old": RULES[1:]}, "so that a screener asks for them"
