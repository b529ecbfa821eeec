"""Every page, on every kind of workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.charts.grid import JOURNEY
from cx.store import open_workspace
from cx.ui.shared.scope_bar import EVERYBODY
from cx.ui.shared.selection import place_text
from tests.oracle import Tables
from tests.pages.awkward import HOSTILE, LONG, awkward_tables
from tests.pages.screens import PAGES, assert_healthy, go, html_of, panel_heading, start, tags_of, title_of, words_of

OF_CARDS = ("overview", "coverage", "personas", "research", "touchpoints")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_every_workspace_and_a_missing_text_leaves_no_trace_of_the_machine(any_workspace: str, page: str):
    app = start(page)
    assert title_of(app)
    assert {"nan", "None", "NaN", "<NA>", "NaT"} & set(words_of(app).split()) == set()
    if any_workspace == "empty" and page in OF_CARDS:
        assert title_of(app) == "Where is each need met or missed?"
        assert "This workspace has no persona yet" in words_of(app)


@pytest.mark.parametrize("page", ["coverage", "personas"])
def test_every_persona_of_an_awkward_workspace_can_be_looked_at(holding: Callable[[Tables], Path], page: str):
    holding(awkward_tables())
    app = start(page)
    for persona in (EVERYBODY, "<p>", "no mandatory", "nothing"):
        for evidence in ("all", "without", "strict"):
            app.selectbox(key="persona").set_value(persona)
            app.selectbox(key="evidence").set_value(evidence).run()
            assert_healthy(app)
            assert app.query_params.get("persona", "<p>") in (persona, [persona])


def test_every_cell_of_an_awkward_workspace_shows_what_it_rests_on(holding: Callable[[Tables], Path]):
    holding(awkward_tables())
    statements = {row["need_id"]: " ".join(row["statement"].split()) for row in awkward_tables()["needs"]}
    app = start("coverage", persona="<p>")
    for cell in (("a~b", "journey"), ("a~b", "b~c"), ("n", "100%"), ("%7E", "journey"), ("a~b", JOURNEY), ("nowhere", JOURNEY)):
        app.query_params["cell"] = place_text(cell)
        app.run()
        assert_healthy(app)
        assert panel_heading(app) == statements[cell[0]], cell


def test_texts_of_people_are_shown_and_never_run(holding: Callable[[Tables], Path]):
    """That they are live on no page at all is test_hostile_names.py."""
    holding(awkward_tables())
    for page, asked in {"overview": {}, "coverage": {"cell": place_text(("n", "b~c"))}, "personas": {}}.items():
        app = start(page, persona="<p>", **asked)
        assert {"script", "img"} & tags_of(app) == set()
        for element in [*app.title, *app.header, *app.caption, *app.info]:
            assert "![x]" not in element.value, f"the {element.type} would load a picture"
            assert "<script>" not in element.value.replace("\\<", "")
        assert HOSTILE in words_of(app) + title_of(app)
        assert page != "coverage" or LONG.strip() in words_of(app), "a long statement is written out beside the map"


def test_the_pages_keep_what_was_chosen_in_the_bar(sample: Path):
    app = start("coverage")
    app.selectbox(key="persona").set_value("visitor").run()
    app.selectbox(key="round").set_value("2016").run()
    go(app, "touchpoints")
    assert app.selectbox(key="round").value == "2016"
    go(app, "method")
    go(app, "personas")
    assert (app.selectbox(key="persona").value, app.selectbox(key="round").value) == ("visitor", "2016")
    assert title_of(app).startswith("Visitor going home: ")


def test_a_page_stays_itself_when_it_runs_again(sample: Path):
    app = start("personas")
    first = html_of(app)
    app.run()
    assert_healthy(app)
    assert html_of(app) == first
    assert app.selectbox(key="persona").label == "Persona"


def test_the_sample_is_named_as_sample_until_something_else_is_loaded(sample: Path):
    assert "This is sample data" in words_of(start())
    workspace = open_workspace(sample)
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO audit_log BY NAME SELECT * REPLACE ('Ana' AS who, audit_id + 1000 AS audit_id) FROM audit_log LIMIT 1")
    assert "This is sample data" not in words_of(start())


def test_the_method_page_says_what_is_done_with_the_files_that_people_bring(sample: Path):
    shown = html_of(start("method"))
    for what in ("What is it?", "Exports of survey platforms", "Statistics files", "Answers in words", "Batteries", "Persona documents",
                 "Coded interviews", "Rounds side by side", "Hidden rows and columns", "Yes and no in a grid"):  # fmt: skip
        assert f"<b>{what}</b>" in shown
