"""What is looked at: the round, the market, with or without assumptions, and from which day."""

from __future__ import annotations

from datetime import date

import pytest

from cx.analysis.coverage import Scope, compute, coverage
from cx.errors import UnknownScope
from cx.store import Workspace
from tests.oracle import Row
from tests.side_by_side import TODAY, side_by_side
from tests.sketches import behaviour, expert, interview, one_need, rated_link, stages_rated, survey


def cell(workspace: Workspace, **scope: object) -> dict:
    """The only cell in this scope."""
    (row,) = compute(workspace, Scope(**({"today": TODAY} | scope))).cells.to_dict("records")
    return row


# --- rounds -------------------------------------------------------------------------------------------------


def two_rounds(first: str, second: str):
    """The same link rated 0.2 in round a and 0.9 in round b."""
    tables = rated_link("gain", [behaviour(0.2), behaviour(0.9)])
    tables["rounds"] = [
        {"round_id": "a", "name": "A", "opened_on": first},
        {"round_id": "b", "name": "B", "opened_on": second},
    ]
    for row, round_id in zip(tables["ratings"], ("a", "b"), strict=True):
        row["round_id"] = round_id
    return tables


@pytest.mark.parametrize(
    ("first", "second", "latest"),
    [("2025-01-01", "2024-01-01", "a"), ("2024-01-01", "2025-01-01", "b"), ("2025-01-01", "2025-01-01", "b")],
    ids=["the later day", "whatever the order", "the later id on the same day"],
)
def test_the_latest_round_is_the_default(first: str, second: str, latest: str, workspace_of) -> None:
    workspace = workspace_of(two_rounds(first, second))
    assert cell(workspace)["round_id"] == latest
    assert [cell(workspace, round_id=r)["state"] for r in ("a", "b")] == ["missed", "met"]


def test_without_any_round_nothing_is_rated(workspace_of) -> None:
    tables = one_need("gain", stages_rated("?"))
    tables["rounds"] = []
    row = cell(workspace_of(tables))
    assert (row["state"], row["round_id"] is None or row["round_id"] != row["round_id"]) == ("not_assessed", True)


def test_a_round_that_does_not_exist_is_answered_with_those_that_do(workspace_of, empty_workspace) -> None:
    workspace = workspace_of(two_rounds("2024-01-01", "2025-01-01"))
    with pytest.raises(UnknownScope, match=r"There is no round “c”\. Rounds: a, b\."):
        coverage(workspace, Scope(round_id="c"))
    with pytest.raises(UnknownScope, match=r"There are no rounds yet\."):
        coverage(empty_workspace, Scope(round_id="c"))


# --- markets ------------------------------------------------------------------------------------------------


def test_a_market_that_nothing_names_is_refused(workspace_of) -> None:
    workspace = workspace_of(rated_link("gain", [behaviour(0.2)]))
    with pytest.raises(UnknownScope, match="No segment, touchpoint, rating or need names the market “IT”"):
        coverage(workspace, Scope(market="IT"))


def test_a_market_sees_its_own_ratings_and_overrides(workspace_of) -> None:
    tables = rated_link("gain", [survey(30, None, 0.6, segment_id="g1"), survey(30, None, 0.2, segment_id="g2")])
    tables["need_markets"] = [
        {"need_id": "n1", "market": "DE", "target": "0.6", "importance": "0.3"},
        {"need_id": "n1", "market": "FR", "applies": "false"},
        {"need_id": "n1", "market": "IT"},
    ]
    workspace = workspace_of(tables)
    everywhere, germany, italy = cell(workspace), cell(workspace, market="DE"), cell(workspace, market="IT")
    assert (everywhere["fulfilment"], everywhere["state"], everywhere["importance"]) == (pytest.approx(0.4), "missed", 1)
    assert (germany["fulfilment"], germany["state"], germany["importance"]) == (pytest.approx(0.6), "met", 0.3)
    assert (italy["state"], italy["reason"], italy["target"]) == ("not_assessed", "no_rating", 0.75)
    france = compute(workspace, Scope(market="FR", today=TODAY))
    assert france.cells.empty
    assert france.needs.empty
    assert france.personas["mandatory"].tolist() == [0]


def test_a_touchpoint_of_another_market_is_none_here(workspace_of) -> None:
    tables = rated_link("mandatory", [survey(40, 40, segment_id="g1")])
    tables["touchpoints"][0]["market"] = "DE"
    tables["need_markets"] = [{"need_id": "n1", "market": "FR"}]
    workspace = workspace_of(tables)
    assert [cell(workspace, market=m)["state"] for m in ("DE", "FR")] == ["met", "no_touchpoint"]


def test_ratings_of_no_market_are_left_out_of_a_market_and_counted(workspace_of) -> None:
    workspace = workspace_of(rated_link("gain", [survey(30, None, 0.6, segment_id="g1"), expert("ann", 4)]))
    answer = compute(workspace, Scope(market="DE", today=TODAY))
    left_out = answer.frame("SELECT source, left_out FROM rating_row WHERE left_out IS NOT NULL").to_dict("records")
    assert left_out == [{"source": "expert", "left_out": "no market"}]
    assert answer.cells["flags"].tolist() == [()]


# --- without assumptions ------------------------------------------------------------------------------------

RATED = {
    "one expert": ([expert("ann", 4)], "met", "not_assessed"),
    "interviews": ([interview(8, 0.9)], "met", "met"),
    "a small survey": ([survey(8, None, 0.9)], "met", "met"),
    "a survey beside an expert": ([survey(40, None, 0.2), expert("ann", 4)], "missed", "missed"),
}


