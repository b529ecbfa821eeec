"""What a what-if says of the sample: what gets better, what breaks, what it costs, what does not go together."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.scenarios.projection import Variant
from cx.analysis.scenarios.what_if import _flips, both_of, contradictions, cost_of, improvements, what_if
from cx.appearance import look
from cx.charts.cell_words import rests_on, value_words
from cx.frames import row_dicts
from cx.store import Workspace

CLEAN = frozenset({"restrooms-every-hour", "rental-hall-twice"})


@pytest.fixture
def answer(sample_workspace: Workspace) -> Coverage:
    return coverage(sample_workspace)


def test_what_changes_is_named_with_its_range_and_the_rest_stays_as_it_was_measured(answer: Coverage) -> None:
    seen = what_if(answer, Variant(CLEAN))
    assert seen.flips[["need_id", "state_before", "state", "transition"]].to_numpy().tolist() == [
        ["business-clean", "partial", "met", "improved"]
    ]
    assert set(seen.flipped_cells["stage_id"]) == {"get-here", "board"}
    untouched = seen.needs[~seen.needs["projected"]]
    assert {"business-arrive", "visitor-wayfind"} <= set(untouched["need_id"])
    measured = answer.needs.set_index("need_id").loc[list(untouched["need_id"])]
    assert [look(row) for row in row_dicts(untouched)] == [look(row) for row in row_dicts(measured)]
    now, after = (
        row_dicts(seen.personas[(seen.personas["variant"] == n) & (seen.personas["persona_id"] == "business")])[0] for n in (0, 1)
    )
    assert (now["mandatory_met"], after["low_mandatory_met"], after["mandatory_met"]) == (2, 3, 3)


def test_two_that_are_asked_together_are_what_each_is_by_itself(answer: Coverage, sample_workspace: Workspace) -> None:
    variants = [Variant(CLEAN), Variant(removed=frozenset({"security-check"}))]
    later = coverage(sample_workspace, Scope("2016"))
    for starts in ((answer, answer), (answer, later)):
        sample_workspace.forget_answers()
        pairs = list(zip(starts, (variants[0], variants[starts[1] is answer]), strict=True))
        for seen, (start, variant) in zip(both_of(sample_workspace, *pairs), pairs, strict=True):
            alone = what_if(start, variant)
            for part in ("cells", "needs", "flips", "flipped_cells", "personas"):
                pd.testing.assert_frame_equal(getattr(seen, part), getattr(alone, part))


def test_what_is_projected_never_looks_measured(answer: Coverage) -> None:
    seen = what_if(answer, Variant(frozenset({"late-kitchens", "sockets-at-seats"}), removed=frozenset({"security-check", "safety"})))
    for rows in (seen.cells, seen.needs):
        for row in row_dicts(rows[rows["projected"]]):
            shown = look(row)
            assert shown.text.startswith("»") and shown.dashed and "projected" in shown.words
            assert value_words(row).startswith("projected") and "nobody has measured it" in rests_on(row)
    texts = {row["need_id"]: look(row).text for row in row_dicts(seen.needs)}
    assert (texts["transit-eat"], texts["transit-security"], texts["transit-power"]) == ("» 74.5–80%", "»", "» ≥ 8–80%")
    assert look(row_dicts(seen.needs[seen.needs["need_id"] == "transit-eat"])[0]).word == "Met, projected (or partly met)"


def test_closing_a_touchpoint_says_what_breaks_first(answer: Coverage) -> None:
    seen = what_if(answer, Variant(CLEAN, removed=frozenset({"signs", "kerb", "parking", "parking-shuttle"})))
    assert list(seen.flips["worse"]) == [True] * 5 + [False]
    unrated = seen.flips[seen.flips["need_id"] == "local-road-hassle"].iloc[0]
    assert (unrated["state_before"], unrated["state"], unrated["worse"]) == ("not_assessed", "no_touchpoint", True)
    assert {*seen.flips.loc[seen.flips["worse"], "need_id"]} - {"local-road-hassle"} == {
        f"{who}-wayfind" for who in ("business", "local", "transit", "visitor")
    }


def test_what_failed_and_becomes_unknown_is_no_step_back_unless_it_loses() -> None:
    row = {"low_state": "not_assessed", "projected": True, "kind_position": 1, "importance": 1.0}
    cases = [  # before, value and the best it can be; then the same after
        ("no_touchpoint", 0.0, 0.0, "not_assessed", None, 1.0, False),
        ("missed", 0.29, 0.29, "not_assessed", 0.9, 0.9, False),
        ("missed", 0.29, 0.29, "not_assessed", 0.1, 1.0, True),
        ("partial", 0.6, 0.6, "not_assessed", 0.9, 0.9, True),
        ("not_assessed", 0.8, 0.8, "partial", 0.6, 0.8, False),
        ("not_assessed", 0.8, 0.8, "partial", 0.6, 0.6, True),
    ]
    names = ("state_before", "fulfilment_before", "upper_before", "state", "fulfilment", "upper")
    found = _flips(pd.DataFrame([row | dict(zip(names, case, strict=False)) for case in cases])).sort_index()
    assert found["worse"].tolist() == [case[-1] for case in cases]


def test_what_does_not_go_together_is_said_and_costs_are_summed(answer: Coverage) -> None:
    rows = improvements(answer)
    both = ("shuttle-every-five", "train-to-parking", "sockets-at-seats")
    assert set(contradictions(rows, both)) == {
        ("train-to-parking", "excludes", "shuttle-every-five"),
        ("sockets-at-seats", "requires", "wifi-twice-as-fast"),
    }, "two that rule each other out are said once"
    done = rows.assign(status=rows["status"].where(rows["improvement_id"] != "wifi-twice-as-fast", "done"))
    assert contradictions(done, ["sockets-at-seats"]) == [], "what is done already is not missing"
    assert cost_of(rows, both) == 180 + 900 + 200
    assert (rows["links"] > 0).all()
