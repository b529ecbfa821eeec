"""The statements that make the tables, generated from `cx.tables`.

Constraints are a second line of defence: the checks explain invalid rows in words; the database makes sure that an error in
them cannot store one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from cx.sql import run
from cx.tables import SQL_TYPE, Column, Table, Type


@dataclass(frozen=True)
class Dialect:
    """What an engine calls otherwise: types, whether a text matches a pattern as a whole, and when references are checked."""

    types: Mapping[str, str]
    matches: str
    checked: str = ""


DUCKDB = Dialect({}, "regexp_full_match({}, '{}')")
POSTGRES = Dialect({"DOUBLE": "DOUBLE PRECISION"}, "{} ~ '^(?:{})$'", " DEFERRABLE INITIALLY DEFERRED")


def create_statements(table: Table, dialect: Dialect = DUCKDB) -> list[str]:
    """The DDL of one table, and of its unique index where a part of the key may be empty."""
    lines = [_column_ddl(column, column.name in table.key and not _nullable_key(table), dialect) for column in table.columns]
    if not _nullable_key(table):
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    lines += [
        f"FOREIGN KEY ({c.name}) REFERENCES {c.references} ({c.name}){dialect.checked}"
        for c in table.columns
        if c.references and c.type is not Type.LIST
    ]
    if table.name == "ratings":
        lines.append("CHECK (met_n IS NULL OR n IS NULL OR met_n <= n)")
        lines.append("CHECK (source <> 'expert' OR rater IS NOT NULL)")
    statements = [f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"]
    if _nullable_key(table):
        parts = [name if table.column(name).required else f"coalesce({name}, '')" for name in table.key]
        statements.append(f"CREATE UNIQUE INDEX {table.name}_key ON {table.name} ({', '.join(parts)})")
    return statements


def make_anew(cursor: duckdb.DuckDBPyConnection, tables: Sequence[Table], copies: str) -> None:
    """Drop tables and make them again, with the rows of the temporary tables `<copies>_<table>`, which go; those that refer to
    others come after them. The engine changes no row in its place that others refer to, and no constraint."""
    for table in reversed(tables):
        run(cursor, f"DROP TABLE {table.name}")
    for table in tables:
        for statement in create_statements(table):
            run(cursor, statement)
        run(cursor, f"INSERT INTO {table.name} BY NAME FROM {copies}_{table.name}")
        run(cursor, f"DROP TABLE {copies}_{table.name}")


def _nullable_key(table: Table) -> bool:
    return any(not table.column(name).required for name in table.key)


def _column_ddl(column: Column, in_primary_key: bool, dialect: Dialect) -> str:
    kind = SQL_TYPE[column.type]
    parts = [column.name, dialect.types.get(kind, kind)]
    if column.required or in_primary_key:
        parts.append("NOT NULL")
    conditions = []
    if column.choices:
        allowed = ", ".join(f"'{choice}'" for choice in column.choices)
        also = f" OR {dialect.matches.format(column.name, column.pattern)}" if column.pattern else ""
        conditions.append(f"({column.name} IN ({allowed}){also})")
    if column.low is not None:
        conditions.append(f"{column.name} >= {column.low}")
    if column.above is not None:
        conditions.append(f"{column.name} > {column.above}")
    if column.high is not None:
        conditions.append(f"{column.name} <= {column.high}")
    if conditions:
        parts.append(f"CHECK ({' AND '.join(conditions)})")
    return " ".join(parts)
