"""What to ask next: questions by the doubt that they settle per hour, beside the same worked out another way."""

from __future__ import annotations

from math import comb

import pytest

from cx.analysis.coverage import coverage
from cx.analysis.planner import PER_INTERVIEW, next_interviews, open_questions
from cx.frames import row_dicts
from cx.model import FEWEST_PROBED, SURE
from cx.store import Workspace
from tests.benchmarks.what_to_ask import WAYS, settled_by, simulated
from tests.interviewed import probed, said, statement
from tests.oracle import Tables


def decides(n: int, k: int) -> bool:
    likely = sum(comb(n + 1, j) for j in range(k + 1)) / 2 ** (n + 1)
    return n >= FEWEST_PROBED and (likely >= SURE - 1e-9 or likely <= 1 - SURE + 1e-9)


def drawn(n: int, k: int, people: int) -> float:
    """The chance that so many more people decide a test, draw by draw (Laplace's rule of succession)."""
    if people == 0:
        return float(decides(n, k))
    agrees = (k + 1) / (n + 2)
    return agrees * drawn(n + 1, k + 1, people - 1) + (1 - agrees) * drawn(n + 1, k, people - 1)


def test_a_test_asks_as_many_people_as_decide_most_each(workspace_of) -> None:
    states = [(0, 0), (1, 1), (2, 0), (4, 2), (5, 4), (6, 3), (9, 6)]
    interviews: dict[str, list[dict[str, str]]] = {}
    for i, (n, k) in enumerate(states):
        interviews |= probed(k, n - k, hypothesis_id=f"h{i}")
    tables = said(interviews, hypotheses=[statement(f"h{i}", need_ids="n1") for i in range(len(states))])
    tables["needs"] = [
        {"need_id": "n1", "persona_id": "p1", "kind": "gain", "statement": "Way", "importance": "0.5", "evidence": "measured"}
    ]
    workspace: Workspace = workspace_of(tables)
    found = open_questions(workspace, coverage(workspace)).set_index("hypothesis_id")
    for i, (n, k) in enumerate(states):
        people = max(range(1, 11), key=lambda m, n=n, k=k: (round(drawn(n, k, m) / m, 9), -m))
        row = found.loc[f"h{i}"]
        assert (row["people"], row["chance"]) == (people, pytest.approx(drawn(n, k, people)))
        assert row["doubt"] == pytest.approx(100 * 0.5) and row["per_hour"] == pytest.approx(50 * row["chance"] * PER_INTERVIEW / people)


def one_need(**ratings: list[dict[str, str]]) -> Tables:
    """A mandatory need at one stage with two touchpoints, and what is rated of it."""
    place = {"need_id": "n1", "stage_id": "s1"}
    tables = said(
        {},
        stages=[{"stage_id": "s1", "position": "1", "name": "Arrive"}],
        rounds=[{"round_id": "r1", "name": "R", "opened_on": "2026-01-01"}],
    )
    tables["needs"] = [
        {"need_id": "n1", "persona_id": "p1", "kind": "mandatory", "statement": "Way", "importance": "0.5", "evidence": "measured"}
    ]
    tables["need_stages"] = [place | {"reach": "0.5"}]
    tables["touchpoints"] = [{"touchpoint_id": t, "name": t, "channel": "web"} for t in ("t1", "t2")]
    tables["links"] = [place | {"touchpoint_id": t} for t in ("t1", "t2")]
    tables["ratings"] = [place | {"round_id": "r1"} | row for row in ratings.get("ratings", [])]
    return tables


SURVEY = {"source": "survey", "value": "0.9", "n": "40", "met_n": "36"}
EXPERT = {"source": "expert", "rater": "e", "value": "3", "scale": "0-4"}
HEARD = {"source": "interview", "value": "0.5", "n": "3", "met_n": "2"}


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([], [("cell", None, 5, 25.0)]),  # nothing known: 100 x 0.5 x 0.5
        ([EXPERT | {"touchpoint_id": "t1"}], [("cell", None, 5, 25.0)]),
        ([EXPERT], [("cell", None, 5, 25.0)]),  # an opinion on the whole
        ([HEARD], [("cell", None, 2, 25.0)]),  # three were asked already
        ([SURVEY | {"touchpoint_id": "t1"}], [("link", "t2", 5, 25.0)]),  # interviews about the whole would not replace a survey
        ([SURVEY | {"touchpoint_id": "t1"}, HEARD | {"touchpoint_id": "t2"}], [("link", "t2", 2, 25.0)]),
        ([SURVEY | {"touchpoint_id": "t1"}, EXPERT | {"touchpoint_id": "t2"}], [("link", "t2", 5, 25.0)]),
        ([SURVEY | {"touchpoint_id": "t1"}, SURVEY | {"touchpoint_id": "t2"}], []),
        ([SURVEY], []),
    ],
)  # fmt: skip
def test_a_cell_is_asked_about_as_a_whole_where_that_decides_it_else_link_by_link(ratings, expected, workspace_of) -> None:
    workspace: Workspace = workspace_of(one_need(ratings=ratings))
    rows = row_dicts(open_questions(workspace, coverage(workspace)))
    assert [(r["what"], r["touchpoint_id"] if isinstance(r["touchpoint_id"], str) else None, r["people"], r["doubt"]) for r in rows] == [
        (what, touchpoint, people, pytest.approx(doubt)) for what, touchpoint, people, doubt in expected
    ]


def test_an_hour_is_spent_where_its_questions_settle_most(workspace_of) -> None:
    workspace: Workspace = workspace_of(simulated(5))
    answer = coverage(workspace)
    questions, plan = row_dicts(open_questions(workspace, answer)), next_interviews(workspace, answer)
    missing = dict(workspace.rows("SELECT segment_id, size FROM segments"))
    whose = dict(workspace.rows("SELECT segment_id, persona_id FROM persona_segments"))
    best = {s: sorted((q["per_hour"] for q in questions if q["persona_id"] == p), reverse=True)[:PER_INTERVIEW] for s, p in whose.items()}
    order = sorted(best, key=lambda s: (-round(sum(best[s]), 6), -missing[s]))
    assert list(dict.fromkeys(plan["segment_id"])) == order
    for segment, rows in plan.groupby("segment_id"):
        assert rows["per_hour"].tolist() == pytest.approx(best[segment])
        assert rows["settles"].iloc[0] == pytest.approx(sum(best[segment]) / PER_INTERVIEW)
        assert rows["interviews"].iloc[0] == rows["people"].max()


def test_what_the_planner_asks_settles_at_least_twice_as_many_cells_as_asking_at_random() -> None:
    # Once, of what `python -m tests.benchmarks.what_to_ask` does for many workspaces.
    planned, at_random = (settled_by(WAYS[way], seed=3, hours=10, look_again=10)[0] for way in ("planner", "at random"))
    assert planned >= max(4, 2 * at_random)
