"""The scenarios page: change something, see what would become of it, keep it, compare it; projected always looks projected."""

from __future__ import annotations

from pathlib import Path

from cx.analysis.scenarios.scenario import Scenario, scenarios
from cx.changes.scenarios import keep_scenario
from cx.store import open_workspace
from tests.pages.screens import assert_healthy, html_of, start, title_of, words_of

CLEAN = ["restrooms-every-hour", "rental-hall-twice"]


def test_a_what_if_is_made_read_kept_and_put_away(sample: Path) -> None:
    app = start("scenarios")
    assert title_of(app) == "10 improvements could be made; 0 scenarios kept"
    assert "Choose improvements" in words_of(app)
    app.multiselect(key="made__0").set_value(CLEAN)
    app.multiselect(key="off__0").set_value(["signs"]).run()
    assert_healthy(app)
    assert "Projected: 1 more mandatory need met everywhere and 4 mandatory needs worse, for 130" in [
        h.value.replace("\\", "") for h in app.header
    ]
    shown = words_of(app)
    assert "Nobody has measured it" in shown and shown.index("Gets worse") < shown.index("Gets better")
    assert "Find every place I use clean and in order Business traveller mandatory ◐ 71% ● » 79%" in shown
    app.text_input(key="scenario_name__0").set_value("Clean, without signs").run()
    app.button(key="keep_scenario").click().run()
    assert_healthy(app)
    assert app.query_params["scenario"] in ("clean-without-signs", ["clean-without-signs"])
    kept = scenarios(open_workspace(sample))["clean-without-signs"]
    assert (kept.improvements, kept.removed, kept.round_id) == (tuple(CLEAN), ("signs",), "2017")
    app.button(key="archive_scenario").click().run()
    assert scenarios(open_workspace(sample))["clean-without-signs"].archived
    assert_healthy(app)


def test_two_scenarios_stand_side_by_side_and_improvements_are_edited_below(sample: Path) -> None:
    opened = open_workspace(sample)
    keep_scenario(opened, Scenario("Clean", improvements=tuple(CLEAN)))
    keep_scenario(opened, Scenario("<b>Shut</b>", removed=("signs", "gone"), targets={"visitor-security": 0.95}))
    app = start("scenarios", scenarios="Compare scenarios", one="clean", other="b-shut-b")
    shown = words_of(app)
    assert "Cost 130 0" in shown and "<b>Shut</b>" in shown and "Be checked in good time and feel safe in a strange place: 95%" in shown
    assert "Business traveller 2 of 5 » 3 of 5 » 1 of 5" in shown
    keep_scenario(opened, Scenario("Lost", removed=("gone",)))
    app = start("scenarios", scenario="lost")
    assert "No longer in the workspace" in app.warning[0].value
    assert app.button(key="remove_scenario"), "a scenario that changes nothing any more can still be put away or removed"
    app = start("scenarios", scenarios="Improvements")
    assert "Write and change" in [h.value for h in app.header] and "Improvements with what they cost and reach" not in html_of(app)
