"""Real or noise: golden examples, the tests beside independent computations, and how often a change is cried where there is none."""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx.analysis.rounds.history import FEWEST
from cx.analysis.rounds.statistics import corrected, share_p, survives_drawing, welch
from tests.two_rounds import CELL, asked, cell_pairs, cursor, drawn, mean, said_of, share


def one(before: dict[str, Any], after: dict[str, Any]) -> pd.Series:
    """What is said of one cell."""
    return said_of([before], [after]).iloc[0]


@pytest.mark.parametrize(
    ("k0", "n0", "k1", "n1", "difference", "low", "high", "p", "verdict"),
    [
        (12, 40, 24, 40, 0.30, 0.0820, 0.4813, 0.0070, "changed"),
        (6, 10, 8, 10, 0.20, -0.1870, 0.5211, None, "no evidence of change"),
        (60, 200, 84, 200, 0.12, 0.0259, 0.2112, 0.0124, "changed"),
        (30, 100, 36, 100, 0.06, -0.0696, 0.1869, None, "no evidence of change"),
    ],
)
def test_gx_24_a_difference_of_shares(
    k0: int, n0: int, k1: int, n1: int, difference: float, low: float, high: float, p: float | None, verdict: str
) -> None:
    row = one(share(k0, n0), share(k1, n1))
    assert (row["difference"], row["difference_low"], row["difference_high"]) == pytest.approx((difference, low, high), abs=1e-4)
    assert p is None or row["p"] == pytest.approx(p, abs=1e-4)
    assert row["verdict"] == verdict


def test_gx_25_benjamini_and_hochberg_keep_two_of_eight_at_a_twentieth_and_seven_at_a_tenth() -> None:
    q = corrected(np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205]))
    assert [(q <= limit).sum() for limit in (0.05, 0.10)] == [2, 7]


def test_newcombe_pooled_z_and_fisher_are_those_of_an_independent_computation() -> None:
    rng = np.random.default_rng(5)
    numbers = rng.integers(5, 400, size=(2, 120))
    shares = rng.beta(2, 1, size=(2, 120))
    before, after = drawn(rng, shares[0], numbers[0]), drawn(rng, shares[1], numbers[1])
    exact = 0
    for row, b, a in zip(said_of(before, after).itertuples(), before, after, strict=True):
        ends = [stats.binomtest(s["k"], s["n"]).proportion_ci(0.95, "wilson") for s in (b, a)]
        d = a["value"] - b["value"]
        low = d - sqrt((a["value"] - ends[1].low) ** 2 + (ends[0].high - b["value"]) ** 2)
        high = d + sqrt((ends[1].high - a["value"]) ** 2 + (b["value"] - ends[0].low) ** 2)
        assert (row.difference_low, row.difference_high) == pytest.approx((low, high), abs=1e-6)
        table = np.array([[b["k"], b["n"] - b["k"]], [a["k"], a["n"] - a["k"]]])
        few = table.sum() and stats.contingency.expected_freq(table).min() < 5
        exact += few
        p = stats.fisher_exact(table).pvalue if few else stats.chi2_contingency(table, correction=False).pvalue
        assert row.p == pytest.approx(p, abs=1e-9)
        assert row.q >= row.p
    assert 10 < exact < 110


def test_shares_that_are_all_alike_differ_in_nothing() -> None:
    assert share_p(*(np.array([float(x)]) for x in (50, 50, 60, 60))).tolist() == [1.0]


def test_welch_is_that_of_scipy_and_the_check_agrees_but_at_the_end_of_a_scale() -> None:
    rng = np.random.default_rng(9)
    rows = pd.DataFrame(
        [
            {
                "value_before": a.mean(),
                "spread_before": a.std(ddof=1),
                "n_before": len(a),
                "value": b.mean(),
                "spread": b.std(ddof=1),
                "n": len(b),
            }
            for a, b in ((rng.beta(3, 2, rng.integers(8, 150)), rng.beta(2.4, 2, rng.integers(8, 150))) for _ in range(40))
        ]
    )
    rows["difference"] = rows["value"] - rows["value_before"]
    found = welch(rows)
    agree = []
    for row, got in zip(rows.itertuples(), found.itertuples(), strict=True):
        test = stats.ttest_ind_from_stats(row.value, row.spread, row.n, row.value_before, row.spread_before, row.n_before, equal_var=False)
        assert got.p == pytest.approx(test.pvalue, abs=1e-9)
        assert (got.difference_low > 0 or got.difference_high < 0) == (test.pvalue < 0.05)
        agree.append(survives_drawing(rows.loc[row.Index], rng) == (test.pvalue < 0.05))
    assert np.mean(agree) > 0.9
    assert one(mean(0.4, 0.2, 60), mean(0.6, 0.2, 60))["verdict"] == "changed"
    assert one(mean(0.4, 0.0, 60), mean(0.4, 0.0, 60))["verdict"] == "no evidence of change"
    # Nearly everybody gave the best answer: the few who did not decide, and the check says so.
    assert not survives_drawing(
        pd.Series({"value_before": 0.93, "spread_before": 0.25, "n_before": 6, "value": 1.0, "spread": 0.0, "n": 6}), rng
    )


