"""The published airport survey through the command gives the sample's ratings, to the last respondent."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.__main__ import main
from cx.analysis.coverage import Scope, compute
from cx.changes.load import load
from cx.store import Workspace, open_workspace
from cx.survey import SurveyRows, distribution, open_responses, read_mapping, read_survey, suggest_scale
from tests.conftest import ROOT, SAMPLE

FOLDER = os.environ.get("CX_SFO_SURVEY_DIR")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="needs the publisher's files: set CX_SFO_SURVEY_DIR")
MAPPING = ROOT / "data" / "survey"
ROUNDS = {"2016": ("2016-05-01", "2016-05-19"), "2017": ("2017-05-01", "2017-05-31")}
EXPECTED = ROOT / "tests" / "files" / "sfo_expected.csv"
PERSONAS = {"A": "business", "B": "local", "C": "visitor", "D": "transit"}


def published(year: str) -> SurveyRows:
    return SurveyRows.at(Path(FOLDER or "") / f"survey_{year}.csv")


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample without its ratings and rounds, then both surveys through the command, then the rounds."""
    folder = tmp_path_factory.mktemp("surveyed")
    for path in SAMPLE.glob("*.csv"):
        if path.name not in ("ratings.csv", "rounds.csv"):
            shutil.copy(path, folder)
    database = str(folder / "w.duckdb")
    assert main(["load", str(folder), "--database", database]) == 0
    for year, (opened, rated) in ROUNDS.items():
        paths = [str(Path(FOLDER or "") / f"survey_{year}.csv"), "--items", str(MAPPING / "survey_items.csv")]
        paths += ["--segments", str(MAPPING / "survey_segments.csv"), "--round", year, "--database", database]
        assert main(["survey", *paths, "--opened-on", opened, "--rated-on", rated]) == 0
    workspace = open_workspace(database)
    assert not load(workspace, [SAMPLE / "rounds.csv"]).refused  # names, and the day on which 2016 was frozen
    yield workspace
    workspace.close()


def test_the_two_surveys_give_the_ratings_of_the_sample(surveyed: Workspace, sample_workspace: Workspace) -> None:
    order = "SELECT * FROM ratings ORDER BY round_id, touchpoint_id, stage_id, need_id, segment_id"
    ours, shipped = surveyed.frame(order), sample_workspace.frame(order)
    assert len(ours) == 516
    pd.testing.assert_frame_equal(ours, shipped, check_exact=False, rtol=0, atol=1e-9)


@pytest.mark.parametrize("round_id", ROUNDS)
def test_the_two_surveys_give_the_coverage_of_the_sample(round_id: str, surveyed: Workspace, sample_workspace: Workspace) -> None:
    scope = Scope(round_id, today=date(2018, 1, 1))
    ours, shipped = compute(surveyed, scope), compute(sample_workspace, scope)
    for level in ("cell", "need", "persona"):
        pd.testing.assert_frame_equal(ours.level(level), shipped.level(level), check_exact=False, rtol=0, atol=1e-9)


def test_loading_the_sample_afterwards_changes_nothing(surveyed: Workspace) -> None:
    outcome = load(surveyed, [SAMPLE], dry_run=True)
    assert (outcome.total("new"), outcome.total("changed")) == (0, 0)


@pytest.mark.parametrize(("year", "respondents", "unassigned"), [("2016", 3087, 87), ("2017", 2831, 75)])
def test_every_figure_of_the_published_table_is_found(year: str, respondents: int, unassigned: int, sample_workspace: Workspace) -> None:
    mapping, found = read_mapping(MAPPING / "survey_items.csv", MAPPING / "survey_segments.csv")
    assert found == []
    survey = read_survey(sample_workspace, published(year), mapping)
    assert (survey.respondents, survey.unassigned) == (respondents, unassigned)
    assert survey.used + survey.beside + survey.no_answer == survey.assigned * len(mapping.items)
    place = {item.column: (item.touchpoint_id, item.stage_id, item.theme) for item in mapping.items}
    needs = sample_workspace.frame("SELECT need_id, persona_id, theme FROM needs")
    rated = survey.ratings.merge(needs, on="need_id")
    compared = 0
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["year"] != year or row["persona"] not in PERSONAS or row["column"] not in place:
                continue
            touchpoint_id, stage_id, theme = place[row["column"]]
            own = rated[
                (rated["touchpoint_id"] == touchpoint_id)
                & (rated["stage_id"] == stage_id)
                & (rated["theme"] == theme)
                & (rated["persona_id"] == PERSONAS[row["persona"]])
            ]
            if own.empty:
                continue
            assert (own["n"].sum(), own["met_n"].sum()) == (int(row["n"]), int(row["met"]))
            assert (own["n"] * own["value"]).sum() / own["n"].sum() == pytest.approx(float(row["mean"]), abs=5.1e-5)
            compared += 1
    assert compared >= 15


def test_the_questions_of_2017_do_not_fit_2016_by_exactly_these(sample_workspace: Workspace, tmp_path: Path) -> None:
    text = (MAPPING / "survey_items.csv").read_text(encoding="utf-8")
    later = "Q12PRECHEKCRATE,security-check,pass-security,security,1-5,0;6\nNETPRO,terminal,find-way,clean,0-10,11\n"
    (tmp_path / "items.csv").write_text(text + later, encoding="utf-8")
    mapping, _ = read_mapping(tmp_path / "items.csv", MAPPING / "survey_segments.csv")
    survey = read_survey(sample_workspace, published("2016"), mapping)
    gone = [one for one in survey.issues if one.code == "survey_column"]
    assert [one.value for one in gone] == ["Q12PRECHEKCRATE", "NETPRO"]
    assert "Did you mean Q12PRECHECKRATE?" in gone[0].remedy
    assert survey.refused
    assert survey.ratings.empty
    assert not [one for one in read_survey(sample_workspace, published("2017"), mapping).issues if one.code == "survey_column"]


def test_weights_are_used_for_all_or_refused(sample_workspace: Workspace) -> None:
    mapping, _ = read_mapping(MAPPING / "survey_items.csv", MAPPING / "survey_segments.csv")
    plain, weighted = (read_survey(sample_workspace, published("2017"), mapping, weights=w) for w in (None, "WEIGHT"))
    assert (weighted.ratings["n_eff"] <= plain.ratings["n"] + 1e-9).all()
    assert (weighted.ratings["rated_met_n"] <= weighted.ratings["rated_n"]).all()
    off = (weighted.ratings["rated_met_n"] / weighted.ratings["rated_n"] - weighted.ratings["met_share"]).abs()
    assert (off <= 0.5 / weighted.ratings["rated_n"] + 1e-9).all()


@pytest.mark.parametrize("year", ROUNDS)
def test_the_scale_of_every_mapped_question_is_guessed_right_or_asked_about(year: str, sample_workspace: Workspace) -> None:
    mapping, _ = read_mapping(MAPPING / "survey_items.csv", MAPPING / "survey_segments.csv")
    responses = open_responses(sample_workspace, published(year))
    for item in mapping.items:
        found = suggest_scale(distribution(responses, item.column))
        # A 6 or a 0 beside it may be a step: then the scale is asked about, and 1 to 5 is the likeliest.
        assert "1-5" in (found.scale, found.perhaps), item.column
        assert set(found.no_answer) <= {"Blank"}
    if year == "2017":
        net = suggest_scale(distribution(responses, "NETPRO"))
        assert (net.scale, net.perhaps, net.no_answer) == (None, "0-10", ())
    responses.close()
