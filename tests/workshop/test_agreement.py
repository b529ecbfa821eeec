"""Agreement, disagreement, severity and votes against the specification and against an independent library."""

from __future__ import annotations

import random
from collections.abc import Sequence

import krippendorff
import numpy as np
import pandas as pd
import pytest

from cx.store import Workspace
from cx.workshop import panel_statistics
from cx.workshop.content import dots_for
from cx.workshop.panel_statistics import says, ties, top_three

Column = Sequence[float | None]


def panel(
    workspace: Workspace, raters: Sequence[Column], scale: str = "0-4", part: str = "score1"
) -> tuple[pd.DataFrame, float | None, int, list[int]]:
    """Spread, alpha by the bare formula, units and strictness of raters × items (None = cannot judge; a missing item is not given)."""
    rows = [(f"i{n:03d}", f"p{r}", value) for r, values in enumerate(raters) for n, value in enumerate(values)]
    items = [(i, scale, -2 if scale == "-2-2" else 0) for i in sorted({r[0] for r in rows})]
    shown = f"SELECT '{part}' AS part, unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS person_id, unnest(?::DOUBLE[]) AS value, true AS blind, now()::TIMESTAMP AS marked_at"
    with workspace.cursor() as cursor:
        panel_statistics.stand_in(cursor, items, shown, [[r[n] for r in rows] for n in range(3)])
        alpha = panel_statistics.agreement(cursor)
        found = (
            (None, 0)
            if alpha.empty
            else (
                None if pd.isna(alpha["alpha_of_few"].iloc[0]) else float(alpha["alpha_of_few"].iloc[0]),
                int(alpha["units"].iloc[0]),
            )
        )
        spread = panel_statistics.spread(cursor)
        return spread[spread["part"] == part].reset_index(drop=True), *found, panel_statistics.strictness(cursor)


GX_27 = ((0, 1, 3, 4, 2, 3), (0, 1, 3, 4, 3, 3), (1, 1, 4, 4, 0, None))
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_gx_27_the_panel_agrees_tentatively_and_disagrees_about_the_fifth_cell_only(empty_workspace: Workspace):
    spread, alpha, units, _ = panel(empty_workspace, GX_27)
    assert alpha == pytest.approx(0.7671, abs=1e-4) and units == 6
    assert says(alpha) == "tentative agreement"
    assert spread["median"].tolist() == [0, 1, 3, 4, 2, 3]
    assert spread["disagreement"].tolist() == [False, False, False, False, True, False]
    assert spread["n"].tolist() == [3, 3, 3, 3, 3, 2] and spread["cannot_judge"].tolist() == [0, 0, 0, 0, 0, 1]


def test_gx_27_the_published_example_has_its_published_alpha(empty_workspace: Workspace):
    _, alpha, _, _ = panel(empty_workspace, PUBLISHED)
    assert alpha == pytest.approx(0.8154, abs=1e-4)


@pytest.mark.parametrize(("scores", "split", "median"), [((0, 0, 1, 3, 4, 4), True, 2), ((2, 3, 3, 3, 4, 4), False, 3)])
def test_gx_27_a_third_at_either_end_is_disagreement(empty_workspace: Workspace, scores: Column, split: bool, median: float):
    spread, *_ = panel(empty_workspace, [[s] for s in scores])
    assert (bool(spread["disagreement"][0]), float(spread["median"][0])) == (split, median)


def test_disagreement_about_a_pain_is_the_same_two_steps_lower(empty_workspace: Workspace):
    for scores in ((0, 0, 1, 3, 4, 4), (2, 3, 3, 3, 4, 4), (0, 3), (1, 2), (2, 2, 2)):
        needs, *_ = panel(empty_workspace, [[s] for s in scores])
        pains, *_ = panel(empty_workspace, [[s - 2] for s in scores], "-2-2")
        assert bool(needs["disagreement"][0]) == bool(pains["disagreement"][0])
        assert needs["counts"][0].tolist() == pains["counts"][0].tolist()


def test_one_person_alone_never_disagrees(empty_workspace: Workspace):
    assert not panel(empty_workspace, [[0]])[0]["disagreement"].any()


def test_without_variation_alpha_is_not_computable_instead_of_perfect(empty_workspace: Workspace):
    _, alpha, units, _ = panel(empty_workspace, [[3, 3], [3, 3]])
    assert alpha is None and units == 2 and says(alpha).startswith("not computable")


