"""Errors of a spreadsheet are no names, yes and no are asked about, and days come as they were meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cx.lexicon.score_words import is_error
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.name_index import name_index
from cx.uploads.plan import start
from cx.uploads.proposal import KEEP, CleaningChoice, arises
from cx.uploads.proposals import proposals
from tests.brought import applied, applied_without_refused, asked, names, prepared, refused, scores, typed

OF_CELLS = ("error_cell", "future_date")
"""Findings of the catalogue that these tests trigger."""

SHEET = "Persona,Need,Kind,Stage,Touchpoint,Score{0}\n"


@pytest.mark.parametrize(
    "cell",
    [
        "#VALUE!",
        "#NAME?",
        "#REF!",
        "#DIV/0!",
        "#N/A",
        "#WERT!",
        "#NV",
        "#NOM?",
        "#¿NOMBRE?",
        "#¡REF!",
        "#¡DIV/0!",
        "#ÜBERLAUF!",
        "Err:502",
        "####",
    ],
)
def test_an_error_of_a_spreadsheet_is_one_in_every_language(cell: str) -> None:
    assert is_error(cell)


@pytest.mark.parametrize("cell", ["#1 Help desk", "Number 5", "#hashtag", "Error desk", "# ", ""])
def test_a_name_with_a_hash_is_a_name(cell: str) -> None:
    assert not is_error(cell)


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("Touchpoint", "Ben,Park,mandatory,Arrive,#VALUE!,4\n"),
        ("Stage", "Ben,Park,mandatory,#REF!,Gate,4\n"),
        ("Need", "Ben,#NAME?,mandatory,Arrive,Gate,4\n"),
        ("Persona", "#N/A,Park,mandatory,Arrive,Gate,4\n"),
    ],
)
def test_an_error_never_becomes_a_name(empty: Workspace, field: str, row: str) -> None:
    plan = typed(empty, SHEET.format("") + row + "Ben,Wait,pain,Arrive,Desk,3\n", "sheet")
    assert asked(empty, plan)[f"{field}:errors"].proposed == KEEP
    assert ("error_cell", 2, field) in [f[:3] for f in refused(prepared(empty, plan))]
    applied_without_refused(empty, plan)
    assert not [n for table in ("touchpoints", "stages", "personas") for n in names(empty, table) if "#" in n]
    assert not [s for (s,) in empty.rows("SELECT statement FROM needs") if "#" in s]


def test_an_error_among_scores_is_read_as_empty_if_a_person_agrees(empty: Workspace) -> None:
    plan = typed(empty, SHEET.format("") + "Ben,Park,mandatory,Arrive,Gate,#DIV/0!\nBen,Ask,gain,Arrive,Desk,3\n", "sheet")
    assert asked(empty, plan)["Score:errors"].proposed == "empty"
    applied(empty, plan)
    assert len(scores(empty)) == 1
    kept = replace(plan, choices={"Score:errors": CleaningChoice(KEEP)})
    assert [f[0] for f in refused(prepared(empty, kept))] == ["not_a_number"]


@pytest.mark.parametrize("words", [("1", "0"), ("TRUE", "FALSE"), ("Yes", "No"), ("ja", "nein"), ("oui", "non"), ("sí", "no")])
def test_a_grid_of_yes_and_no_says_what_is_served_or_how_well_as_a_person_says(empty: Workspace, words: tuple[str, str]) -> None:
    grid = "Need,Website,Till,App\nFind,{y},{n},{y}\nPay,{n},{y},{y}\nPark,{n},{n},{n}\n".format(y=words[0], n=words[1])
    (table,), _ = read_upload("grid.csv", grid.encode())
    plan = start(empty, table)
    assert plan.shape.name == "matrix"
    plan = replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="mandatory", stage="Shop", round_id="r1"))
    assert list(asked(empty, plan)["all score columns:served"].options) == ["served", KEEP]
    applied(empty, plan)
    assert empty.rows("SELECT count(*) FROM links") == [(4,)] and scores(empty) == []
    assert len(empty.rows("SELECT need_id FROM need_stages")) == 3, "nothing serves the third need, which arises all the same"
    rated = replace(plan, choices={"all score columns:served": CleaningChoice(KEEP)})
    applied(empty, rated)
    assert sorted(s[2] for s in scores(empty)) == [0] * 5 + [1] * 4


@pytest.mark.parametrize(
    ("grid", "shape", "links"),
    [
        ("Need,Kind,Website,Till,App\nFind,gain,1,,1\nPay,gain,,1,1\nPark,gain,,,\n", "matrix", 4),
        ("Touchpoint,Find,Pay,Park\nWebsite,1,0,0\nTill,0,1,0\nApp,1,1,0\n", "matrix_transposed", 4),
        ("Persona,Bedürfnis,Webseite,Kasse,App\nAna,Finden,0,1,0\nBen,Parken,0,0,0\nBen,Zahlen,1,1,0\n", "matrix", 3),
        ("Besoin,Site,Caisse,Appli\nTrouver,✓,✗,✓\nPayer,✗,✓,✓\nGarer,✗,✗,✗\n", "matrix", 4),
    ],
    ids=["ones and blanks", "touchpoints down", "with personas", "ticks and crosses"],
)
def test_what_is_served_is_a_question_in_any_grid(empty: Workspace, grid: str, shape: str, links: int) -> None:
    plan = typed(empty, grid, shape)
    plan = replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="mandatory", stage="Shop"))
    assert asked(empty, plan)["all score columns:served"].proposed == "served"
    applied(empty, plan)
    assert empty.rows("SELECT count(*) FROM links") == [(links,)] and scores(empty) == []


@pytest.mark.parametrize("words", [("1", "0"), ("TRUE", "FALSE"), ("Yes", "No"), ("ja", "nein")])
def test_how_well_is_asked_only_once_somebody_says_that_the_grid_tells_it(empty: Workspace, words: tuple[str, str]) -> None:
    grid = "Need,Website,Till,App\nFind,{y},{n},{y}\nPay,{n},{y},{y}\nPark,{n},{n},{n}\n".format(y=words[0], n=words[1])
    offered = proposals(start(empty, read_upload("grid.csv", grid.encode())[0][0]), name_index(empty))

    def comes_up(choice: str) -> set[str]:
        choices = {"all score columns:served": CleaningChoice(choice)}
        return {one.kind for one in offered if arises(one, offered, choices)}

    assert comes_up("served") == {"served"}
    assert comes_up(KEEP) > {"served"}


def test_stages_across_in_which_needs_arise_or_not_make_no_ratings(empty: Workspace) -> None:
    applied(
        empty,
        typed(
            empty,
            "Persona,Need,Kind,Search,Buy,Return\nAna,Find,gain,1,0,0\nAna,Pay,gain,0,1,0\nAna,Send back,gain,0,1,1\n",
            "stages_across",
        ),
    )
    assert empty.rows("SELECT need_id, stage_id FROM need_stages ORDER BY ALL") == [
        ("ana-find", "search"),
        ("ana-pay", "buy"),
        ("ana-send-back", "buy"),
        ("ana-send-back", "return"),
    ]
    assert scores(empty) == []


def test_an_error_in_a_grid_costs_its_cell_and_not_its_column(empty: Workspace) -> None:
    plan = typed(empty, "Persona,Need,Kind,Stage,Web,Till,App\nAna,Find,gain,S,4,3,1\nAna,Pay,gain,S,#VALUE!,2,5\n", "matrix")
    applied(empty, plan)
    assert len(scores(empty)) == 5 and "Web" in names(empty, "touchpoints")


def test_an_error_for_a_heading_of_a_grid_is_no_touchpoint(empty: Workspace) -> None:
    plan = typed(empty, "Persona,Need,Kind,Stage,Web,#REF!,App\nAna,Find,gain,S,4,3,1\nAna,Pay,gain,S,3,2,5\n", "matrix")
    assert {f[0] for f in refused(prepared(empty, plan))} == {"error_cell"}


def test_a_grid_of_scores_is_not_asked_whether_it_says_yes_and_no(empty: Workspace) -> None:
    (table,), _ = read_upload("grid.csv", b"Need,Website,Till,App\nFind,1,2,3\nPay,4,0,1\n")
    assert "all score columns:served" not in asked(empty, start(empty, table))


@pytest.mark.parametrize(
    ("typed_days", "stored"),
    [
        (["2025-03-31 14:05:00", "2025-03-30T23:10:00Z", "3/28/2025 15:14:00"], ["2025-03-31", "2025-03-30", "2025-03-28"]),
        (["45747", "45748", "45749.75"], ["2025-03-31", "2025-04-01", "2025-04-02"]),
        (["31.12.99", "15.01.25", "16.01.2025"], ["1999-12-31", "2025-01-15", "2025-01-16"]),
        (["31 Dec 99", "15-Jan-25", "16. März 2025"], ["1999-12-31", "2025-01-15", "2025-03-16"]),
        (["99-12-31", "25-01-15", "25-03-04"], ["1999-12-31", "2025-01-15", "2025-03-04"]),
        (["12/31/99", "01/15/25", "02/03/25"], ["1999-12-31", "2025-01-15", "2025-02-03"]),
        (["31-12-98", "15-01-25", "03-02-25"], ["1998-12-31", "2025-01-15", "2025-02-03"]),
        (["2025/03/01 3:14:00 PM GMT+1", "2025/03/02 3:14 AM", "2025-03-03T09:00+02:00"], ["2025-03-01", "2025-03-02", "2025-03-03"]),
    ],
)  # fmt: skip
def test_the_day_is_kept_of_moments_of_days_that_spreadsheets_count_and_of_short_years(
    empty: Workspace, typed_days: list[str], stored: list[str]
) -> None:
    plan = typed(
        empty,
        SHEET.format(",Rated on") + "".join(f"Ana,Need {n},mandatory,Stay,Place {n},4,{day}\n" for n, day in enumerate(typed_days)),
        "sheet",
    )
    assert asked(empty, plan)["Rated on:dates"].proposed != KEEP
    applied(empty, plan)
    assert [r[0].isoformat() for r in empty.rows("SELECT rated_on FROM ratings ORDER BY need_id")] == stored


def test_a_day_to_come_is_told(empty: Workspace) -> None:
    year = date.today().year + 1
    found = prepared(empty, typed(empty, SHEET.format(",Rated on") + f"Ana,Sleep,mandatory,Stay,Room,4,{year}-12-31\n", "sheet"))
    assert [(f.code, f.severity, f.row) for f in found.issues] == [("future_date", "warning", 2)]


def test_a_number_that_is_no_day_stays_refused(empty: Workspace) -> None:
    plan = typed(empty, SHEET.format(",Rated on") + "Ana,Sleep,mandatory,Stay,Room,4,99999\n", "sheet")
    assert [f[0] for f in refused(prepared(empty, plan))] == ["not_a_date"]
