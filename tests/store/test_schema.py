"""The second line of defence: what the checks refuse in words, the database refuses too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest

from cx.store import Workspace
from cx.tables import TABLE, TABLES, Column, Table, Type
from tests.laying import laid
from tests.oracle import Row
from tests.sketches import a_row_in_every_table


@pytest.fixture(scope="module")
def full() -> Iterator[Workspace]:
    """A workspace with a row in every table."""
    workspace = laid(a_row_in_every_table())
    yield workspace
    workspace.close()


def base_row(table: Table) -> dict[str, str | None]:
    """A row that could be inserted beside the stored one: its key is new where the key is its own."""
    row: dict[str, str | None] = dict(a_row_in_every_table()[table.name][0])
    own = [name for name in table.key if not table.column(name).references]
    if own:
        row[own[0]] = {"source": "interview", "line": "99"}.get(own[0], "new")
    return row


def insert(workspace: Workspace, table: str, row: dict[str, str | None]) -> int:
    """Insert a row past the checks, and take it back; answers how many rows the database took."""
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    with workspace.cursor() as cursor:
        cursor.begin()
        try:
            return int(cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values())).fetchall()[0][0])
        finally:
            cursor.rollback()


def beyond(column: Column) -> str | None:
    """A number outside of the column's range, if it has one."""
    if column.high is not None:
        return str(column.high + 1)
    if column.low is not None:
        return str(column.low - 1)
    return str(column.above) if column.above is not None else None


VIOLATIONS: list[tuple[str, str, Callable[[dict], dict]]] = []
for _table in TABLES:
    for _column in _table.columns:
        _name = _column.name
        if _column.required:
            VIOLATIONS.append((_table.name, f"{_name} is empty", lambda row, n=_name: row | {n: None}))
        if _column.choices:
            VIOLATIONS.append((_table.name, f"{_name} is no word of the list", lambda row, n=_name: row | {n: "wish"}))
        _beyond = beyond(_column)
        if _beyond is not None:
            VIOLATIONS.append((_table.name, f"{_name} is out of range", lambda row, n=_name, v=_beyond: row | {n: v}))
        if _column.above is not None:
            VIOLATIONS.append((_table.name, f"{_name} is not above", lambda row, n=_name, v=_column.above: row | {n: str(v)}))
        if _column.references and _column.type is not Type.LIST:
            VIOLATIONS.append((_table.name, f"{_name} does not exist", lambda row, n=_name: row | {n: "nobody"}))
    VIOLATIONS.append((_table.name, "the key stands already", lambda _, t=_table.name: dict(a_row_in_every_table()[t][0])))
VIOLATIONS += [
    ("ratings", "met_n is above n", lambda row: row | {"n": "10", "met_n": "11"}),
    ("ratings", "an expert has no rater", lambda row: row | {"source": "expert", "rater": None}),
]


@pytest.mark.parametrize(("table", "what", "broken"), VIOLATIONS, ids=[f"{t}: {w}" for t, w, _ in VIOLATIONS])
def test_the_database_refuses_a_row_if(table: str, what: str, broken: Callable[[dict], dict], full: Workspace) -> None:
    with pytest.raises((duckdb.ConstraintException, duckdb.ConversionException)):
        insert(full, table, broken(base_row(TABLE[table])))


@pytest.mark.parametrize("table", [t.name for t in TABLES if any(not t.column(n).references for n in t.key)])
def test_the_database_takes_the_row_otherwise(table: str, full: Workspace) -> None:
    assert insert(full, table, base_row(TABLE[table])) == 1


def test_empty_parts_of_a_key_are_equal(full: Workspace) -> None:
    row = base_row(TABLE["ratings"]) | {"rater": None, "segment_id": None, "market": None}
    insert(full, "ratings", row)
    with pytest.raises(duckdb.ConstraintException), full.transaction() as cursor:
        for _ in range(2):
            names, marks = ", ".join(row), ", ".join("?" for _ in row)
            cursor.execute(f"INSERT INTO ratings ({names}) VALUES ({marks})", list(row.values()))


def test_every_column_that_the_files_have_stands_in_the_database(full: Workspace) -> None:
    stored = full.rows("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal")
    assert {(t.name, c.name) for t in TABLES for c in t.columns} <= set(stored)


def test_the_sketch_of_a_full_workspace_fills_every_column() -> None:
    sketch: dict[str, list[Row]] = a_row_in_every_table()
    assert list(sketch) == [t.name for t in TABLES if t.name in sketch]
    for table in TABLES:
        assert {c.name for c in table.columns} == {name for name, cell in sketch[table.name][0].items() if cell}
