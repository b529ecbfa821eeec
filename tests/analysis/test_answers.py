"""Answers become ratings by one statistic, and a style of answering is measured before markets are compared."""

from __future__ import annotations

import statistics

import pandas as pd
import pytest

from cx.analysis.answers import StyleGap, ready, style_gaps
from cx.sql import relation
from cx.store import Workspace

PLACE = {"touchpoint_id": "t1", "stage_id": "s1", "need_id": "n1"}


def answers(scale: str, values: list[float | None], weights: list[float] | None = None, segment: str = "g1") -> pd.DataFrame:
    """Raw answers to one question by one segment."""
    frame = pd.DataFrame([PLACE | {"segment_id": segment, "scale": scale, "value": value} for value in values])
    return frame if weights is None else frame.assign(weight=weights)


def roll_up(workspace: Workspace, answers: pd.DataFrame) -> pd.DataFrame:
    """Ratings from raw answers, one row per respondent and question (NaN = no answer), with or without weights."""
    columns = ["touchpoint_id", "stage_id", "need_id", "segment_id", "value", "scale", "weight"]
    table = answers.assign(weight=answers.get("weight"))[columns].astype({"value": "float64", "weight": "float64"})
    with workspace.cursor() as cursor:
        ready(cursor, scale_words=table["scale"].unique())
        cursor.register("answers_", table)
        cursor.execute("""CREATE TEMP TABLE weighed AS SELECT * REPLACE (
            CASE WHEN isnan(value) THEN NULL ELSE value END AS value,
            CASE WHEN weight IS NULL OR isnan(weight) THEN 1.0 ELSE weight END AS weight) FROM answers_""")
        cursor.execute(f"""CREATE TEMP TABLE answer AS
            SELECT touchpoint_id, stage_id, need_id, segment_id, scale, value, count(*) AS times, sum(counted) AS weight,
                   sum((counted * counted)::DECIMAL(18, 14)) AS squares
            FROM ({relation("survey_weight")}) GROUP BY ALL""")
        return cursor.execute(relation("survey_rating")).df()


def response_style(workspace: Workspace, answers: pd.DataFrame) -> pd.DataFrame:
    """How the people of each market use answer scales, from one row per respondent and question (NaN = no answer)."""
    with workspace.cursor() as cursor:
        ready(cursor, scale_words=answers["scale"].unique())
        cursor.register("answers_", answers[["market", "scale", "value"]].astype({"value": "float64"}))
        cursor.execute("CREATE TEMP TABLE styled AS SELECT * FROM (SELECT *, 1 AS times FROM answers_) WHERE NOT isnan(value)")
        return cursor.execute(relation("response_style")).df()


def only(frame: pd.DataFrame) -> dict:
    assert len(frame) == 1
    return frame.iloc[0].to_dict()


def shows(row: dict, **expected: float) -> None:
    assert {name: row[name] for name in expected} == pytest.approx(expected, abs=1e-4)


GX_16 = [
    ("1-5", [5, 4, 4, 3, 5, 2, 4, 5, 3, 4], {"mean": 0.725, "met_share": 0.70, "mean_low": 0.5472, "mean_high": 0.9028}),
    ("0-10", [10, 8, 7, 9, 6], {"mean": 0.80, "met_share": 0.60}),
    ("1-5", [5, 5, 5, 1, 1], {"mean": 0.60, "met_share": 0.60}),
]


@pytest.mark.parametrize(("scale", "values", "expected"), GX_16, ids=["GX-16 1 to 5", "GX-16 0 to 10", "GX-16 all or nothing"])
def test_mean_and_met_share_are_two_statistics_of_the_same_answers(
    scale: str, values: list[float], expected: dict, empty_workspace: Workspace
) -> None:
    row = only(roll_up(empty_workspace, answers(scale, values)))
    shows(row, **expected)
    assert (row["n"], row["rated_n"], row["rated_met_n"]) == (len(values), len(values), row["met_n"])
    assert row["value"] == sum(values) / len(values)
    assert row["stdev"] == pytest.approx(statistics.stdev(values), abs=1e-12)


def test_weights_make_a_sample_smaller_gx_17(empty_workspace: Workspace) -> None:
    row = only(roll_up(empty_workspace, answers("yes-no", [1, 1, 1, 0, 0, 1, 0, 1], [1, 1, 1, 1, 1, 1, 3, 3])))
    shows(row, met_share=0.5833, n_eff=6.0, met_low=0.2411, met_high=0.8605)
    assert (row["n"], row["met_n"], row["rated_n"], row["rated_met_n"]) == (8, 5, 6, 4)
    shows(only(roll_up(empty_workspace, answers("yes-no", [1, 1, 1, 0, 0, 1, 0, 1]))), met_share=0.625, n_eff=8.0)