def test_alpha_is_that_of_an_independent_library_on_random_panels(empty_workspace: Workspace):
    compared = 0
    for seed in range(60):
        lots = random.Random(seed)
        raters, items = lots.randint(2, 12), lots.randint(2, 15)
        truth = [lots.randint(0, 4) for _ in range(items)]
        given = [[None if lots.random() < 0.15 else min(4, max(0, round(lots.gauss(t, 0.9)))) for t in truth] for _ in range(raters)]
        _, alpha, _, _ = panel(empty_workspace, given)
        data = np.array([[np.nan if v is None else v for v in row] for row in given], dtype=float)
        paired = data[:, (~np.isnan(data)).sum(axis=0) >= 2]
        if len(set(paired[~np.isnan(paired)])) < 2:
            assert alpha is None
            continue
        assert alpha == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal"), abs=1e-9)
        compared += 1
    assert compared > 50


def test_strictness_counts_who_is_half_a_step_or_more_below_or_above_the_medians(empty_workspace: Workspace):
    rows = [[2] * 8, [2] * 8, [2, 3] * 4, [1, 1, 1, 1, 2, 2, 2, 2], [1, 2, 2, 1, 1, 2, 2, 2], [4] * 8]
    assert panel(empty_workspace, rows)[-1] == [-1, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("people", "items"), [(4, 8), (4, 20), (5, 7), (30, 1)])
def test_strictness_is_not_said_of_few_people_or_few_items(empty_workspace: Workspace, people: int, items: int):
    assert panel(empty_workspace, [[n % 5] * items for n in range(people)])[-1] == []


GX_30 = {
    "v1": {"a": 2, "b": 1, "c": 1},
    "v2": {"a": 2, "b": 1, "d": 1},
    "v3": {"b": 1, "c": 2, "d": 1},
    "v4": {"b": 2, "e": 1, "c": 1},
    "v5": {"b": 1, "c": 1, "a": 2},
}


def tallied(workspace: Workspace, ballots: dict[str, dict[str, int]], options: str = "abcde") -> pd.DataFrame:
    given = [{o: float(dots.get(o, 0)) for o in options} for dots in ballots.values()]
    rows = [("dots", f"t/{o}", str(n), dots) for n, one in enumerate(given) for o, dots in one.items()]
    rows += [("chances", place, "", chance) for place, chance in panel_statistics.chances({"t": given}).items()]
    shown = """SELECT unnest(?::VARCHAR[]) AS part, unnest(?::VARCHAR[]) AS item_id, unnest(?::VARCHAR[]) AS person_id, unnest(?::DOUBLE[]) AS value,
        true AS blind, now()::TIMESTAMP AS marked_at"""
    with workspace.cursor() as cursor:
        panel_statistics.stand_in(cursor, [("none", "0-4", 0)], shown, [[r[n] for r in rows] for n in range(4)])
        return panel_statistics.tally(cursor)


def test_gx_30_dots_rank_first_then_breadth_and_one_dot_is_a_tie(empty_workspace: Workspace):
    found = tallied(empty_workspace, GX_30)
    assert found["option_id"].tolist() == ["b", "a", "c", "d", "e"]
    assert found.set_index("option_id")["dots"].to_dict() == {"a": 6, "b": 6, "c": 5, "d": 2, "e": 1}
    assert found.set_index("option_id")["breadth"][["a", "b", "c"]].tolist() == pytest.approx([0.6, 1.0, 0.8])
    assert found["tie"].tolist() == [1, 1, 1, 2, 2]


def test_the_chance_of_the_first_three_is_stable_sums_to_three_and_follows_the_dots(empty_workspace: Workspace):
    found = tallied(empty_workspace, GX_30).set_index("option_id")["top3"]
    assert found.sum() == pytest.approx(3.0)
    assert found["b"] > 0.95 and found["a"] > found["d"] and found["c"] > found["e"]
    last_first = dict(reversed(GX_30.items()))
    assert found.equals(tallied(empty_workspace, last_first).set_index("option_id")["top3"]), "whoever came first"


def test_where_nobody_differs_the_lot_decides_and_not_the_order():
    even = pd.DataFrame(np.ones((6, 6)), columns=list("abcdef"))
    assert all(0.42 < chance < 0.58 for chance in top_three(even).values())


@pytest.mark.parametrize(("dots", "groups"), [([6, 6, 5, 2, 1], [1, 1, 1, 2, 2]), ([6, 5, 4, 3], [1, 1, 2, 2]), ([0], [1]), ([], [])])
def test_a_tie_is_within_one_dot_of_its_first(dots: list[int], groups: list[int]):
    assert ties(np.array(dots)) == groups


@pytest.mark.parametrize(("options", "dots"), [(2, 3), (5, 3), (12, 3), (13, 3), (14, 4), (18, 5), (40, 10)])
def test_dots_are_a_quarter_of_the_options_and_at_least_three(options: int, dots: int):
    assert dots_for(options) == dots
