"""The numbers on a page are those of the coverage: same result, compared through the analysis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from cx import words
from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.evidence import evidence, vanished
from cx.analysis.headlines import overall_finding, scope_line
from cx.analysis.parameters import stated
from cx.analysis.shortfalls import shortfalls
from cx.changes.parameters import set_parameters
from cx.charts.cell_words import cell_text
from cx.model import (
    FLAGS,
    PARAMETER,
    PARAMETERS,
    SCALES,
    STATE_MEANING,
    STATES,
)
from cx.questions.reply import ask
from cx.store import Workspace, open_workspace
from cx.ui.map.heatmap import ROW
from cx.ui.method.parameters import SETTABLE
from cx.ui.shared.reader import CHOICE
from cx.ui.shared.scope_bar import EVERYBODY
from cx.ui.shared.selection import place_text
from tests.conftest import ROOT
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, panel_heading, start, start_with_tables, title_of, words_of
from tests.sketches import one_need, stages_rated


@pytest.fixture
def opened(sample: Path) -> Iterator[Workspace]:
    """The workspace that the app shows."""
    yield open_workspace(sample)


def rows_of(answer: Coverage, persona_id: str, state: str = "") -> list[dict]:
    cells = answer.cells[answer.cells["persona_id"] == persona_id]
    return (cells[cells["state"] == state] if state else cells).to_dict("records")


def twin_cell(app, row: str, column: str) -> str:
    return str(app.dataframe[0].value.loc[row, column])


@pytest.mark.parametrize("round_id", ["2016", "2017"])
def test_the_overview_states_the_counts_of_every_persona(opened: Workspace, round_id: str):
    answer = coverage(opened, Scope(round_id))
    app = start("overview", round=round_id)
    assert title_of(app) == overall_finding(answer)
    for persona in ask(opened, "coverage-personas", {"round": round_id}).plain()["rows"]:  # what programs are told
        card = f'<div class="name">{escape(persona["name"])}</div>'
        (found,) = [e.proto.body for e in app.get("html") if card in e.proto.body]
        assert f"{persona['mandatory_met']} of {persona['mandatory']} <small>mandatory needs met everywhere" in found
        for state in STATES:
            number = persona["mandatory_undetermined" if state.state == "not_assessed" else f"mandatory_{state.state}"]
            assert found.count(f'<i class="{state.state}"') == number
        assert found.count('_tint" title="Not met (≤') == persona["mandatory_cannot_be_met"]


def test_the_overview_counts_what_nobody_knows(opened: Workspace):
    answer = coverage(opened)
    unknown = len(shortfalls(opened, answer).unknown)
    assert f"{unknown} of {len(answer.cells)} places where a need arises are not assessed" in words_of(start("overview"))


@pytest.mark.parametrize("persona", ["business", "local", "visitor", "transit"])
def test_the_map_shows_state_and_number_of_every_cell(opened: Workspace, persona: str):
    answer = coverage(opened)
    app = start_with_tables("coverage", persona=persona)
    told = ask(opened, "coverage", {"persona": persona}).plain()["rows"]
    for cell, of_program in zip(rows_of(answer, persona), told, strict=True):
        assert all(of_program[name] == cell[name] for name in ("need_id", "stage_id", "state")), "a program is told the same"
        meaning = STATE_MEANING[cell["state"]]
        shown = twin_cell(app, cell["need_id"], cell["stage_id"])
        assert shown == f"{meaning.glyph} {cell_text(cell) or meaning.label.lower()}"
    needs = answer.needs[answer.needs["persona_id"] == persona]
    assert list(app.dataframe[0].value.index) == needs["need_id"].tolist()
    assert set(app.dataframe[0].value.columns) - {ROW, ";journey"} == set(answer.cells["stage_id"]), "the same for every persona"


def test_the_scope_line_of_every_page_counts_the_same(opened: Workspace):
    answer = coverage(opened)
    said = scope_line(answer, answer.personas, {})
    for page in ("overview", "coverage", "personas"):
        assert f'<p class="scope">{escape(said)}</p>' in html_of(start(page, persona=EVERYBODY)), page


def test_the_evidence_choice_says_how_many_met_cells_vanish(opened: Workspace):
    whole, strict = coverage(opened), coverage(opened, Scope(None, None, True, True))
    rated = coverage(opened, Scope(None, None, True))
    app = start("coverage", evidence="strict")
    by_rating, by_need = len(vanished(whole, rated)), len(vanished(whole, strict)) - len(vanished(whole, rated))
    said = words_of(app)
    assert f"{(whole.cells['state'] == 'met').sum()} met cells" in said
    assert f"{by_need} belong to assumed needs" in said
    assert ("None of the" if not by_rating else f"{by_rating} of") in said
    assert by_need > 0, "the sample no longer shows the difference"


def test_the_panel_states_touchpoints_answers_intervals_segments_and_rounds(opened: Workspace):
    answer = coverage(opened)
    cell = next(c for c in rows_of(answer, "business", "partial") if c["kind"] == "mandatory")
    found = evidence(opened, answer, cell["need_id"], cell["stage_id"])
    app = start("coverage", persona="business", cell=place_text((cell["need_id"], cell["stage_id"])))
    shown = words_of(app)
    for link in (one for one in found.links if one["live"]):
        assert words.percent(link["fulfilment"], link["target"], link["adequate"]) in shown
        assert words.interval(link["interval_low"], link["interval_high"]) in shown
        assert f"{int(link['n']):,}" in shown
    for segment in [s for s in found.segments if s["touchpoint_id"] in cell["touchpoints"]][:12]:
        assert f"{segment['segment_name']}" in shown
    for round_ in found.history:
        assert (
            f"{round_['round_name']} {STATE_MEANING[round_['state']].glyph} {STATE_MEANING[round_['state']].label} {cell_text(round_)}"
            in shown
        )


def test_each_segment_of_several_deciding_touchpoints_says_which_one_it_rates(opened: Workspace):
    answer = coverage(opened)
    several = [
        c
        for c in answer.cells.to_dict("records")
        if c["persona_id"] == "business" and hasattr(c["touchpoints"], "__len__") and len(c["touchpoints"]) > 1
    ]
    found = evidence(opened, answer, several[0]["need_id"], several[0]["stage_id"])
    app = start("coverage", persona="business", cell=place_text((several[0]["need_id"], several[0]["stage_id"])))
    (body,) = [e.proto.body for e in app.get("html") if e.proto.body.startswith("<h3>Segments</h3>")]
    names = dict(opened.rows("SELECT touchpoint_id, name FROM touchpoints"))
    rows = sorted((s for s in found.segments if s["touchpoint_id"] in several[0]["touchpoints"]), key=lambda s: s["fulfilment"])
    for row in rows[:12]:
        assert f'{escape(row["segment_name"])}<div class="quiet">{escape(names[row["touchpoint_id"]])}</div>' in body


def test_a_cell_without_touchpoint_says_so(opened: Workspace):
    cell = coverage(opened).cells.query("state == 'no_touchpoint'").iloc[0]
    app = start("coverage", persona=cell["persona_id"], cell=place_text((cell["need_id"], cell["stage_id"])))
    assert "No touchpoint is linked to this need at this stage." in words_of(app)


@pytest.mark.parametrize(
    "cell", ["", "~", "business-arrive", "business-arrive~nowhere", "nobody~get-here", "local-arrive~get-here", "a~b~c", "%~%"]
)
def test_an_address_of_no_cell_shows_the_key(sample: Path, cell: str):
    assert panel_heading(start("coverage", persona="business", cell=cell)) == "How to read it"


@pytest.mark.parametrize("cell", ["nobody~get-here", "business~nowhere", "business"])
def test_an_address_of_no_stage_of_a_persona_shows_the_key(sample: Path, cell: str):
    for page in ("overview", "coverage"):
        app = start(page, persona=EVERYBODY, cell=cell)
        assert "How to read it" in words_of(app)


def test_a_persona_may_be_called_all(holding: Callable[[Tables], Path]):
    tables = one_need("mandatory", stages_rated(0.9))
    for name in ("personas", "needs"):
        tables[name] = [row | {"persona_id": "all"} for row in tables[name]]
    holding(tables)
    assert len(start_with_tables("coverage", persona="all").dataframe[0].value) == 1
    (box,) = (box for box in start("coverage", persona=EVERYBODY).selectbox if box.key == "persona")
    assert (box.value, len(box.options)) == (EVERYBODY, 2)


def test_unknown_choices_in_an_address_are_taken_out(sample: Path):
    app = start("coverage", persona="nobody", round="1999", evidence="guess", market="Moon")
    assert [box.value for box in app.selectbox if box.key in ("persona", "round", "evidence")] == ["business", "2017", "all"]
    assert set(app.query_params) & {"persona", "round", "evidence"} == set()


def test_the_journey_of_a_need_opens_the_map_of_its_touchpoints(opened: Workspace):
    answer = coverage(opened)
    need = answer.needs.query("persona_id == 'business' and kind == 'mandatory'").iloc[0]
    links = answer.frame("SELECT * FROM link WHERE need_id = ? AND live", (need["need_id"],))
    app = start_with_tables("coverage", persona="business", cell=place_text((need["need_id"], ";journey")))
    table = app.dataframe[1].value
    assert set(table.index) - {";journey"} == set(links["touchpoint_id"])
    for link in links.to_dict("records"):
        shown = cell_text({**link, "flags": (), "upper": 1.0, "lower": 0.0})
        assert str(table.loc[link["touchpoint_id"], link["stage_id"]]) == f"{STATE_MEANING[link['state']].glyph} {shown or 'not assessed'}"


def test_every_cell_of_the_map_links_to_what_it_rests_on(opened: Workspace):
    cells = coverage(opened).cells.query("persona_id == 'transit'").to_dict("records")
    html = html_of(start("coverage", persona="transit", round="2016"))
    for cell in cells:
        place = escape(urlencode({"persona": "transit", "round": "2016", "cell": place_text((cell["need_id"], cell["stage_id"]))}))
        assert f"href='?{place}'" in html


def test_a_selected_cell_can_be_given_back(sample: Path):
    app = start("coverage", persona="business", cell="business-arrive~get-here")
    assert panel_heading(app) != "How to read it"
    app.button(key="close_panel").click().run()
    assert "cell" not in app.query_params
    assert panel_heading(app) == "How to read it"


def test_the_overview_lists_the_head_of_the_shortfalls_and_links_to_their_evidence(opened: Workspace):
    html = html_of(start("overview"))
    rows = ask(opened, "shortfalls", {}).plain()["rows"]  # what programs are told: each item at its first place
    items = list({row["item"]: row for row in reversed(rows) if row["item"]}.values())[::-1][:6]
    addresses = [escape(urlencode({"persona": i["persona_id"], "cell": place_text((i["need_id"], i["stage_id"]))})) for i in items]
    places = [html.index(f'href="coverage?{address}"') for address in addresses]
    assert places == sorted(places) and len(places) == 6


def test_a_pain_without_a_touchpoint_is_said_on_the_card_and_in_the_list(opened: Workspace):
    said = words_of(start("overview"))
    assert "Gains and pains" in said and "I am tired and find nowhere to lie down" in said
    assert "3: 1 no touchpoint, 2 not assessed" in said


def test_hiding_every_assumed_need_does_not_say_that_none_is_recorded(holding: Callable[[Tables], Path]):
    holding(one_need("mandatory", stages_rated(0.9)))
    assert title_of(start("overview", evidence="strict")) == "Every mandatory need in view is an assumed need, and hidden"


def test_a_row_of_the_table_is_the_same_need_as_on_the_map(opened: Workspace):
    app = start_with_tables("overview")
    for number, persona_id in enumerate(app.dataframe[0].value.index):
        app.session_state[f"table_personas_{0}"] = {"selection": {"cells": [[number, ";journey"]]}}
        app.run()
        assert_healthy(app)
        assert app.query_params["cell"] in (f"{persona_id}~;journey", [f"{persona_id}~;journey"])


def test_the_catalogue_lists_every_touchpoint_and_finds_by_owner_stage_or_channel(opened: Workspace):
    app = start("touchpoints")
    assert len(app.dataframe[0].value) == opened.rows("SELECT count(*)::BIGINT FROM touchpoints")[0][0]
    app.text_input(key="touchpoint_search").set_value("AIRTRAIN").run()
    assert app.dataframe[0].value["name"].tolist() == ["AirTrain"]
    app.text_input(key="touchpoint_search").set_value("<b>none").run()
    assert "No touchpoint matches “<b>none”" in words_of(app)
    assert len(app.dataframe) == 0


def test_the_method_page_explains_every_state_remark_scale_and_parameter(sample: Path):
    shown = words_of(start("method"))
    defaults = {p.name: p.default for p in PARAMETERS}
    for text in [s.meaning for s in STATES] + [stated(f.meaning, defaults) for f in FLAGS] + [s.label for s in SCALES]:
        assert text in shown
    app = start("method")
    asked = {n.label for n in app.number_input} | {s.label for s in app.selectbox if s.key != CHOICE}
    assert asked == {PARAMETER[name].label for name in READ}


READ = SETTABLE


def test_a_parameter_is_shown_once_something_reads_it():
    """What nothing names would be a setting without effect."""
    code = [path for path in (ROOT / "cx").rglob("*") if path.suffix in (".py", ".sql") and path.name != "model.py"]
    named = set(re.findall(r"\w+", " ".join(path.read_text(encoding="utf-8") for path in code)))
    assert {p.name for p in PARAMETERS if p.name in named} == set(READ)


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (
            {},
            ("fewer than 5 answers", "a survey of 30 answers or more", "at least 30 answers", "map to 75% or more", "by 25% of the scale"),
        ),
        (
            {"n_suppress": 8, "n_report": 40, "met_cut": 0.8, "perception_gap": 0.3, "alpha_rely": 0.9},
            ("fewer than 8 answers", "a survey of 40 answers or more", "at least 40 answers", "map to 80% or more", "by 30% of the scale"),
        ),
    ],
    ids=["defaults", "others"],
)
def test_texts_follow_the_parameters_that_are_set(given: dict[str, float], texts: tuple[str, ...], opened: Workspace):
    if given:
        set_parameters(opened, given)
    app = start("method")
    shown = words_of(app) + " ".join(block.value for block in app.markdown)
    assert [text for text in texts if text not in shown] == []
    assert f"{given.get('alpha_rely', 0.8)} and more can be relied on" in shown


def test_a_changed_parameter_counts_at_once_and_is_stated_under_every_view(opened: Workspace):
    before = coverage(opened).cells["state"].tolist()
    app = start("method")
    app.number_input(key="parameter_target").set_value(0.8)
    next(b for b in app.button if b.label == "Save for everybody").click().run()
    assert_healthy(app)
    after = coverage(opened)
    met, total = after.personas["mandatory_met"].sum(), after.personas["mandatory"].sum()
    assert [e.value for e in app.success] == [f"Saved: Target 0.8. Now {met} of {total} mandatory needs are met everywhere."]
    assert after.cells["state"].tolist() != before
    for page in ("overview", "coverage", "personas"):
        assert "own settings: target 0.8" in words_of(start(page))
    assert title_of(start("overview")) == overall_finding(after)
    next(b for b in app.button if b.label == "Restore the defaults").click().run()
    assert_healthy(app)
    assert app.number_input(key="parameter_target").value == 0.75
    assert coverage(opened).cells["state"].tolist() == before


def test_a_parameter_that_contradicts_another_is_refused_with_a_reason(opened: Workspace):
    app = start("method")
    app.number_input(key="parameter_adequate").set_value(0.9)
    next(b for b in app.button if b.label == "Save for everybody").click().run()
    assert [e.value for e in app.exception] == []
    (refused,) = [e.value for e in app.error]
    assert refused.replace("\\", "").startswith("Not saved. The adequate level 0.9 is above the target 0.75.")
    assert opened.rows("SELECT count(*)::BIGINT FROM parameters") == [(0,)]


def test_saving_nothing_says_so(opened: Workspace):
    app = start("method")
    next(b for b in app.button if b.label == "Save for everybody").click().run()
    assert_healthy(app)
    assert [e.value for e in app.info] == ["Nothing was changed."]
    assert opened.rows("SELECT count(*)::BIGINT FROM parameters") == [(0,)]