def test_a_weight_above_five_medians_is_cut(empty_workspace: Workspace) -> None:
    row = only(roll_up(empty_workspace, answers("1-5", [5.0] * 9 + [1.0], [2.0] * 9 + [200.0])))
    shows(row, met_share=9 / 14, value=(9 * 5 + 5 * 1) / 14)
    assert row["n"] == 10, "the answer counts, only its weight is cut"


def test_a_weighted_spread_is_the_plain_one_when_all_weigh_the_same(empty_workspace: Workspace) -> None:
    plain = only(roll_up(empty_workspace, answers("1-7", [7, 6, 4, 1])))
    same = only(roll_up(empty_workspace, answers("1-7", [7, 6, 4, 1], [0.3] * 4)))
    assert same == plain


def test_one_answer_has_no_spread_and_no_interval(empty_workspace: Workspace) -> None:
    row = only(roll_up(empty_workspace, answers("1-5", [4])))
    assert row["n"] == 1
    assert all(pd.isna(row[name]) for name in ("stdev", "mean_low", "mean_high"))


def test_equal_answers_have_no_spread_at_all(empty_workspace: Workspace) -> None:
    row = only(roll_up(empty_workspace, answers("0-1", [0.1] * 7)))
    assert row["stdev"] == pytest.approx(0, abs=1e-12)


def test_nobody_who_answered_is_no_rating_of_zero(empty_workspace: Workspace) -> None:
    row = only(roll_up(empty_workspace, answers("1-5", [None, None])))
    assert (row["n"], row["n_na"]) == (0, 2)
    assert pd.isna(row["value"])


def test_places_and_segments_are_kept_apart(empty_workspace: Workspace) -> None:
    both = pd.concat([answers("1-5", [5, 4]), answers("1-5", [1], segment="g2"), answers("1-5", [2], segment="g2").assign(need_id="n2")])
    found = roll_up(empty_workspace, both)
    assert found[["need_id", "segment_id", "n", "value"]].to_numpy().tolist() == [
        ["n1", "g1", 2, 4.5],
        ["n1", "g2", 1, 1.0],
        ["n2", "g2", 1, 2.0],
    ]


def styled(scale: str = "1-5", **markets: str) -> pd.DataFrame:
    return pd.DataFrame([{"market": market, "scale": scale, "value": float(v)} for market, values in markets.items() for v in values])


DE, JP = "5514515251", "3434234353"


def test_a_difference_in_style_blocks_the_comparison_of_markets_gx_26(empty_workspace: Workspace) -> None:
    both = styled(DE=DE, JP=JP)
    styles = response_style(empty_workspace, both)
    assert styles["extreme_share"].tolist() == pytest.approx([0.8, 0.1])
    assert styles["answers"].tolist() == [10, 10]
    gap = style_gaps(styles)[0]
    assert gap == StyleGap("extreme_share", "DE", pytest.approx(0.8), "JP", pytest.approx(0.1))
    ratings = roll_up(empty_workspace, both.assign(**PLACE, segment_id=both["market"]))
    assert ratings["mean"].tolist() == pytest.approx([0.6, 0.6])
    assert ratings["met_share"].tolist() == pytest.approx([0.6, 0.4])


def test_markets_of_one_style_may_be_compared(empty_workspace: Workspace) -> None:
    styles = response_style(empty_workspace, styled(DE=DE, FR=DE))
    assert style_gaps(styles) == []
    assert style_gaps(styles.head(1)) == []
    assert style_gaps(styles.head(0)) == []


def test_a_difference_at_the_limit_blocks(empty_workspace: Workspace) -> None:
    styles = response_style(empty_workspace, styled(DE="1333333333", FR="2333333333"))
    assert [gap.measure for gap in style_gaps(styles)] == ["extreme_share"]
    assert style_gaps(styles, 0.11) == []


def test_agreeing_is_judged_before_a_reversed_scale_is_turned_round(empty_workspace: Workspace) -> None:
    both = pd.concat([styled(DE="4455"), styled("1-5-reversed", DE="4455", JP="2211")])
    found = response_style(empty_workspace, both).set_index("market")["acquiescence_share"]
    assert found.to_dict() == {"DE": 1.0, "JP": 0.0}


def test_a_yes_or_no_and_a_missing_market_say_nothing_about_style(empty_workspace: Workspace) -> None:
    both = pd.concat(
        [styled(DE="13"), styled("yes-no", DE="1111"), styled(DE="55").assign(market=None), styled(DE="4").assign(value=float("nan"))]
    )
    assert response_style(empty_workspace, both).to_numpy().tolist() == [["DE", 2, 0.5, 0.0]]
