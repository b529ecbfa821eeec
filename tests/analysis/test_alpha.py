"""Agreement of expert panels: Krippendorff's ordinal alpha, in SQL, and what rests on it (method 2.1, 6.2)."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from cx.analysis.coverage import Coverage, Scope, compute
from cx.store import Workspace
from tests.golden import PANEL, PUBLISHED_PANEL
from tests.oracle import Tables, ordinal_alpha
from tests.side_by_side import TODAY
from tests.sketches import Contact, Stage, add_need, expert, one_need

Units = list[list[float]]


def panel(units: Units, scale: str, tables: Tables | None = None, prefix: str = "n") -> Tables:
    """One need per unit, at one stage, rated by as many experts as the unit has scores."""
    tables = tables if tables is not None else one_need("pain" if scale == "-2-2" else "gain", [])
    for number, scores in enumerate(units):
        need_id = f"{prefix}-{number:03}"
        add_need(tables, need_id, "pain" if scale == "-2-2" else "gain", [Stage("s1", [Contact()])])
        place = {"round_id": "r1", "touchpoint_id": f"{need_id}-s1-0", "stage_id": "s1", "need_id": need_id}
        raters = [place | expert(f"rater-{i}", score, scale) for i, score in enumerate(scores)]
        tables.setdefault("ratings", []).extend(raters)
    return tables


def computed(workspace_of: Callable[[Tables], Workspace], tables: Tables, **scope: str) -> Coverage:
    return compute(workspace_of(tables), Scope(today=TODAY, **scope))


def alphas(answer: Coverage, column: str = "alpha") -> dict[str, float | None]:
    found = answer.frame(f"SELECT scale, {column} AS alpha FROM agreement")
    return {row.scale: None if row.alpha != row.alpha else row.alpha for row in found.itertuples()}


@pytest.mark.parametrize(
    ("units", "scale", "alpha", "level"),
    [(PANEL, "0-4", 0.7671, "assumption"), (PUBLISHED_PANEL, "1-5", 0.8154, "indirect")],
    ids=["GX-27 three raters, six cells", "GX-27 the published example"],
)
def test_alpha_equals_the_golden_example(units: Units, scale: str, alpha: float, level: str, workspace_of) -> None:
    answer = computed(workspace_of, panel(units, scale))
    assert alphas(answer, "alpha_of_few") == {scale: pytest.approx(alpha, abs=1e-4)}
    of_panels = answer.cells[answer.cells["n"] >= 2]
    assert set(of_panels["evidence"]) == {level}
    assert len(of_panels) == sum(len(scores) >= 2 for scores in units)


@pytest.mark.parametrize(("number", "alpha", "level"), [(7, None, "assumption"), (8, 1.0, "indirect")])
def test_alpha_is_said_from_eight_units_on(number: int, alpha: float | None, level: str, workspace_of) -> None:
    answer = computed(workspace_of, panel([[0, 0], [4, 4]] * (number // 2) + [[2, 2]] * (number % 2), "0-4"))
    assert alphas(answer) == {"0-4": alpha}
    assert set(answer.cells["evidence"]) == {level}


@pytest.mark.parametrize(
    ("scores", "scale", "level"),
    [
        ([3, 3, 2, 4], "0-4", "indirect"),
        ([3, 3, 3, 3, 0], "0-4", "indirect"),
        ([3, 3, 3, 1], "0-4", "assumption"),
        ([3, 3, 3], "0-4", "assumption"),
        ([-1, 0, 0, 1], "-2-2", "indirect"),
        ([-2, 0, 0, 2], "-2-2", "assumption"),
        ([5, 6, 7, 8], "0-10", "indirect"),
        ([2, 6, 7, 9], "0-10", "assumption"),
    ],
)
def test_on_few_units_a_panel_of_four_is_indirect_where_four_fifths_lie_within_a_step_of_the_median(
    scores: list[float], scale: str, level: str, workspace_of
) -> None:
    answer = computed(workspace_of, panel([scores], scale))
    assert answer.cells["evidence"].tolist() == [level]


def test_the_panel_value_is_the_median_gx_27(workspace_of) -> None:
    cells = computed(workspace_of, panel(PANEL, "0-4")).cells
    assert [4 * value for value in cells["fulfilment"]] == [0, 1, 3, 4, 2, 3]


def random_units(rng: random.Random, points: list[float]) -> Units:
    """Units with one to five scores: raters who follow a common mark more or less."""
    units = []
    for _ in range(rng.randint(2, 12)):
        mark, faith = rng.choice(points), rng.random()
        units.append([mark if rng.random() < faith else rng.choice(points) for _ in range(rng.randint(1, 5))])
    return units


def test_alpha_agrees_with_the_second_implementation_on_random_panels(workspace_of) -> None:
    points = {"0-4": [0.0, 1, 2, 3, 4], "1-7": [1.0, 2, 3, 4, 5, 6, 7], "0-1": [0.0, 0.25, 0.5, 1.0], "-2-2": [-2.0, -1, 0, 1, 2]}
    compared = 0
    for seed in range(5):
        rng = random.Random(seed)
        panels = {scale: random_units(rng, marks) for scale, marks in points.items()}
        tables = one_need("gain", [])
        for number, (scale, units) in enumerate(panels.items()):
            panel(units, scale, tables, f"n{number}")
        found = alphas(computed(workspace_of, tables), "alpha_of_few")
        for scale, units in panels.items():
            expected = ordinal_alpha([scores for scores in units if len(scores) >= 2])
            assert found.get(scale) == (None if expected is None else pytest.approx(expected, abs=1e-9))
            compared += expected is not None
    assert compared > 15


@pytest.mark.parametrize("units", [[[3, 3], [3, 3, 3]], [[2, 2]]], ids=["one mark throughout", "one cell"])
def test_agreement_without_variation_is_not_computable_and_stays_an_assumption(units: Units, workspace_of) -> None:
    answer = computed(workspace_of, panel(units, "0-4"))
    assert alphas(answer) == {"0-4": None}
    assert set(answer.cells["evidence"]) == {"assumption"}


def test_single_raters_have_no_agreement(workspace_of) -> None:
    answer = computed(workspace_of, panel([[1], [4]], "0-4"))
    assert alphas(answer) == {}
    assert set(answer.cells["evidence"]) == {"assumption"}


def test_a_panel_that_disagrees_is_an_assumption(workspace_of) -> None:
    answer = computed(workspace_of, panel([[0, 4], [4, 0], [1, 3]] * 3, "0-4"))
    assert alphas(answer)["0-4"] < 0
    assert set(answer.cells["evidence"]) == {"assumption"}


def test_each_scale_is_judged_by_its_own_panels(workspace_of) -> None:
    tables = panel([[0, 4], [4, 0]] * 4, "0-10", panel([[0, 0], [4, 4]] * 4, "0-4"), "m")
    cells = computed(workspace_of, tables).cells
    assert set(cells[cells["need_id"].str.startswith("n")]["evidence"]) == {"indirect"}
    assert set(cells[cells["need_id"].str.startswith("m")]["evidence"]) == {"assumption"}


def test_a_panel_that_mixes_scales_belongs_to_none(workspace_of) -> None:
    tables = panel([[0, 0], [4, 4]] * 4 + [[2, 2]], "0-4")
    tables["ratings"][-1] |= {"scale": "0-1", "value": "0.5"}
    answer = computed(workspace_of, tables)
    assert answer.frame("SELECT scale, units FROM agreement").to_dict("records") == [{"scale": "0-4", "units": 8}]
    assert answer.cells["evidence"].tolist() == ["indirect"] * 8 + ["assumption"]


def test_agreement_is_that_of_the_round_whatever_the_market(workspace_of) -> None:
    tables = panel([[0, 0], [4, 4]] * 4, "0-4")
    for row, market in zip(tables["ratings"], ("DE", "DE", "FR", "FR") * 4, strict=True):
        row["market"] = market
    for scope in ({}, {"market": "DE"}):
        answer = computed(workspace_of, tables, **scope)
        assert alphas(answer) == {"0-4": pytest.approx(1.0)}


def test_a_retired_touchpoint_has_no_say_in_the_agreement(workspace_of) -> None:
    tables = panel([[0, 0], [4, 4], [0, 4], [0, 0], [0, 0], [0, 0], [4, 4], [0, 0], [0, 0]], "0-4")
    disputed = alphas(computed(workspace_of, tables))["0-4"]
    tables["touchpoints"][2]["status"] = "retired"
    assert disputed < 0.8
    assert alphas(computed(workspace_of, tables)) == {"0-4": pytest.approx(1.0)}
