"""Lists inside records are lists already: their items stay as they were typed."""

from __future__ import annotations

import pytest

from cx.lexicon.listed import listed, parts, unmarked
from cx.store import Workspace
from tests.brought import applied, typed

CARD = """
- name: Night guard
  primary-goal: Get home safely
  frustrations:
    - item: The gate is shut at night
    - item: Nobody opens; not even the porter
  benefits:
    - item: A menu that changes
"""
JSON = '[{"persona": "Night guard", "pains": ["Nobody opens; not even the porter"], "gains": [{"text": "Tea; or coffee"}, {"text": "A seat"}], "tagline": "Always awake; nearly"}]'
PLAIN = "- persona: Night guard\n  tagline: awake\n  pains:\n    - Cold feet\n    - Wet coat\n  gains: [Tea, A seat]\n"
GERMAN = "- name: Nachtwache\n  Ziele: Sicher heimkommen\n  Schmerzpunkte:\n    - text: Kein Automat; nicht einmal Wasser\n    - text: Niemand geht ans Telefon\n  Nutzen:\n    - text: Ein anderes Menü\n"
GRADED = '[{"name": "Night guard", "pains": [{"pain": "The gate; at night", "severity": 3}, {"pain": "Nobody opens", "severity": 1}], "gains": [{"description": "Tea; or coffee", "priority": "high"}]}]'
KEYED = '{"personas": {"guard": {"name": "Night guard", "frustrations": [{"title": "Nobody opens; not even the porter"}], "benefits": [{"title": "A seat, warm"}]}}}'


def stated(workspace: Workspace) -> list[tuple]:
    """Kind and statement of each need."""
    return workspace.rows("SELECT kind, statement FROM needs ORDER BY ALL")


@pytest.mark.parametrize(
    ("name", "text", "needs"),
    [
        (
            "cards.yml",
            CARD,
            [("gain", "A menu that changes"), ("pain", "Nobody opens; not even the porter"), ("pain", "The gate is shut at night")],
        ),
        ("cards.json", JSON, [("gain", "A seat"), ("gain", "Tea; or coffee"), ("pain", "Nobody opens; not even the porter")]),
        (
            "karten.yml",
            GERMAN,
            [("gain", "Ein anderes Menü"), ("pain", "Kein Automat; nicht einmal Wasser"), ("pain", "Niemand geht ans Telefon")],
        ),
        ("graded.json", GRADED, [("gain", "Tea; or coffee"), ("pain", "Nobody opens"), ("pain", "The gate; at night")]),
        ("keyed.json", KEYED, [("gain", "A seat, warm"), ("pain", "Nobody opens; not even the porter")]),
        ("cards.yaml", PLAIN, [("gain", "A seat"), ("gain", "Tea"), ("pain", "Cold feet"), ("pain", "Wet coat")]),
    ],
)
def test_gains_and_pains_of_a_persona_come_as_typed(empty: Workspace, name: str, text: str, needs: list[tuple]) -> None:
    applied(empty, typed(empty, text, "personas", name))
    assert stated(empty) == needs


def test_a_sentence_with_a_semicolon_is_no_list(empty: Workspace) -> None:
    applied(empty, typed(empty, JSON, "personas", "cards.json"))
    assert empty.rows("SELECT tagline FROM personas") == [("Always awake; nearly",)]


def test_a_list_in_a_cell_of_a_table_is_cut_at_its_semicolons() -> None:
    assert parts("Cold feet; Wet coat;;") == ["Cold feet", "Wet coat"]
    for items in (["a; b", "c"], ["only; one"], ["ends in one;", "b"], ["plain"], []):
        assert parts(listed(items)) == items
        assert unmarked(listed(items)) == ";".join(items)
