"""Grids: needs, touchpoints or stages across, with scores or marks in the cells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.score_column import things
from tests.brought import applied, asked, names, prepared, refused, scores, typed

NEEDS_BY_STAGES = (
    "Persona;Need;Kind;Touchpoint;Discover;Buy;Use\nAnna;Know the price;mandatory;Web shop;4;5;\nAnna;Get help;gain;Hotline;;2;3\n"
)


def test_a_need_with_its_stages_across_is_rated_at_each_of_them(empty: Workspace) -> None:
    plan = typed(empty, NEEDS_BY_STAGES, "stages_across")
    applied(empty, replace(plan, choices={"scale": CleaningChoice("1-5")}))
    assert empty.rows("SELECT need_id, stage_id, touchpoint_id, value FROM ratings ORDER BY ALL") == [
        ("anna-get-help", "buy", "hotline", 2), ("anna-get-help", "use", "hotline", 3),
        ("anna-know-the-price", "buy", "web-shop", 5), ("anna-know-the-price", "discover", "web-shop", 4),
    ]  # fmt: skip


def test_scores_of_needs_by_stage_without_a_touchpoint_are_refused_by_cell_and_taken_once_one_is_chosen(empty: Workspace) -> None:
    plan = typed(empty, NEEDS_BY_STAGES.replace("Touchpoint;", "Asked in;"), "stages_across")
    found = prepared(empty, plan)
    assert refused(found)[0] == ("score_without_touchpoint", 2, "Discover", "4")
    assert found.issues[0].remedy == "Choose the touchpoint that the scores rate, add a column with it, or leave the column out."
    chosen = replace(plan, defaults=replace(plan.defaults, touchpoint="Shop"), choices={"scale": CleaningChoice("1-5")})
    assert applied(empty, chosen).rows.new == 2
    assert len(scores(empty)) == 4


def test_marks_by_stage_say_where_a_need_arises_and_rate_nothing(empty: Workspace) -> None:
    plan = typed(
        empty, "Persona,Need,Kind,Discover,Buy,Use\nAnna,Know the price,mandatory,x,X,\nAnna,Get help,gain,,✓,x\n", "stages_across"
    )
    assert asked(empty, plan)["all score columns:marks"].count == 4
    applied(empty, plan)
    assert empty.rows("SELECT need_id, stage_id FROM need_stages ORDER BY ALL") == [
        ("anna-get-help", "buy"), ("anna-get-help", "use"), ("anna-know-the-price", "buy"), ("anna-know-the-price", "discover"),
    ]  # fmt: skip
    assert not scores(empty)


def test_marks_in_a_matrix_link_touchpoints_without_rating_them(empty: Workspace) -> None:
    plan = typed(empty, "Persona,Need,Kind,Stage,Till,App\nAnna,Pay fast,mandatory,Pay,x,x\nAnna,Get help,gain,Pay,x,\n", "matrix")
    applied(empty, plan)
    assert len(empty.rows("SELECT * FROM links")) == 3
    assert not scores(empty)
    kept = replace(plan, choices={"all score columns:marks": CleaningChoice(KEEP)})
    assert refused(prepared(empty, kept))[0] == ("not_a_number", 2, "Till", "x")


def test_a_touchpoint_by_stages_rates_the_needs_that_it_serves_there(empty: Workspace) -> None:
    applied(empty, replace(typed(empty, NEEDS_BY_STAGES, "stages_across"), choices={"scale": CleaningChoice("1-5")}))
    plan = typed(empty, "Touchpoint,Discover,Buy,Use\nWeb shop,3,1,\nHotline,5,,4\n", "stages_across")
    plan = replace(plan, choices={"scale": CleaningChoice("1-5")}, defaults=replace(plan.defaults, rater="second"))
    assert refused(prepared(empty, plan)) == [("score_without_link_there", 3, "Discover", "5")]


def test_a_score_off_the_scale_is_refused_in_its_own_column(empty: Workspace) -> None:
    plan = typed(
        empty, "Persona,Need,Kind,Stage,Till,App,Kiosk\nAnna,Pay fast,mandatory,Pay,3,2,4\nAnna,Get help,gain,Pay,1,4,7\n", "matrix"
    )
    assert refused(prepared(empty, replace(plan, choices={"scale": CleaningChoice("0-4")}))) == [("value_off_scale", 3, "Kiosk", "7")]


def test_importance_numbering_and_totals_beside_a_matrix_are_no_touchpoints(empty: Workspace) -> None:
    text = "No,Persona,Need,Kind,Stage,Importance,Till,App,Total\n1,Anna,Pay fast,mandatory,Pay,5,3,2,5\n2,Anna,Get help,gain,Pay,3,1,4,5\nTotal,,Total,,,,4,6,10\n"
    plan = typed(empty, text, "matrix")
    assert {h: f for h, f in plan.mapping.items() if h in ("No", "Importance", "Till", "Total")} == {
        "No": "",
        "Importance": "importance",
        "Till": "*",
        "Total": "",
    }
    assert "Left out as sums: “Total”." in readings(empty, plan.table)[0].reason
    applied(empty, plan)
    assert names(empty, "touchpoints") == ["App", "Till"]
    assert sorted(empty.rows("SELECT importance FROM needs")) == [(0.6,), (1,)]


def test_words_and_blanks_of_a_matrix_are_asked_about_once_and_not_column_by_column(empty: Workspace) -> None:
    plan = typed(
        empty, "Persona,Need,Kind,Stage,Till,App\nAnna,Pay fast,mandatory,Pay,Red,Green\nAnna,Get help,gain,Pay,n/a,Amber\n", "matrix"
    )
    assert set(asked(empty, plan)) == {"all score columns:nothing", "all score columns:verdict"}
    applied(empty, plan)
    assert sorted(s[2] for s in scores(empty)) == [0, 0.5, 1]


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        (("Till · Satisfaction", "Till · Importance"), ["Till", "Till"]),
        (("Till (importance)", "Till (satisfaction)"), ["Till", "Till"]),
        (("Satisfaction: Till", "Importance of App"), ["Till", "App"]),
        (("Till satisfaction", "Till importance", "App rating"), ["Till", "Till", "App rating"]),
        (("Customer service", "Sign-up"), ["Customer service", "Sign-up"]),
    ],
)
def test_a_heading_names_a_thing_and_what_is_measured_of_it(headings: tuple[str, ...], named: list[str]) -> None:
    assert [one.item for one in things(headings).values()] == named


@pytest.mark.parametrize(
    "text",
    [
        "Bedürfnis;Web · Note;Web · n;Filiale · Note;Filiale · n\nFinden;2;30;4;25\nZahlen;1;28;3;22\n",
        "Besoin;Site - Note;Site - n;Agence - Note;Agence - n\nTrouver;2;30;4;25\nPayer;1;28;3;22\n",
    ],
)
def test_marks_called_notes_are_the_scores_of_a_grid_beside_other_measures(empty: Workspace, text: str) -> None:
    (table,), _ = read_upload("grid.csv", text.encode())
    best = readings(empty, table)[0]
    assert (best.shape.name, list(best.mapping.values())) == ("matrix", ["need", "*", "", "*", ""])
