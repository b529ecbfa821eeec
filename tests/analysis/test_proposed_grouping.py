"""A grouping proposed from attitudes: found where it is plain, beside the team's own, and said how far it can be trusted."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from cx.analysis.grouping import grouping
from cx.analysis.proposed_grouping import (
    UNTESTED,
    _answers,
    _distances,
    _gower,
    _medians,
    _verdict,
    proposed_grouping,
)
from tests.analysis.test_grouping import asked, of, persona, random_tables, segment
from tests.oracle import Tables

CORNERS = ((1, 1, 1, 1), (5, 5, 1, 1), (1, 1, 5, 5), (5, 5, 5, 5))


def twelve_segments(noise: float = 0.0, per_segment: int = 5) -> Tables:
    """Twelve segments of four attitudes, three each, of which the team has put one with the wrong persona."""
    chance = random.Random(7)
    corner = {f"s{n:02}": CORNERS[n % 4] for n in range(12)}
    people = [
        (s, tuple(min(5, max(1, round(value + chance.gauss(0, noise)))) for value in values))
        for s, values in corner.items()
        for _ in range(per_segment)
    ]
    return {
        "segments": [segment(s) for s in corner],
        "personas": [persona(f"p{n}") for n in range(4)],
        "persona_segments": [row for n, s in enumerate(corner) for row in of("p1" if n == 8 else f"p{n % 4}", s)],
        "interviews": asked(*people),
    }


def test_twelve_segments_become_the_four_personas_that_their_attitudes_are(workspace_of) -> None:
    proposal = proposed_grouping(workspace_of(twelve_segments(noise=0.4)))
    assert proposal is not None
    rows = proposal.groups
    assert rows["group"].nunique() == 4
    assert rows.groupby("group")["segment_id"].agg(list).tolist() == [[f"s{n:02}" for n in (k, k + 4, k + 8)] for k in range(4)]
    assert proposal.rand == pytest.approx(adjusted_rand_score(rows["team"], rows["group"]))
    assert 0 < proposal.rand < 1
    assert set(proposal.stability["verdict"]) == {"highly stable"}
    assert (proposal.is_statistical, proposal.interviews, proposal.left_out) == (True, 60, ())


def test_answers_by_chance_make_no_group_that_is_called_stable(workspace_of) -> None:
    chance = random.Random(3)
    tables = twelve_segments()
    tables["interviews"] = asked(*((f"s{n:02}", tuple(chance.randint(1, 5) for _ in range(4))) for n in range(12) for _ in range(3)))
    proposal = proposed_grouping(workspace_of(tables))
    assert proposal is not None
    assert "highly stable" not in set(proposal.stability["verdict"])


def test_a_group_is_not_called_stable_because_one_interview_always_says_the_same(workspace_of) -> None:
    proposal = proposed_grouping(workspace_of(twelve_segments(per_segment=1)))
    assert proposal is not None
    assert set(proposal.stability["verdict"]) == {UNTESTED}
    assert set(proposal.stability["jaccard"]) == {1.0}
    assert not proposal.is_statistical


def test_a_segment_that_nobody_asked_or_that_shares_too_few_items_is_left_out_and_named(workspace_of) -> None:
    tables = twelve_segments()
    tables["segments"].append(segment("silent"))
    tables["segments"].append(segment("terse"))
    tables["interviews"] += [{"interview_id": "t", "segment_id": "terse", "attitudes": "control=3"}]
    proposal = proposed_grouping(workspace_of(tables))
    assert proposal is not None
    assert proposal.left_out == ("silent", "terse")


def test_two_segments_are_not_grouped(workspace_of) -> None:
    tables: Tables = {"segments": [segment("a"), segment("b")], "interviews": asked(("a", (1, 1)), ("b", (5, 5)))}
    assert proposed_grouping(workspace_of(tables)) is None


def test_distances_of_a_draw_are_those_of_the_relation(workspace_of) -> None:
    tables = random_tables(5)
    for number, row in enumerate(tables["interviews"]):
        if number % 5 == 0:
            row["attitudes"] = row["attitudes"].split("; ", 1)[1]
    workspace = workspace_of(tables)
    square = _distances(grouping(workspace))
    answers = _answers(workspace)
    drawn = _gower(_medians([answers.loc[[s]].to_numpy() for s in square.index]))
    assert np.allclose(drawn, square.to_numpy())
    assert pd.DataFrame(drawn).notna().all(axis=None)


@pytest.mark.parametrize(
    ("jaccard", "verdict"),
    [
        (0.85, "highly stable"),
        (0.8499, "stable"),
        (0.75, "stable"),
        (0.6, "a pattern, membership doubtful"),
        (0.59, "not to be trusted"),
        (0.5, "dissolves"),
    ],
)
def test_a_verdict_begins_at_its_limit(jaccard: float, verdict: str) -> None:
    assert _verdict(jaccard) == verdict
