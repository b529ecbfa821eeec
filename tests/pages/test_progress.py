"""Progress: from a first decision to work that comes back from a tracker, on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.analysis.scenarios.scenario import Scenario, scenarios
from cx.changes.scenarios import keep_scenario
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from tests.gaps import decided_gaps, many_gaps
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, offered_on, start, title_of, words_of


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    next(b for b in app.button if b.label.startswith(label)).click()
    app.run()
    assert_healthy(app)
    return app


def test_a_first_decision_is_recorded_where_nothing_is_decided_yet(holding: Callable[[Tables], Path]):
    file = holding(many_gaps())
    app = start("progress")
    assert title_of(app) == "Nothing is decided yet" and "record a first decision here" in words_of(app)
    app.selectbox(key="first_about_0").set_value("pay@s2").run()
    assert "All of these stages together, since the need is met only when all are: Stage 1, Stage 2" in words_of(app)
    name = next(r.key for r in app.radio).removesuffix("_what")
    app.radio(key=f"{name}_what").set_value("fix")
    app.text_input(key=f"{name}_owner").set_value("Bo")
    press(app, "Record the decision")
    assert title_of(app) == "0 of 1 promise is delivered" and "Recorded as d1-" in app.success[0].value
    assert "Decided; nobody says how far it is pay fix" in words_of(app)
    assert (
        "P1 · Stage 1, Stage 2 · Fix (Bo). What it rests on Stage 1: Then: missed, 30%, place 1 of the list (must-haves that fail), priority"
        in words_of(app)
    )
    rows = open_workspace(file).rows(
        "SELECT need_id, stage_id, decision, owner, round_id, priority_at_decision IS NULL, workshop_id, decided_on FROM decisions ORDER BY 2"
    )
    assert rows == [("pay", stage, "fix", "Bo", "r1", False, None, date.today()) for stage in ("s1", "s2")]
    app = start("shortfalls", item=place_text(("pay", "s1")))
    assert "Fix (Bo)" in html_of(app)
    app = start("shortfalls", item=place_text(("reach", "s1")))
    name = next(r.key for r in app.radio if r.key.startswith("decide_")).removesuffix("_what")
    app.radio(key=f"{name}_what").set_value("research")
    press(app, "Record the decision")
    assert "Recorded as d3-" in app.success[0].value and "Research. Decide again" in words_of(app)
    app = start("progress", part="Record a decision")
    assert not [option for option in app.selectbox(key="first_about_0").options if "pay" in option], "one decision in force about a gap"
    asked = words_of(start("progress", part="What we do not know"))
    assert "Nobody says how far the work is" in asked and "No day is set" in asked and "No owner is named reach research P2" in asked


def test_what_a_tracker_says_is_asked_shown_and_written_and_the_page_says_what_is_late(holding: Callable[[Tables], Path]):
    tables = decided_gaps()
    tables["decisions"].append({
        "decision_id": "f1", "need_id": "reach", "stage_id": "s1", "decision": "fix", "owner": "Bo", "due": "2026-01-01", "round_id": "r1",
        "priority_at_decision": "12.5", "decided_on": "2025-12-01",
    })  # fmt: skip
    tables["improvements"] = [
        {"improvement_id": "m1", "name": "Second <till>", "cost": "5", "status": "planned", "due": "2026-02-01", "owner": "Cy"}
    ]
    file = holding(tables)
    app = start("progress")
    assert title_of(app) == "0 of 2 promises are delivered, 2 pieces of work are late and 1 review is overdue"
    said = words_of(app)
    assert "pay accept review overdue P1 · Stage 2 · Accept, review by 2026-02-01 (Retail)" in said and "Second <till> planned late" in said
    assert "recorded then: priority 12.5" in said and "CSV" in offered_on(app)
    app = start("progress", part="How far it is")
    assert {"Work items for Jira (CSV)", "Work items for Azure DevOps (CSV)"} <= set(offered_on(app))
    export = "Issue key,Summary,Status,Status Category,Labels\nCX-1,Ours,Blocked,In Progress,decision-f1\nCX-2,<b>Theirs,Done,Done,web\n"
    app.file_uploader(key="tracker_0").set_value(("jira.csv", export.encode(), "text/csv")).run()
    assert_healthy(app)
    asked = next(s for s in app.selectbox if s.label == "“Blocked”")
    assert asked.value == "doing" and "CX-2 <b>Theirs: It carries no label" in words_of(app)
    press(app, "Apply to 1 row")
    assert open_workspace(file).rows("SELECT * FROM deliveries") == [("f1", "doing", "CX-1", "Blocked", date.today())]
    app.selectbox(key="far_1").set_value("improvement m1")
    app.segmented_control(key="far_status_1").set_value("done").run()
    press(app, "Apply to 1 row")
    assert open_workspace(file).rows("SELECT status, status_since, due FROM improvements") == [("done", date.today(), date(2026, 2, 1))]
    assert f"reach doing late P2 · Stage 1 · Fix, due 2026-01-01 (Bo). What it rests on CX-1: “Blocked” since {date.today()}" in words_of(
        start("progress")
    )


def test_improvements_are_promised_as_the_set_of_a_scenario(holding: Callable[[Tables], Path]):
    tables = many_gaps()
    tables["improvements"] = [{"improvement_id": f"m{n}", "name": f"Work {n}", "cost": "1", "owner": "Ann"} for n in (1, 2, 3)]
    place = {"touchpoint_id": "reach-1", "stage_id": "s1", "need_id": "reach"}
    tables["improvement_effects"] = [{"improvement_id": "m1", **place, "effect": "close_fraction", "value": "0.5", "confidence": "0.8"}]
    tables["decisions"] = [
        {"decision_id": "f1", "need_id": "reach", "stage_id": "s1", "decision": "fix", "round_id": "r1", "decided_on": "2025-12-01"}
    ]
    file = holding(tables)
    keep_scenario(open_workspace(file), Scenario("Budget of 2", improvements=("m1", "m3")))
    app = start("progress", part="Record a decision")
    app.selectbox(key="plan_of_0").set_value(next(iter(scenarios(open_workspace(file))))).run()
    app.date_input(key="plan_due_0").set_value(date(2030, 1, 31)).run()
    assert_healthy(app)
    press(app, "Apply to 2 rows")
    rows = open_workspace(file).rows("SELECT improvement_id, status, owner, due, status_since FROM improvements ORDER BY 1")
    kept = ("planned", "Ann", date(2030, 1, 31), date.today())
    assert rows == [("m1", *kept), ("m2", None, "Ann", None, None), ("m3", *kept)], "what is not said stays as it is"
    said = words_of(start("progress"))
    assert "By Work 1. Expected: +22 to +27 points, to 67–72% (projected)" in said and "Work 3 planned" in said
