"""The sample is what it says it is: counted answers, no issues, invented talks that say so, and figures that the publisher's files confirm."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from math import comb
from pathlib import Path

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute, coverage
from cx.changes.load import load
from cx.store import Workspace, open_workspace
from tests.conftest import ROOT, SAMPLE
from tests.oracle import Row, Tables

EXPECTED = ROOT / "tests" / "files" / "sfo_expected.csv"
PERSONAS = {"A": "business", "B": "local", "C": "visitor", "D": "transit"}
QUADRANTS = ("seeing", "saying", "thinking_feeling", "hearing")
SURVEY = os.environ.get("CX_SFO_SURVEY_DIR")


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published() -> Iterator[Row]:
    """Published figures of a persona: year, column of the survey, persona, n, met, partly, missed, mean."""
    yield from (row for row in rows_of(EXPECTED) if row["persona"] in PERSONAS)


ITEMS = {row["column"]: row for row in rows_of(ROOT / "data" / "survey" / "survey_items.csv")}


def summed(tables: Tables, row: Row) -> tuple[int, int, float] | None:
    """n, met_n and mean of the sample's ratings for one figure; None if the persona has no such rating."""
    item, persona = ITEMS[row["column"]], PERSONAS[row["persona"]]
    needs = {n["need_id"] for n in tables["needs"] if (n["persona_id"], n["theme"]) == (persona, item["theme"])}
    own = [
        rating
        for rating in tables["ratings"]
        if rating["round_id"] == row["year"]
        and rating["need_id"] in needs
        and (rating["touchpoint_id"], rating["stage_id"]) == (item["touchpoint_id"], item["stage_id"])
    ]
    if not own:
        return None
    n = sum(int(r["n"]) for r in own)
    return n, sum(int(r["met_n"]) for r in own), sum(int(r["n"]) * float(r["value"]) for r in own) / n


CHECKED = [row for row in published() if row["column"] in ITEMS]


def test_the_sample_loads_without_a_finding(empty_workspace: Workspace) -> None:
    outcome = load(empty_workspace, [SAMPLE])
    assert outcome.issues == []
    assert outcome.read == outcome.total("new") == 1018


@pytest.mark.parametrize("row", CHECKED, ids=lambda row: f"{row['year']} {row['column']} {PERSONAS[row['persona']]}")
def test_the_segments_of_a_persona_add_up_to_the_published_figure(row: Row, sample_tables: Tables) -> None:
    found = summed(sample_tables, row)
    if PERSONAS[row["persona"]] == "transit" and row["column"] in ("Q7PARK", "Q7LTPARKING"):
        assert found is None  # a passenger in transit does not arrive by road and has no such need
        return
    assert found is not None
    n, met, mean = found
    assert (n, met) == (int(row["n"]), int(row["met"]))
    assert mean == pytest.approx(float(row["mean"]), abs=6e-5)


def test_the_figures_cover_every_persona_in_both_years() -> None:
    assert {(row["year"], row["persona"]) for row in CHECKED} == {(y, p) for y in ("2016", "2017") for p in PERSONAS}


def test_what_is_shown_is_the_pooled_share_of_the_published_counts(sample_workspace: Workspace) -> None:
    for year in ("2016", "2017"):
        answer = compute(sample_workspace, Scope(round_id=year))
        links = answer.frame(
            """SELECT touchpoint_id, l.stage_id, n.persona_id, n.theme, l.score, l.n, l.met_n, l.is_share, l.mean
            FROM link_rating l JOIN need_scope n USING (need_id)"""
        )
        compared = 0
        for row in (r for r in CHECKED if r["year"] == year):
            item = ITEMS[row["column"]]
            own = links[
                (links["touchpoint_id"] == item["touchpoint_id"])
                & (links["stage_id"] == item["stage_id"])
                & (links["theme"] == item["theme"])
                & (links["persona_id"] == PERSONAS[row["persona"]])
            ]
            for link in own.itertuples():
                share, mean = int(row["met"]) / int(row["n"]), (float(row["mean"]) - 1) / 4
                assert link.n == int(row["n"])
                assert link.score == pytest.approx(share if link.is_share else mean, abs=2e-5)
                compared += 1
        assert compared >= 15


