"""Freezing a round: everything that it rests on, written down once. What is stored, and what its hashes are of, says `cx.store.frozen`.

Interviews and findings come without anybody in them: of an interview its segment and method, of findings that in a segment
somebody spoke to a need. Persona and market rest on that; and whoever withdraws leaves nothing behind that must be taken out.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb

from cx.model import METHOD_VERSION, PARAMETERS
from cx.store.frozen import KEPT, FrozenRound, FrozenTable, hash_of, is_prose, snapshots
from cx.store.rows import streamed
from cx.tables import Column, Table, Type

NOBODY = """SELECT format('{:06d}', row_number() OVER (ORDER BY segment_id, method NULLS FIRST)) AS interview_id, segment_id, method FROM interviews"""
SPOKEN = f"""SELECT DISTINCT (SELECT min(n.interview_id) FROM ({NOBODY}) n
        WHERE n.segment_id = i.segment_id AND n.method IS NOT DISTINCT FROM i.method) AS interview_id, f.need_id
    FROM findings f JOIN interviews i USING (interview_id) WHERE f.need_id IS NOT NULL"""
READ: dict[str, str] = {
    "interviews": NOBODY,
    "findings": f"""SELECT format('{{:06d}}', row_number() OVER (ORDER BY interview_id, need_id)) AS finding_id, interview_id,
        'spoken to' AS theme, need_id FROM ({SPOKEN})""",
    "parameters": "SELECT name, coalesce(value, standard) AS value FROM parameters FULL JOIN standard_ USING (name)",
}
"""Where the rows come from that are not those of the table: all parameters are written down, also those at their default."""


def take(cursor: duckdb.DuckDBPyConnection, round_id: str, who: str) -> FrozenRound:
    """Store the snapshot of a round, in the transaction of this cursor; the caller knows that it has none."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE standard_ AS SELECT unnest(?) AS name, unnest(?) AS standard",
        [[p.name for p in PARAMETERS], [str(p.default) for p in PARAMETERS]],
    )
    tables = [_stored(cursor, table, part) for table in KEPT for part in _parts(cursor, table)]
    for one in tables:
        cursor.execute(
            "INSERT INTO frozen_table VALUES (?, ?, ?, ?, ?, ?)", [round_id, one.table, one.part, one.rows, one.numbers, one.whole]
        )
    cursor.execute(
        "INSERT INTO frozen_round VALUES (?, ?, ?, ?, ?)",
        [round_id, hash_of(round_id, METHOD_VERSION, tables), datetime.now(UTC).replace(tzinfo=None), who, METHOD_VERSION],
    )
    return snapshots(cursor, round_id)[0]


def _parts(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """The rounds by which a table is taken apart, so that one that stays as it is, is stored once; a table without has one part."""
    if "round_id" not in table.key or table.name == "rounds":
        return [""]
    return [row[0] for row in cursor.execute(f"SELECT DISTINCT round_id FROM {table.name} ORDER BY 1").fetchall()]


def _stored(cursor: duckdb.DuckDBPyConnection, table: Table, part: str) -> FrozenTable:
    """Store one text, unless it is there already. It is never whole in memory: a table may have millions of rows."""
    packing, whole, numbers, rows = zlib.compressobj(6), hashlib.sha256(), hashlib.sha256(), -1
    content = bytearray()
    for line, bare in _lines(cursor, table, part):
        text = line.encode()
        content += packing.compress(text)
        whole.update(text)
        numbers.update(bare.encode())
        rows += 1
    content += packing.flush()
    found = FrozenTable(table.name, part, rows, numbers.hexdigest(), whole.hexdigest())
    cursor.execute("INSERT INTO frozen_content VALUES (?, ?) ON CONFLICT DO NOTHING", [found.whole, bytes(content)])
    return found


def _lines(cursor: duckdb.DuckDBPyConnection, table: Table, part: str) -> Iterator[tuple[str, str]]:
    """Each line of a text as it is stored and without its prose, the heading first."""
    columns, bare = list(table.columns), [c for c in table.columns if not is_prose(table, c)]
    yield _heading(columns), _heading(bare)
    of_part, values = ("WHERE round_id = ?", [part]) if part else ("", [])
    order = ", ".join(f"{name} NULLS FIRST" for name in table.key)
    nothing = f"SELECT {', '.join(c.name for c in columns)} FROM {table.name} LIMIT 0"
    rows = f"({nothing}) UNION ALL BY NAME ({READ.get(table.name, f'FROM {table.name}')})"
    yield from streamed(cursor, f"SELECT {_line(columns)}, {_line(bare)} FROM ({rows}) {of_part} ORDER BY {order}", values)


def _heading(columns: list[Column]) -> str:
    return ",".join(column.name for column in columns) + "\n"


def _line(columns: list[Column]) -> str:
    return " || ',' || ".join(map(_cell, columns)) + " || chr(10)"


def _cell(column: Column) -> str:
    """A value as a text of the snapshot has it: empty for unknown, in full precision, quoted where a comma or a line's end stands in it."""
    name = column.name
    if column.type is Type.NUMBER:
        return (
            f"coalesce(CASE WHEN {name} = trunc({name}) AND abs({name}) < 1e15 THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END, '')"
        )
    if column.type in (Type.INTEGER, Type.BOOLEAN, Type.DATE):
        return f"coalesce({name}::VARCHAR, '')"
    quoted = f"""'"' || replace({name}, '"', '""') || '"'"""
    return f"""coalesce(CASE WHEN regexp_matches({name}, '[,"\\n\\r]') THEN {quoted} ELSE {name} END, '')"""
