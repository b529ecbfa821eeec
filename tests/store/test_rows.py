"""Every cell can be changed after the fact, whatever refers to its row."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from cx.changes.write import write_rows
from cx.store import Workspace
from cx.tables import TABLE, TABLES, Column, Table, Type
from tests.oracle import Row, Tables
from tests.sketches import a_row_in_every_table

LAST_RECORD = "SELECT before, after FROM audit_rows ORDER BY audit_id DESC LIMIT 1"
ANOTHER: dict[tuple[str, str], str] = {
    ("needs", "kind"): "gain",
    ("needs", "adequate"): "0.3",
    ("needs", "target"): "0.95",
    ("need_markets", "target"): "0.85",
    ("ratings", "value"): "3.5",
    ("ratings", "scale"): "1-7",
    ("ratings", "n"): "45",
    ("parameters", "value"): "0.7",
    ("personas", "attitudes"): "curiosity=2",
    ("interviews", "attitudes"): "calm=2",
    ("needs", "kano_counts"): "A=1",
    ("scenarios", "targets"): "n1=0.5",
    ("pictures", "picture"): "ffd8ffe1",
}
"""Other values where not every value is valid; elsewhere `another` makes one up."""


def another(table: Table, column: Column, row: Row) -> str:
    """A valid value of the column that differs from the one in the row."""
    if (table.name, column.name) in ANOTHER:
        return ANOTHER[table.name, column.name]
    if column.choices:
        return next(choice for choice in column.choices if choice != row[column.name])
    if column.type in (Type.NUMBER, Type.INTEGER):
        return "7" if column.type is Type.INTEGER else "0.25"
    if column.type is Type.BOOLEAN:
        return "false" if row[column.name] == "true" else "true"
    return "2030-01-31" if column.type is Type.DATE else "something else; altogether"


def open_round() -> Tables:
    """A row in every table; the round is not frozen."""
    tables = a_row_in_every_table()
    tables["rounds"][0]["frozen_on"] = ""
    return tables


@pytest.fixture
def full(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """A workspace with a row in every table."""
    return workspace_of(open_round())


def test_every_cell_of_every_row_can_be_changed(full: Workspace) -> None:
    for table in reversed(TABLES):  # ratings before their round is frozen
        if table.name in ("persona_segments", "decisions"):  # the shares of a segment must sum to 1; a decision stands
            continue
        row = open_round()[table.name][0]
        changed = [c for c in table.columns if c.name not in table.key and not c.references]
        new = {name: row[name] for name in table.key} | {c.name: another(table, c, row) for c in changed}
        write_rows(full, table.name, [new], action="edit")
        (was, is_now) = (json.loads(text) for text in full.rows(LAST_RECORD)[0])
        assert {name for name in was if was[name] != is_now[name]} == {c.name for c in changed}


MOVED = [(t.name, c.name) for t in TABLES for c in t.columns if c.references and c.name not in t.key and t.name != "decisions"]
SECOND: Tables = {
    "personas": [{"persona_id": "p2", "name": "Ben"}],
    "segments": [{"segment_id": "g2", "name": "Tourists", "size": "10"}],
    "needs": [{"need_id": "n2", "persona_id": "p1", "kind": "gain", "statement": "Can smile"}],
    "interviews": [{"interview_id": "i2", "segment_id": "g1"}],
    "hypotheses": [{"hypothesis_id": "h2", "persona_id": "p1", "quadrant": "saying", "statement": "Smiles"}],
    "improvements": [{"improvement_id": "m2", "name": "Smile", "cost": "0"}],
    "stages": [{"stage_id": "s2", "position": "2", "name": "Use"}],
    "rounds": [{"round_id": "r2", "name": "Second", "opened_on": "2025-02-01"}],
}


def test_every_reference_can_be_moved_to_another_row(full: Workspace) -> None:
    for table, rows in SECOND.items():
        write_rows(full, table, rows, action="edit")
    # The persona of a need whose ratings name a segment cannot move: the segment belongs to the old one.
    write_rows(full, "ratings", [], remove=[open_round()["ratings"][0]], action="edit")
    for table, column in MOVED:
        target = TABLE[table].column(column).references or ""
        row = open_round()[table][0]
        new = {name: row[name] for name in TABLE[table].key} | {column: SECOND[target][0][TABLE[target].key[0]]}
        assert write_rows(full, table, [new], action="edit").total("changed") == 1
    for table, column in MOVED:
        key = TABLE[table].key[0]
        row = open_round()[table][0]
        ((found,),) = full.rows(f"SELECT {column} FROM {table} WHERE {key} = ?", [row[key]])
        assert found.endswith("2")


def test_what_is_not_changed_stays_through_a_change_that_rewrites_the_tables(full: Workspace) -> None:
    before = {t.name: full.rows(f"SELECT * FROM {t.name}") for t in TABLES}
    write_rows(full, "personas", SECOND["personas"], action="edit")
    write_rows(full, "hypotheses", [{"hypothesis_id": "h1", "persona_id": "p2"}], action="edit")
    write_rows(full, "hypotheses", [{"hypothesis_id": "h1", "persona_id": "p1"}], action="edit")
    write_rows(full, "personas", [], remove=SECOND["personas"], action="edit")
    assert {t.name: full.rows(f"SELECT * FROM {t.name}") for t in TABLES} == before


def test_constraints_outlive_a_change_that_rewrites_the_tables(full: Workspace) -> None:
    constraints = """SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints() ORDER BY ALL"""
    indexes = "SELECT table_name, index_name, sql FROM duckdb_indexes() ORDER BY ALL"
    before = full.rows(constraints), full.rows(indexes)
    write_rows(full, "personas", SECOND["personas"], action="edit")
    write_rows(full, "hypotheses", [{"hypothesis_id": "h1", "persona_id": "p2"}], action="edit")
    assert (full.rows(constraints), full.rows(indexes)) == before
