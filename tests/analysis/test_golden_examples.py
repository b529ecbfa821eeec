"""The golden examples of `method.md` section 13, computed by the product: files in, coverage out."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from scipy.stats import binom

from cx.analysis.coverage import Coverage, Scope, compute
from cx.store import Workspace
from tests.analysis.test_answers import roll_up
from tests.conftest import loaded
from tests.golden import DIMINISHING, GOLDEN, PAIN_STAGES, Golden, five_must_haves, use_stage
from tests.oracle import Tables
from tests.side_by_side import TODAY, side_by_side
from tests.sketches import (
    Contact,
    Stage,
    add_need,
    assert_shows,
    one_need,
    rated_link,
    stages_rated,
    survey,
)

RULES = {"max": {}, "diminishing": DIMINISHING}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Coverage]]:
    """All golden examples with one need side by side, once under each rule for gains; parts are named g00, g01, …"""
    answers, workspaces = {}, []
    for rule, parameters in RULES.items():
        examples = {f"g{i:02}": one_need(c.kind, c.stages) for i, c in enumerate(GOLDEN) if c.parameters == parameters}
        shared = one_need("gain", [], parameters)
        workspaces.append(loaded(side_by_side(examples, shared).whole, tmp_path_factory.mktemp(rule)))
        answers[rule] = compute(workspaces[-1], Scope(today=TODAY))
    yield answers
    for workspace in workspaces:
        workspace.close()


def computed(workspace_of: Callable[[Tables], Workspace], tables: Tables) -> Coverage:
    """The coverage of some tables."""
    return compute(workspace_of(tables), Scope(today=TODAY))


def only_row(frame: pd.DataFrame) -> dict:
    """The one row of a frame; unknown text is ''."""
    (row,) = frame.to_dict("records")
    return row


@pytest.mark.parametrize("number", range(len(GOLDEN)), ids=[f"{case.gx} {case.says}" for case in GOLDEN])
def test_a_need_is_rolled_up_as_in_the_golden_example(number: int, golden: dict[str, Coverage]) -> None:
    case: Golden = GOLDEN[number]
    part = f"g{number:02}"
    needs = golden["diminishing" if case.parameters else "max"].level("need")
    row = only_row(needs[needs["need_id"] == f"{part}-n1"])
    if row["weakest_stage"]:
        row["weakest_stage"] = row["weakest_stage"].removeprefix(f"{part}-")
    assert_shows(row, case.expected)


def test_another_rule_would_reach_another_verdict_gx_01(workspace_of) -> None:
    row = only_row(computed(workspace_of, one_need("mandatory", use_stage(0.3))).needs)
    expected = {"fulfilment": 0.3, "state": "missed", "geometric": 0.6817, "state_geometric": "partial"}
    assert_shows(row, expected | {"arithmetic": 0.75, "state_arithmetic": "met"})


def test_a_stage_without_touchpoint_has_the_full_shortfall_gx_02(workspace_of) -> None:
    cells = computed(workspace_of, one_need("mandatory", stages_rated(0.9, 0.8, 0.9, "none"))).cells
    assert cells["shortfall"].tolist() == [0.0, 0.0, 0.0, 1.0]
    assert cells["state"].tolist() == ["met", "met", "met", "no_touchpoint"]


def test_an_unknown_stage_leaves_three_of_four_assessed_gx_03(workspace_of) -> None:
    answer = computed(workspace_of, one_need("mandatory", stages_rated(0.9, 0.8, "?", 1.0)))
    assert_shows(only_row(answer.needs), {"stages_determined": 3, "stages_needed": 4, "upper": 0.8})
    assert answer.cells["state"].tolist() == ["met", "met", "not_assessed", "met"]
    assert_shows(only_row(answer.personas), {"mandatory_missed": 0, "mandatory_undetermined": 1})


def test_a_pain_is_netted_within_each_stage_gx_08(workspace_of) -> None:
    cells = computed(workspace_of, one_need("pain", PAIN_STAGES)).cells
    assert cells["stage_id"].tolist() == ["Buy", "Support", "Use"]
    assert cells["relief"].tolist() == pytest.approx([0.5, 0.0, -0.5])
    assert cells["exposure"].tolist() == pytest.approx([0.5, 0.6, 1.5])
    assert cells["flags"].tolist() == [(), (), ("self_inflicted",)]


def test_the_headline_counts_met_and_open_mandatory_needs_gx_09(workspace_of) -> None:
    tables = one_need("mandatory", stages_rated(0.9))
    for number, value in enumerate([0.9, 0.8, 1.0, "?", "?", 0.3, 0.6], start=2):
        add_need(tables, f"n{number}", "mandatory", stages_rated(value))
    row = only_row(computed(workspace_of, tables).personas)
    assert_shows(row, {"mandatory": 8, "mandatory_met": 4, "mandatory_undetermined": 2})
    met, open_ = row["mandatory_met"], row["mandatory_undetermined"]
    assert (met / row["mandatory"], (met + open_) / row["mandatory"]) == (0.5, 0.75)


def test_what_cannot_be_met_is_no_longer_open_in_the_headline_gx_32(workspace_of) -> None:
    row = only_row(computed(workspace_of, five_must_haves()).personas)
    assert_shows(row, {"mandatory": 5, "mandatory_met": 2, "mandatory_undetermined": 1})


WILSON = [
    (4, 5, "met", 0.3755, 0.9638, False, "indicative"),
    (5, 5, "met", 0.5655, 1.0, False, "indicative"),
    (0, 10, "missed", 0.0, 0.2775, True, "indicative"),
    (18, 30, "partial", 0.4232, 0.7541, False, "imprecise"),
    (20, 40, "partial", 0.3520, 0.6480, False, "reportable"),
    (45, 50, "met", 0.7864, 0.9565, True, "reportable"),
]


@pytest.fixture(scope="module")
def wilson_cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pd.DataFrame]:
    """One mandatory cell for each share of GX-15, and one for 3 of 4."""
    shares = [(k, n) for k, n, *_ in WILSON] + [(3, 4)]
    parts = {f"{k}of{n}": rated_link("mandatory", [survey(n, k)]) for k, n in shares}
    workspace = loaded(side_by_side(parts, one_need("gain", [])).whole, tmp_path_factory.mktemp("wilson"))
    yield compute(workspace, Scope(today=TODAY)).cells.set_index("need_id")
    workspace.close()


@pytest.mark.parametrize(("k", "n", "state", "low", "high", "confirmed", "precision"), WILSON)
def test_a_share_has_its_wilson_interval_gx_15(
    k: int, n: int, state: str, low: float, high: float, confirmed: bool, precision: str, wilson_cells: pd.DataFrame
) -> None:
    row = wilson_cells.loc[f"{k}of{n}-n1"].to_dict()
    assert_shows(row, {"state": state, "interval_low": low, "interval_high": high, "precision": precision})
    assert bool(row["confirmed"]) is confirmed


def test_four_answers_are_too_few_to_show_gx_15(wilson_cells: pd.DataFrame) -> None:
    row = wilson_cells.loc["3of4-n1"]
    assert (row["state"], row["reason"], row["flags"]) == ("not_assessed", "suppressed", ("suppressed",))
    assert row[["fulfilment", "n", "interval_low"]].isna().all()


def answers(scale: str, values: list[float | None], weights: list[float] | None = None) -> pd.DataFrame:
    """Raw answers to one question by one segment."""
    place = {"touchpoint_id": "t1", "stage_id": "s1", "need_id": "n1", "segment_id": "g1", "scale": scale}
    frame = pd.DataFrame([place | {"value": value} for value in values])
    return frame if weights is None else frame.assign(weight=weights)


MAPPED = [
    ("1-5", [5, 4, 4, 3, 5, 2, 4, 5, 3, 4], {"mean": 0.725, "met_share": 0.70, "mean_low": 0.5472, "mean_high": 0.9028}),
    ("0-10", [10, 8, 7, 9, 6], {"mean": 0.80, "met_share": 0.60}),
    ("1-5", [5, 5, 5, 1, 1], {"mean": 0.60, "met_share": 0.60}),
]


@pytest.mark.parametrize(("scale", "values", "expected"), MAPPED)
def test_answers_are_mapped_to_mean_and_met_share_gx_16(
    scale: str, values: list[float], expected: dict, empty_workspace: Workspace
) -> None:
    row = only_row(roll_up(empty_workspace, answers(scale, values)))
    assert_shows(row, expected | {"n": len(values), "n_na": 0})
    assert row["value"] == pytest.approx(sum(values) / len(values))


def test_no_answer_is_counted_and_not_averaged(empty_workspace: Workspace) -> None:
    row = only_row(roll_up(empty_workspace, answers("1-5", [5, None, 4, None])))
    assert_shows(row, {"n": 2, "n_na": 2, "value": 4.5, "met_n": 2})


def test_weights_shrink_the_effective_sample_gx_17(empty_workspace: Workspace) -> None:
    given = answers("yes-no", [1, 1, 1, 0, 0, 1, 0, 1], [1, 1, 1, 1, 1, 1, 3, 3])
    row = only_row(roll_up(empty_workspace, given))
    assert_shows(row, {"met_share": 0.5833, "n_eff": 6.0, "met_low": 0.2411, "met_high": 0.8605, "n": 8})
    unweighted = only_row(roll_up(empty_workspace, given.drop(columns="weight")))
    assert_shows(unweighted, {"met_share": 0.625, "n_eff": 8.0})


def surveyed_stages(counts: list[tuple[int, int]], need_id: str = "n1", tables: Tables | None = None) -> Tables:
    """A mandatory need with one surveyed touchpoint per stage: k of n satisfied."""
    stages = [Stage(f"s{number}", stages_rated("?")[0].contacts) for number in range(1, len(counts) + 1)]
    if tables is None:
        tables = one_need("mandatory", stages)
    else:
        add_need(tables, need_id, "mandatory", stages)
    for stage, (k, n) in zip(stages, counts, strict=True):
        place = {"round_id": "r1", "touchpoint_id": f"{need_id}-{stage.name}-0", "stage_id": stage.name}
        tables.setdefault("ratings", []).append(place | {"need_id": need_id} | survey(n, k))
    return tables


def test_the_chance_that_a_journey_is_met_or_fails_gx_19(workspace_of) -> None:
    answer = computed(workspace_of, surveyed_stages([(18, 20), (17, 20), (19, 20)]))
    assert answer.cells["p_met"].tolist() == pytest.approx([0.9255, 0.8083, 0.9810], abs=1e-4)
    row = only_row(answer.needs)
    assert_shows(row, {"p_met": 0.7338, "fulfilment": 0.85, "state": "met"})
    assert row["p_fail"] == pytest.approx(0.00087, abs=1e-5)


def expected_minimum(stages: int, n: int, share: float) -> float:
    """The mean of the smallest of several observed shares."""
    return sum(binom.sf(k - 1, n, share) ** stages for k in range(1, n + 1)) / n


def test_the_weakest_of_five_noisy_stages_looks_partial_though_all_are_met_gx_19(workspace_of) -> None:
    assert expected_minimum(5, 20, 0.8) == pytest.approx(0.6934, abs=1e-4)
    rng = random.Random(19)
    tables: Tables | None = None
    for number in range(1, 301):
        counts = [(sum(rng.random() < 0.8 for _ in range(20)), 20) for _ in range(5)]
        tables = surveyed_stages(counts, f"n{number}", tables)
    observed = computed(workspace_of, tables or {}).needs["fulfilment"]
    assert observed.mean() == pytest.approx(0.6934, abs=3 * observed.std() / math.sqrt(len(observed)))


def test_need_debt_is_the_importance_that_rests_on_assumptions_gx_29(workspace_of) -> None:
    written = [("1.0", "assumption"), ("0.9", "qualitative"), ("0.8", "assumption"), ("0.6", "measured")]
    written += [("0.5", "indirect"), ("0.2", "none")]
    tables: Tables = {"personas": [{"persona_id": "p1", "name": "Ana"}]}
    for number, (importance, evidence) in enumerate(written):
        add_need(tables, f"n{number}", "gain", [])
        tables["needs"][-1] |= {"importance": importance, "evidence": evidence}
    assert_shows(only_row(computed(workspace_of, tables).personas), {"need_debt": 0.5, "needs_provisional": 3})


@pytest.mark.parametrize(
    ("first", "second", "shown", "flags"),
    [((60, 54), (20, 8), 0.775, ("hidden_failure",)), ((30, 27), (30, 12), 0.65, ())],
    ids=["GX-30 met with a hidden failure", "GX-30 answers are pooled, segments are weighted by size"],
)
def test_segments_are_weighted_by_size_beside_the_pool(first, second, shown, flags, workspace_of) -> None:
    tables = rated_link("mandatory", [survey(*first, segment_id="g1"), survey(*second, segment_id="g2")])
    answer = computed(workspace_of, tables)
    assert_shows(only_row(answer.cells), {"fulfilment": shown, "flags": flags})
    hidden = only_row(answer.frame("SELECT * FROM subject_shown"))
    assert_shows(hidden, {"size_weighted": 0.775, "lowest_segment": "g2", "lowest_segment_name": "Two"})
    assert hidden["lowest_fulfilment"] == pytest.approx(0.4)


def test_a_segment_too_small_to_show_hides_no_failure_gx_30(workspace_of) -> None:
    for n, flags in ((5, ("hidden_failure",)), (4, ())):
        tables = rated_link("mandatory", [survey(60, 60, segment_id="g1"), survey(n, 0, segment_id="g2")])
        assert only_row(computed(workspace_of, tables).cells)["flags"] == flags


@pytest.mark.parametrize(
    ("web", "phone", "known", "lower", "upper"),
    [("0.9", "", 0.9, 0.63, 0.93), ("", "0.4", 0.4, 0.12, 0.82)],
    ids=["GX-05 only web rated", "GX-05 only phone rated"],
)
def test_an_unrated_substitute_opens_a_range(web, phone, known, lower, upper, workspace_of) -> None:
    rated = [Contact(float(value) if value else None, "A", usage) for value, usage in ((web, "0.7"), (phone, "0.3"))]
    row = only_row(computed(workspace_of, one_need("mandatory", [Stage("s1", rated)])).cells)
    assert_shows(row, {"fulfilment": known, "lower": lower, "upper": upper, "flags": ("partial_rating",)})
