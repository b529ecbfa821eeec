"""Persona documents and registers as people keep them: each need that comes out, and of which kind, jobs to be done called mandatory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, asked, typed
from tests.conftest import ROOT

EXPORTS = ROOT / "tests" / "files" / "exports"
IN_TIME = "now when the bus leaves, so that I can leave home in time"
JOB, DISPLAY, FARES = "Get to the plant before five", "The display shows yesterday's times", "Fares; nobody explains them"
EXPECTED: dict[str, tuple[str, set[tuple[str, str, str]]]] = {
    "persona-cards.md": (
        "personas",
        {
            ("Ida, shift worker", "mandatory", JOB), ("Ida, shift worker", "mandatory", "A bus that waits for the train: also on Sundays"),
            ("Ida, shift worker", "pain", DISPLAY), ("Otto, day tripper", "gain", "Sleep in"),
            ("Otto, day tripper", "gain", "Be home for dinner"), ("Otto, day tripper", "pain", FARES),
        },
    ),
    "persona-nested.json": (
        "personas",
        {
            ("Ida", "mandatory", JOB), ("Ida", "mandatory", "Feel safe at the stop"), ("Ida", "pain", DISPLAY), ("Ida", "gain", "Sit down"),
            ("Otto", "mandatory", "See the lake"), ("Otto", "pain", FARES),
        },
    ),
    "persona-german.yaml": (
        "personas",
        {
            ("Pendlerin Ida", "pain", "Die Anzeige ist von gestern"), ("Pendlerin Ida", "pain", "Der Anschluss wartet nicht"),
            ("Pendlerin Ida", "gain", "Ein Sitzplatz"),
        },
    ),
    "user-needs-columns.csv": (
        "needs",
        {("commuter", "mandatory", f"k{IN_TIME}"), ("parent", "mandatory", "board with a pram, so that nobody has to lift it")},
    ),
    "user-needs-sentences.csv": (
        "needs",
        {
            ("commuter", "mandatory", f"K{IN_TIME.replace(',', '')}"), ("parent", "mandatory", "Board with a pram"),
            ("occasional user", "mandatory", "Pay by card, so that I need no change"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_every_need_of_a_file_arrives_with_its_persona_and_kind(empty: Workspace, name: str) -> None:
    layout, expected = EXPECTED[name]
    plan = typed(empty, (EXPORTS / name).read_bytes(), layout, name)
    said = {id_: CleaningChoice("mandatory") for id_, one in asked(empty, plan).items() if one.must_be_said}
    applied(empty, replace(plan, choices=said, defaults=replace(plan.defaults, kind="mandatory" if layout == "needs" else "")))
    assert set(empty.rows("SELECT p.name, kind, statement FROM needs JOIN personas p USING (persona_id)")) == expected
