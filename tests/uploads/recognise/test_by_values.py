"""Tables whose headings say nothing known: recognised by what stands in their cells, and asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings, start
from tests.brought import applied, scores, typed

HELD = "Persona,Need,Kind,Stage,Touchpoint,Score\nAna,Find a bike,must,Search,App,4\nAna,Pay by card,nice,Pay,Till,3\nBen,Avoid the queue,pain,Pay,Till,2\nBen,Find a bike,must,Search,Website,5\n"
ROWS = (
    "Ana|Find a bike|must|Search|App|4",
    "Ana|Pay by card|nice|Pay|Till|3",
    "Ben|Avoid the queue|pain|Pay|Till|2",
    "Ben|Find a bike|must|Search|Website|4",
    "Ben|Find a bike|must|Search|App|2",
)
FIELDS = ["persona", "need", "kind", "stage", "touchpoint", "score"]


@pytest.fixture
def rental(empty: Workspace) -> Workspace:
    """A workspace that knows two personas, three needs, two stages and three touchpoints."""
    applied(empty, typed(empty, HELD, "sheet"))
    return empty


def table(headings: str, rows: tuple[str, ...] = ROWS, columns: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> str:
    """A file with some of the columns under these headings."""
    return "\n".join([headings, *(",".join(row.split("|")[i] for i in columns) for row in rows)]) + "\n"


@pytest.mark.parametrize("headings", ["Wer,Was er braucht,Art,Wo,Womit,Note", "A,B,C,D,E,F", "Q,W,E,R,T,Z"])
def test_a_sheet_whose_headings_say_nothing_is_recognised_by_its_values(rental: Workspace, headings: str) -> None:
    plan = typed(rental, table(headings), "sheet")
    assert list(plan.mapping.values()) == FIELDS
    before = len(scores(rental))
    applied(rental, replace(plan, defaults=replace(plan.defaults, round_id="r2")))
    assert len(scores(rental)) == before + len(ROWS)


def test_the_evidence_for_every_column_is_told_and_the_columns_are_asked_about(rental: Workspace) -> None:
    rows = (*ROWS, "Ben|Find a bike|must|Elsewhere|App|3")
    (one,), _ = read_upload("file.csv", table("A,B,C,D,E,F", rows).encode())
    best = readings(rental, one)[0]
    assert best.fit <= 0.9, "a person sees the columns opened"
    for said in (
        "5 of 6 cells of “D” are names of stages",
        "6 of 6 cells of “A” are names of personas",
        "6 of 6 cells of “C” say of what kind",
        "“F” is the only column of a few numbers",
    ):
        assert said in best.reason


def test_persona_need_and_stage_without_a_touchpoint_are_needs_with_scores_of_their_own(rental: Workspace) -> None:
    plan = typed(rental, table("A,B,D,F", columns=(0, 1, 3, 5)), "needs")
    assert list(plan.mapping.values()) == ["persona", "need", "stage", "score"]


def test_new_needs_are_found_beside_known_personas_and_stages(rental: Workspace) -> None:
    rows = (
        "Ana|Lock the bike safely|must|Pay|Till|4",
        "Ben|Get a receipt at once|nice|Pay|Till|4",
        "Ben|Know the price before|must|Search|App|2",
    )
    plan = typed(rental, table("A,B,C,D,E,F", rows), "sheet")
    assert plan.mapping["B"] == "need"


def test_values_that_nobody_knows_say_nothing(empty: Workspace) -> None:
    (one,), _ = read_upload("file.csv", table("A,B,C,D,E,F").encode())
    assert readings(empty, one)[0].fit < 0.5
    assert not any(reading.reason.startswith("By the values") for reading in readings(empty, one))


def test_one_column_of_known_names_is_not_enough(rental: Workspace) -> None:
    (one,), _ = read_upload("file.csv", b"X,Y\nAna,7 Mill Lane\nBen,9 High Street\n")
    assert not any(reading.reason.startswith("By the values") for reading in readings(rental, one))


def test_headings_that_are_known_hold_beside_columns_known_by_value(rental: Workspace) -> None:
    plan = typed(
        rental, table("Persona,B,Kind,D,E,Owner").replace(",4\n", ",IT\n").replace(",3\n", ",Ops\n").replace(",2\n", ",IT\n"), "sheet"
    )
    assert plan.mapping == {"Persona": "persona", "B": "need", "Kind": "kind", "D": "stage", "E": "touchpoint", "Owner": "owner"}
    assert start(rental, plan.table).mapping == plan.mapping
