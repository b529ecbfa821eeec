"""Staging: the rows of a sheet, typed, in the temporary table `incoming_<table>`.

The work is done column by column, so a file of a million rows costs seconds, not minutes. Most cells are right beyond doubt and
come in with their type. Of rows among which some cell is not, `text_<table>` holds the text of each cell as well: SQL reads and
judges it. Cells that do not fit their type become NULL here and an issue in `cx.changes.cell_checks`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import duckdb
import pyarrow as pa

from cx.changes.no_characters import left_out
from cx.changes.plain_cells import Value, plainly
from cx.changes.sheets import Rows, Sheet
from cx.exports.guard import unguarded_sql
from cx.sql import run
from cx.store.opening import work_on_all_cores
from cx.tables import SQL_TYPE, TEXTUAL, Column, Table, Type
from cx.words import may_be_unprintable

CHUNK = 20_000
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
INTEGER = r"[+-]?\d{1,18}"
PICTURE = "ffd8ff([0-9a-f]{2})+"
"""A JPEG, by how it begins."""
DATE = r"\d{4}-\d{2}-\d{2}"
MOST_IDS = 100_000
"""Different ids of a column that are remembered."""
ARROW = {"VARCHAR": pa.string(), "DOUBLE": pa.float64(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_(), "DATE": pa.date32()}


@dataclass
class Staged:
    """A sheet that is staged."""

    given: list[str]
    """The columns of the table that it has."""
    digest: str = ""
    """The hash of its content."""
    rows: int = 0
    doubted: set[str] = field(default_factory=set)
    """Columns with a cell that is not plainly right: `text_<table>` says what it is."""
    cells: Mapping[str, Sequence[str]] | None = None
    """Its cells by column, where they are few and all of them plainly right."""
    ids: dict[str, set[str] | None] = field(default_factory=dict)
    """The different ids in each column that refers to another table; None where they are too many, or doubted."""


def stage(cursor: duckdb.DuckDBPyConnection, sheet: Sheet) -> Staged:
    """Fill `incoming_<table>` with the rows of a sheet, and `text_<table>` where some are doubted."""
    table = sheet.table
    staged = Staged([c.name for c in table.columns if c.name in sheet.header])
    staged.ids = {name: set() for name in staged.given if table.column(name).references}
    places = {name: sheet.header.index(name) for name in staged.given}
    digest = hashlib.sha256(_content([[table.name], sheet.header]))
    for number, chunk in enumerate(_chunks(sheet.rows())):
        if number == 1:
            work_on_all_cores(cursor)
        staged.rows += len(chunk)
        content = _content([cells for _, cells in chunk])
        digest.update(content)
        if may_be_unprintable(content.replace(b"\0", b"")):  # which parts the cells here
            chunk = left_out(chunk, sheet)
        across = list(zip(*(cells for _, cells in chunk), strict=True)) or [()] * len(sheet.header)
        cells = {name: across[place] for name, place in places.items()}
        _add(cursor, table, [row for row, _ in chunk], cells, staged, is_first=number == 0)
    cursor.unregister("chunk_")
    staged.digest = digest.hexdigest()
    return staged


def _add(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    rows: Sequence[int],
    cells: Mapping[str, Sequence[str]],
    staged: Staged,
    *,
    is_first: bool,
) -> None:
    """Put some rows of a sheet where those before them are."""
    known = {name: plainly(table.column(name), set(those)) for name, those in cells.items()}
    doubted = {name for name, values in known.items() if values is None}
    _remember_ids(known, staged)
    staged.cells = cells if is_first and not doubted else None
    into = f"CREATE OR REPLACE TEMP TABLE incoming_{table.name} AS" if is_first else f"INSERT INTO incoming_{table.name}"
    if not doubted:
        _register(cursor, rows, {c.name: typed(c, cells.get(c.name), known.get(c.name), len(rows)) for c in table.columns})
        run(cursor, f"{into} FROM chunk_")
        return
    _register(cursor, rows, {name: pa.array(those, pa.string()) for name, those in cells.items()})
    tidied = ", ".join(f"{tidy(c) if c.name in cells else 'NULL::VARCHAR'} AS {c.name}" for c in table.columns)
    run(cursor, f"CREATE OR REPLACE TEMP TABLE tidied_ AS SELECT row_, {tidied} FROM chunk_")
    text = f"INSERT INTO text_{table.name}" if staged.doubted else f"CREATE OR REPLACE TEMP TABLE text_{table.name} AS"
    run(cursor, f"{text} FROM tidied_")
    run(cursor, f"{into} SELECT row_, {', '.join(f'{cast(c)} AS {c.name}' for c in table.columns)} FROM tidied_")
    staged.doubted |= doubted


def _register(cursor: duckdb.DuckDBPyConnection, rows: Sequence[int], columns: Mapping[str, pa.Array]) -> None:
    cursor.register("chunk_", pa.table({"row_": pa.array(rows, pa.int32()), **columns}))


def typed(column: Column, cells: Sequence[str] | None, values: Mapping[str, Value] | None, rows: int) -> pa.Array:
    """The values of a column; NULL where the sheet does not have it."""
    kind = ARROW[SQL_TYPE[column.type]]
    if cells is None or not values or values.keys() == {""}:
        return pa.nulls(rows, kind)
    return pa.array(cells if kind == pa.string() and "" not in values else [values[cell] for cell in cells], kind)


def _remember_ids(known: Mapping[str, Mapping[str, Value] | None], staged: Staged) -> None:
    """Note what the rows refer to."""
    for name, before in staged.ids.items():
        values = known[name]
        if before is None or values is None or len(before) + len(values) > MOST_IDS:
            staged.ids[name] = None
        else:
            before.update(values)


def stage_nothing(cursor: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make `incoming_<table>` without rows, for a table of which rows only go."""
    typed = ", ".join(f"{c.name} {SQL_TYPE[c.type]}" for c in table.columns)
    run(cursor, f"CREATE OR REPLACE TEMP TABLE incoming_{table.name} (row_ INTEGER, {typed})")


def _content(rows: Iterable[Sequence[str]]) -> bytes:
    """Unambiguous text of rows for the hash: no cell holds a NUL, and all rows are as wide as the header."""
    return "\0".join((*chain.from_iterable(rows), "")).encode("utf-8", "surrogatepass")


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
    """So many rows at a time; once none, where there are none."""
    coming = iter(rows)
    yield list(islice(coming, CHUNK))
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