@pytest.mark.parametrize(("p0", "p1", "n"), [(0.60, 0.70, 356), (0.60, 0.75, 152), (0.50, 0.70, 93), (0.30, 0.60, 42)])
def test_so_many_answers_in_each_round_show_a_true_change_four_times_in_five(p0: float, p1: float, n: int) -> None:
    said = f"SELECT planned_n({p0}, {p1}), seen({p0}, {n}, {p1}, {n}), seen({p0}, {n - 1}, {p1}, {n - 1})"
    assert cursor().execute(said).fetchall() == [(n, True, False)]


def test_the_smallest_change_that_could_have_been_seen_is_the_first_whose_interval_excludes_nothing() -> None:
    moved = [60 + j for j in (*range(1, 30), *range(-1, -30, -1), 6)]
    rows = said_of(*([share(k, 100, need_id=f"n{place:02}") for place, k in enumerate(side)] for side in ([60] * len(moved), moved)))
    seen = (rows["difference_low"] > 0) | (rows["difference_high"] < 0)
    row = rows.iloc[-1]
    assert row["visible"] == round(100 * rows.loc[seen, "difference"].abs().min())
    assert row["visible"] < row["sure"] <= 20
    welched = one(mean(0.5, 0.25, 80), mean(0.52, 0.25, 80))
    assert welched["visible"] == ceil(100 * (welched["difference_high"] - welched["difference"]))


def test_a_real_change_must_be_worth_acting_on_and_rest_on_enough_answers() -> None:
    assert one(share(1200, 2000), share(1320, 2000))["verdict"] == "possible"  # six points, however sure
    assert one(share(2, 20), share(18, 20))["verdict"] == "possible"  # a small sample is an indication
    assert one(share(12, 40), share(24, 40))["verdict"] == "changed"


def test_a_panel_changes_its_mind_by_a_step_and_without_overlap_or_not_at_all() -> None:
    def panel(middle: float, low: float, high: float, n: int = 6) -> dict[str, Any]:
        return mean(middle, 0.0, n, source="expert", low=low, high=high, step=0.25, scales="0-4")

    assert one(panel(0.5, 0.5, 0.5), panel(0.75, 0.75, 1.0))["verdict"] == "judged change"
    assert one(panel(0.5, 0.25, 0.75), panel(0.75, 0.75, 1.0))["verdict"] == "within rater noise"
    assert one(panel(0.5, 0.5, 0.5), panel(0.625, 0.6, 0.65))["verdict"] == "within rater noise"
    assert one(panel(0.5, 0.5, 0.5, 1), panel(1.0, 1.0, 1.0, 1))["reason"] == "one expert"


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"carried": True}, "carried over"),
        ({"source": "interview"}, "source"),
        ({"scales": "0-10"}, "scale"),
        ({"is_share": False, "k": None, "spread": 0.2}, "statistic"),
        ({"segments": "g1"}, "segments"),
        ({"decides": False}, "combined"),
    ],
)
def test_what_was_not_measured_alike_is_not_tested(other: dict[str, Any], reason: str) -> None:
    rows = said_of([share(60, 100)], [share(90, 100) | other])
    assert rows.loc[rows["level"] == "cell", ["reason", "verdict"]].to_numpy().tolist() == [[reason, ""]]
    assert said_of([share(60, 100)], [share(90, 100)], other_cut=True).loc[0, "reason"] == "statistic"