def test_no_rating_stands_for_a_single_person() -> None:
    assert set(rows_of(SAMPLE / "ratings.csv")[0]) >= {"n", "met_n", "stdev"}
    assert all(rating["rater"] == "" and rating["source"] == "survey" for rating in rows_of(SAMPLE / "ratings.csv"))


def test_what_is_invented_says_so_in_every_row() -> None:
    assert all(row["participant"].startswith("Invented participant") for row in rows_of(SAMPLE / "interviews.csv"))
    assert all(row["quote"].endswith(" (invented)") for row in rows_of(SAMPLE / "findings.csv"))
    assert all(row["statement"].endswith(" (invented)") for row in rows_of(SAMPLE / "hypotheses.csv"))
    assert all(row["name"].endswith(" (invented)") for row in rows_of(SAMPLE / "improvements.csv"))
    assert {row["decided_by"] for row in rows_of(SAMPLE / "codings.csv")} == {"", "Invented coder"}
    meanings = {row["theme"]: row["definition"] + row["example"] for row in rows_of(SAMPLE / "themes.csv")}
    assert meanings.keys() == {row["theme"] for row in rows_of(SAMPLE / "findings.csv")}
    assert all(text.count(" (invented)") == 2 for text in meanings.values())


def test_nothing_rests_on_the_invented_interviews(sample_workspace: Workspace) -> None:
    without = open_workspace(None)
    invented = {
        "interviews.csv",
        "findings.csv",
        "hypotheses.csv",
        "themes.csv",
        "codings.csv",
        "improvements.csv",
        "improvement_effects.csv",
    }
    assert not load(without, [path for path in SAMPLE.glob("*.csv") if path.name not in invented]).issues
    told, untold = (coverage(workspace, Scope()) for workspace in (sample_workspace, without))
    for level in ("cells", "needs"):
        pd.testing.assert_frame_equal(getattr(told, level), getattr(untold, level))
    assert set(told.personas["persona_kind"]) == {"proto"}
    assert dict(zip(told.personas["persona_id"], told.personas["interviews"], strict=True)) == {
        **{"business": 7, "transit": 6},
        **{"local": 0, "visitor": 0},
    }
    without.close()


def test_invented_hypotheses_come_to_every_status_in_every_quadrant() -> None:
    statuses: dict[str, list[str]] = {}
    for row in rows_of(SAMPLE / "hypotheses.csv"):
        heard = {(f["interview_id"], f["stance"]) for f in rows_of(SAMPLE / "findings.csv") if f["hypothesis_id"] == row["hypothesis_id"]}
        n, k = len({one for one, _ in heard}), sum(stance == "supports" for _, stance in heard)
        likely = sum(comb(n + 1, j) for j in range(k + 1)) / 2 ** (n + 1)
        decided = "supported" if likely >= 0.9 else "contradicted" if likely <= 0.1 else "open"
        statuses.setdefault(row["quadrant"], []).append("untested" if n == 0 else decided if n >= 5 else "open")
    assert {quadrant: len(found) for quadrant, found in statuses.items()} == dict.fromkeys(QUADRANTS, 4)
    assert Counter(sum(statuses.values(), [])) == {"supported": 5, "contradicted": 3, "open": 5, "untested": 3}


@pytest.mark.skipif(SURVEY is None, reason="needs the publisher's files: set CX_SFO_SURVEY_DIR")
def test_the_figures_can_be_rebuilt_from_the_published_answers() -> None:
    folder = Path(SURVEY or "")
    files = [f"--survey-{year}={folder / f'survey_{year}.csv'}" for year in ("2016", "2017")]
    command = [sys.executable, "data/build_sample.py", *files, "--check"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.count("0 differences") == 5
