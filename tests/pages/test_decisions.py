"""Decisions on record: where they are read, and the one form that replaces one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from tests.gaps import decided_gaps, many_gaps
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, title_of, words_of

LINK = 'href="workshop?decision=d2"'


@pytest.fixture
def decided(holding: Callable[[Tables], Path]) -> Path:
    return holding(decided_gaps())


def send(app, decision: str, **texts: str):
    """Fill the form and send it."""
    name = next(r.key for r in app.radio if r.key.startswith("ws_later_")).removesuffix("_what")
    app.radio(key=f"{name}_what").set_value(decision)
    for field, text in texts.items():
        found = app.text_area(key=f"{name}_why") if field == "why" else app.text_input(key=f"{name}_{field}")
        found.set_value(text)
    next(b for b in app.button if b.label == "Record the decision").click()
    app.run()
    assert_healthy(app)
    return app


@pytest.mark.parametrize(
    ("page", "where"),
    [("shortfalls", {}), ("coverage", {"persona": "P1", "cell": place_text(("pay", "s2"))}), ("overview", {}), ("workshop", {})],
    ids=["beside the shortfall", "beside the evidence", "among overdue reviews", "in the log"],
)
def test_wherever_a_decision_is_read_a_link_leads_to_the_form(page: str, where: dict[str, str], decided: Path):
    assert LINK in html_of(start(page, **where))


def test_the_form_shows_what_stood_before_and_what_the_place_is_like_today(decided: Path):
    app = start("workshop", decision="d2")
    assert title_of(app).startswith("Decide again: ")
    said = words_of(app)
    assert "in force Accept, review by 2026-02-01 (Retail). A new till comes <b>. d2 · 2025-12-01 · replaces d1" in said
    assert "superseded Defer, review by 2026-01-01 (Retail). d1 · 2025-11-01" in said
    assert "Stage 2 · P1" in said and "today" in said


def test_a_decision_taken_later_shows_on_every_page_in_the_place_of_the_old_one(decided: Path):
    app = send(start("workshop", decision="d2"), "fix", why="The till does not come", owner="Bo")
    assert app.query_params["decision"] == "d2-r1"
    assert "Recorded as d2-r1" in app.success[0].value
    assert words_of(app).count("in force") == 1 and "in force Fix (Bo). The till does not come." in words_of(app)
    for page, where in (("shortfalls", {}), ("coverage", {"persona": "P1", "cell": place_text(("pay", "s2"))}), ("workshop", {})):
        html = html_of(start(page, **where))
        assert "Fix (Bo)" in html and "Accept, review" not in html and 'href="workshop?decision=d2-r1"' in html
    assert "Reviews overdue" not in [h.value for h in start("overview").header]
    stored = open_workspace(decided).rows(
        "SELECT decision_id, decision, status, supersedes, decided_on FROM decisions ORDER BY decision_id"
    )
    assert stored[0][:3] == ("d1", "defer", None) and stored[1][:3] == ("d2", "accept", "superseded")
    assert stored[2] == ("d2-r1", "fix", "accepted", "d2", date.today())


def test_what_must_be_said_is_asked_for_beside_the_form_and_nothing_is_recorded(decided: Path):
    app = send(start("workshop", decision="d2"), "drop")
    assert "needs a rationale" in app.warning[0].value
    assert open_workspace(decided).rows("SELECT count(*) FROM decisions") == [(2,)]


def test_a_decision_that_was_replaced_leads_to_the_one_that_stands(decided: Path):
    app = start("workshop", decision="d1")
    assert not app.radio
    assert "A later decision stands in its place: Accept, review by 2026-02-01 (Retail)" in words_of(app) and LINK in html_of(app)


def test_a_link_to_no_decision_says_so(decided: Path):
    app = start("workshop", decision="<b>x")
    assert "No decision on record is called “\\<b\\>x”" in app.warning[0].value and not app.radio
    app.button(key="ws_later_leave").click().run()
    assert_healthy(app)
    assert title_of(app) == "Decide together, without anchoring"


def test_the_log_lists_what_is_to_be_looked_at_again_first(holding: Callable[[Tables], Path]):
    tables = many_gaps()
    places = [(r["need_id"], r["stage_id"]) for r in tables["need_stages"]][:12]
    tables["decisions"] = [
        {
            "decision_id": f"d{n:02d}",
            "need_id": need,
            "stage_id": stage,
            "decision": "accept",
            "review_date": "2020-01-01" if n == 11 else "2099-01-01",
            "decided_on": "2019-01-01",
        }
        for n, (need, stage) in enumerate(places)
    ]
    holding(tables)
    app = start("workshop")
    html = html_of(app)
    assert html.count("workshop?decision=") == 8 and html.index("decision=d11") < html.index("decision=d00")
    assert words_of(app).count("review overdue") == 1
    app.toggle(key="ws_all_decisions").set_value(True).run()
    assert html_of(app).count("workshop?decision=") == 12
