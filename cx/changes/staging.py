"""Staging: the rows of a sheet, typed, in the temporary table `incoming_<table>`.

The work is done column by column, so a file of a million rows costs seconds, not minutes. Most cells are right beyond doubt and
come in with their type. Of rows among which some cell is not, `text_<table>` holds the text of each cell as well: SQL reads and
judges it. Cells that do not fit their type become NULL here and an issue in `cx.changes.cell_checks`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cx.changes.no_characters import left_out
from cx.changes.plain_cells import Value, plainly
from cx.changes.sheets import Sheet
from cx.exports.guard import unguarded_sql
from cx.readers.by_column import Block, CellsOfColumn
from cx.sql import run
from cx.store.opening import work_on_all_cores
from cx.tables import SQL_TYPE, TEXTUAL, Column, Table, Type
from cx.words import may_be_unprintable

TOGETHER = 100_000
"""So many rows come in with one statement, where they are plainly right."""
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
    staged.cells = dict.fromkeys(staged.given, ())
    coming = _Coming(cursor, table, staged)
    digest = hashlib.sha256(_content([[table.name], sheet.header]))
    for number, block in enumerate(sheet.blocks()):
        if number == 1:
            work_on_all_cores(cursor)
        content = [[text.encode("utf-8", "surrogatepass") for text in column.texts] for column in block.columns]
        digest.update(_joined(block.columns, content))
        if any(may_be_unprintable(b"".join(texts)) for texts in content):
            block = Block.of(left_out(list(block.rows()), sheet))
        coming.take(block.numbers, {name: block.columns[sheet.header.index(name)] for name in staged.given})
    coming.end()
    staged.digest = digest.hexdigest()
    return staged


class _Coming:
    """Puts the rows of a sheet into its tables, block by block."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, table: Table, staged: Staged):
        self._cursor, self._table, self._staged = cursor, table, staged
        self._plain: list[pa.Table] = []
        self._made: set[str] = set()

    def take(self, numbers: Sequence[int], columns: Mapping[str, CellsOfColumn]) -> None:
        """The next rows."""
        table, staged = self._table, self._staged
        known = {name: plainly(table.column(name), cells.texts) for name, cells in columns.items()}
        doubted = {name for name, values in known.items() if values is None}
        _remember_ids(known, staged)
        staged.cells = None if staged.rows or doubted else {name: cells.cells() for name, cells in columns.items()}
        staged.rows += len(numbers)
        if doubted:
            self._add_plain()
            self._add_text(numbers, columns)
            staged.doubted |= doubted
            return
        self._plain.append(_chunk(numbers, {c.name: typed(c, columns.get(c.name), known.get(c.name), len(numbers)) for c in table.columns}))
        if sum(map(len, self._plain)) >= TOGETHER:
            self._add_plain()

    def end(self) -> None:
        """There are no more."""
        self._add_plain()
        if not self._made:
            stage_nothing(self._cursor, self._table)

    def _add_plain(self) -> None:
        """Rows of which every cell is plainly right come in with their type."""
        if self._plain:
            self._cursor.register("chunk_", pa.concat_tables(self._plain))
            self._into("incoming", "FROM chunk_")
            self._cursor.unregister("chunk_")
            self._plain = []

    def _add_text(self, numbers: Sequence[int], columns: Mapping[str, CellsOfColumn]) -> None:
        """Rows among which some cell is not come in as text, which SQL reads."""
        self._cursor.register("chunk_", _chunk(numbers, {name: pa.array(cells.cells(), pa.string()) for name, cells in columns.items()}))
        tidied = ", ".join(f"{tidy(c) if c.name in columns else 'NULL::VARCHAR'} AS {c.name}" for c in self._table.columns)
        run(self._cursor, f"CREATE OR REPLACE TEMP TABLE tidied_ AS SELECT row_, {tidied} FROM chunk_")
        self._cursor.unregister("chunk_")
        self._into("text", "FROM tidied_")
        self._into("incoming", f"SELECT row_, {', '.join(f'{cast(c)} AS {c.name}' for c in self._table.columns)} FROM tidied_")

    def _into(self, kind: str, rows: str) -> None:
        """Put rows into one of the two tables, which is made with the first of them."""
        name = f"{kind}_{self._table.name}"
        run(self._cursor, f"{f'INSERT INTO {name}' if name in self._made else f'CREATE OR REPLACE TEMP TABLE {name} AS'} {rows}")
        self._made.add(name)


def _chunk(numbers: Sequence[int], columns: Mapping[str, pa.Array]) -> pa.Table:
    return pa.table({"row_": pa.array(numbers, pa.int32()), **columns})


def typed(column: Column, cells: CellsOfColumn | None, values: Mapping[str, Value] | None, rows: int) -> pa.Array:
    """The values of a column; NULL where the sheet does not have it."""
    kind = ARROW[SQL_TYPE[column.type]]
    if cells is None or not values or values.keys() == {""}:
        return pa.nulls(rows, kind)
    return pa.array([values[text] for text in cells.texts], kind).take(_places(cells))


def _places(cells: CellsOfColumn) -> pa.Array:
    return pa.array(np.frombuffer(cells.places, cells.kind))


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


def _joined(columns: Sequence[CellsOfColumn], texts: Sequence[Sequence[bytes]]) -> pa.Buffer:
    """The same of the rows of a block, whose different cells `texts` are."""
    cells = [pa.array(one, pa.large_binary()).take(_places(column)) for column, one in zip(columns, texts, strict=True)]
    rows = pc.binary_join_element_wise(*cells, *(pa.scalar(text, pa.large_binary()) for text in (b"", b"\0")))
    _, ends, content = rows.buffers()
    return content[: np.frombuffer(ends, np.int64)[len(rows)]]


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
