"""A list that comes again with numbers for ids is asked about: the same things, or new ones. Nothing is made twice in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.memory import recalled, remember_plan
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import Prepared, prepare
from cx.uploads.proposal import CleaningChoice
from cx.uploads.proposals import proposals
from cx.uploads.suggest.other_ids import persona_names
from tests.brought import applied, asked, prepared, scores, typed

GRID = "Persona,Need,Kind,Stage\nAnna,Pay in one step,mandatory,Buy\nAnna,Find help,gain,Buy\nBen,Pay in one step,mandatory,Buy\n"
NUMBERED = "Need no,Persona,Need,Kind,Stage\n1,Anna,Pay in one step,mandatory,Buy\n2,Anna,Find help!,gain,Buy\n3,Ben,pay in one step,mandatory,Buy\n4,Ben,Carry less,gain,Buy\n"
QUESTION = "Need no:same"


@pytest.fixture
def shop(empty: Workspace) -> Workspace:
    """Three needs of two personas, whose ids were made from their statements."""
    applied(empty, typed(empty, GRID, "needs"))
    return empty


def needs(workspace: Workspace) -> list[tuple[str, str]]:
    return workspace.rows("SELECT need_id, lower(statement) FROM needs ORDER BY ALL")


def new(found: Prepared, table: str) -> int:
    return found.outcome.counts[table].new if table in found.outcome.counts else 0


def all_of(workspace: Workspace, files: dict[str, str]) -> list[UploadPlan]:
    """The plans of several tables of one upload."""
    tables = [table for name, text in files.items() for table in read_upload(name, text.encode())[0]]
    assert all(readings(workspace, table)[0].fit > 0.3 for table in tables)
    return [start(workspace, table) for table in tables]


def test_needs_that_come_again_with_numbers_are_proposed_as_the_same(shop: Workspace) -> None:
    plan = typed(shop, NUMBERED, "needs")
    question = asked(shop, plan)[QUESTION]
    assert question.title == "3 needs of this file have the same persona and statement as needs that exist under another id."
    assert question.options == {"merge": "The same needs", "keep": "New needs"} and question.count == 3
    assert question.examples[0] == ("1 “Pay in one step”", "anna-pay-in-one-step")
    found = applied(shop, plan)
    assert new(found, "needs") == 1 and found.under_other_ids == {"needs": 3}
    assert [need for need, _ in needs(shop)] == ["4", "anna-find-help", "anna-pay-in-one-step", "ben-pay-in-one-step"]


def test_who_wants_new_needs_gets_them_and_is_told_which_stand_twice(shop: Workspace) -> None:
    plan = replace(typed(shop, NUMBERED, "needs"), choices={QUESTION: CleaningChoice("keep")})
    found = prepared(shop, plan)
    assert new(found, "needs") == 4
    assert [(f.code, f.row, f.column) for f in found.issues] == [("stands_under_other_id", row, "Need") for row in (2, 3, 4)]


def test_one_need_of_the_list_can_be_said_to_be_another_one(shop: Workspace) -> None:
    words = {"1": "anna-pay-in-one-step", "2": "", "3": "ben-pay-in-one-step"}
    found = prepared(shop, replace(typed(shop, NUMBERED, "needs"), choices={QUESTION: CleaningChoice("merge", words)}))
    assert new(found, "needs") == 2 and found.under_other_ids == {"needs": 2}


def test_the_same_statement_of_another_persona_and_ids_that_are_known_ask_nothing(shop: Workspace) -> None:
    assert QUESTION not in asked(
        shop, typed(shop, "Need no,Persona,Need,Kind\n1,Cleo,Pay in one step,mandatory\n2,Cleo,Find help,gain\n", "needs")
    )
    again = "Need no,Persona,Need,Kind\nanna-find-help,Anna,Find help,gain\nben-pay-in-one-step,Ben,Pay in one step,mandatory\n"
    assert QUESTION not in asked(shop, typed(shop, again, "needs"))


def test_the_persona_chosen_for_the_whole_table_counts_too(shop: Workspace) -> None:
    plan = typed(shop, "Need no,Need,Kind,Stage\n1,Find help,gain,Buy\n2,See prices,gain,Buy\n", "needs")
    assert QUESTION not in asked(shop, plan)
    assert asked(shop, replace(plan, defaults=replace(plan.defaults, persona="Anna")))[QUESTION].words == {"1": "anna-find-help"}


def test_a_list_that_was_numbered_anew_moves_no_number_to_another_need(empty: Workspace) -> None:
    first = "Need no,Persona,Need,Kind,Stage\n1,Anna,Pay,mandatory,Buy\n2,Anna,Park,gain,Buy\n"
    applied(empty, typed(empty, first, "needs"))
    second = "Need no,Persona,Need,Kind,Stage\n1,Anna,Pay,mandatory,Buy\n2,Anna,Rest,gain,Buy\n3,Anna,Park,gain,Buy\n"
    plan = typed(empty, second, "needs")
    assert asked(empty, plan)[QUESTION].title.endswith(
        "under another id. “2” is the id of another need in the workspace, so this one gets an id of its own."
    )
    assert applied(empty, plan).under_other_ids == {"needs": 1}
    assert needs(empty) == [("1", "pay"), ("2", "park"), ("anna-rest", "rest")]


def test_two_lists_that_are_both_numbered_from_one_do_not_overwrite_each_other(empty: Workspace) -> None:
    applied(empty, typed(empty, "Need no,Persona,Need,Kind,Stage\n1,Anna,Pay,mandatory,Buy\n2,Anna,Park,gain,Buy\n", "needs"))
    other = typed(
        empty, "Need no,Persona,Need,Kind,Stage\n1,Ben,Rest,mandatory,Buy\n2,Anna,Park the car,gain,Buy\n3,Anna,Eat,gain,Buy\n", "needs"
    )
    question = asked(empty, other)[QUESTION]
    assert (question.words, question.options["merge"]) == ({"1": "ben-rest"}, "Ids of their own"), "“Park the car” is another wording of 2"
    applied(empty, other)
    assert needs(empty) == [("1", "pay"), ("2", "park the car"), ("3", "eat"), ("ben-rest", "rest")]


def test_touchpoints_and_personas_that_come_again_with_ids_are_asked_about(shop: Workspace) -> None:
    applied(shop, typed(shop, "Touchpoint,Channel,Owner\nTill,shop,Sales\nHelp desk,shop,Service\n", "touchpoints"))
    listed = typed(
        shop,
        "Touchpoint ID,Touchpoint,Channel,Owner\nTP-1,till,shop,Sales\nTP-2,Help desk,phone,Service\nTP-3,Kiosk,shop,Sales\n",
        "table:touchpoints",
    )
    assert asked(shop, listed)["Touchpoint ID:same"].words == {"TP-1": "till"}, "a help desk on the phone is another one"
    assert new(prepared(shop, listed), "touchpoints") == 2
    people = typed(shop, "Persona ID,Persona,Tagline\nP1,Anna,Always in a hurry\nP2,Cleo,Comes on foot\n", "personas")
    assert asked(shop, people)["Persona ID:same"].words == {"P1": "anna"}
    applied(shop, people)
    assert shop.rows("SELECT persona_id, tagline FROM personas ORDER BY 1") == [
        ("P2", "Comes on foot"),
        ("anna", "Always in a hurry"),
        ("ben", None),
    ]


def test_tables_that_refer_to_the_numbers_mean_the_existing_needs(shop: Workspace) -> None:
    files = {
        "needs.csv": NUMBERED,
        "touchpoints.csv": "Touchpoint,Channel,Stage,Needs\nTill,shop,Buy,1; 3\nHelp desk,shop,Buy,2\n",
    }
    plans = all_of(shop, files)
    plans[1] = replace(plans[1], choices={"Needs:list": CleaningChoice(";")})
    with shop.dry_run() as cursor:
        found = prepare(shop, plans, cursor)
        links = cursor.execute("SELECT touchpoint_id, need_id FROM next_links ORDER BY ALL").fetchall()
    assert not found.refused, [str(f) for f in found.issues]
    assert links == [("help-desk", "anna-find-help"), ("till", "anna-pay-in-one-step"), ("till", "ben-pay-in-one-step")]


def test_our_own_tables_from_another_tool_are_taken_for_what_stands(shop: Workspace) -> None:
    files = {
        "needs.csv": "need_id,persona_id,kind,statement\nN1,P1,mandatory,Pay in one step\nN2,P1,gain,Sit down\n",
        "personas.csv": "persona_id,name\nP1,Anna\n",
        "need_stages.csv": "need_id,stage_id\nN1,buy\nN2,buy\n",
    }
    plans = all_of(shop, files)
    assert [plan.shape.name for plan in plans] == ["table:needs", "table:personas", "table:need_stages"]
    held = name_index(shop)
    held.persona_names |= persona_names([plan.table for plan in plans])
    assert proposals(plans[0], held)[0].words == {"N1": "anna-pay-in-one-step"}
    with shop.dry_run() as cursor:
        found = prepare(shop, plans, cursor)
        news = cursor.execute("SELECT need_id, persona_id FROM next_needs WHERE change_ = 'new'").fetchall()
    assert [f.code for f in found.issues] == [] and news == [("N2", "anna")]
    assert found.under_other_ids == {"needs": 1, "personas": 1}


def test_a_round_is_known_by_its_name_too(shop: Workspace) -> None:
    with shop.transaction() as cursor:
        cursor.execute("INSERT INTO rounds (round_id, name, opened_on) VALUES ('r7', 'Spring 2026', DATE '2026-03-01')")
    text = "Persona,Need,Kind,Stage,Touchpoint,Score,Scale,Round\nAnna,Find help,gain,Buy,Desk,4,1-5,spring 2026\n"
    found = applied(shop, typed(shop, text, "sheet"))
    assert new(found, "rounds") == 0 and len(scores(shop)) == 1
    assert shop.rows("SELECT DISTINCT round_id FROM ratings") == [("r7",)]


def test_the_answer_is_remembered_for_the_next_file_of_this_layout(shop: Workspace) -> None:
    plan = replace(typed(shop, NUMBERED, "needs"), choices={QUESTION: CleaningChoice("keep")})
    remember_plan(shop, plan, "tester")
    again = recalled(shop, plan.table, name_index(shop))
    assert again is not None and again.plan is not None and again.plan.choices[QUESTION].choice == "keep"


def test_a_grid_of_stages_that_comes_again_with_numbers_is_a_grid_of_the_same_needs(empty: Workspace) -> None:
    grid = typed(
        empty, "Persona,Need,Kind,Buy,Use\nAnna,Pay,mandatory,4,3\nAnna,Find help,gain,2,1\nBen,Pay,mandatory,5,4\n", "stages_across"
    )
    applied(empty, replace(grid, defaults=replace(grid.defaults, touchpoint="the need itself")))
    again = typed(
        empty,
        "Need no,Persona,Need,Kind,Buy,Use\n1,Anna,Pay,mandatory,4,3\n2,Anna,Find help,gain,2,1\n3,Ben,Pay,mandatory,5,5\n",
        "stages_across",
    )
    again = replace(again, defaults=replace(again.defaults, touchpoint="the need itself"))
    assert asked(empty, again)[QUESTION].words == {"1": "anna-pay", "2": "anna-find-help", "3": "ben-pay"}
    found = applied(empty, again)
    assert (new(found, "needs"), new(found, "ratings"), found.outcome.counts["ratings"].changed) == (0, 0, 1)


def test_rows_of_a_list_that_say_the_same_under_two_numbers_are_told_in_terms_of_the_file(empty: Workspace) -> None:
    found = prepared(
        empty, typed(empty, "Need no,Persona,Need,Kind,Stage\n11,Ben,Sit,gain,Buy\n12,Ben,Stand,gain,Buy\n13,Ben,sit.,gain,Use\n", "needs")
    )
    assert [(f.code, f.row, f.column, f.why[:42]) for f in found.issues] == [
        ("said_twice", 4, "Need", "Row 2 names the same need of this persona ")
    ]


def test_the_numbers_of_the_next_file_are_compared_anew_though_the_answer_is_remembered(shop: Workspace) -> None:
    plan = typed(shop, NUMBERED, "needs")
    remember_plan(
        shop, replace(plan, choices={QUESTION: CleaningChoice("merge", {"1": "anna-pay-in-one-step", "2": "anna-find-help"})}), "tester"
    )
    other = typed(shop, "Need no,Persona,Need,Kind,Stage\n1,Anna,Find help,gain,Buy\n2,Ben,Sit down,gain,Buy\n", "needs")
    again = recalled(shop, other.table, name_index(shop))
    assert again is not None and again.plan is not None and again.plan.choices[QUESTION] == CleaningChoice("merge")
    assert prepared(shop, again.plan).under_other_ids == {"needs": 1}
    applied(shop, again.plan)
    assert ("anna-pay-in-one-step", "pay in one step") in needs(shop), "number 1 is no longer that need"


def test_a_whole_workspace_under_other_ids_adds_nothing_but_what_is_new_in_it(shop: Workspace) -> None:
    stages = shop.rows("SELECT name FROM stages")
    with shop.transaction() as cursor:
        cursor.execute("INSERT INTO rounds (round_id, name, opened_on) VALUES ('r7', 'Spring 2026', DATE '2026-03-01')")
    applied(shop, typed(shop, "Touchpoint,Channel,Owner\nTill,shop,Sales\n", "touchpoints"))
    files = {
        "personas.csv": "persona_id,name\nP1,Anna\n",
        "stages.csv": f"stage_id,position,name\nS1,1,{stages[0][0]}\n",
        "needs.csv": "need_id,persona_id,kind,statement\nN1,P1,gain,Find help\n",
        "touchpoints.csv": "touchpoint_id,name,channel,status,visibility\nT1,Till,shop,live,frontstage\n",
        "rounds.csv": "round_id,name,opened_on\nR1,Spring 2026,2026-03-01\n",
        "links.csv": "touchpoint_id,stage_id,need_id\nT1,S1,N1\n",
        "ratings.csv": "round_id,touchpoint_id,stage_id,need_id,source,rater,value\nR1,T1,S1,N1,expert,ann,0.5\n",
    }
    with shop.dry_run() as cursor:
        found = prepare(shop, all_of(shop, files), cursor)
        rating = cursor.execute("SELECT round_id, touchpoint_id, stage_id, need_id FROM next_ratings").fetchall()
    assert [str(f) for f in found.issues] == []
    assert rating == [("r7", "till", "buy", "anna-find-help")]
    assert {table for table, counts in found.outcome.counts.items() if counts.new} == {"links", "ratings"}
    assert found.under_other_ids == dict.fromkeys(("personas", "stages", "needs", "touchpoints", "rounds"), 1)


def test_what_has_an_id_that_would_be_made_otherwise_today_is_found_by_its_name(empty: Workspace) -> None:
    typed_by_hand = "persona_id,name\nren,René\n", "need_id,persona_id,kind,statement\nren-groe,ren,mandatory,Größe finden\n"
    applied(empty, typed(empty, typed_by_hand[0], "table:personas"))
    applied(empty, typed(empty, typed_by_hand[1], "table:needs"))
    applied(empty, typed(empty, "stage_id,position,name\nmaße,1,Maße\n", "table:stages"))
    applied(empty, typed(empty, "touchpoint_id,name,channel\ntafel-gr,Größentafel,Büro\n", "table:touchpoints"))
    again = typed(empty, "Persona,Need,Kind,Stage,Touchpoint,Score\nRené,Größe finden,mandatory,Maße,Größentafel,4\n", "sheet")
    found = applied(empty, replace(again, choices={"scale": CleaningChoice("1-5")}))
    assert {table: new(found, table) for table in ("personas", "needs", "stages", "touchpoints")} == dict.fromkeys(
        ("personas", "needs", "stages", "touchpoints"), 0
    )
    assert [row[:2] for row in scores(empty)] == [("ren-groe", "tafel-gr")]


def test_a_touchpoint_of_one_channel_whose_id_would_be_made_otherwise_today_is_proposed_as_the_same(empty: Workspace) -> None:
    applied(empty, typed(empty, "touchpoint_id,name,channel\nT1-buro,Schalter (Büro),Büro\n", "table:touchpoints"))
    again = typed(empty, "Touchpoint ID,Touchpoint,Channel,Stage\nT1,Schalter,Büro / App,Buy\n", "touchpoints")
    again = replace(again, choices={"Channel:channels": CleaningChoice("split")})
    assert asked(empty, again)["Touchpoint ID:same"].words == {"T1-buero": "T1-buro"}
    applied(empty, again)
    assert empty.rows("SELECT touchpoint_id FROM touchpoints ORDER BY 1") == [("T1-app",), ("T1-buro",)]
