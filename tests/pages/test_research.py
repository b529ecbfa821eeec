"""The Research page: its parts on full, small and empty workspaces, and what is edited there."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cx.analysis.coverage import coverage
from cx.analysis.research import research
from cx.changes.themes import define, retheme
from cx.changes.undo import undo
from cx.report.fieldwork import discussion_guide, screener
from cx.report.forms import as_markdown, as_pdf
from cx.store import open_workspace
from cx.survey.mapping import ANYTHING, Rule
from cx.ui.research.asked import TABS
from tests.interviewed import probed, random_interviews, said, statement
from tests.oracle import Tables
from tests.pages.awkward import HOSTILE
from tests.pages.screens import assert_healthy, html_of, start, tags_of, title_of, words_of

Holding = Callable[[Tables], Path]


def edited(key: str, part: str, **change: Any) -> AppTest:
    """A part of the page after its grid was changed."""
    app = start("research", research=part)
    app.session_state[key] = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **change}
    app.run(timeout=60)
    assert_healthy(app)
    return app


def with_a_need(tables: Tables) -> Tables:
    tables["needs"] = [{"need_id": "n1", "persona_id": "p1", "kind": "gain", "statement": "To know the way", "importance": "0.8"}]
    return tables


@pytest.mark.parametrize("part", TABS)
def test_every_part_stands_with_many_interviews_with_none_and_in_a_market(holding: Holding, part: str) -> None:
    holding(random_interviews(3))
    for choice in ({"persona": "p2", "evidence": "strict"}, {"market": "JP"}):
        assert_healthy(start("research", research=part, **choice))
    holding(said({}))
    app = start("research", research=part)
    assert title_of(app) == "Nobody has been asked yet"
    assert {"nan", "None", "NaT"} & set(words_of(app).split()) == set()


def test_what_people_typed_is_shown_and_never_run(holding: Holding) -> None:
    tables = said(
        {"i1": [{"theme": HOSTILE, "quote": HOSTILE, "hypothesis_id": "h1", "stance": "supports"}]},
        hypotheses=[statement(statement=HOSTILE, need_ids="n1")],
    )
    tables["interviews"][0]["participant"] = HOSTILE
    holding(with_a_need(tables))
    for part in TABS:
        app = start("research", research=part)
        assert {"script", "img"} & tags_of(app) == set()
        for element in [*app.title, *app.header, *app.caption]:
            assert "![x]" not in element.value
        assert part not in ("Supposed truths", "Empathy maps") or HOSTILE in words_of(app)


def test_an_empathy_map_says_which_of_its_statements_hold(holding: Holding) -> None:
    hypotheses = [statement("h1", need_ids="n1"), statement("h2", statement="Everybody asks", need_ids="n1"), statement("h3")]
    interviews = probed(0, 5) | probed(5, 0, hypothesis_id="h2")
    holding(with_a_need(said(interviews, hypotheses=hypotheses)))
    maps = start("research", research="Empathy maps")
    shown = words_of(maps)
    assert "2 of 3 statements are no more than assumed" in shown
    assert "86% of such people would agree (Laplace), and the chance that more than half would is 98%." in html_of(maps)
    assert "Contradicted Nobody looks at the signs supposed truth 0 of 5 asked support it · 1 need relies on it" in " ".join(
        shown.replace("✕", "").split()
    )
    truths = words_of(start("research", research="Supposed truths"))
    assert "1 supposed truth, and 0 needs rest on an opinion alone" in truths and "Everybody asks" not in truths


def test_an_interview_is_added_under_a_pseudonym_and_taken_back(holding: Holding) -> None:
    workspace = open_workspace(holding(said({"i1": []})))
    row = {"segment_id": "One", "held_on": "2026-11-02", "participant": "Anna Berg"}
    app = edited("edit_rows_interviews__0", "Interviews", added_rows=[row])
    assert any("“Anna Berg” (a name)" in w.value.replace("\\", "") for w in app.warning)
    assert app.button(key="apply_interviews").disabled
    row["participant"] = "P07"
    app = edited("edit_rows_interviews__0", "Interviews", added_rows=[row])
    app.button(key="apply_interviews").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT segment_id, held_on::VARCHAR FROM interviews WHERE participant = 'P07'") == [("g1", "2026-11-02")]
    undo(workspace, 2)
    assert not workspace.rows("SELECT 1 FROM interviews WHERE participant = 'P07'")


def test_a_statement_is_written_for_the_persona_that_is_open(holding: Holding) -> None:
    workspace = open_workspace(holding(with_a_need(said({}))))
    row = {"quadrant": "hearing", "statement": "Two hours are enough", "need_ids": ["To know the way"]}
    app = edited("edit_rows_hypotheses_p1_0", "Empathy maps", added_rows=[row])
    app.button(key="apply_hypotheses").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT persona_id, quadrant, need_ids, raised_on = current_date FROM hypotheses") == [
        ("p1", "hearing", "n1", True)
    ]
    assert "Two hours are enough" in html_of(app)


def test_the_next_hour_is_planned_and_the_overview_leads_to_it(holding: Holding) -> None:
    tables = with_a_need(said(probed(4, 1), hypotheses=[statement("h1", need_ids="n1")]))
    holding(tables)
    shown = words_of(start("research", research="Recruitment"))
    assert "An hour with “One” settles most: 2 questions, put to 6 people." in shown
    assert "Does it hold that “Nobody looks at the signs”? 1 person 71%" in shown
    assert "Is “To know the way” something they need at all? 6 people 57%" in shown
    assert "Ask next: an hour with “One” (Ana) settles most; 2 questions" in words_of(start())
    assert "Ask next: an hour with “One” (Ana)" in words_of(start("personas", persona="p1"))


def test_the_papers_for_the_field_hold_what_is_still_to_be_tested(holding: Holding) -> None:

    workspace = open_workspace(
        holding(said(probed(5, 0), hypotheses=[statement("h1"), statement("h2", statement="*Two* hours are enough")]))
    )
    asked = research(workspace, coverage(workspace))
    guide = as_markdown(discussion_guide(asked.statements, {"p1": "Ana"}))
    assert r"\*Two\* hours are enough | Ana | Untested" in guide and "Nobody looks" not in guide
    assert "Does this describe you: One?" in as_markdown(screener(asked.recruitment))
    papers = [*discussion_guide(asked.statements, {"p1": "Ana"}, "One", ["Asked?"]), *screener(asked.recruitment)]
    to_fill = [block for block in papers if block.rows and not all(cell for row in block.rows for cell in row)]
    assert to_fill and all(block.by_hand for block in to_fill), "what is left empty has room to be written into"
    assert as_pdf(papers).startswith(b"%PDF")
    rules = {"g1": (Rule("g1", "How often do you fly?", ("weekly", "monthly")), Rule("g1", "Anything", (ANYTHING,)))}
    screened = as_markdown(screener(asked.recruitment, rules))
    assert "who answered belonged to it:\n\n“How often do you fly?”: weekly or monthly" in screened and "Anything" not in screened
    assert "| How often do you fly? |" in screened and "Does this describe you: One?" in screened
    asking = as_markdown(discussion_guide(asked.statements, {"p1": "Ana"}, "One", ["Is “Rest” something they need at all?"]))
    assert "An hour with “One” settles most" in asking and "| Is “Rest” something they need at all? |" in asking


def test_a_supported_statement_becomes_a_need_that_names_its_interviews(holding: Holding) -> None:
    tables = with_a_need(
        said(probed(5, 0) | probed(2, 0, hypothesis_id="h2"), hypotheses=[statement("h1"), statement("h2", statement="Ask")])
    )
    tables["stages"] = [{"stage_id": "s1", "position": "1", "name": "Arrive"}]
    workspace = open_workspace(holding(tables))
    app = start("research", research="Empathy maps")
    app.selectbox(key="promote_0").set_value("h1").run()
    app.multiselect(key="promote_stages_h1").set_value(["s1"]).run()
    assert "Ana 100% 62%" in words_of(app)  # the debt that the new need would leave: 0.8 of 1.3 is assumed, not all
    app.button(key="apply_promotion").click().run(timeout=60)
    assert_healthy(app)
    ((need_id, evidence, dated, source),) = workspace.rows(
        "SELECT need_id, evidence, evidence_date::VARCHAR, source FROM needs WHERE need_id <> 'n1'"
    )
    assert (evidence, dated) == ("qualitative", "2026-10-01")
    assert source == "Statement h1 of the empathy map; supported by 5 of 5 people asked (interviews h1-0, h1-1, h1-2, h1-3, h1-4)."
    assert workspace.rows("SELECT need_ids FROM hypotheses WHERE hypothesis_id = 'h1'") == [(need_id,)]
    ((action, told),) = workspace.rows("SELECT action, source FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert action == "promotion" and told.startswith(f"statement h1 to need {need_id}; supported by 5 of 5 people")
    app.selectbox(key="promote_1").set_value("h2").run()
    assert "The need would count as assumed" in words_of(app)
    undo(workspace, 2)
    assert workspace.rows("SELECT count(*) FROM needs") == [(1,)]


def test_a_need_rests_on_interviews_once_enough_people_bear_it_out(holding: Holding) -> None:
    heard: dict[str, list[dict[str, str]]] = {f"i{n}": [{"need_id": "n1", "stance": "supports"}] for n in range(5)}
    tables = with_a_need(said({i: heard[i] for i in list(heard)[:4]}))
    tables["needs"][0] |= {"evidence": "assumption", "source": "Workshop of May"}
    holding(tables)
    assert "Nearest: “To know the way” (4 of 4)." in words_of(start("research", research="Supposed truths"))
    tables = with_a_need(said(heard))
    tables["needs"][0] |= {"evidence": "assumption", "source": "Workshop of May"}
    workspace = open_workspace(holding(tables))
    app = start("research", research="Supposed truths")
    app.selectbox(key="raise_0").set_value("n1").run()
    assert "Ana 100% 0%" in words_of(app) and "To know the way Assumed Qualitative" in words_of(app)
    app.button(key="apply_raise").click().run(timeout=60)
    assert_healthy(app)
    ((evidence, source),) = workspace.rows("SELECT evidence, source FROM needs")
    assert evidence == "qualitative" and source.startswith("Workshop of May. Supported by 5 of 5 people asked (interviews i0,")
    assert coverage(workspace).personas["need_debt"].tolist() == [0.0]
    undo(workspace, 2)
    assert workspace.rows("SELECT evidence, source FROM needs") == [("assumption", "Workshop of May")]


def test_what_was_combed_is_shown_before_it_is_stored_and_can_be_taken_back(holding: Holding) -> None:
    workspace = open_workspace(holding(with_a_need(said({"i1": [{"theme": "signs"}]}, hypotheses=[statement()]))))
    app = start("research", research="Comb an interview")
    sent = [
        {"theme": "signs", "stance": "supports", "need_id": "n1", "quote": "Mrs Berg was there"},
        {"theme": " queue ", "stance": "contradicts", "hypothesis_id": "h1"},
        {"theme": ""}, "no finding", {"stance": "supports"},
    ]  # fmt: skip
    area = app.text_area(key="combed_i1_0")
    area.set_value(json.dumps(sent)).run(timeout=60)
    assert_healthy(app)
    assert any("“Mrs Berg was there” (a name)" in w.value.replace("\\", "") for w in app.warning)
    assert app.button(key="apply_combed").disabled
    assert "1 statement changes its status" in words_of(app)
    app.checkbox[0].set_value(True).run(timeout=60)
    app.button(key="apply_combed").click().run(timeout=60)
    assert_healthy(app)
    rows = "SELECT theme, stance, need_id, hypothesis_id FROM findings WHERE interview_id = 'i1' AND stance IS NOT NULL ORDER BY finding_id"
    assert workspace.rows(rows) == [("signs", "supports", "n1", None), ("queue", "contradicts", None, "h1")]
    assert app.text_area[0].value == ""
    undo(workspace, 2)
    assert workspace.rows(rows) == []


def test_what_nobody_combed_is_not_believed(holding: Holding) -> None:
    holding(said({"i1": []}))
    app = start("research", research="Comb an interview")
    for sent in ("{", "[" * 100_000, "12", '[{"theme": 4}]', '[{"theme": "a", "stance": "shouts"}]', '[{"theme": "a", "need_id": "no"}]'):
        app.text_area(key="combed_i1_0").set_value(sent).run(timeout=60)
        assert_healthy(app)
        assert not [b for b in app.button if b.key == "apply_combed"], sent[:40]


def test_the_box_offers_what_the_personas_of_the_participant_stand_for(holding: Holding) -> None:
    holding(with_a_need(said({"i1": [{"theme": "signs\ufffe"}]}, hypotheses=[statement()])))
    (shown,) = [e.proto.body for e in start("research", research="Comb an interview").get("html") if "data-comb" in e.proto.body]
    offered = json.loads(unescape(shown.split('data-comb="')[1].split('"')[0]))["options"]
    assert {(o["kind"], o["label"]) for o in offered} == {
        ("theme", "signs"), ("need", "To know the way"), ("statement", "Nobody looks at the signs"),
    }  # fmt: skip


def test_a_theme_is_merged_and_split_and_saturation_remembers_what_it_was(holding: Holding) -> None:
    tables = said({"i1": [{"theme": "signs"}], "i2": [{"theme": "boards"}], "i3": [{"theme": "boards"}, {"theme": "queue"}]})
    tables["themes"] = [
        {"theme": "boards", "definition": "Screens with departures", "example": "The board was dark."},
        {"theme": "signs", "definition": "What hangs above the way"},
    ]
    workspace = open_workspace(holding(tables))
    app = start("research", research="Themes")
    app.selectbox(key="theme_0").set_value("boards").run()
    app.selectbox(key="theme_new_0").set_value("signs").run(timeout=60)
    app.button(key="apply_theme").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT DISTINCT theme FROM findings ORDER BY 1") == [("queue",), ("signs",)]
    both = ("signs", "What hangs above the way · boards: Screens with departures", "The board was dark.")
    assert workspace.rows("SELECT * FROM themes") == [both]
    ((action, source),) = workspace.rows("SELECT action, source FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert (action, source) == ("merging", "theme “boards” to “signs”")
    asked = research(workspace, coverage(workspace))
    heard = {codes: asked.steps(codes).query("split == 'all'")["heard"].tolist() for codes in ("now", "then")}
    assert heard == {"now": [1, 1, 2], "then": [1, 2, 3]}
    assert "the dashed curve has them as they were noted first" in words_of(start("research", research="Saturation"))
    with workspace.transaction() as cursor:
        retheme(cursor, "signs", "screens", "Ana", ["f001"])
    assert workspace.rows("SELECT finding_id FROM findings WHERE theme = 'screens'") == [("f001",)]
    assert workspace.rows("SELECT * FROM themes") == [both], "a theme that was split keeps what it means"
    with workspace.transaction() as cursor:
        retheme(cursor, "signs", "signposts", "Ana")
    assert workspace.rows("SELECT * FROM themes") == [("signposts", *both[1:])]
    for change in (4, 3, 2):
        undo(workspace, change)
    assert workspace.rows("SELECT DISTINCT theme FROM findings ORDER BY 1") == [("boards",), ("queue",), ("signs",)]
    assert workspace.rows("SELECT theme, example FROM themes ORDER BY 1") == [("boards", "The board was dark."), ("signs", None)]


def test_what_a_theme_means_is_written_down_and_shown_where_it_is_chosen(holding: Holding) -> None:
    workspace = open_workspace(holding(said({"i1": [{"theme": "signs"}]})))
    app = start("research", research="Themes")
    app.selectbox(key="define_0").set_value("signs").run()
    app.text_area(key="definition_0_signs").set_value("Signs; ask anna.berg@example.org").run(timeout=60)
    assert app.button(key="apply_definition").disabled, "it names somebody"
    app.text_area(key="definition_0_signs").set_value("What hangs above the way").run()
    app.text_input(key="example_0_signs").set_value("No arrow at the fork.").run(timeout=60)
    app.button(key="apply_definition").click().run(timeout=60)
    assert_healthy(app)
    assert "signs What hangs above the way No arrow at the fork. 1 person" in words_of(app)
    combed = html_of(start("research", research="Comb an interview"))
    assert '"means": "What hangs above the way — “No arrow at the fork.”"' in unescape(combed)
    with workspace.transaction() as cursor:
        define(cursor, "signs", "", "", "Ana")
    assert workspace.rows("SELECT * FROM themes") == []
    undo(workspace, 3)
    assert workspace.rows("SELECT theme FROM themes") == [("signs",)]


def test_an_interview_is_added_field_by_field(holding: Holding) -> None:
    workspace = open_workspace(holding(said({})))
    app = start("research", research="Interviews")
    app.selectbox(key="new_segment_0").set_value("g1")
    app.text_input(key="new_participant_0").set_value("P07").run(timeout=60)
    app.button(key="apply_new_interview").click().run(timeout=60)
    assert_healthy(app)
    assert workspace.rows("SELECT interview_id, segment_id, participant, held_on = current_date FROM interviews") == [
        ("p07", "g1", "P07", True)
    ]
    assert title_of(app) == "1 interview held; nothing is written down that they could test"


def test_a_participant_is_withdrawn_after_the_page_said_what_changes(holding: Holding) -> None:
    tables = with_a_need(
        said({f"i{n}": [{"need_id": "n1", "stance": "supports", "quote": f"Nobody told {n} of us the way."}] for n in range(5)})
    )
    tables["needs"][0] |= {"evidence": "assumption", "source": "Workshop of May"}
    tables["personas"][0]["quote"] = "Nobody told 4 of us the way."
    for n, row in enumerate(tables["interviews"]):
        row["participant"] = f"Owl {n}"
    path = holding(tables)
    workspace = open_workspace(path)
    app = start("research", research="Supposed truths")
    app.selectbox(key="raise_0").set_value("n1").run()
    app.button(key="apply_raise").click().run(timeout=60)

    app = start("research", research="Interviews")
    app.session_state["withdraw_open_0"] = True
    app.run(timeout=60)
    who = app.selectbox(key="withdraw_who_0")
    assert who.options[4] == "Owl 4 · One · 1 interview · 1 finding"
    who.set_value("g1\x1fowl 4").run(timeout=60)
    assert_healthy(app)
    shown = words_of(app)
    for said_there in (
        "1 row of interviews",
        "Personas: 1 row (quote)",
        "To know the way Qualitative Assumed",
        "Ana 0% 100%",
        "Take back change 1: rows",
        "Take back change 2: what the need rests on",
    ):
        assert said_there in shown
    assert app.button(key="withdraw_now").disabled, "nobody withdraws by one click"
    app.text_input(key="withdraw_typed_0").set_value("owl 4").run(timeout=60)
    app.button(key="withdraw_now").click().run(timeout=60)
    assert_healthy(app)
    assert "A participant was withdrawn for good: 1 row of personas, 1 whole row of findings" in app.success[0].value
    assert workspace.rows("SELECT evidence, source FROM needs") == [("assumption", "Workshop of May")]
    assert title_of(app).startswith("4 interviews held") and "Owl 4" not in words_of(app)


def test_empathy_maps_alone_give_assumed_needs_and_an_empty_map_that_says_why(holding: Holding) -> None:
    tables = said({}, hypotheses=[statement(need_ids="n1"), statement("h2", quadrant="saying", statement="Says so", need_ids="n2;n3")])
    tables["stages"] = [{"stage_id": "s1", "position": "1", "name": "Arrive"}]
    kinds = {"n1": ("mandatory", "assumption"), "n2": ("gain", ""), "n3": ("pain", "none")}
    tables["needs"] = [
        {"need_id": n, "persona_id": "p1", "kind": kind, "statement": f"Need {n}", "evidence": evidence}
        for n, (kind, evidence) in kinds.items()
    ]
    tables["need_stages"] = [{"need_id": n, "stage_id": "s1"} for n in kinds]
    answer = coverage(open_workspace(holding(tables)))
    assert answer.needs["provisional"].all() and answer.personas["need_debt"].tolist() == [1.0]
    assert html_of(start("coverage")).count("assumed need") == len(kinds)
    assert "Rests on assumptions: 100% of its needs by importance" in words_of(start("personas"))
    for page in ("coverage", "overview"):
        assert "All 3 needs here are assumed: no interview, survey or measure bears them out" in words_of(start(page, evidence="strict"))
    assert title_of(start("shortfalls", evidence="strict")) == "Every need in view is an assumed need, and hidden"
    assert "2 of 2 statements are no more than assumed" in words_of(start("research", research="Empathy maps", evidence="strict"))
