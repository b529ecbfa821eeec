"""Registers of user needs, in columns or in one sentence each: persona, statement, and when it is met; the kind is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.ui.data.asks import asks
from cx.uploads.name_index import name_index
from tests.brought import applied, typed
from tests.conftest import ROOT

EXPORTS = ROOT / "tests" / "files" / "exports"
COLUMNS = """As a,I need to,So that,Met when
commuter,park nearby,I catch my train,a space is free at eight
parent,change a nappy,,
"""
SENTENCES = """Ref,User need,Owner
1,"As a commuter, I need to park nearby, so that I catch my train. Met when: a space is free at eight",Ina
2,As a parent I need to change a nappy,Ben
"""


def needs_of(workspace: Workspace, text: str | bytes, name: str = "file.csv") -> list[tuple[object, ...]]:
    """Persona, statement and criteria of the needs that a register brings, once their kind is said."""
    plan = typed(workspace, text, "needs", name)
    assert [one.field for one in asks(plan, name_index(workspace))] == ["kind"], "nothing but the kind is asked"
    applied(workspace, replace(plan, defaults=replace(plan.defaults, kind="mandatory")))
    return workspace.rows("SELECT p.name, statement, met_when FROM needs JOIN personas p USING (persona_id) ORDER BY lower(p.name)")


def test_the_columns_of_a_register_are_persona_statement_reason_and_criteria(empty: Workspace) -> None:
    assert needs_of(empty, COLUMNS) == [
        ("commuter", "park nearby, so that I catch my train", "a space is free at eight"),
        ("parent", "change a nappy", None),
    ]


def test_a_need_in_one_sentence_says_the_same(empty: Workspace) -> None:
    assert needs_of(empty, SENTENCES) == [
        ("commuter", "Park nearby, so that I catch my train", "a space is free at eight"),
        ("parent", "Change a nappy", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "who", "what"),
    [
        ("Als Pendlerin möchte ich nah parken, damit ich den Zug erreiche", "Pendlerin", "Nah parken, damit ich den Zug erreiche"),
        ("En tant que cliente, j’ai besoin de payer vite", "cliente", "Payer vite"),
        ("Como cliente, quiero pagar rápido para no esperar", "cliente", "Pagar rápido para no esperar"),
        ("Als klant wil ik snel betalen", "klant", "Snel betalen"),
        ("- **As an** owner, I want to see the bill", "", ""),
        ("As an owner, I want to see the bill", "owner", "See the bill"),
    ],
)
def test_such_sentences_are_told_apart_in_other_languages(empty: Workspace, sentence: str, who: str, what: str) -> None:
    (table,), _ = read_upload("file.csv", f'User story,Owner\n"{sentence}",Ina\n'.encode())
    (row,) = [cells for _, cells in table.rows()]
    assert (row[:2] == (who, what)) if who else row == (sentence, "Ina")


def test_a_sentence_of_another_form_among_them_stays_a_need_and_its_persona_is_asked(empty: Workspace) -> None:
    more = "".join(f'{n},"As a guest, I need to find room {n}",Ina\n' for n in range(3, 8)) + "8,Pay by card,Ina\n"
    plan = typed(empty, SENTENCES + more, "needs")
    assert [one.label for one in asks(plan, name_index(empty))] == [
        "Whose needs are those without a persona?",
        "Kind of needs that are new",
    ]
    assert dict(plan.table.rows())[9][1:3] == ("", "Pay by card")


def test_a_register_with_a_column_of_personas_keeps_it(empty: Workspace) -> None:
    text = 'Persona,User story\nIda,"As a commuter, I need to park nearby"\n'
    (table,), _ = read_upload("file.csv", text.encode())
    assert table.header == ("Persona", "Need") and [cells for _, cells in table.rows()] == [("Ida", "Park nearby")]


def test_rows_with_too_many_cells_are_refused_as_ever() -> None:
    (table,), _ = read_upload("file.csv", (SENTENCES + "3,As a guest I need to rest,Ina,more,still more\n").encode())
    assert [number for number, _ in table.rows()] == [2, 3] and [one.row for one in table.issues] == [4]
