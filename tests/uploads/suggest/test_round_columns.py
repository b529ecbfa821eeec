"""Two rounds side by side in one file are read as two rounds: asked once, with the headings that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.lexicon.times import told_apart
from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from cx.uploads.plan import unused_columns
from cx.uploads.proposal import CleaningChoice, arises
from cx.uploads.proposals import proposals
from tests.brought import applied, asked, prepared, refused, scores, typed
from tests.workbooks import book

HEADER = "Persona,Need,Kind,Stage,Touchpoint"
GERMAN = "Persona,Bedürfnis,Art,Phase,Kontaktpunkt"
FRENCH = "Persona,Besoin,Type,Étape,Point de contact"


def sheet(header: str, columns: str, *rows: str) -> str:
    """A sheet with these columns of scores, one need and touchpoint a row."""
    return f"{header},{columns}\n" + "".join(f"Ana,N{n},gain,S,T{n},{row}\n" for n, row in enumerate(rows))


def by_round(workspace: Workspace) -> dict[str, list[float]]:
    """The stored scores of each round, the earliest round first, in the order of their touchpoints."""
    found: dict[str, list[float]] = {}
    for name, value in workspace.rows(
        "SELECT rounds.name, value FROM ratings JOIN rounds USING (round_id) ORDER BY opened_on, round_id, touchpoint_id, need_id"
    ):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    ("header", "columns", "earlier", "later", "surely"),
    [
        (HEADER, "Score 2023,Score 2024", "2023", "2024", True),
        (HEADER, "Rating (2023),Rating (2024)", "2023", "2024", True),
        (HEADER, "2023 score,2024 score", "2023", "2024", True),
        (HEADER, "Score Q4 2023,Score Q1 2024", "Q4 2023", "Q1 2024", True),
        (HEADER, "Score before,Score after", "before", "after", True),
        (HEADER, "Baseline score,Follow-up score", "Baseline", "Follow-up", True),
        (HEADER, "Score wave 1,Score wave 2", "wave 1", "wave 2", True),
        (GERMAN, "Bewertung 2023,Bewertung 2024", "2023", "2024", True),
        (GERMAN, "Vorher,Nachher", "Vorher", "Nachher", False),
        (FRENCH, "Note avant,Note après", "avant", "après", True),
        (HEADER, "2023,2024", "2023", "2024", False),
        (HEADER, "Q1,Q2", "Q1", "Q2", False),
        (HEADER, "Before,After", "Before", "After", False),
        (HEADER, "T0,T1", "T0", "T1", False),
    ],
)
def test_scores_of_two_rounds_side_by_side_become_ratings_of_these_rounds(
    empty: Workspace, header: str, columns: str, earlier: str, later: str, surely: bool
) -> None:
    plan = typed(empty, sheet(header, columns, "4,5", "2,3", "1,1"), "sheet")
    question = asked(empty, plan)["round_columns"]
    assert dict(question.examples) == dict(zip(columns.split(","), (earlier, later), strict=True)), "the evidence stands beside it"
    assert question.must_be_said is not surely, "a bare “Q1” may be a question"
    assert "round_id" not in {one.field for one in asks(plan, name_index(empty))} and unused_columns(plan) == []
    assert [one.heading for one in asked(empty, plan).values() if one.kind == "rounds"] == [""], "no column names the rounds"
    applied(empty, plan)
    assert by_round(empty) == {earlier: [4, 2, 1], later: [5, 3, 1]}
    assert list(by_round(empty)) == [earlier, later], "the earlier round began earlier"


def test_a_merged_row_of_years_over_repeated_headings_tells_each_column_of_a_round_apart(empty: Workspace) -> None:
    rows = [
        (*HEADER.split(","), "2023", None, None, "2024", None, None),
        (None,) * 5 + ("Score", "n", "Comment") * 2,
        ("Ana", "Find", "gain", "S", "Web", 4, 10, "slow", 5, 20, None),
        ("Ana", "Pay", "gain", "S", "Till", 2, 11, None, 1, 21, "rude"),
    ]
    applied(empty, typed(empty, book(rows, ["F1:H1", "I1:K1"]), "sheet", "rounds.xlsx"))
    assert empty.rows("SELECT round_id, touchpoint_id, value, n, note FROM ratings ORDER BY ALL") == [
        ("2023", "till", 2, 11, None),
        ("2023", "web", 4, 10, "slow"),
        ("2024", "till", 1, 21, "rude"),
        ("2024", "web", 5, 20, None),
    ]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Need,Web 2023,Web 2024,Till 2023,Till 2024\nFind,4,5,3,2\nPay,1,2,3,4\n", "matrix"),
        ("Need,2023,,2024,\n,Web,Till,Web,Till\nFind,4,3,5,2\nPay,1,3,2,4\n", "matrix"),
        ("Touchpoint,Find 2023,Pay 2023,Find 2024,Pay 2024\nWeb,4,1,5,2\nTill,3,3,2,4\n", "matrix_transposed"),
    ],
)
def test_a_grid_over_two_rounds_rates_the_same_things_twice(empty: Workspace, text: str, shape: str) -> None:
    plan = typed(empty, text, shape)
    plan = replace(plan, defaults=replace(plan.defaults, persona="Ana", kind="gain", stage="S"))
    assert dict(asked(empty, plan)["groups"].examples).keys() == {"2023", "2024"}
    assert "round_id" not in {one.field for one in asks(plan, name_index(empty))}
    applied(empty, plan)
    found = empty.rows("SELECT round_id, touchpoint_id, need_id, value FROM ratings ORDER BY ALL")
    assert [value for *_, value in found] == [3, 3, 4, 1, 2, 4, 5, 2]
    assert {touchpoint for _, touchpoint, _, _ in found} == {"till", "web"}


def test_who_says_that_the_columns_are_no_rounds_is_asked_no_more_and_gets_no_scores(empty: Workspace) -> None:
    plan = typed(empty, sheet(HEADER, "Q1,Q2", "4,5", "2,3"), "sheet")
    dropped = {"round_columns": CleaningChoice("drop")}
    offered = proposals(plan, name_index(empty))
    assert [one.id for one in offered if arises(one, offered, dropped)] == ["round_columns"]
    applied(empty, replace(plan, choices=dropped))
    assert scores(empty) == [] and empty.rows("SELECT count(*) FROM links") == [(2,)]


@pytest.mark.parametrize(
    ("columns", "rows", "scales"),
    [
        ("Score 2023 (1-5),Score 2024 (0-10)", ("4,9", "2,3", "1,10"), {"2023": "1-5", "2024": "0-10"}),
        ("Score 2023,Score 2024", ("4,90", "2,30", "5,100"), {"2023": "1-5", "2024": "percent"}),
        ("Score 2023,Score 2024", ("4,4", "2,3", "1,5"), {"2023": "1-5", "2024": "1-5"}),
    ],
    ids=["named", "seen", "one scale, of which nobody gave a 5 at first"],
)
def test_each_round_stands_on_its_own_scale_where_these_differ(
    empty: Workspace, columns: str, rows: tuple[str, ...], scales: dict[str, str]
) -> None:
    plan = typed(empty, sheet(HEADER, columns, *rows), "sheet")
    applied(empty, plan)
    assert dict(empty.rows("SELECT DISTINCT round_id, scale FROM ratings")) == scales


def test_a_refused_score_is_told_of_the_column_of_its_round(empty: Workspace) -> None:
    plan = typed(empty, sheet(HEADER, "Score 2023 (1-5),Score 2024 (1-5)", "4,5", "2,77"), "sheet")
    plan = replace(plan, choices={key: CleaningChoice("keep") for key in asked(empty, plan) if key.endswith(":codes")})
    assert [(row, column, value) for _, row, column, value in refused(prepared(empty, plan))] == [(3, "Score 2024 (1-5)", "77")]


def test_rounds_that_are_stored_are_found_by_their_names(empty: Workspace) -> None:
    applied(empty, typed(empty, sheet(HEADER, "Score 2023,Score 2024", "4,5"), "sheet"))
    applied(empty, typed(empty, sheet(HEADER, "Rating 2024,Rating 2025", "2,3"), "sheet"))
    assert by_round(empty) == {"2023": [4], "2024": [2], "2025": [3]}


@pytest.mark.parametrize(
    "columns", ["Score gate 1,Score gate 2", "Score 2024,Score 2024 target", "Score,Score before", "Score Ana,Score Ben"]
)
def test_columns_that_name_no_two_times_are_no_rounds(empty: Workspace, columns: str) -> None:
    assert "round_columns" not in asked(empty, typed(empty, sheet(HEADER, columns, "4,5", "2,3"), "sheet"))


def test_amounts_of_two_years_are_no_scores(empty: Workspace) -> None:
    plan = typed(empty, sheet(HEADER, "2023,2024", "4000,5000", "200,1000"), "sheet")
    assert unused_columns(plan) == ["2023", "2024"]


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Score Q1 2024", ("Score", "Q1 2024")),
        ("2024-Q1 Rating", ("Rating", "2024-Q1")),
        ("Score_2024", ("Score", "2024")),
        ("Rating2024", ("Rating", "2024")),
        ("Jan 2024 · Score", ("Score", "Jan 2024")),
        ("Note nach", ("Note", "nach")),
        ("Score (1-5)", ("Score (1-5)", "")),
        ("Gate 12", ("Gate 12", "")),
    ],
)
def test_a_heading_is_told_apart_into_what_is_scored_and_when(heading: str, parts: tuple[str, str]) -> None:
    assert told_apart(heading) == parts
