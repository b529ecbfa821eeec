"""Staging: sheets to temporary tables, `text_<table>` with the text of each cell, `incoming_<table>` with typed values.

The work is done column by column in SQL, so a file of a million rows costs seconds, not minutes.
Cells that do not fit their type become NULL here and an issue in `cx.changes.cell_checks`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import duckdb
import pyarrow as pa

from cx.changes.no_characters import left_out
from cx.changes.sheets import Rows, Sheet
from cx.exports.guard import unguarded_sql
from cx.sql import run
from cx.store.opening import work_on_all_cores
from cx.tables import SQL_TYPE, TABLES, TEXTUAL, Column, Type
from cx.words import may_be_unprintable

CHUNK = 20_000
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
INTEGER = r"[+-]?\d{1,18}"
PICTURE = "ffd8ff([0-9a-f]{2})+"
"""A JPEG, by how it begins."""
DATE = r"\d{4}-\d{2}-\d{2}"


def stage(cursor: duckdb.DuckDBPyConnection, sheet: Sheet) -> tuple[list[str], str, int]:
    """Fill `text_`, and so `incoming_`, for a sheet; returns the columns of the table that it has, the hash of its content and
    the number of its rows."""
    table = sheet.table
    given = [c.name for c in table.columns if c.name in sheet.header]
    places = {name: sheet.header.index(name) for name in given}
    tidied = ", ".join(["row_", *(f"{tidy(table.column(name))} AS {name}" for name in given)])
    digest = hashlib.sha256(_content([[table.name], sheet.header]))
    staged = 0
    for chunk in _chunks(sheet.rows()):
        if staged == CHUNK:
            work_on_all_cores(cursor)
        staged += len(chunk)
        content = _content([cells for _, cells in chunk])
        digest.update(content)
        if may_be_unprintable(content.replace(b"\0", b"")):  # which parts the cells here
            chunk = left_out(chunk, sheet)
        data = {"row_": pa.array([row for row, _ in chunk], pa.int32())}
        for name, place in places.items():
            data[name] = pa.array([cells[place] for _, cells in chunk], pa.string())
        cursor.register("chunk_", pa.table(data))
        run(cursor, f"INSERT INTO text_{table.name} BY NAME SELECT {tidied} FROM chunk_")
        cursor.unregister("chunk_")
    return given, digest.hexdigest(), staged


def _content(rows: Sequence[Sequence[str]]) -> bytes:
    """Unambiguous text of rows for the hash: no cell holds a NUL, and all rows are as wide as the header."""
    return "".join(["\0".join((*cells, "")) for cells in rows]).encode("utf-8", "surrogatepass")


def stage_nothing(cursor: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
    """Make empty staging tables for the tables that a change touches."""
    for table in (t for t in TABLES if t.name in touched):
        text = ", ".join(f"{c.name} VARCHAR" for c in table.columns)
        typed = ", ".join(f"{cast(c)} AS {c.name}" for c in table.columns)
        run(cursor, f"CREATE OR REPLACE TEMP TABLE text_{table.name} (row_ INTEGER, {text})")
        run(cursor, f"CREATE OR REPLACE TEMP VIEW incoming_{table.name} AS SELECT row_, {typed} FROM text_{table.name}")


def fits(column: Column) -> str:
    """An SQL condition: the text of the column can be read as its type."""
    name = column.name
    if column.type is Type.NUMBER:
        return f"(regexp_full_match({name}, '{NUMBER}') AND isfinite(try_cast({name} AS DOUBLE)))"
    if column.type is Type.INTEGER:
        return f"regexp_full_match({name}, '{INTEGER}')"
    if column.type is Type.BOOLEAN:
        return f"lower({name}) IN ('true', 'false')"
    if column.type is Type.DATE:
        # There is no year 0; the database reads 0000 as 1 BC.
        return f"(regexp_full_match({name}, '{DATE}') AND coalesce(try_cast({name} AS DATE) >= DATE '0001-01-01', false))"
    if column.type is Type.PICTURE:
        return f"regexp_full_match({name}, '{PICTURE}')"
    return "true"


def _chunks(rows: Rows) -> Iterator[list[tuple[int, Sequence[str]]]]:
    coming = iter(rows)
    while chunk := list(islice(coming, CHUNK)):
        yield chunk


def tidy(column: Column) -> str:
    """An SQL expression: the text of a cell without spaces around it and an export's guard, NULL where nothing is left."""
    name = column.name
    text = name if column.type in (Type.TEXT, Type.LIST) else f"trim({name})"
    if column.type in TEXTUAL:
        text = unguarded_sql(text)
    return f"CASE WHEN trim({name}) = '' THEN NULL ELSE {text} END"


def cast(column: Column) -> str:
    """An SQL expression: the text of the column as its type, NULL where it cannot be read as that."""
    target = SQL_TYPE[column.type]
    if target == "VARCHAR":
        return column.name
    return f"CASE WHEN {fits(column)} THEN try_cast({column.name} AS {target}) END"
