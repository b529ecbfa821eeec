"""Writing rows: insert, update and delete in one transaction, with an audit record of each row.

The incoming rows are typed in a temporary table `incoming_<table>`; `given` says which columns the file had. A column that a
file does not have keeps its values; an empty cell clears the value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from cx.readers.courtesy import give_way
from cx.sql import run
from cx.store.acting import BY_TABLE, only
from cx.store.ddl import make_anew
from cx.tables import TABLES, Table, Type, referring
from cx.words import printable

BIT = 2_000
"""Rows of a result that are fetched at once."""
Keys = str | Sequence[Mapping[str, str]]
"""Stored rows, by their keys (text by column) or by a query for the columns of the key."""


@dataclass(frozen=True)
class Counts:
    """How many rows of one table a change touches."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Change:
    """Who changes what, and from which file, for the audit log."""

    who: str
    action: str
    source: str | None = None
    sha256: str | None = None
    undoes: int | None = None

    def __post_init__(self) -> None:
        for name in ("who", "source"):  # a file may be called anything
            if text := getattr(self, name):
                object.__setattr__(self, name, printable(text))


def with_rows(cursor: duckdb.DuckDBPyConnection, names: Collection[str]) -> set[str]:
    """Those of these tables that have rows."""
    asked = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in sorted(names))
    return {row[0] for row in run(cursor, asked).fetchall()} if names else set()


