"""Merged cells, hidden rows and comments: what a workbook states is used, and said; what it may mean is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.exports.export import csv_text
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, of_what_counts
from cx.uploads.proposal import CleaningChoice
from cx.uploads.rejected import rejected_table
from tests.brought import applied, asked, prepared, proposed, refused, scores, typed
from tests.workbooks import HEADINGS, book

ROWS = [
    ("Ana", "Find a slot", "mandatory", "Plan", "Portal", 4),
    (None, None, None, None, "App", 2),
    (None, "Pay by card", "mandatory", "Pay", "Till", 5),
]


def brought(workspace: Workspace, content: bytes) -> UploadPlan:
    return typed(workspace, content, "sheet", "map.xlsx")


def decided(plan: UploadPlan, **choices: str) -> UploadPlan:
    """The plan with these choices; underscores stand for colons."""
    return replace(plan, choices={**plan.choices, **{key.replace("_", ":"): CleaningChoice(choice) for key, choice in choices.items()}})


def test_merged_persona_need_kind_and_stage_hold_for_every_row_that_they_cover(empty: Workspace) -> None:
    plan = brought(empty, book([HEADINGS, *ROWS], ["A2:A4", "B2:B3", "C2:C3", "D2:D3"]))
    assert (
        "Merged cells hold for every row that they cover, and where they are scores you are asked: “Persona” (1 place), “Need” (1 place), “Kind” (1 place) and “Stage” (1 place)."
        in plan.table.notes
    )
    assert refused(prepared(empty, plan)) == []
    applied(empty, plan)
    assert empty.rows("SELECT persona_id, statement, count(*) FROM needs JOIN links USING (need_id) GROUP BY ALL ORDER BY 2") == [
        ("ana", "Find a slot", 2),
        ("ana", "Pay by card", 1),
    ]


def test_a_blank_kind_importance_or_theme_below_a_need_contradicts_nothing(empty: Workspace) -> None:
    text = (
        "Persona,Need,Kind,Importance,Theme,Met when,Stage,Touchpoint,Score\n"
        "Ana,Find a slot,pain,0.9,time,within a day,Plan,Portal,0.4\n"
        "Ana,Find a slot,,,,,Plan,App,0.2\n"
    )
    plan = typed(empty, text, "sheet")
    plan = replace(plan, defaults=replace(plan.defaults, kind="gain"))
    assert prepared(empty, plan).issues == []
    applied(empty, plan)
    assert empty.rows("SELECT kind, importance, theme, met_when FROM needs") == [("pain", 0.9, "time", "within a day")]


@pytest.mark.parametrize(("choice", "given"), [("keep", [2, 4]), ("fill", [2, 2, 4])])
def test_a_merged_score_is_asked_about_and_holds_once_or_for_each_row(empty: Workspace, choice: str, given: list[float]) -> None:
    rows = [
        HEADINGS,
        ("Ana", "Find", "gain", "Plan", "Portal", 4),
        ("Ana", "Pay", "gain", "Pay", "Till", 2),
        ("Ana", "Receipt", "gain", "Pay", "Till", None),
    ]
    plan = brought(empty, book(rows, ["F3:F4"]))
    assert proposed(empty, plan)["Score:merged"] == ("merged", "keep")
    applied(empty, decided(plan, Score_merged=choice))
    assert sorted(value for *_, value, _ in scores(empty)) == given


def test_hidden_rows_are_told_and_may_be_left_out(empty: Workspace) -> None:
    plan = brought(empty, book([HEADINGS, *ROWS], ["A2:A4", "B2:B3", "C2:C3", "D2:D3"], hidden=[3, 4]))
    assert any("rows 3 and 4" in note for note in plan.table.notes)
    assert asked(empty, plan)["hidden"].examples == (
        ("row 3", "Ana, Find a slot and mandatory"),
        ("row 4", "Ana, Pay by card and mandatory"),
    )
    found = prepared(empty, decided(plan, hidden="drop"))
    assert (found.rows.read, found.rows.new, found.rows.left_out) == (3, 1, 2)
    assert prepared(empty, plan).rows.new == 3


GERMAN = ("Kundentyp", "Bedürfnis", "Art", "Phase", "Kontaktpunkt", "Bewertung")
FRENCH = ("Étape", "Point de contact", "Type de client", "Besoin", "Priorité", "Évaluation")


@pytest.mark.parametrize(
    ("rows", "hidden", "left"),
    [
        ([("Stand: Mai 2024",), (None,), GERMAN, ("Ana", "Finden", "muss", "Suchen", "Webseite", 5), ("Ben", "Parken", "kann", "Ankommen", "Parkhaus", 1)], [5], [5]),
        ([FRENCH, ("Chercher", "Site", "Ana", "Trouver", "obligatoire", 3), ("Payer", "Caisse", "Ana", "Payer", "obligatoire", 5), ("Rentrer", "Bus", "Ana", "Rentrer", "souhaitable", 1)], [2, 4], [5]),
        ([HEADINGS, ("Ana", "Find", "must", "Plan", "Web", 4), ("Ana", "Pay", "must", "Pay", "Till", 5), ("Average", None, None, None, None, 4.5)], [4], [4, 5]),
    ],
    ids=["below a title", "columns in another order", "the hidden row is an average"],
)  # fmt: skip
def test_rows_behind_a_filter_are_a_question_in_any_layout(
    empty: Workspace, rows: list[tuple], hidden: list[int], left: list[float]
) -> None:
    plan = brought(empty, book(rows, hidden=hidden))
    assert proposed(empty, plan)["hidden"] == ("hidden", "keep")
    applied(empty, decided(plan, hidden="drop"))
    assert sorted(value for *_, value, _ in scores(empty)) == left


@pytest.mark.parametrize(
    ("columns", "said"), [("F", "column “Score”"), ("EF", "columns “Touchpoint” and “Score”"), ("A", "column “Persona”")]
)
def test_columns_that_a_workbook_does_not_show_are_told_and_asked_about_by_their_names(empty: Workspace, columns: str, said: str) -> None:
    plan = brought(empty, book([HEADINGS, *ROWS], hidden_columns=columns))
    assert f"Hidden in the workbook: {said}." in plan.table.notes
    question = asked(empty, plan)["hidden_columns"]
    assert question.title.startswith(f"{said[0].upper()}{said[1:]} ")
    assert list(question.options) == ["keep", "drop"]


OWNED = (*HEADINGS, "Owner")
AGREED = [("Ana", "Find", "must", "Plan", "Web", 4, "IT"), ("Ana", "Pay", "must", "Pay", "Till", 5, "Shop")]


@pytest.mark.parametrize(
    ("header", "columns", "choice", "owners", "given"),
    [
        (OWNED, "G", "keep", ["IT", "Shop"], [4, 5]),
        (OWNED, "G", "drop", [], [4, 5]),
        (OWNED, "F", "drop", ["IT", "Shop"], []),
        (OWNED, "FG", "drop", [], []),
        ((*GERMAN, "Zuständig"), "G", "drop", [], [4, 5]),
        ((*OWNED[:6], "Whatever"), "G", "keep", [], [4, 5]),
    ],
    ids=["kept", "an owner", "the scores", "both", "German", "a column that is not read in any case"],
)
def test_what_a_hidden_column_says_is_read_or_left_out_as_a_person_says(
    empty: Workspace, header: tuple[str, ...], columns: str, choice: str, owners: list[str], given: list[float]
) -> None:
    plan = brought(empty, book([header, *AGREED], hidden_columns=columns))
    assert ("hidden_columns" in asked(empty, plan)) == ("Whatever" not in header)
    plan = replace(plan, choices={"hidden_columns": CleaningChoice(choice), "scale": CleaningChoice("1-5")})
    assert ("scale" in asked(empty, plan)) == bool(given)
    applied(empty, plan)
    assert sorted(value for *_, value, _ in scores(empty)) == given
    assert [owner for (owner,) in empty.rows("SELECT owner FROM touchpoints WHERE owner <> '' ORDER BY ALL")] == owners


def test_a_hidden_column_that_is_left_out_leaves_open_what_it_said(empty: Workspace) -> None:
    plan = brought(empty, book([OWNED, *AGREED], hidden_columns="A"))
    dropped = replace(plan, choices={"hidden_columns": CleaningChoice("drop")})
    assert "persona" not in {one.field for one in asks(of_what_counts(plan), name_index(empty))}
    assert "persona" in {one.field for one in asks(of_what_counts(dropped), name_index(empty))}
    assert "persona_id" not in {one.column for one in prepared(empty, plan).issues}
    assert prepared(empty, dropped).rows.rejected == 2


def test_next_time_the_answer_on_hidden_columns_holds_only_where_they_are_hidden_again(empty: Workspace) -> None:
    plan = replace(brought(empty, book([OWNED, *AGREED], hidden_columns="G")), choices={"hidden_columns": CleaningChoice("drop")})
    shown = replace(brought(empty, book([OWNED, *AGREED])), choices=plan.choices)
    applied(empty, shown)
    assert [owner for (owner,) in empty.rows("SELECT owner FROM touchpoints ORDER BY ALL")] == ["IT", "Shop"]


@pytest.mark.parametrize(
    ("rows", "merged", "question", "given"),
    [
        ([FRENCH, ("Chercher", "Site", "Ana", "Trouver", "obligatoire", 3), ("Payer", "Caisse", "Ana", "Payer", "obligatoire", None), ("Rentrer", "Bus", "Ana", "Rentrer", "souhaitable", 5)], ["F2:F3"], "Évaluation:merged", [3, 3, 5]),
        ([("Stand Mai",), GERMAN, ("Ana", "Finden", "muss", "Suchen", "Web", 2), (None, "Zahlen", "muss", "Suchen", "Kasse", None), (None, "Heim", "kann", "Suchen", "App", None)], ["A3:A5", "F3:F5"], "Bewertung:merged", [2, 2, 2]),
    ],
    ids=["French, columns in another order", "below a title, with merged names"],
)  # fmt: skip
def test_a_score_that_is_merged_is_a_question_in_any_layout(
    empty: Workspace, rows: list[tuple], merged: list[str], question: str, given: list[float]
) -> None:
    plan = brought(empty, book(rows, merged))
    assert proposed(empty, plan)[question] == ("merged", "keep")
    applied(empty, replace(plan, choices={question: CleaningChoice("fill")}))
    assert sorted(value for *_, value, _ in scores(empty)) == given


def test_scores_of_a_grid_that_are_merged_are_asked_about_column_by_column(empty: Workspace) -> None:
    rows = [
        ("Persona", "Need", "Kind", "Stage", "Web", "Till", "App"),
        ("Ana", "Find", "must", "Shop", 4, 3, 1),
        ("Ana", "Pay", "must", "Shop", None, 2, 1),
        ("Ana", "Return", "gain", "Shop", 5, None, 1),
    ]
    plan = typed(empty, book(rows, ["E2:E3", "F3:F4"]), "matrix", "map.xlsx")
    assert [key for key, (_, choice) in proposed(empty, plan).items() if key.endswith(":merged") and choice == "keep"] == [
        "Web:merged",
        "Till:merged",
    ]
    applied(empty, plan)
    assert [(touchpoint, value) for _, touchpoint, value, _ in scores(empty) if touchpoint != "app"] == [
        ("till", 3),
        ("web", 4),
        ("till", 2),
        ("web", 5),
    ]


def test_comments_on_cells_are_notes_of_the_ratings_of_their_row(empty: Workspace) -> None:
    plan = brought(empty, book([HEADINGS, *ROWS], ["A2:A4", "B2:B3", "C2:C3", "D2:D3"], {"F3": "slow on Mondays", "B4": "ask sales"}))
    applied(empty, plan)
    assert empty.rows("SELECT value, note FROM ratings ORDER BY value") == [(2, "slow on Mondays"), (4, None), (5, "Need: ask sales")]


def test_a_comment_in_a_grid_belongs_to_its_cell(empty: Workspace) -> None:
    rows = [
        ("Persona", "Need", "Kind", "Stage", "Portal", "App", "Till"),
        ("Ana", "Find a slot", "gain", "Plan", 4, 2, 3),
        ("Ana", "Pay by card", "gain", "Pay", 1, 3, 5),
    ]
    plan = typed(empty, book(rows, comments={"F2": "crashes"}), "matrix", "map.xlsx")
    applied(empty, plan)
    assert empty.rows("SELECT touchpoint_id, value FROM ratings WHERE note = 'crashes'") == [("app", 2)]


@pytest.mark.parametrize("heading", ["Comments", "Notes", "Bemerkung", "remarks"])
def test_a_column_of_comments_beside_scores_holds_notes_of_the_ratings_and_refuses_nothing(empty: Workspace, heading: str) -> None:
    text = f"Persona,Need,Kind,Stage,Touchpoint,Score,{heading}\nGuest,Check in,gain,Arrive,Desk,2,queue\nGuest,Feel welcome,gain,Arrive,Desk,4,friendly\n"
    plan = typed(empty, text, "sheet")
    assert prepared(empty, plan).issues == []
    applied(empty, plan)
    assert empty.rows("SELECT note FROM ratings ORDER BY value") == [("queue",), ("friendly",)]


@pytest.mark.parametrize("word", ["Average", "Ø", "Mean", "Total", "Average of all scores"])
@pytest.mark.parametrize("place", [0, 1, 4])
def test_a_row_of_averages_is_proposed_to_be_left_out(empty: Workspace, word: str, place: int) -> None:
    last: list[object] = [None] * 5 + [3.7]
    last[place] = word
    plan = brought(empty, book([HEADINGS, *ROWS, last], ["A2:A4", "B2:B3", "C2:C3", "D2:D3"]))
    found = prepared(empty, plan)
    assert (found.issues, found.rows.new, found.rows.left_out) == ([], 3, 1)
    assert [p.proposed for p in asked(empty, plan).values() if p.kind == "rows"] == ["drop"]


def test_cells_merged_over_a_section_name_no_row_below(empty: Workspace) -> None:
    tables, _ = read_upload(
        "map.xlsx", book([HEADINGS, ("Ana", "Find", "gain", "Plan", "Portal", 4), ("Ana", "Pay", "gain", "Pay", "Till", 2)], ["B2:C2"])
    )
    assert [cells[1] for _, cells in tables[0].rows()] == ["Find", "Pay"]


def test_the_file_of_refused_rows_holds_all_that_is_needed_to_bring_them_again(empty: Workspace) -> None:
    rows = [
        HEADINGS,
        ("Ana", "Find a slot", "gain", "Plan", "Portal", 4),
        (None, None, None, None, "App", 99),
        (None, "Pay", "gain", "Pay", "Till", 5),
    ]
    plan = decided(
        brought(empty, book(rows, ["A2:A4", "B2:B3", "C2:C3", "D2:D3"], {"F3": "a typing error?"})), scale="1-5", Score_codes="keep"
    )
    header, refused_rows = rejected_table(plan, prepared(empty, plan).rejected)
    (row,) = refused_rows
    said = dict(zip(header, row, strict=True))
    assert [said[name] for name in HEADINGS] == ["Ana", "Find a slot", "gain", "Plan", "App", "99"]
    assert {name: said[name] for name in ("round", "source", "scale", "comments")} == {
        "round": "r1",
        "source": "expert",
        "scale": "1-5",
        "comments": "a typing error?",
    }
    again = typed(empty, csv_text(header, [["4" if cell == "99" else cell for cell in row]]), "sheet", "again.csv")
    applied(empty, again)
    assert empty.rows("SELECT round_id, value, scale, note FROM ratings") == [("r1", 4, "1-5", "a typing error?")]
