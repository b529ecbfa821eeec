"""Frozen rounds: what a round rested on when it was frozen, kept beside the tables, which go on changing.

A snapshot is one CSV text for each table, in the order of its key; of tables with a round, one for each round. It is stored
compressed under its SHA-256, so that rounds share what is equal. Two hashes are kept of each:

- `numbers` is of all columns but prose (`is_prose`), which no number rests on. The hash of the round is that of the list of these,
  with the method version: whoever freezes the same rows gets the same hash.
- `whole` is of the text as it stands. Erasing a text of a person changes it, and not the round's hash; `frozen_erased` says when.

Where a text is erased that numbers do rest on, such as an id, the round gets another hash, and `frozen_erased` keeps the former.
Of interviews there are only segment and method, of findings only that somebody of a segment spoke to a need (`cx.store.freezing`).
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from cx.store.workspace import Workspace
from cx.tables import FILES, TABLE, TABLES, Column, Table, Type

FORM = 1
"""The form of the texts and of the list of their hashes."""
LEFT_OUT = ("codings",)
"""Tables of files that say only what was said in interviews: no number of a round rests on them."""
KEPT = tuple(table for table in FILES if table.name not in LEFT_OUT)
LAID_OUT = (
    "stages", "segments", "personas", "persona_segments", "needs", "need_stages", "need_markets", "touchpoints", "links",
    "ratings", "answer_styles", "interviews", "findings", "parameters",
)  # fmt: skip
"""The tables that numbers of a round rest on. Causes, decisions, statements and improvements are kept as well, but pages show
those of today: work goes on."""
ARROW: dict[Type, pa.DataType] = {
    Type.NUMBER: pa.float64(), Type.INTEGER: pa.int64(), Type.BOOLEAN: pa.bool_(), Type.DATE: pa.date32(),
}  # fmt: skip


@dataclass(frozen=True)
class FrozenTable:
    """One table of a snapshot, or the rows of one round in it (`part`); for the hashes see above."""

    table: str
    part: str
    rows: int
    numbers: str
    whole: str


@dataclass(frozen=True)
class Erased:
    """When texts of people were erased from a snapshot (UTC), by which act, from which tables, and the hash of the round before."""

    happened_at: datetime
    action: str
    tables: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class FrozenRound:
    """What is known of a snapshot; `frozen_at` is UTC."""

    round_id: str
    sha256: str
    frozen_at: datetime
    who: str
    method_version: str
    tables: tuple[FrozenTable, ...]
    erased: tuple[Erased, ...]

    @property
    def short(self) -> str:
        """The hash as people compare it."""
        return self.sha256[:12]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def snapshot_of(workspace: Workspace, round_id: str | None) -> FrozenRound | None:
    """What is known of the snapshot of a round; None where it has none, be it open or frozen by somebody else's tool."""
    with workspace.cursor() as cursor:
        return next(iter(snapshots(cursor, round_id)), None) if round_id is not None else None


def snapshots(cursor: duckdb.DuckDBPyConnection, round_id: str | None = None) -> list[FrozenRound]:
    """Every snapshot, or that of one round, the earliest first."""
    chosen, values = ("WHERE round_id = ?", [round_id]) if round_id is not None else ("", [])
    found = cursor.execute(
        f"SELECT round_id, sha256, frozen_at, who, method_version FROM frozen_round {chosen} ORDER BY frozen_at, round_id", values
    ).fetchall()
    return [FrozenRound(id_, sha256, at, who, method, _tables(cursor, id_), _erased(cursor, id_)) for id_, sha256, at, who, method in found]


def _tables(cursor: duckdb.DuckDBPyConnection, round_id: str) -> tuple[FrozenTable, ...]:
    rows = cursor.execute("SELECT table_name, part, rows, numbers, whole FROM frozen_table WHERE round_id = ?", [round_id]).fetchall()
    return tuple(sorted((FrozenTable(*row) for row in rows), key=lambda one: (_place(one.table), one.part)))


def _place(name: str) -> int:
    return TABLES.index(TABLE[name]) if name in TABLE else len(TABLES)


def _erased(cursor: duckdb.DuckDBPyConnection, round_id: str) -> tuple[Erased, ...]:
    rows = cursor.execute(
        "SELECT happened_at, action, tables, sha256 FROM frozen_erased WHERE round_id = ? ORDER BY happened_at", [round_id]
    ).fetchall()
    return tuple(Erased(at, action, tuple(tables.split(";")), sha256) for at, action, tables, sha256 in rows)


def is_prose(table: Table, column: Column) -> bool:
    """Whether a column is only read: no number, and nothing that counts or compares, rests on it."""
    if column.name in table.key or table.name == "parameters":
        return False
    return column.type is Type.TEXT or (column.type is Type.LIST and not column.references and not column.item)


def hash_of(round_id: str, method_version: str, tables: Iterable[FrozenTable]) -> str:
    """The hash of a round: of its id, the method version and the hashes of what its numbers rest on."""
    lines = [f"Journey Gap Analysis, frozen round, form {FORM}", f"method {json.dumps(method_version)}", f"round {json.dumps(round_id)}"]
    lines += [f"{one.table} {json.dumps(one.part)} {one.rows} {one.numbers}" for one in tables]
    return digest("".join(line + "\n" for line in lines))


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def packed(text: str) -> bytes:
    """A text as it is stored."""
    return zlib.compress(text.encode(), 6)


def text_of(content: bytes) -> str:
    """The text of what is stored. Raises zlib.error or UnicodeDecodeError where it is damaged."""
    return zlib.decompress(content).decode()


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as the texts of a snapshot have them."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n\r') else cell


def read_lines(text: str) -> list[list[str]]:
    """The rows of such a text, its heading first."""
    return list(csv.reader(io.StringIO(text, newline="")))


def numbers_of(table: Table, text: str) -> str:
    """The hash of a text without its prose; columns that this version does not know count."""
    header, *rows = read_lines(text)
    known = {column.name: column for column in table.columns}
    places = [at for at, name in enumerate(header) if name not in known or not is_prose(table, known[name])]
    return digest(csv_lines([row[at] for at in places] for row in (header, *rows)))


def lay_out(cursor: duckdb.DuckDBPyConnection, round_id: str, kept: str) -> None:
    """Make the tables that a round rested on, under their names, so that they take precedence over those of today; `kept` says how."""
    contents: dict[str, list[bytes]] = {name: [] for name in LAID_OUT}
    for name, content in cursor.execute(
        """SELECT table_name, content FROM frozen_table JOIN frozen_content USING (whole)
        WHERE round_id = ? AND list_contains(?::VARCHAR[], table_name) ORDER BY part""",
        [round_id, list(LAID_OUT)],
    ).fetchall():
        contents[name].append(content)
    for name, parts in contents.items():
        rows = pa.concat_tables([_arrow(TABLE[name], part) for part in parts]) if parts else _schema(TABLE[name]).empty_table()
        cursor.register("laid_out_", rows)
        cursor.execute(f"CREATE OR REPLACE {kept} TABLE {name} AS FROM laid_out_")
        cursor.unregister("laid_out_")


def _schema(table: Table) -> pa.Schema:
    return pa.schema([(column.name, ARROW.get(column.type, pa.string())) for column in table.columns])


def _arrow(table: Table, content: bytes) -> pa.Table:
    """The rows of a stored text, typed; a column that came later is empty."""
    text, schema = zlib.decompress(content), _schema(table)
    return arrow_csv.read_csv(
        io.BytesIO(text),
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(text) + 1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=schema,
            include_columns=schema.names,
            include_missing_columns=True,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true"],
            false_values=["false"],
        ),
    )
