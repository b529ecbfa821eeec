"""The Personas page: personas beside one another, made, changed and archived there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cx.changes.undo import undo
from cx.store import open_workspace
from cx.ui.catalogue.personas import TABS
from cx.ui.shared.scope_bar import EVERYBODY
from tests.analysis.test_grouping import seven_personas
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, words_of

BESIDE, CHANGE = TABS[0], TABS[-1]


def test_a_link_reopens_a_comparison_of_chosen_personas_idea_by_idea(holding: Callable[[Tables], Path]) -> None:
    holding(seven_personas())
    app = start("personas", persona=EVERYBODY, part=BESIDE, compare="p6;p5;no such persona")
    assert app.multiselect(key="compare").value == ["p6", "p5"]
    assert "P6 and P5 side by side" in html_of(app)
    told = words_of(app)
    assert "How alike they are P5 and P6: attitudes 92% alike (3 items) and 50% of their mandatory needs in common." in told
    assert "2 of 2" in told and "1 of 2" in told, "what both need stands in one line, what one needs in another"
    assert app.query_params["compare"] in ("p6;p5", ["p6;p5"])
    app.multiselect(key="compare").set_value(["p6", "p1", "p2"]).run()
    assert app.query_params["compare"] in ("p6;p1;p2", ["p6;p1;p2"])
    assert "P6, P1 and P2 side by side" in html_of(app)


def test_a_persona_is_made_given_a_segment_archived_and_brought_back_on_its_own_page(sample: Path) -> None:
    workspace = open_workspace(sample)
    app = start("personas", persona=EVERYBODY, part=CHANGE)
    app.selectbox(key="persona_to_change").set_value("").run()
    app.text_input(key="persona_new_0_name").set_value("Crew").run()
    app.text_area(key="persona_new_0_goals").set_value("Rest\nEat").run()
    assert "What would change" in [h.value for h in app.header]
    app.button(key="apply_persona").click().run()
    assert_healthy(app)
    assert workspace.rows("SELECT name, goals, status FROM personas WHERE persona_id = 'crew'") == [("Crew", "Rest;Eat", None)]
    app = start("personas", persona="business")
    app.session_state["change_persona"] = True
    app.run()
    app.selectbox(key="persona_business_0_status").set_value("retired").run()
    assert "gone" in html_of(app), "what archiving changes is said first"
    assert "Designed for nobody No persona would stand for “Business" in words_of(app)
    app.button(key="apply_persona").click().run()
    assert_healthy(app)
    assert "business" not in app.selectbox(key="persona").options
    assert workspace.rows("SELECT status FROM personas WHERE persona_id = 'business'") == [("retired",)]
    undo(workspace, 3)
    assert workspace.rows("SELECT status FROM personas WHERE persona_id = 'business'") == [(None,)]


def test_where_no_persona_is_active_the_first_is_written_or_an_archived_one_comes_back(holding: Callable[[Tables], Path]) -> None:
    place = holding({"personas": [{"persona_id": "p", "name": "Ana", "status": "retired"}]})
    app = start("personas")
    app.selectbox(key="persona_to_change").set_value("p").run()
    app.selectbox(key="persona_p_0_status").set_value("active").run()
    app.button(key="apply_persona").click().run()
    assert_healthy(app)
    assert open_workspace(place).rows("SELECT status FROM personas") == [("active",)]
