"""Is every cell readable and allowed, is every key unique, does every id exist? Findings, not verdicts."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from cx.intake.findings import Finding, finding
from cx.intake.stage import fits
from cx.tables import TABLE, Column, Table, Type

NOT_READABLE = {
    Type.NUMBER: "not_a_number",
    Type.INTEGER: "not_an_integer",
    Type.BOOLEAN: "not_a_boolean",
    Type.DATE: "not_a_date",
}


def check_cells(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, given: Collection[str]) -> list[Finding]:
    """Findings on single cells of the staged table: required, readable, allowed, in range."""
    found: list[Finding] = []
    for column in table.columns:
        if column.name not in given:
            continue
        if column.required:
            found += _where(cursor, table, file, column, f"{column.name} IS NULL", "required")
        if column.type in NOT_READABLE:
            found += _where(cursor, table, file, column, f"{column.name} IS NOT NULL AND NOT {fits(column)}", NOT_READABLE[column.type])
        if column.choices:
            words = ", ".join(f"'{c}'" for c in column.choices)
            allowed = ", ".join(column.choices)
            found += _where(cursor, table, file, column, f"{column.name} NOT IN ({words})", "not_allowed", allowed=allowed)
        if column.type is Type.ID:
            found += _where(cursor, table, file, column, f"contains({column.name}, ';')", "id_with_separator")
        if column.item:
            found += _list_items(cursor, table, file, column)
        found += _range(cursor, table, file, column)
    return found


def check_keys(cursor: duckdb.DuckDBPyConnection, table: Table, file: str) -> list[Finding]:
    """Rows whose key stands in an earlier row of the same file."""
    keys = ", ".join(table.key)
    complete = " AND ".join(f"{n} IS NOT NULL" for n in table.key if table.column(n).required)
    rows = cursor.execute(f"""
        SELECT row_, first_, concat_ws(' · ', {keys}) FROM (
            SELECT *, min(row_) OVER (PARTITION BY {keys}) AS first_ FROM text_{table.name} WHERE {complete})
        WHERE row_ > first_ ORDER BY row_""").fetchall()
    name = " and ".join(table.key) if len(table.key) < 4 else "key"
    return [finding("duplicate_key", file, row, table.key[0], value, first=first, key=name) for row, first, value in rows]


def check_references(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, given: Collection[str]) -> list[Finding]:
    """Ids that will stand in no row of the table they refer to; reads `future_<table>`."""
    found: list[Finding] = []
    for column in table.columns:
        if column.references and column.name in given:
            found += _unknown_ids(cursor, f"text_{table.name}", file, column)
    return found


def check_orphans(
    cursor: duckdb.DuckDBPyConnection, table: Table, file: str, given: Collection[str], removed: Collection[str]
) -> list[Finding]:
    """Ids in stored rows, or in stored cells of incoming rows, that lose their row in one of the tables `removed`."""
    found: list[Finding] = []
    for column in table.columns:
        if column.references in removed:
            stored = "row_ IS NULL" if column.name in given else "true"
            found += _unknown_ids(cursor, f"(SELECT * FROM future_{table.name} WHERE {stored})", file, column)
    return found


def _unknown_ids(cursor: duckdb.DuckDBPyConnection, source: str, file: str, column: Column) -> list[Finding]:
    assert column.references is not None
    target = TABLE[column.references]
    id_ = f"trim(unnest(string_split({column.name}, ';')))" if column.type is Type.LIST else column.name
    rows = cursor.execute(f"""
        SELECT row_, id FROM (SELECT row_, {id_} AS id FROM {source}) s
        ANTI JOIN future_{target.name} t ON t.{target.key[0]} = s.id
        WHERE id <> '' ORDER BY row_""").fetchall()
    details = {"table": target.file, "key": target.key[0]}
    return [finding("unknown_reference", file, row, column.name, id, **details) for row, id in rows]


def _where(
    cursor: duckdb.DuckDBPyConnection, table: Table, file: str, column: Column, condition: str, code: str, **details: object
) -> list[Finding]:
    rows = cursor.execute(
        f"SELECT row_, {column.name} FROM text_{table.name} WHERE {condition} ORDER BY row_"
    ).fetchall()
    return [finding(code, file, row, column.name, value, **details) for row, value in rows]


def _range(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, column: Column) -> list[Finding]:
    limits: list[tuple[str, str]] = []
    if column.low is not None:
        limits.append((f"i.{column.name} < {column.low}", f"at least {column.low:g}"))
    if column.above is not None:
        limits.append((f"i.{column.name} <= {column.above}", f"above {column.above:g}"))
    if column.high is not None:
        limits.append((f"i.{column.name} > {column.high}", f"at most {column.high:g}"))
    if not limits:
        return []
    wrong = " OR ".join(condition for condition, _ in limits)
    words = " and ".join(text for _, text in limits)
    rows = cursor.execute(
        f"SELECT row_, t.{column.name} FROM text_{table.name} t JOIN incoming_{table.name} i USING (row_) "
        f"WHERE {wrong} ORDER BY row_"
    ).fetchall()
    return [finding("out_of_range", file, row, column.name, value, range=words) for row, value in rows]


def _list_items(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, column: Column) -> list[Finding]:
    example = "A=45;O=123" if "AOMIRQ" in column.item else "curiosity=4;planning=2"
    pattern = column.item.replace("'", "''")
    condition = f"""{column.name} IS NOT NULL AND list_bool_or(list_transform(
        list_filter(list_transform(string_split({column.name}, ';'), lambda x: trim(x)), lambda x: x <> ''),
        lambda x: NOT regexp_full_match(x, '{pattern}')))"""
    return _where(cursor, table, file, column, condition, "bad_item", example=example)