def all_new(cursor: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make `next_<table>` where the table has no rows that the incoming ones could change."""
    _make_next(cursor, table, f"SELECT *, 'new' AS change_, NULL::JSON AS before_ FROM incoming_{table.name}")


def compare(cursor: duckdb.DuckDBPyConnection, table: Table, given: Sequence[str]) -> Counts:
    """Make `next_<table>`: each incoming row as it will be stored, with `change_` new, changed or unchanged."""
    names = [c.name for c in table.columns]
    merged = ", ".join(f"i.{n}" if n in given else f"t.{n}" for n in names)
    differs = " OR ".join(f"i.{n} IS DISTINCT FROM t.{n}" for n in given if n not in table.key) or "false"
    run(
        cursor,
        f"""
        CREATE OR REPLACE TEMP TABLE compared_{table.name} AS
        SELECT i.row_, {merged},
               CASE WHEN t.rowid IS NULL THEN 'new' WHEN {differs} THEN 'changed' ELSE 'unchanged' END AS change_,
               CASE WHEN t.rowid IS NOT NULL THEN to_json({_struct("t", names)}) END AS before_
        FROM incoming_{table.name} i LEFT JOIN {table.name} t ON {same_key("i", "t", table)}""",
    )
    _make_next(cursor, table, f"FROM compared_{table.name}")
    found = dict(run(cursor, f"SELECT change_, count(*)::BIGINT FROM compared_{table.name} GROUP BY change_").fetchall())
    return Counts(found.get("new", 0), found.get("changed", 0), found.get("unchanged", 0))


def _make_next(cursor: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    run(cursor, f"CREATE OR REPLACE TEMP VIEW next_{table.name} AS {rows}")


def mark_removed(cursor: duckdb.DuckDBPyConnection, table: Table, *, replace: bool = False, keys: Keys = ()) -> int:
    """Make `gone_<table>`: with `replace` the stored rows that the incoming ones leave out, and the rows
    named by `keys`. Returns how many."""
    names = [c.name for c in table.columns]
    values: list[list[str]] = []
    if replace:
        condition = f"NOT EXISTS (SELECT 1 FROM incoming_{table.name} i WHERE {same_key('i', 't', table)})"
    elif isinstance(keys, str):
        condition = f"EXISTS (SELECT 1 FROM ({keys}) i WHERE {same_key('i', 't', table)})"
    else:
        values = [[key.get(n, "") for key in keys] for n in table.key]
        named = ", ".join(f"nullif(unnest(?::VARCHAR[]), '') AS {n}" for n in table.key)
        condition = f"EXISTS (SELECT 1 FROM (SELECT {named}) i WHERE {same_key('i', 't', table)})"
    run(
        cursor,
        f"""CREATE OR REPLACE TEMP TABLE gone_{table.name} AS
        SELECT t.*, to_json({_struct("t", names)}) AS before_ FROM {table.name} t WHERE {condition}""",
        values,
    )
    return int(run(cursor, f"SELECT count(*)::BIGINT FROM gone_{table.name}").fetchall()[0][0])


def mark_none_removed(cursor: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make `gone_<table>` without rows."""
    run(cursor, f"CREATE OR REPLACE TEMP TABLE gone_{table.name} AS SELECT *, NULL::VARCHAR AS before_ FROM {table.name} LIMIT 0")


def write(cursor: duckdb.DuckDBPyConnection, counts: Mapping[str, Counts], change: Change) -> None:
    """Write every table in `counts` (made by `compare` and `mark_removed`) and record each touched row.

    Plain inserts and updates where they suffice. DuckDB checks foreign keys against rows that the same transaction has just
    removed, so a change that removes or re-keys referenced rows rewrites the tables, within the same transaction. Raises NeedsRole
    for a table that whoever acts may not write.
    """
    touched = [t for t in TABLES if t.name in counts]
    for table in touched:
        if table.name in BY_TABLE and (counts[table.name].new or counts[table.name].changed or counts[table.name].removed):
            only(BY_TABLE[table.name])
    _record(cursor, touched, counts, change)
    if any(_needs_rewrite(cursor, t, counts[t.name]) for t in touched):
        _rewrite(cursor, counts)
        return
    for table in touched:
        _insert_and_update(cursor, table, counts[table.name])
    for table in reversed(touched):
        if counts[table.name].removed:
            run(cursor, f"DELETE FROM {table.name} t USING gone_{table.name} i WHERE {same_key('i', 't', table)}")


def streamed(cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, fetched in chunks; the cursor is busy until the last one is read."""
    return _bit_by_bit(run(cursor, sql, values))


def _bit_by_bit(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while some := cursor.fetchmany(BIT):
        give_way()
        yield from some


def _insert_and_update(cursor: duckdb.DuckDBPyConnection, table: Table, count: Counts) -> None:
    names = ", ".join(c.name for c in table.columns)
    if count.new:
        run(cursor, f"INSERT INTO {table.name} ({names}) SELECT {names} FROM next_{table.name} WHERE change_ = 'new'")
    if not count.changed:
        return
    held = _held_columns(table)
    others = [c.name for c in table.columns if c.name not in table.key and c.name not in held]
    if others:
        settings = ", ".join(f"{n} = i.{n}" for n in others)
        run(
            cursor,
            f"UPDATE {table.name} AS t SET {settings} FROM next_{table.name} i WHERE i.change_ = 'changed' AND {same_key('i', 't', table)}",
        )


def _needs_rewrite(cursor: duckdb.DuckDBPyConnection, table: Table, count: Counts) -> bool:
    if count.removed and referring(table.name):
        return True
    held = _held_columns(table)
    if not held or not count.changed:
        return False
    differs = " OR ".join(f"i.{n} IS DISTINCT FROM t.{n}" for n in held)
    found = run(
        cursor,
        f"""
        SELECT count(*) FROM next_{table.name} i JOIN {table.name} t ON {same_key("i", "t", table)}
        WHERE i.change_ = 'changed' AND ({differs})""",
    ).fetchall()
    return bool(found[0][0])


def _held_columns(table: Table) -> list[str]:
    """Columns that a plain update must not name, even with their own value: DuckDB updates a row with foreign
    keys by removing it first, and other rows refer to this one."""
    if not referring(table.name):
        return []
    return [c.name for c in table.columns if c.references and c.type is not Type.LIST and c.name not in table.key]


def _rewrite(cursor: duckdb.DuckDBPyConnection, counts: Mapping[str, Counts]) -> None:
    for table in TABLES:
        names = ", ".join(c.name for c in table.columns)
        kept = f"SELECT {names} FROM {table.name} t"
        if table.name in counts:
            kept += f" ANTI JOIN next_{table.name} i ON {same_key('i', 't', table)}"
            if counts[table.name].removed:
                kept = f"SELECT {names} FROM ({kept}) t ANTI JOIN gone_{table.name} i ON {same_key('i', 't', table)}"
            kept += f" UNION ALL SELECT {names} FROM next_{table.name}"
        run(cursor, f"CREATE OR REPLACE TEMP TABLE final_{table.name} AS {kept}")
    make_anew(cursor, TABLES, "final")


def _record(cursor: duckdb.DuckDBPyConnection, touched: Sequence[Table], counts: Mapping[str, Counts], change: Change) -> None:
    total = [sum(getattr(c, kind) for c in counts.values()) for kind in ("new", "changed", "removed")]
    if not any(total):
        return
    # The only writer numbers the changes; a sequence would not roll back the number of a failed transaction.
    audit_id = run(cursor, "SELECT coalesce(max(audit_id), 0) + 1 FROM audit_log").fetchall()[0][0]
    now = datetime.now(UTC).replace(tzinfo=None)
    run(
        cursor,
        """INSERT INTO audit_log (audit_id, happened_at, who, action, source, sha256, rows_new, rows_changed, rows_removed,
        undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [audit_id, now, change.who, change.action, change.source, change.sha256, *total, change.undoes],
    )
    # One statement for all tables: to plan several costs more than to write what most changes write.
    records = [record for table in touched for record in _records(table, counts[table.name])]
    run(cursor, f"INSERT INTO audit_rows SELECT ?, * FROM ({' UNION ALL '.join(records)})", [audit_id])


def _records(table: Table, count: Counts) -> Iterator[str]:
    """Queries for the records of one table: its name, each row before and after."""
    if count.new or count.changed:
        after = _struct("i", [c.name for c in table.columns])
        yield f"SELECT '{table.name}', before_, to_json({after}) FROM next_{table.name} i WHERE change_ <> 'unchanged'"
    if count.removed:
        yield f"SELECT '{table.name}', before_, NULL::JSON FROM gone_{table.name}"


def same_key(left: str, right: str, table: Table) -> str:
    """An SQL condition: two rows of a table have the same key (empty parts are equal)."""
    return " AND ".join(
        f"{left}.{n} = {right}.{n}" if table.column(n).required else f"{left}.{n} IS NOT DISTINCT FROM {right}.{n}" for n in table.key
    )


def _struct(alias: str, names: Sequence[str]) -> str:
    return "struct_pack(" + ", ".join(f"{n} := {alias}.{n}" for n in names) + ")"
