"""Cells that say “not rated” are no scores, and no reason to take a matrix for something else; it is said how many they are."""

from __future__ import annotations

from dataclasses import replace

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.proposal import CleaningChoice
from cx.uploads.recognise.holds_nothing import holding_nothing
from tests.brought import applied, asked, scores, typed

MATRIX = "Persona,Need,Kind,Stage,Web,Desk,App\nAnna,Pay,mandatory,Buy,4,not rated,3\nAnna,Rest,gain,Buy,2,nicht bewertet,1\nBen,Eat,gain,Use,5,4,not rated\n"
QUESTION = "all score columns:nothing"


def test_a_matrix_with_cells_that_are_not_rated_is_a_matrix_and_says_how_many_they_are(empty: Workspace) -> None:
    plan = typed(empty, MATRIX, "matrix")
    question = asked(empty, plan)[QUESTION]
    assert (question.title, question.count) == ("Read “nicht bewertet”, “not rated” as no score (unknown, not zero).", 3)
    applied(empty, plan)
    assert len(scores(empty)) == 6


def test_who_serves_a_need_can_be_kept_where_it_is_not_rated(empty: Workspace) -> None:
    applied(empty, replace(typed(empty, MATRIX, "matrix"), choices={QUESTION: CleaningChoice("arises")}))
    assert len(scores(empty)) == 6
    assert empty.rows("SELECT count(*) FROM links") == [(9,)]


def test_a_column_in_which_nothing_is_rated_yet_belongs_to_the_matrix(empty: Workspace) -> None:
    plan = typed(empty, "Persona,Need,Web,Desk,App\nAnna,Pay,4,k.A.,3\nAnna,Rest,2,k.A.,1\nBen,Eat,5,k.A.,2\n", "matrix")
    assert plan.mapping["Desk"] == "*" and asked(empty, plan)[QUESTION].count == 3


def test_a_coverage_of_stages_keeps_the_stage_that_nobody_rated(empty: Workspace) -> None:
    plan = typed(
        empty,
        "Persona,Need,Kind,Plan,Buy,Use\nAnna,Pay,mandatory,4,not rated,3\nAnna,Rest,gain,2,not rated,1\nBen,Eat,gain,5,not rated,2\n",
        "stages_across",
    )
    assert plan.mapping["Buy"] == "*"


def test_a_column_of_remarks_without_any_remark_is_no_touchpoint(empty: Workspace) -> None:
    plan = typed(empty, "Need,Web,Desk,App,Owner\nPay,4,2,3,n/a\nRest,2,3,1,n/a\nEat,5,4,2,n/a\n", "matrix")
    assert plan.mapping["Owner"] != "*"


def test_a_known_column_that_holds_nothing_says_so_in_its_question(empty: Workspace) -> None:
    plan = typed(empty, "Touchpoint,Channel,Owner\nWeb,online,k.A.\nTill,shop,k.A.\n", "touchpoints")
    assert asked(empty, plan)["Owner:nothing"].title == "Read “k.A.” as empty (unknown, not zero): the column holds nothing else."


def test_only_columns_without_any_other_cell_hold_nothing() -> None:
    (table,), _ = read_upload("a.csv", b"Name,Cost,Budget,Year\nPond,k.A.,n/a,\nBench,-,100,\n")
    assert holding_nothing(table, ("Cost", "Budget", "Year")) == {"Cost": ["k.A.", "-"]}
