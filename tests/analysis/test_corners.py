"""Corners of the method, computed by the product: direct ratings, panels of few units, answer scales."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute
from tests.conftest import loaded
from tests.corners import CLOSE_PANELS, DIRECT, SCALES, agreeing_panels, kind_for
from tests.golden import GX_31, GoldenCell
from tests.oracle import Tables
from tests.side_by_side import TODAY, side_by_side
from tests.sketches import assert_shows, expert, one_need, panel, rated_link, survey

CELLS = [*GX_31, *DIRECT]
PANELS_OF = {
    "a touchpoint": lambda scale, scores: rated_link(kind_for(scale), panel(*scores, scale=scale)),
    "the whole stage": lambda scale, scores: GoldenCell("", [], panel(*scores, scale=scale), {}, kind_for(scale)).tables,
}


def cells_of(parts: list[Tables], folder: Path) -> pd.DataFrame:
    """The one cell of every part, in the order of the parts."""
    named = {f"c{number:02}": part for number, part in enumerate(parts)}
    workspace = loaded(side_by_side(named, one_need("gain", [])).whole, folder)
    cells = compute(workspace, Scope(today=TODAY)).cells.set_index("need_id").loc[[f"{name}-n1" for name in named]]
    workspace.close()
    return cells


@pytest.fixture(scope="module")
def direct_cells(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """All cells with direct ratings; single panels stand on scales of fewer than eight units."""
    return cells_of([case.tables for case in CELLS], tmp_path_factory.mktemp("direct"))


@pytest.mark.parametrize("number", range(len(CELLS)), ids=[case.says for case in CELLS])
def test_a_direct_rating_decides_or_stands_beside(number: int, direct_cells: pd.DataFrame) -> None:
    row = direct_cells.iloc[number].to_dict()
    assert_shows(row | {"evidence": "" if pd.isna(row["evidence"]) else row["evidence"]}, CELLS[number].expected)


def test_a_touchpoint_that_nobody_rated_is_not_assessed_though_its_pain_is_great(workspace_of) -> None:
    links = compute(workspace_of(rated_link("pain", [], "1")), Scope(today=TODAY)).frame("SELECT state, fulfilment FROM link")
    assert links["state"].tolist() == ["not_assessed"]
    assert links["fulfilment"].isna().all()


@pytest.mark.parametrize(("stdev", "interval"), [({}, False), ({"stdev": "0.2"}, True)], ids=["unknown", "known"])
def test_a_mean_whose_spread_nobody_knows_has_no_interval_rather_than_one_from_0_to_1(stdev: dict, interval: bool, workspace_of) -> None:
    answer = compute(workspace_of(rated_link("gain", [survey(40, None, 0.6, **stdev)])), Scope(today=TODAY))
    link = answer.frame("SELECT interval_low, interval_high FROM link").iloc[0]
    assert link.notna().tolist() == [interval, interval]
    assert answer.cells[["interval_low", "interval_high"]].iloc[0].equals(link)


@pytest.mark.parametrize("rated", PANELS_OF)
def test_a_panel_that_cannot_be_compared_is_judged_by_its_own_closeness(rated: str, tmp_path) -> None:
    cells = cells_of([PANELS_OF[rated](scale, scores) for scale, scores, _ in CLOSE_PANELS], tmp_path)
    assert cells["evidence"].tolist() == [evidence for *_, evidence in CLOSE_PANELS]


@pytest.mark.parametrize("rated", ["touchpoints", "directly", "both"])
@pytest.mark.parametrize(("units", "evidence"), [(7, "assumption"), (8, "indirect")])
def test_panels_that_agree_over_eight_units_are_indirect_evidence(rated: str, units: int, evidence: str, workspace_of) -> None:
    cells = compute(workspace_of(agreeing_panels(units, rated)), Scope(today=TODAY)).cells
    assert cells["evidence"].tolist() == [evidence] * units


def test_every_scale_maps_to_fulfilment(tmp_path) -> None:
    cells = cells_of([rated_link(kind, [expert("ann", value, scale)]) for kind, scale, value, _ in SCALES], tmp_path)
    assert cells["fulfilment"].tolist() == pytest.approx([fulfilment for *_, fulfilment in SCALES])
