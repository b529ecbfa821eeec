"""A file in our own columns that makes a second thing of what stands already says so, row by row; nothing is doubled in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.store import Workspace

TWICE = ("stands_under_other_id", "said_twice")
"""The findings of the catalogue that these tests trigger."""

PERSONAS = "persona_id,name\nanna,Anna\nben,Ben\n"
NEEDS = "need_id,persona_id,kind,statement\nanna-pay,anna,mandatory,Pay in one step\nben-park,ben,gain,Park near the door\n"
TOUCHPOINTS = "touchpoint_id,name,channel,status,visibility\ntill,Till,shop,live,frontstage\n"


@pytest.fixture
def shop(empty: Workspace, tmp_path: Path) -> Workspace:
    """Two personas with a need each, and a touchpoint."""
    for name, text in (
        ("personas", PERSONAS),
        ("needs", NEEDS),
        ("touchpoints", TOUCHPOINTS),
        ("stages", "stage_id,position,name\nbuy,1,Buy\n"),
        ("rounds", "round_id,name,opened_on\nr1,Spring 2026,2026-03-01\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(text)
    assert not load(empty, [tmp_path]).issues
    return empty


def said(workspace: Workspace, folder: Path, table: str, *rows: str) -> list[tuple[str, int | None, str | None, str]]:
    """What is told of a file of one of our tables: code, row, column and reason. It is applied all the same."""
    folder = folder / "more"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / f"{table}.csv").write_text("\n".join(rows) + "\n")
    outcome = load(workspace, [folder])
    assert outcome.applied and all(f.severity == "warning" for f in outcome.issues)
    return [(f.code, f.row, f.column, f.why) for f in outcome.issues]


def test_a_need_that_comes_again_under_a_number_is_told_with_the_id_it_has(shop: Workspace, tmp_path: Path) -> None:
    found = said(
        shop, tmp_path, "needs", "need_id,persona_id,kind,statement", "7,anna,mandatory,pay in ONE step.", "8,anna,gain,Carry less"
    )
    assert found == [
        (
            "stands_under_other_id",
            2,
            "statement",
            "The same need of this persona stands already with the id “anna-pay”; under the id “7” it stands a second time.",
        )
    ]


def test_the_same_statement_of_another_persona_is_another_need(shop: Workspace, tmp_path: Path) -> None:
    assert said(shop, tmp_path, "needs", "need_id,persona_id,kind,statement", "ben-pay,ben,mandatory,Pay in one step") == []


def test_a_persona_a_stage_and_a_round_of_a_name_that_stands_are_told(shop: Workspace, tmp_path: Path) -> None:
    assert [f[:3] for f in said(shop, tmp_path, "personas", "persona_id,name", "p-1,ANNA")] == [("stands_under_other_id", 2, "name")]
    assert [f[:3] for f in said(shop, tmp_path, "stages", "stage_id,position,name", "s1,4,Buy")] == [("stands_under_other_id", 2, "name")]
    assert [f[:3] for f in said(shop, tmp_path, "rounds", "round_id,name,opened_on", "2026a,Spring 2026,2026-04-01")] == [
        ("stands_under_other_id", 2, "name")
    ]


def test_a_touchpoint_of_the_same_name_on_another_channel_is_another_touchpoint(shop: Workspace, tmp_path: Path) -> None:
    header = "touchpoint_id,name,channel,status,visibility"
    assert said(shop, tmp_path, "touchpoints", header, "till-app,Till,app,live,frontstage") == []
    assert [f[:3] for f in said(shop, tmp_path, "touchpoints", header, "t9,till,unknown,live,frontstage")] == [
        ("stands_under_other_id", 2, "name")
    ]


def test_two_rows_of_a_file_that_say_the_same_under_two_ids_are_told(shop: Workspace, tmp_path: Path) -> None:
    found = said(
        shop,
        tmp_path,
        "needs",
        "need_id,persona_id,kind,statement",
        "1,ben,gain,Find a trolley",
        "2,ben,gain,See the price",
        "3,ben,gain,Find a trolley!",
    )
    assert found == [
        (
            "said_twice",
            4,
            "statement",
            "Row 2 names the same need of this persona under the id “1”; under the id “3” it stands a second time.",
        )
    ]


def test_the_same_ids_again_say_nothing(shop: Workspace, tmp_path: Path) -> None:
    assert said(shop, tmp_path, "needs", *NEEDS.strip().split("\n")) == []


def test_the_command_prints_it_with_the_place_in_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "personas.csv").write_text(PERSONAS)
    (tmp_path / "needs.csv").write_text(NEEDS + "9,ben,gain,Park near the door\n")
    assert main(["load", str(tmp_path), "--database", str(tmp_path / "w.duckdb")]) == 0
    printed = capsys.readouterr()
    assert (
        "warning: needs.csv, row 4, column statement: “Park near the door”: Row 3 names the same need of this persona under the id “ben-park”"
        in printed.out + printed.err
    )
