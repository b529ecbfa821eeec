"""Delivered is not effective: what was expected stands beside what was measured, and says nothing where nothing was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.delivery.progress import Progress
from cx.store import Workspace
from tests.oracle import Tables
from tests.sketches import add_need, one_need, stages_rated

TODAY = date(2026, 11, 26)
PLACES = ("n1", "n2", "n3", "n4")


def two_rounds() -> Tables:
    """Four needs with a touchpoint each, asked of 200 people in both rounds; improvements and decisions about them."""
    tables = one_need("mandatory", stages_rated(0.3))
    for need in PLACES[1:]:
        add_need(tables, need, "mandatory", stages_rated(0.3))
    tables["rounds"] = [
        {"round_id": "r1", "name": "Spring", "opened_on": "2025-03-01"},
        {"round_id": "r2", "name": "Autumn", "opened_on": "2025-10-01"},
    ]
    links = {link["need_id"]: link for link in tables["links"]}
    tables["ratings"] = [
        {"round_id": r, **{k: links[n][k] for k in ("touchpoint_id", "stage_id", "need_id")}, "source": "survey", "value": str(k / 200), "n": "200", "met_n": str(k)}
        for r, met in (("r1", (60, 60, 60, 60)), ("r2", (84, 60, 100, 84)))
        for n, k in zip(PLACES, met, strict=True)
    ]  # fmt: skip
    tables["improvements"] = [
        {"improvement_id": f"m{n}", "name": f"Work {n}", "cost": "1", "status": "done", "status_since": day}
        for n, day in ((1, "2025-06-01"), (2, "2025-06-01"), (3, "2025-12-01"), (4, "2025-06-01"))
    ]
    tables["improvement_effects"] = [
        {"improvement_id": f"m{n}", **{k: links[f"n{n}"][k] for k in ("touchpoint_id", "stage_id", "need_id")}, "effect": "close_fraction", "value": "0.5",
         "confidence": "0.8"}
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    tables["decisions"] = [
        {"decision_id": f"d{n}", "need_id": f"n{n}", "stage_id": "s1", "decision": "fix", "round_id": "r1", "decided_on": "2025-04-01"}
        for n in (1, 2, 3)
    ]
    return tables


@pytest.fixture
def seen(loaded_workspace_of: Callable[[Tables], Workspace]) -> Progress:
    workspace = loaded_workspace_of(two_rounds())
    return Progress(workspace, coverage(workspace), today=TODAY)


def test_expected_stands_beside_measured_with_its_interval(seen: Progress):
    told = {(change.row["need_id"], change.name): effect for change, effect in seen.changed}
    one, flat, later, alone = (told[key] for key in sorted(told))
    assert one.expected == pytest.approx((0.28, 0.35)) and one.level == pytest.approx((0.58, 0.65))
    assert one.expected_words == "+28 to +35 points, to 58–65% (projected)"
    assert (one.verdict, one.measured_words, one.beside_words) == ("changed", "changed: +12 points (+3 to +21)", "less than expected")
    assert flat.verdict == "no evidence of change" and flat.measured_words.startswith(
        "no evidence of change: 0 points (−9 to +9). With these n, below"
    )
    assert later.why_not == "Delivered on 2025-12-01, after Autumn had begun: the next round tells" and later.verdict == ""
    assert alone.verdict == "changed" and [c.name for c, _ in seen.changed].count("Work 4") == 1, (
        "an improvement that no decision waits for"
    )
    assert seen.finding == "4 of 4 promises are delivered and 2 changed something for real"
    assert seen.for_whom[0][1:5] == ("4", "4", "0", "2")
    assert [(q.split("?")[0], [p.row["decision_id"] for p in those]) for q, those in seen.unknown] == [
        ("When is it looked at again", ["d1", "d2", "d3"]),
        ("Did it change anything", ["d3"]),
    ]


def test_a_later_decision_neither_begins_delivered_nor_hides_what_was_delivered_before(loaded_workspace_of: Callable[[Tables], Workspace]):
    tables = two_rounds()
    links = {link["need_id"]: link for link in tables["links"]}
    place = {key: links["n2"][key] for key in ("touchpoint_id", "stage_id", "need_id")}
    tables["improvement_effects"].append({"improvement_id": "m4", **place, "effect": "close_fraction", "value": "0.1"})
    tables["decisions"].append({"decision_id": "d4", "need_id": "n4", "stage_id": "s1", "decision": "fix", "decided_on": "2026-11-01"})
    workspace = loaded_workspace_of(tables)
    found = Progress(workspace, coverage(workspace), today=TODAY)
    assert {p.row["decision_id"]: p.status for p in found.promises} == {"d1": "done", "d2": "done", "d3": "done", "d4": ""}
    assert [effect.verdict for change, effect in found.changed if change.row["need_id"] == "n4"] == ["changed"]


def test_before_the_next_round_nothing_is_measured(seen: Progress):
    first = Progress(seen.workspace, coverage(seen.workspace, Scope("r1")), today=TODAY)
    assert {effect.why_not for _, effect in first.changed} == {"No round was opened since"}
    assert all(effect.expected == pytest.approx((0.28, 0.35)) for _, effect in first.changed)
    assert first.finding == "4 of 4 promises are delivered"


def test_of_two_rounds_that_were_opened_on_one_day_the_second_measures(loaded_workspace_of: Callable[[Tables], Workspace]):
    tables = two_rounds()
    tables["rounds"][1]["opened_on"] = "2025-03-01"
    workspace = loaded_workspace_of(
        tables
        | {
            "improvements": [],
            "improvement_effects": [],
            "deliveries": [{"decision_id": "d1", "status": "done", "status_since": "2025-03-01"}],
        }
    )
    ((_, effect),) = Progress(workspace, coverage(workspace), today=TODAY).changed
    assert effect.measured_words == "changed: +12 points (+3 to +21)"
