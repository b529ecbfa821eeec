"""What a transaction has changed in a copy, found from the rows themselves, and the same put into another copy.

Rows are compared by the hash of the whole row, within one process: whatever wrote them, nothing is missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from cx.sql import run
from cx.store.ddl import make_anew
from cx.store.home.ddl import NAMES
from cx.store.records import RECORDS
from cx.tables import TABLE, TABLES

AT_HOME = "home"
"""The row of `workspace_meta` that says of which home a copy is, and which version of it: every copy has its own."""
FORMER = "home_former"
"""The row that says that the file of a copy is to be written anew."""
APPENDED = {"audit_rows": "audit_id"}
"""Tables to which rows are only added, each with higher numbers than before: what is new is found by the number."""
HASHED = {"frozen_content": "hash(whole)"}
"""Tables whose key says what stands in the row."""
Mark = tuple[object, ...]


@dataclass(frozen=True)
class Difference:
    """What went out of a table, and what came in: whole rows."""

    removed: pa.Table
    added: pa.Table


def source(name: str) -> str:
    """The rows of a table that all copies share, under the name `t`."""
    return f"(FROM workspace_meta WHERE name NOT IN ('{AT_HOME}', '{FORMER}')) t" if name == "workspace_meta" else f"{name} t"


def marks(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, Mark]:
    """For each table, what tells whether it holds the same rows as before."""
    if not names:
        return {}
    found = run(cursor, " UNION ALL ".join(map(_mark, names))).fetchall()
    return {name: tuple(mark) for name, *mark in found}


def _mark(name: str) -> str:
    if name in APPENDED:
        return f"SELECT '{name}', count(*), max({APPENDED[name]})::UBIGINT, 0::HUGEINT FROM {name}"
    hashed = HASHED.get(name, "hash(t)")
    return f"SELECT '{name}', count(*), bit_xor({hashed}), sum(({hashed} % 1000003)::BIGINT) FROM {source(name)}"


def difference(before: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection, name: str) -> Difference:
    """What differs in a table between the states that two cursors see."""
    if name in APPENDED:
        number = APPENDED[name]
        (last,) = before.execute(f"SELECT coalesce(max({number}), -1) FROM {name}").fetchall()[0]
        return Difference(_arrow(before, f"SELECT * FROM {name} LIMIT 0"), _arrow(after, f"SELECT * FROM {name} WHERE {number} > {last}"))
    old, new = (_hashes(cursor, name) for cursor in (before, after))
    values, counts = np.unique(np.concatenate([old, new]), return_counts=True)
    of_old = np.zeros(len(values), dtype=np.int64)
    found, times = np.unique(old, return_counts=True)
    of_old[np.searchsorted(values, found)] = times
    differing = values[2 * of_old != counts]
    return Difference(_rows(before, name, differing), _rows(after, name, differing))


def _hashes(cursor: duckdb.DuckDBPyConnection, name: str) -> np.ndarray:
    return np.asarray(cursor.execute(f"SELECT {HASHED.get(name, 'hash(t)')} AS h FROM {source(name)}").fetchnumpy()["h"], dtype=np.uint64)


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, hashes: np.ndarray) -> pa.Table:
    if not len(hashes):
        return _arrow(cursor, f"SELECT * FROM {name} LIMIT 0")
    asked = [str(value) for value in hashes.tolist()]
    within = f"{HASHED.get(name, 'hash(t)')} IN (SELECT unnest(?::VARCHAR[])::UBIGINT)"
    return cursor.sql(f"SELECT t.* FROM {source(name)} WHERE {within}", params=[asked]).to_arrow_table()


def _arrow(cursor: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return cursor.sql(sql).to_arrow_table()


def all_rows(cursor: duckdb.DuckDBPyConnection, name: str, *, only_their_types: bool = False) -> pa.Table:
    """All rows of a table that copies share; with `only_their_types` none of them, for what they are made of."""
    return _arrow(cursor, f"SELECT t.* FROM {source(name)}{' LIMIT 0' if only_their_types else ''}")


def put(cursor: duckdb.DuckDBPyConnection, changes: Mapping[str, Difference]) -> None:
    """Make the same changes in a copy, within its transaction. Tables from which rows go are written anew: the engine checks keys and
    references against rows that the same transaction has just removed."""
    if any(change.removed.num_rows for name, change in changes.items() if name in TABLE):
        for table in TABLES:
            _final(cursor, table.name, changes.get(table.name))
        make_anew(cursor, TABLES, "final")
    for name in NAMES:
        change = changes.get(name)
        if change is None or (name in TABLE and any(one.removed.num_rows for key, one in changes.items() if key in TABLE)):
            continue
        if change.removed.num_rows:
            _anew(cursor, name, change)
        else:
            _insert(cursor, name, change.added)


def replace_all(cursor: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table]) -> None:
    """Let a copy hold these rows and no others, within its transaction."""
    for table in TABLES:
        run(cursor, f"CREATE OR REPLACE TEMP TABLE final_{table.name} AS FROM {table.name} LIMIT 0")
        _insert(cursor, f"final_{table.name}", rows[table.name])
    make_anew(cursor, TABLES, "final")
    for statement in RECORDS:
        name = statement.split()[2]
        run(cursor, f"DROP TABLE {name}")
        run(cursor, statement)
        _insert(cursor, name, rows[name])


def _final(cursor: duckdb.DuckDBPyConnection, name: str, change: Difference | None) -> None:
    run(cursor, f"CREATE OR REPLACE TEMP TABLE final_{name} AS FROM {name}")
    if change is not None:
        run(cursor, f"CREATE OR REPLACE TEMP TABLE gone_at_home AS FROM {name} LIMIT 0")
        _insert(cursor, "gone_at_home", change.removed)
        run(cursor, f"DELETE FROM final_{name} t WHERE hash(t) IN (SELECT hash(t) FROM gone_at_home t)")
        _insert(cursor, f"final_{name}", change.added)


def _anew(cursor: duckdb.DuckDBPyConnection, name: str, change: Difference) -> None:
    _final(cursor, name, change)
    (statement,) = (one for one in RECORDS if one.split()[2] == name)
    run(cursor, f"DROP TABLE {name}")
    run(cursor, statement)
    run(cursor, f"INSERT INTO {name} BY NAME FROM final_{name}")
    run(cursor, f"DROP TABLE final_{name}")


def _insert(cursor: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    if rows.num_rows:
        cursor.register("incoming_from_home", rows)
        cursor.execute(f"INSERT INTO {name} BY NAME FROM incoming_from_home")
        cursor.unregister("incoming_from_home")