def test_where_another_touchpoint_decides_each_is_tested_by_itself() -> None:
    a, b = (lambda k, **more: share(k, 100, touchpoint_id="a", **more)), (lambda k, **more: share(k, 100, touchpoint_id="b", **more))
    rows = said_of([a(40), b(70, decides=False)], [a(90, decides=False), b(70)])
    assert rows.loc[rows["level"] == "cell", "reason"].tolist() == ["other touchpoint"]
    links = rows[rows["level"] == "link"]
    assert links["touchpoint_id"].tolist() == ["a", "b"]
    assert links["verdict"].tolist() == ["changed", "no evidence of change"]
    tied = said_of([a(40), share(20, 50, touchpoint_id="b")], [a(60), share(30, 50, touchpoint_id="b")])
    assert tied["touchpoint_id"].tolist() == ["b"]  # of two that tie the smaller sample speaks


@pytest.mark.parametrize(
    "other", [{"target": 0.9}, {"statement": "Pay fast"}, {"kind": "gain"}, {"adequate": 0.6}, {"met_when": "Receipt"}]
)
def test_a_cell_that_is_defined_otherwise_is_re_scoped_named_and_not_tested(other: dict[str, Any]) -> None:
    (name,) = other
    pair = cell_pairs([CELL], [CELL | other])
    assert pair[["transition", "differs"]].to_numpy().tolist() == [["re-scoped", name]]
    assert said_of([share(60, 100)], [share(90, 100)], pair).loc[0, ["reason", "verdict"]].tolist() == ["re-scoped", ""]


def test_importance_moves_an_index_and_no_test() -> None:
    pair = cell_pairs([CELL], [CELL | {"importance": 0.4, "state": "met"}])
    assert pair[["transition", "differs", "weighs_otherwise"]].to_numpy().tolist() == [["improved", "", True]]
    assert said_of([share(60, 100)], [share(90, 100)], pair).loc[0, "verdict"] == "changed"


def test_of_cells_that_did_not_change_hardly_any_is_called_changed_and_of_those_that_did_most() -> None:
    rng = np.random.default_rng(11)
    number, called = 300, 0
    for _ in range(2):
        numbers = rng.integers(30, 201, size=(2, number))
        shares = rng.uniform(0.3, 0.9, number)
        called += (said_of(drawn(rng, shares, numbers[0]), drawn(rng, shares, numbers[1]))["verdict"] == "changed").sum()
    low, high, n = np.full(number, 0.60), np.full(number, 0.75), np.full(number, 152)
    found = (said_of(drawn(rng, low, n), drawn(rng, high, n))["verdict"] == "changed").mean()
    assert called / (2 * number) <= 0.02
    assert found >= 0.75  # 80% in the long run; tests/benchmarks/real_or_noise.py


def test_gx_25_limits_of_an_index_over_six_rounds() -> None:
    series = pd.DataFrame({"key": "i", "place": range(6), "value": [0.62, 0.60, 0.66, 0.63, 0.65, 0.64], "carried": False})
    found = asked("xmr", {"fewest": FEWEST}, series=series)
    odd = pd.DataFrame({"key": "i", "place": range(12), "value": [0.60, 0.61] * 5 + [0.60, 0.75], "carried": False})
    later = asked("xmr", {"fewest": FEWEST}, series=odd)
    short = asked("xmr", {"fewest": FEWEST}, series=series.head(5))
    assert found.loc[0, ["middle", "lowest", "highest"]].tolist() == pytest.approx([0.6333, 0.5589, 0.7078], abs=1e-4)
    assert not found["outside"].any()
    assert later["outside"].tolist() == [False] * 11 + [True]
    assert short["middle"].isna().all()
    assert not short["outside"].any()


def test_what_was_carried_over_makes_no_limits_and_is_not_held_against_them() -> None:
    values, again = [0.62, 0.62, 0.60, 0.66, 0.66, 0.66, 0.63, 0.65, 0.64], [1, 4, 5]
    series = pd.DataFrame({"key": "i", "place": range(9), "value": values, "carried": [place in again for place in range(9)]})
    found = asked("xmr", {"fewest": FEWEST}, series=series)
    # By hand: ranges .02 .06 .03 .02 .01, mean .028; .6333 -+ 2.66 * .028. With the three zeros between them the mean would be .0175.
    assert found.loc[8, ["points", "middle", "lowest", "highest"]].tolist() == pytest.approx([6, 0.6333, 0.5589, 0.7078], abs=1e-4)
    odd = pd.DataFrame({"key": "i", "place": range(13), "value": [0.60, 0.61] * 5 + [0.60, 0.75, 0.75], "carried": [False] * 12 + [True]})
    assert asked("xmr", {"fewest": FEWEST}, series=odd)["outside"].tolist() == [False] * 11 + [True, False], "it left the range once"
    assert asked("xmr", {"fewest": FEWEST}, series=series.head(8))["middle"].isna().all(), "five were measured"
