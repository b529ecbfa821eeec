"""A survey in a file of SPSS or Stata: what it declares no answer is none, its weight counts, and the numbers are those of pandas."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cx.changes.load import load
from cx.readers.statistics import por_dictionary
from cx.store import Workspace, open_workspace
from cx.survey import Item, Rule, Survey, SurveyMapping, SurveyRows, read_survey
from cx.survey.mapping_assistant import columns_of
from cx.survey.propose import propose_rules
from cx.survey.segment_question import Meant, answers_of, candidates
from cx.survey.targets import targets
from tests.random_workspaces import write_folder
from tests.studies import portable, spss, stata
from tests.surveys import shop

RNG = np.random.default_rng(3)
PEOPLE = 200
ANSWERS = pd.DataFrame(
    {
        "age": RNG.choice([1.0, 2, 3], PEOPLE),
        "pay": RNG.choice([1.0, 2, 3, 4, 5, 8, 99], PEOPLE),
        "wgt": RNG.uniform(0.5, 1.5, PEOPLE).round(3),
    }
)
SAID = {
    "column_labels": {"age": "How old are you?", "pay": "How easy is paying?"},
    "variable_value_labels": {"pay": {1: "very hard", 5: "very easy", 8: "don't know", 99: "refused"}},
}
MAPPING = SurveyMapping(
    (Item("pay", "till", "s1", "1-5", need_id="ana-pay"),), (Rule("young", "age", ("1", "2")), Rule("old", "How old are you?", ("3",)))
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("shop")
    write_folder(shop(), folder)
    opened = open_workspace()
    assert load(opened, [folder]).applied
    return opened


def read(workspace: Workspace, content: bytes, weights: str | None) -> Survey:
    return read_survey(workspace, SurveyRows.of("study", content), MAPPING, weights=weights)


def assert_as_pandas_counts(survey: Survey, within: float) -> None:
    """The one rating of young people is what pandas makes of the answers from 1 to 5, weighted."""
    young = ANSWERS[ANSWERS["age"] < 3]
    scored = young[young["pay"] <= 5]
    weight = (young["wgt"] / ANSWERS["wgt"].median()).clip(upper=5)[scored.index]
    (rating,) = survey.ratings.to_dict("records")
    assert (rating["n"], rating["n_na"]) == (len(scored), len(young) - len(scored))
    assert rating["value"] == pytest.approx(np.average(scored["pay"], weights=weight), abs=within)
    assert rating["n_eff"] == pytest.approx(weight.sum() ** 2 / (weight**2).sum(), abs=within)
    assert rating["met_n"] == (scored["pay"] >= 4).sum()


def test_codes_that_the_file_declares_no_answer_are_none_and_the_rest_is_what_pandas_counts(workspace: Workspace) -> None:
    content = spss(ANSWERS, weight="wgt", missing_ranges={"pay": [8, {"lo": 90, "hi": 99}]}, **SAID)
    survey = read(workspace, content, "wgt")
    assert [one for one in survey.issues if one.is_error] == []
    assert_as_pandas_counts(survey, within=1e-9)


@pytest.mark.parametrize("records", ["88/BK/40/", "83F/A8/", "88/83F/", "BA/40/88/"])
def test_a_portable_file_says_its_weight_and_which_codes_are_no_answer(workspace: Workspace, records: str) -> None:
    """8, and 20 to 120 or 8 and above or 105; the answers hold 8 and 105, so that no usual code tells anything."""
    answers = ANSWERS.replace({"pay": {99.0: 105.0}}).rename(columns=str.upper)
    labels = {"AGE": "How old are you?", "PAY": "How easy is paying?"}
    content = portable(answers, weight="WGT", missing={"PAY": records}, column_labels=labels)
    mapping = SurveyMapping(
        (Item("PAY", "till", "s1", "1-5", need_id="ana-pay"),), (Rule("young", "AGE", ("1", "2")), Rule("old", "How old are you?", ("3",)))
    )
    survey = read_survey(workspace, SurveyRows.of("study.por", content), mapping, weights="WGT")
    assert [one for one in survey.issues if one.is_error] == []
    assert_as_pandas_counts(survey, within=1e-6)
    unweighted = read_survey(workspace, SurveyRows.of("study.por", content), mapping)
    assert "unused_weight" in {one.code for one in unweighted.issues}


def test_a_description_that_nobody_can_follow_is_told_from_one_that_declares_nothing(tmp_path: Path) -> None:
    whole = portable(ANSWERS.rename(columns=str.upper), missing={"PAY": "88/"})
    for name, content in {"whole": whole, "cut off": whole[:520], "another": whole.replace(b"88/", b"8!/"), "none": b"SPSSPORT"}.items():
        (tmp_path / name).write_bytes(content)
        assert por_dictionary.portable(str(tmp_path / name)).whole == (name == "whole")


def test_letters_of_stata_are_no_answer(workspace: Workspace) -> None:
    lettered = ANSWERS.assign(pay=pd.Series([{8: "a", 99: "b"}.get(int(v), int(v)) for v in ANSWERS["pay"]], dtype="object"))
    content = stata(lettered, missing_user_values={"pay": ["a", "b"]}, column_labels=SAID["column_labels"])
    survey = read(workspace, content, None)
    assert [one.code for one in survey.issues if one.is_error] == []
    young = ANSWERS[(ANSWERS["age"] < 3) & (ANSWERS["pay"] <= 5)]
    (rating,) = survey.ratings.to_dict("records")
    assert (rating["n"], rating["value"]) == (len(young), pytest.approx(young["pay"].mean(), abs=1e-9))


def test_a_weight_that_is_declared_and_not_used_is_told(workspace: Workspace) -> None:
    content = spss(ANSWERS, weight="wgt", missing_ranges={"pay": [8, 99]}, **SAID)
    assert [(one.code, one.column) for one in read(workspace, content, None).issues] == [("unused_weight", "wgt")]
    assert "unused_weight" not in {one.code for one in read(workspace, content, "wgt").issues}


def test_a_scale_is_proposed_without_the_codes_that_are_no_answer(workspace: Workspace) -> None:
    survey = SurveyRows.of("study.sav", spss(ANSWERS, missing_ranges={"pay": [8, 99]}, **SAID))
    pay = next(one for one in columns_of(workspace, survey) if one.question.code == "pay")
    assert pay.suggestion.scale == "1-5"
    assert set(pay.suggestion.no_answer) == {"8", "99"}
    assert "8" not in pay.suggestion.reason


def test_codes_are_known_by_their_words_where_people_are_meant(workspace: Workspace) -> None:
    words = {"age": {1: "Young", 2: "Old", 3: "Not said"}}
    survey = SurveyRows.of("study.sav", spss(ANSWERS, variable_value_labels=words, missing_ranges={"age": [3]}))
    columns = columns_of(workspace, survey)
    age = columns[0]
    assert (age.worded("1"), age.meaning("1"), age.worded("7"), age.worded("")) == ("1 = Young", "Young", "7", "(empty)")
    assert set(answers_of(age)) == {"1", "2"}
    assert propose_rules(columns, targets(workspace)) == [Rule("young", "age", ("1",)), Rule("old", "age", ("2",))]
    (candidate,) = [one for one in candidates(columns, {"p1": "Young"}) if one.column is age]
    assert candidate.meant["1"] == Meant("p1", sure=True)


def test_numbers_that_stand_for_groups_are_a_rating_only_if_somebody_says_so(workspace: Workspace) -> None:
    words = {
        "work": {1: "Full time", 2: "Part time", 3: "Student", 4: "Retired", 5: "Other"},
        "sat": {1: "Very dissatisfied", 5: "Very satisfied"},
    }
    answers = pd.DataFrame({"work": RNG.choice([1.0, 2, 3, 4, 5], PEOPLE), "sat": RNG.choice([1.0, 2, 3, 4, 5], PEOPLE)})
    work, sat = columns_of(workspace, SurveyRows.of("study.sav", spss(answers, variable_value_labels=words)))
    assert (work.suggestion.scale, work.suggestion.perhaps) == (None, "1-5")
    assert "groups rather than a rating" in work.suggestion.reason
    assert sat.suggestion.scale == "1-5"


def test_a_command_reads_a_study_from_its_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "study.sav"
    path.write_bytes(spss(ANSWERS, **SAID))
    survey = SurveyRows.at(path)
    assert (survey.name, survey.columns, survey.issues) == ("study.sav", ("How old are you?", "How easy is paying?", "wgt"), ())
    assert sum(1 for _ in survey.rows([])) == PEOPLE
