"""What to fix first: the ranked list, the unknowns, what hangs on them; golden examples and a second implementation."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pandas as pd
import pytest

from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.list_words import unknown_sentence, weight_sentence
from cx.analysis.shortfalls import COLUMNS, Shortfalls, other_methods, shortfalls
from cx.analysis.shortfalls import compute as list_of
from cx.changes.crosshairs import freeze_crosshairs, release_crosshairs
from cx.changes.undo import undo
from cx.sql.groundwork import prepare
from cx.store import Workspace, open_workspace
from tests.gaps import GX_10, add, people, survey_of
from tests.oracle import Row, Tables
from tests.side_by_side import TODAY, Neighbours
from tests.sketches import expert, rated_directly, survey

Make = Callable[[Tables], Workspace]


def listed(workspace: Workspace, size_weight: float = 0.5, market: str | None = None) -> Shortfalls:
    return list_of(coverage(workspace, Scope(market=market, today=TODAY)), size_weight)


@pytest.fixture
def gx_12(workspace_of: Make) -> Shortfalls:
    tables = people(GX_10)
    add(tables, "A", "P1", "mandatory", 0.9, [(0.30, 0.8)])
    survey_of(tables, "A", 30, 100)
    add(tables, "B", "P2", "mandatory", 0.8, [(0.60, 1)])
    add(tables, "C", "P1", "gain", 0.6, [(0.0, 1)])
    add(tables, "D", "P2", "pain", 0.7, [(0.40, 0.5)])
    add(tables, "E", "P1", "mandatory", 0.9, [(None, 0.8)])
    return listed(workspace_of(tables))


# --- reach and priority -------------------------------------------------------------------------------------


def test_a_persona_weighs_by_size_and_by_value_gx_10(gx_12: Shortfalls) -> None:
    weights = gx_12.weights.set_index("persona_id")
    assert weights["size_share"].to_dict() == pytest.approx({"P1": 0.4, "P2": 0.6})
    assert weights["value_share"].to_dict() == pytest.approx({"P1": 0.7, "P2": 0.3})
    assert gx_12.table.groupby("persona_id")["persona_weight"].first().to_dict() == pytest.approx({"P1": 0.55, "P2": 0.45})


def test_must_haves_that_fail_come_first_then_those_not_fully_met_then_gains_and_pains_gx_12(gx_12: Shortfalls) -> None:
    assert gx_12.ranked["need_id"].tolist() == ["A", "B", "C", "D"]
    assert gx_12.ranked["tier"].tolist() == [1, 2, 3, 3]
    assert gx_12.ranked["priority"].tolist() == pytest.approx([23.76, 7.2, 33.0, 7.35], abs=1e-4)
    assert gx_12.ranked["shortfall"].tolist() == pytest.approx([0.6, 0.2, 1.0, 0.46667], abs=1e-4)


def test_by_priority_alone_only_what_must_be_and_fails_stands_before_the_rest_gx_12(gx_12: Shortfalls) -> None:
    found = list_of(gx_12.answer, 0.5, by_priority=True)
    assert found.ranked["need_id"].tolist() == ["A", "C", "D", "B"]
    assert found.ranked["part"].tolist() == [1, 2, 2, 2]
    assert found.ranked["tier"].tolist() == [1, 3, 3, 2]
    assert found.unknown["need_id"].tolist() == ["E"]


def test_people_missed_are_counted_where_people_were_asked_gx_12(gx_12: Shortfalls) -> None:
    missed = gx_12.ranked.set_index("need_id")["people_missed"]
    assert missed["A"] == pytest.approx(4480)
    assert missed.drop("A").isna().all()


def test_an_unknown_is_listed_by_what_finding_out_is_worth_gx_12(gx_12: Shortfalls) -> None:
    (row,) = gx_12.unknown.to_dict("records")
    assert row["need_id"] == "E" and pd.isna(row["rank"]) and pd.isna(row["tier"]) and pd.isna(row["priority"])
    assert row["info_value"] == pytest.approx(39.6)


def test_the_factors_in_view_multiply_to_the_priority(sample_workspace: Workspace) -> None:
    ranked = listed(sample_workspace).ranked
    product = 100 * ranked["importance"] * ranked["shortfall"] * ranked["persona_weight"] * ranked["reach"]
    assert ranked["priority"].tolist() == pytest.approx(product.tolist())
    assert len(ranked) > 5


def test_without_values_size_alone_weighs_and_the_list_says_so(workspace_of: Make) -> None:
    tables = people(GX_10 | {"S2": ("P1", "2000", "")})
    add(tables, "A", "P1", "mandatory", 1, [(0.0, 1)])
    found = listed(workspace_of(tables))
    assert found.weight_by == "size"
    assert found.table["persona_weight"].tolist() == pytest.approx([0.4])


def test_without_any_size_personas_weigh_alike(workspace_of: Make) -> None:
    tables = people(GX_10) | {"segments": [], "persona_segments": []}
    add(tables, "A", "P1", "mandatory", 1, [(0.0, 1)])
    found = listed(workspace_of(tables))
    assert (found.weight_by, found.table["persona_weight"].tolist()) == ("alike", [0.5])


def test_a_persona_without_people_weighs_nothing_and_the_list_says_so(workspace_of: Make) -> None:
    tables = people(GX_10 | {"S9": ("P3", "0", "1")})
    add(tables, "A", "P3", "mandatory", 1, [(0.0, 1)])
    found = listed(workspace_of(tables))
    assert found.ranked["priority"].tolist() == [0.0] and found.ranked["tier"].tolist() == [1]
    assert weight_sentence(found).endswith("1 persona has no people, so its needs weigh nothing")


def test_in_a_market_only_its_segments_and_those_of_none_weigh(workspace_of: Make) -> None:
    tables = people(GX_10)
    for segment, market in zip(tables["segments"], ("DE", "FR", ""), strict=True):
        segment["market"] = market
    add(tables, "A", "P1", "mandatory", 1, [(0.0, 1)])
    weights = listed(workspace_of(tables), market="DE").weights.set_index("persona_id")
    assert weights["size_share"].to_dict() == pytest.approx({"P1": 6 / 18, "P2": 12 / 18})


def test_a_closing_set_holds_every_stage_below_target_and_stands_together(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "A", "P1", "mandatory", 1, [(0.4, 1), (0.6, 1), (0.1, 1)])
    add(tables, "B", "P1", "mandatory", 0.9, [(0.2, 1)])
    found = listed(workspace_of(tables))
    assert found.ranked[["need_id", "stage_id", "tier"]].values.tolist() == [["A", "s3", 1], ["A", "s1", 1], ["B", "s1", 1], ["A", "s2", 2]]
    assert found.ranked["closing_set"].tolist() == [("s1", "s2", "s3"), ("s1", "s2", "s3"), ("s1",), ("s1", "s2", "s3")]
    assert found.items[["item", "need_id", "stage_id"]].values.tolist() == [[1, "A", "s3"], [2, "B", "s1"], [3, "A", "s2"]]


def test_a_gain_is_listed_once_at_its_best_stage(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "G", "P1", "gain", 1, [(0.1, 1), (0.6, 0.5), (0.2, 1)])
    (row,) = listed(workspace_of(tables)).ranked.to_dict("records")
    assert (row["stage_id"], row["fulfilment"], row["closing_set"]) == ("s2", 0.6, ("s2",))
    assert row["priority"] == pytest.approx(100 * 1 * 0.2 * 0.55 * 0.5)


def test_a_self_inflicted_pain_comes_before_an_equal_gap(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    add(tables, "a", "P", "pain", 1, [(0.0, 1)])
    add(tables, "b", "P", "pain", 1, [(-0.5, 1)])
    assert listed(workspace_of(tables)).ranked["need_id"].tolist() == ["b", "a"]


def test_the_command_gives_the_columns_of_the_data_model(sample_workspace: Workspace) -> None:
    assert tuple(shortfalls(sample_workspace, coverage(sample_workspace, Scope())).level().columns) == COLUMNS


# --- what cannot be met -------------------------------------------------------------------------------------


@pytest.fixture
def gx_32(workspace_of: Make) -> Shortfalls:
    """One persona, five mandatory needs: met twice, partly met, one of whose two touchpoints one is unrated, and unknown."""
    tables = people({"S": ("P", "100", "1")})
    for need_id, value in (("ok-1", 0.9), ("ok-2", 0.8), ("partly", 0.6), ("limited", 0.70), ("dark", None)):
        add(tables, need_id, "P", "mandatory", 1, [(value, 1)])
    beside_it(tables, "limited")
    return listed(workspace_of(tables))


def beside_it(tables: Tables, need_id: str, **link: str) -> None:
    """A second touchpoint at the first stage of a need, not rated."""
    tables["touchpoints"].append({"touchpoint_id": f"{need_id}-other", "name": "Other", "channel": "phone", "owner": "Team other"})
    for own in [own for own in tables["links"] if own["need_id"] == need_id and own["stage_id"] == "s1"]:
        own |= link
        tables["links"].append({**own, "touchpoint_id": f"{need_id}-other"})


def test_what_cannot_be_met_is_listed_with_what_is_missing_at_least_and_stays_to_be_found_out_gx_32(gx_32: Shortfalls) -> None:
    assert gx_32.ranked[["need_id", "tier", "at_least"]].values.tolist() == [["partly", 2, False], ["limited", 2, True]]
    row = gx_32.ranked.set_index("need_id").loc["limited"]
    assert (row["shortfall"], row["priority"]) == pytest.approx((0.0667, 6.6667), abs=1e-4)
    assert (row["lower"], row["upper"], row["state"]) == pytest.approx((0, 0.70, "not_assessed"))
    assert row["info_value"] == pytest.approx(100 * (1 - 0.0667), abs=1e-2)
    assert gx_32.unknown["need_id"].tolist() == ["dark", "limited"]


def test_substitutes_of_which_one_is_unrated_can_still_meet_a_need_gx_32(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    add(tables, "open", "P", "mandatory", 1, [(0.70, 1)])
    beside_it(tables, "open", alternative_group="either")
    found = listed(workspace_of(tables))
    assert found.ranked.empty and found.unknown["need_id"].tolist() == ["open"]


def test_repairing_what_limits_a_need_takes_away_what_is_known_to_be_missing_but_closes_nothing_that_is_not_known(
    gx_32: Shortfalls,
) -> None:
    found = gx_32.leverage.set_index(["axis", "id"])
    one, both = found.loc["touchpoint", "limited-1"], found.loc["channel", "web"]
    assert (one["gaps"], one["gaps_closed"]) == (1, 0)
    assert one["priority_closed"] == pytest.approx(one["priority"]) == pytest.approx(6.6667, abs=1e-4)
    assert both["gaps_closed"] == 1  # the other touchpoint is a phone line


def test_what_is_out_of_reach_is_not_said_to_count_as_neither_met_nor_missed(gx_12: Shortfalls, gx_32: Shortfalls) -> None:
    assert (
        unknown_sentence(gx_12.unknown, 5) == "1 of 5 places where a need arises are not assessed. They count neither as met nor as missed."
    )
    assert unknown_sentence(gx_32.unknown, 5) == (
        "2 of 5 places where a need arises are not assessed. 1 of them cannot be met whatever is found out, and stands among the shortfalls; the others count neither as met nor as missed."
    )


def test_people_are_not_counted_where_only_the_least_is_known(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    add(tables, "limited", "P", "mandatory", 1, [(0.70, 1)])
    survey_of(tables, "limited", 70, 100)
    beside_it(tables, "limited")
    (row,) = listed(workspace_of(tables)).ranked.to_dict("records")
    assert row["at_least"] and pd.isna(row["people_missed"])


# --- other views --------------------------------------------------------------------------------------------


def asked(sql: str) -> list[tuple]:
    """Rows of a question to the functions of the relations."""
    workspace = open_workspace()
    with workspace.cursor() as cursor:
        prepare(cursor)
        found = cursor.execute(sql).fetchall()
    workspace.close()
    return found


GX_11_NEEDS = {"a": (0.95, 0.40), "b": (0.90, 0.80), "c": (0.60, 0.30), "d": (0.50, 0.90), "e": (0.80, 0.75)}


def quadrants(workspace_of: Make, fulfilled: dict[str, tuple[float, float]], kind: str = "gain") -> pd.DataFrame:
    tables = people(GX_10)
    for need_id, (importance, value) in fulfilled.items():
        add(tables, need_id, "P1", kind, importance, [(value, 1)])
    return other_methods(coverage(workspace_of(tables), Scope(today=TODAY))).set_index("need_id").sort_index()


def test_quadrants_stand_at_the_target_and_the_median_importance_gx_11(workspace_of: Make) -> None:
    found = quadrants(workspace_of, GX_11_NEEDS)
    assert found["crosshair"].unique().tolist() == [0.8]
    assert found["quadrant"].tolist() == ["concentrate", "keep up", "low priority", "overkill", "keep up"]


def test_where_all_is_well_nothing_calls_for_concentration_gx_11(workspace_of: Make) -> None:
    well = {n: (w, f) for (n, (w, _)), f in zip(GX_11_NEEDS.items(), (0.85, 0.90, 0.80, 0.95, 0.88), strict=True)}
    assert "concentrate" not in set(quadrants(workspace_of, well)["quadrant"])


def test_a_mandatory_need_always_counts_as_important(workspace_of: Make) -> None:
    assert quadrants(workspace_of, GX_11_NEEDS, "mandatory")["quadrant"]["c"] == "concentrate"


def test_frozen_crosshairs_stay_when_importance_moves(workspace_of: Make) -> None:
    tables = people(GX_10)
    for need_id, (importance, value) in GX_11_NEEDS.items():
        add(tables, need_id, "P1", "gain", importance, [(value, 1)])
    workspace = workspace_of(tables)
    freeze_crosshairs(workspace, coverage(workspace, Scope()).needs)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE needs SET importance = 1")
    held = other_methods(coverage(workspace, Scope()))
    assert held["crosshair"].unique().tolist() == [0.8] and held["crosshair_frozen"].all()
    release_crosshairs(workspace)
    assert other_methods(coverage(workspace, Scope()))["crosshair"].unique().tolist() == [1.0]


def test_opportunity_rises_with_what_is_missing_gx_13() -> None:
    assert asked("SELECT opportunity_of(9.0, 3.0), opportunity_of(9.0, 9.5), opportunity_of(8.0, 5.0)") == [(15, 9, 11)]


def test_paired_answers_say_what_absence_and_presence_do_gx_13(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "m", "P1", "mandatory", 1, [(0.9, 1)], kano_counts="A=45;O=123;M=95;I=33")
    add(tables, "x", "P1", "mandatory", 1, [(0.9, 1)], kano_counts="A=80;O=10;M=5;I=50")
    add(tables, "g", "P1", "gain", 1, [(0.9, 1)], kano_counts="A=20;O=48;M=46;I=10")
    found = other_methods(coverage(workspace_of(tables), Scope())).set_index("need_id")
    assert found.loc["m", ["better", "worse"]].tolist() == pytest.approx([0.5676, -0.7365], abs=1e-4)
    assert found["kano_class"].to_dict() == {"m": "O", "x": "A", "g": "M"}  # 48 and 46 of 124 are a near-tie: M before O
    assert found.loc["x", "kano_check"] == "not confirmed as must-have"
    assert found.loc["g", "kano_check"] == "candidate mandatory need"
    assert pd.isna(found.loc["m", "kano_check"])


@pytest.mark.parametrize(
    ("kind", "counts", "shown", "check"),
    [
        ("mandatory", "M=15;I=5;R=80", "R", "not confirmed as must-have"),
        ("mandatory", "M=15;I=5;Q=80", "Q", "not confirmed as must-have"),
        ("mandatory", "M=80;R=15;Q=5;", "M", None),
        ("mandatory", "R=100", "R", "not confirmed as must-have"),
        ("gain", "M=15;R=80", "R", None),
    ],
)
def test_reverse_and_questionable_answers_confirm_nothing(
    kind: str, counts: str, shown: str, check: str | None, workspace_of: Make
) -> None:
    """Eighty of a hundred who do not want it make no must-be; a separator at the end breaks nothing."""
    tables = people(GX_10)
    add(tables, "m", "P1", kind, 1, [(0.9, 1)], kano_counts=counts)
    (found,) = other_methods(coverage(workspace_of(tables), Scope())).to_dict("records")
    assert found["kano_class"] == shown
    assert (None if pd.isna(found["kano_check"]) else found["kano_check"]) == check
    assert found["kano_answers"] == 100 or counts == "M=15;R=80"


def test_freezing_the_crosshairs_stands_in_the_history_and_can_be_undone(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "m", "P1", "mandatory", 0.8, [(0.9, 1)])
    workspace = workspace_of(tables)
    freeze_crosshairs(workspace, coverage(workspace, Scope()).needs)
    (newest,) = workspace.rows("SELECT audit_id, action, rows_new FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert newest[1:] == ("parameters", 1)
    undo(workspace, newest[0])
    assert not other_methods(coverage(workspace, Scope()))["crosshair_frozen"].any()


# --- what hangs on the list ---------------------------------------------------------------------------------


def test_two_items_swap_where_their_lines_cross_gx_14(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "X", "P1", "gain", 0.30, [(0.0, 1)])
    add(tables, "Y", "P2", "gain", 0.36, [(0.0, 1)])
    workspace = workspace_of(tables)
    (row,) = listed(workspace).crossings.to_dict("records")
    assert row["crossing"] == pytest.approx(0.5152, abs=1e-4)
    assert (row["need_id"], row["first_below"]) == ("X", True)
    assert [listed(workspace, weight).ranked["need_id"].tolist() for weight in (0.51, 0.52)] == [["X", "Y"], ["Y", "X"]]


def test_small_samples_are_pulled_towards_the_pooled_share_gx_18(workspace_of: Make) -> None:
    assert asked("SELECT pull_of(0.525, 0.046875, 0.525 * 0.475 / 4 * 0.4)")[0][0] == pytest.approx(9.2308, abs=1e-4)
    pulled = "SELECT (k + 4 * 0.6) / (n + 4) FROM (VALUES (0, 5), (5, 5), (0, 50)) t(k, n)"
    assert [float(r[0]) for r in asked(pulled)] == pytest.approx([0.2667, 0.8222, 0.0444], abs=1e-4)
    tables = people(GX_10)
    for need_id, met_n in zip("abcd", (2, 6, 8, 5), strict=True):
        add(tables, need_id, "P1", "mandatory", 1, [(met_n / 10, 1)])
        survey_of(tables, need_id, met_n, 10)
    found = list_of(coverage(workspace_of(tables), Scope(today=TODAY)), 0.5, prior=9.2308).shrinkage.set_index("need_id").sort_index()
    assert found["mu"].unique().tolist() == pytest.approx([0.525])
    assert found["estimate"].tolist() == pytest.approx([0.356, 0.564, 0.668, 0.512], abs=1e-3)


def test_with_ten_cells_the_pull_is_estimated_by_moments(workspace_of: Make) -> None:
    tables = people(GX_10)
    counts = (2, 6, 8, 5, 2, 6, 8, 5, 2, 6)
    for number, met_n in enumerate(counts):
        add(tables, f"n{number}", "P1", "mandatory", 1, [(met_n / 10, 1)])
        survey_of(tables, f"n{number}", met_n, 10)
    mu = sum(counts) / 100
    spread = sum((k / 10 - mu) ** 2 for k in counts) / 10
    expected = (mu * (1 - mu) - spread) / (spread - mu * (1 - mu) / 10)
    assert listed(workspace_of(tables)).shrinkage["m"].unique().tolist() == pytest.approx([expected])


def test_a_small_sample_may_lose_its_place_in_the_steadied_order(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    for need_id, met_n, n in (("a", 2, 6), ("b", 80, 200), ("c", 190, 200)):
        add(tables, need_id, "P", "mandatory", 1, [(met_n / n, 1)])
        survey_of(tables, need_id, met_n, n)
    found = listed(workspace_of(tables))
    assert found.items["need_id"].tolist() == ["a", "b"]
    assert found.stable_ranks == {1: 2, 2: 1}  # 2 of 6 pulled towards 272 of 406


def test_repairing_a_touchpoint_closes_what_it_alone_holds_open(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    add(tables, "A", "P", "mandatory", 1, [(0.2, 1), (0.3, 1)])
    add(tables, "B", "P", "mandatory", 1, [(0.5, 1)])
    link = {"touchpoint_id": "A-1", "stage_id": "s1", "need_id": "B"}  # a second touchpoint, as bad, for B
    tables["links"].append(link)
    tables["ratings"].append(link | {"round_id": "r1", "source": "behavioural", "value": "0.5"})
    found = listed(workspace_of(tables)).leverage.set_index(["axis", "id"])
    one, team = found.loc["touchpoint", "A-1"], found.loc["owner", "Team 1"]
    assert (one["gaps"], one["gaps_closed"], one["tier_1_closed"], one["needs_met"]) == (2, 1, 1, 0)
    assert (team["gaps"], team["gaps_closed"], team["needs_met"]) == (2, 2, 1)
    everything = found.loc["channel", "web"]
    assert (everything["gaps_closed"], everything["needs_met"]) == (3, 2)
    assert everything["priority_closed"] == pytest.approx(everything["priority"])


def test_leverage_is_what_the_list_loses_when_the_rating_is_repaired(
    sample_workspace: Workspace, sample_tables: Tables, workspace_of: Make
) -> None:
    """Restaurants raised to the target in the files themselves: the priorities that go are the leverage that was foretold."""
    foretold = listed(sample_workspace).leverage.set_index(["axis", "id"]).loc["touchpoint", "restaurants"]
    ratings: list[Row] = []
    for rating in sample_tables["ratings"]:
        raised = dict(rating)
        if rating["touchpoint_id"] == "restaurants":
            raised |= {"value": "4", "met_n": str(-(-int(rating["n"]) * 3 // 4))}
        ratings.append(raised)
    before, after = listed(sample_workspace).ranked, listed(workspace_of(sample_tables | {"ratings": ratings})).ranked
    assert before["priority"].sum() - after["priority"].sum() == pytest.approx(foretold["priority_closed"], rel=1e-6)


@pytest.mark.parametrize("kind", ["mandatory", "gain", "pain"])
def test_repairing_a_touchpoint_leaves_what_is_rated_as_a_whole_as_it_is(kind: str, workspace_of: Make) -> None:
    """At the first stage a survey of the need itself is in force, at the second the touchpoint decides; both fall short."""
    tables = people({"S": ("P", "100", "1")})
    add(tables, "A", "P", kind, 1, [(0.3, 1), (0.3, 1)])
    value = "-0.4" if kind == "pain" else "0.3"
    rated_directly(tables, [survey(40, 12, value)], "A", "s1")
    found = listed(workspace_of(tables))
    assert found.answer.cells["direct"].tolist() == [True, False]
    leverage = found.leverage.set_index(["axis", "id"])
    assert ("touchpoint", "A-1") not in leverage.index, "what it does decides nothing"
    other, all_of_it = leverage.loc["touchpoint", "A-2"], leverage.loc["channel", "web"]
    assert (other["gaps"], other["gaps_closed"], other["needs_met"]) == (1, 1, 0)
    assert (all_of_it["gaps"], all_of_it["gaps_closed"], all_of_it["needs_met"]) == (1, 1, 0), "the whole stays short at the first stage"


def test_what_is_foretold_beside_a_rating_of_the_whole_is_what_the_list_loses(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    add(tables, "A", "P", "mandatory", 1, [(0.3, 1), (0.4, 1)])
    add(tables, "B", "P", "mandatory", 0.5, [(0.2, 1)])
    rated_directly(tables, [survey(40, 12, 0.3)], "A", "s1")  # in force: better than one measure of a touchpoint
    rated_directly(tables, [expert("ann", 1)], "B", "s1")  # beside: one opinion
    before = listed(workspace_of(tables))
    foretold = before.leverage.query("axis == 'touchpoint'").set_index("id")["priority_closed"].to_dict()
    lost = {}
    for touchpoint in ("A-1", "A-2", "B-1"):
        ratings = [r | {"value": "0.75"} if r["touchpoint_id"] == touchpoint else r for r in tables["ratings"]]
        lost[touchpoint] = before.ranked["priority"].sum() - listed(workspace_of(tables | {"ratings": ratings})).ranked["priority"].sum()
    assert lost == pytest.approx({"A-1": 0.0} | foretold)
    assert set(foretold) == {"A-2", "B-1"}


def test_what_a_segment_is_exposed_to_is_its_people_its_value_and_the_shortfall(gx_12: Shortfalls) -> None:
    row = gx_12.exposure.set_index(["segment_id", "need_id"]).loc["S2", "A"]
    assert row[["people", "value", "people_exposed", "value_exposed"]].tolist() == pytest.approx([1600, 320_000, 960, 192_000])


def test_a_moved_target_changes_states_near_the_cut_alone(workspace_of: Make) -> None:
    tables = people({"S": ("P", "100", "1")})
    for need_id, value in (("a", 0.72), ("b", 0.77), ("c", 0.48), ("d", 0.95)):
        add(tables, need_id, "P", "mandatory", 1, [(value, 1)])
    moved = listed(workspace_of(tables)).threshold_sensitivity.set_index(["moved", "step"])
    assert moved["needs"].to_dict() == {("adequate", -0.05): 1, ("adequate", 0.05): 0, ("target", -0.05): 1, ("target", 0.05): 1}


# --- a second implementation --------------------------------------------------------------------------------


def expected_rows(tables: Tables, answer: Coverage, size_weight: float, by_priority: bool = False) -> list[tuple]:
    """Method 3.2, 3.3 and 9.1 in plain Python on the rows of coverage: what the list must hold, in order."""
    standing = {r["persona_id"] for r in tables.get("persona_segments", [])}
    active = {p["persona_id"] for p in tables["personas"] if p.get("status") in ("", "active", None)}
    sizes = {g["segment_id"]: (float(g["size"]), g.get("value_per_customer") or None) for g in tables.get("segments", [])}
    total = sum(size for size, _ in sizes.values())
    valued = bool(sizes) and all(value is not None or size == 0 for size, value in sizes.values())
    worth = sum(size * float(value or 0) for size, value in sizes.values())

    def weight(persona: str) -> float:
        own = [
            (sizes[r["segment_id"]], float(r.get("share") or 1)) for r in tables.get("persona_segments", []) if r["persona_id"] == persona
        ]
        size = sum(s * share for (s, _), share in own)
        if total == 0:
            return 1 / len(active)
        if not valued or worth <= 0:
            return size / total
        return size_weight * size / total + (1 - size_weight) * sum(s * share * float(v or 0) for (s, v), share in own) / worth

    cells = {(c["need_id"], c["stage_id"]): c for c in answer.cells.to_dict("records")}
    gaps = []
    for need in answer.needs.to_dict("records"):
        if total > 0 and need["persona_id"] not in standing:
            continue
        own = [c for c in cells.values() if c["need_id"] == need["need_id"]]
        if need["kind"] == "gain":
            short = (
                [(cells[need["need_id"], need["weakest_stage"]], need)] if need["state"] in ("missed", "partial", "no_touchpoint") else []
            )
        else:
            short = [(c, c) for c in own if c["state"] in ("missed", "partial", "no_touchpoint")]
            short += [(c, {**c, "fulfilment": c["upper"]}) for c in own if c["state"] == "not_assessed" and c["upper"] < c["target"] - 1e-9]
        for cell, judged in short:
            shortfall = max(0.0, cell["target"] - judged["fulfilment"]) / cell["target"]
            price = 100 * cell["importance"] * shortfall * weight(need["persona_id"]) * cell["reach"]
            first = need["kind"] == "mandatory" and judged["state"] in ("missed", "no_touchpoint")
            gaps.append((1 if first else 2 if need["kind"] == "mandatory" else 3, cell, price, "self_inflicted" in cell["flags"]))

    def order(gap: tuple) -> tuple:
        tier, cell, price, inflicted = gap
        together = [g for g in gaps if tier == 1 and g[0] == 1 and g[1]["need_id"] == cell["need_id"]] or [gap]
        lead = min(together, key=lambda g: (-round(g[2], 9), g[1]["position"], g[1]["stage_id"]))
        key = (-round(lead[2], 9), not inflicted, -cell["importance"], lead[1]["position"], cell["need_id"])
        return (min(tier, 2) if by_priority else tier, *key, -round(price, 9), cell["position"], cell["stage_id"])

    return [(t, c["need_id"], c["stage_id"], c["state"] == "not_assessed", p) for t, c, p, _ in sorted(gaps, key=order)]


def test_the_list_agrees_with_a_second_implementation_on_random_workspaces(random_workspaces: list[tuple[Neighbours, Workspace]]) -> None:
    tiers, at_least = [0, 0, 0, 0], 0
    choices = list(product((0.0, 0.3, 1.0), (False, True)))
    for number, (neighbours, workspace) in enumerate(random_workspaces):
        answer = coverage(workspace, Scope(today=TODAY))
        for size_weight, by_priority in choices[number % 3 :: 3]:
            found = list_of(answer, size_weight, by_priority=by_priority).ranked
            expected = expected_rows(neighbours.whole, answer, size_weight, by_priority)
            assert found[["tier", "need_id", "stage_id", "at_least"]].values.tolist() == [list(e[:4]) for e in expected]
            assert found["priority"].tolist() == pytest.approx([e[4] for e in expected])
            for tier, *_ in expected:
                tiers[tier] += 1
            at_least += sum(e[3] for e in expected)
    assert min(tiers[1:]) > 70 and at_least > 10


def test_every_unknown_is_to_be_found_out_and_carries_a_rank_only_where_it_cannot_be_met(
    random_workspaces: list[tuple[Neighbours, Workspace]],
) -> None:
    for _, workspace in random_workspaces:
        answer = coverage(workspace, Scope(today=TODAY))
        unknown = list_of(answer, 0.5).unknown
        assert not unknown.duplicated(["need_id", "stage_id"]).any()
        assert set(zip(unknown["need_id"], unknown["stage_id"], strict=True)) == {
            (c["need_id"], c["stage_id"]) for c in answer.cells.to_dict("records") if c["state"] == "not_assessed"
        }
        weighed = unknown["blocked"].isna()
        assert (unknown.loc[weighed, "info_value"] >= 0).all() and unknown.loc[~weighed, "info_value"].isna().all()
        assert unknown["priority"].notna().tolist() == (unknown["at_least"] & weighed).tolist() == unknown["rank"].notna().tolist()
        assert unknown.loc[weighed, "info_value"].round(9).is_monotonic_decreasing and weighed.is_monotonic_decreasing


def test_a_workspace_without_data_has_an_empty_list(empty_workspace: Workspace) -> None:
    found = listed(empty_workspace)
    assert found.table.empty and found.leverage.empty and found.crossings.empty and found.exposure.empty
    assert found.stable_ranks == {} and found.weight_by == "alike"