def side_by_side_cells(workspace_of, ratings: dict[str, list[Row]], **scope: object) -> dict[str, dict]:
    """The cell of one link per name, each rated by its own rows."""
    names = {f"c{number:02}": name for number, name in enumerate(ratings)}
    parts = {part: rated_link("gain", ratings[name]) for part, name in names.items()}
    workspace = workspace_of(side_by_side(parts, one_need("gain", [])).whole)
    cells = compute(workspace, Scope(**({"today": TODAY} | scope))).cells.to_dict("records")
    return {names[row["need_id"].split("-")[0]]: row for row in cells}


def test_without_assumptions_opinions_are_absent(workspace_of) -> None:
    ratings = {what: rows for what, (rows, _, _) in RATED.items()}
    shown = side_by_side_cells(workspace_of, ratings)
    assert {what: row["state"] for what, row in shown.items()} == {what: state for what, (_, state, _) in RATED.items()}
    strict = side_by_side_cells(workspace_of, ratings, without_assumptions=True)
    assert {what: row["state"] for what, row in strict.items()} == {what: state for what, (_, _, state) in RATED.items()}
    assert {row["flags"] for row in strict.values()} == {()}


def test_a_panel_that_agrees_over_the_round_stays_without_assumptions(workspace_of) -> None:
    tables = one_need("gain", stages_rated(*"????????"))
    tables["ratings"] = [
        {"round_id": "r1", "touchpoint_id": f"n1-s{stage}-0", "stage_id": f"s{stage}", "need_id": "n1"} | expert(rater, 1 + 3 * (stage % 2))
        for stage in range(1, 9)
        for rater in ("ann", "bob")
    ]
    workspace = workspace_of(tables)
    fresh = compute(workspace, Scope(today=TODAY, without_assumptions=True)).cells
    assert fresh["evidence"].tolist() == ["indirect"] * 8


def test_provisional_needs_stay_unless_they_are_hidden(workspace_of) -> None:
    tables = one_need("gain", stages_rated(0.9))
    tables["needs"].append(dict(tables["needs"][0]) | {"need_id": "n2", "evidence": "measured"})
    workspace = workspace_of(tables)
    shown = compute(workspace, Scope(without_assumptions=True, today=TODAY))
    assert shown.needs[["need_id", "provisional"]].values.tolist() == [["n1", True], ["n2", False]]
    assert shown.personas["need_debt"].tolist() == [0.5]
    hidden = compute(workspace, Scope(hide_provisional=True, today=TODAY))
    assert hidden.needs["need_id"].tolist() == ["n2"]
    assert hidden.personas["need_debt"].tolist() == [0.0]


# --- age ----------------------------------------------------------------------------------------------------

AGED = {
    "2024-07-01": "measured",  # a year to the day is not yet old
    "2024-06-30": "qualitative",
    "2010-01-01": "qualitative",  # one level, however old
    "": "measured",
}


def test_stale_evidence_is_shown_one_level_lower(workspace_of) -> None:
    shown = side_by_side_cells(workspace_of, {day: [survey(40, None, 0.6, rated_on=day)] for day in AGED})
    assert {day: row["evidence"] for day, row in shown.items()} == AGED


def test_a_pool_is_as_old_as_its_oldest_dated_row(workspace_of) -> None:
    dates = [("g1", "2020-01-01"), ("g2", "2025-06-30")]
    rows = [survey(40, None, 0.6, segment_id=segment, rated_on=day) for segment, day in dates]
    assert cell(workspace_of(rated_link("gain", rows)))["evidence"] == "qualitative"


def test_an_old_opinion_is_no_evidence_and_an_assumption(workspace_of) -> None:
    workspace = workspace_of(rated_link("gain", [expert("ann", 4, rated_on="2020-01-01")]))
    assert (cell(workspace)["state"], cell(workspace)["evidence"]) == ("met", "none")
    assert cell(workspace, without_assumptions=True)["state"] == "not_assessed"


def test_age_is_counted_to_the_day_a_round_was_frozen(workspace_of) -> None:
    tables = rated_link("gain", [survey(40, None, 0.6, rated_on="2025-01-15")])
    workspace = workspace_of(tables)
    assert [cell(workspace, today=date(year, 6, 1))["evidence"] for year in (2025, 2030)] == ["measured", "qualitative"]
    tables["rounds"][0]["frozen_on"] = "2025-03-01"
    assert cell(workspace_of(tables), today=date(2030, 6, 1))["evidence"] == "measured"


def test_a_need_whose_evidence_is_old_may_become_provisional(workspace_of) -> None:
    tables = one_need("gain", stages_rated(0.9))
    tables["needs"][0] |= {"evidence": "indirect", "evidence_date": "2024-01-01"}
    workspace = workspace_of(tables)
    for today, debt in ((date(2025, 1, 1), 0.0), (date(2025, 1, 2), 1.0)):
        answer = compute(workspace, Scope(today=today))
        assert answer.personas["need_debt"].tolist() == [debt]


# --- answers are shared -------------------------------------------------------------------------------------


def test_the_same_question_is_answered_once_and_another_anew(workspace_of) -> None:
    workspace = workspace_of(rated_link("gain", [behaviour(0.6)]))
    asked = Scope(today=TODAY)
    assert coverage(workspace, asked) is coverage(workspace, Scope(today=TODAY))
    assert coverage(workspace, asked) is not coverage(workspace, Scope(today=TODAY, hide_provisional=True))
