"""Is the workspace whole? Every value is read, every rule of the tables is asked again, and the history is played from its
first change on: it must give the rows that stand there.

The rules are those of this version, taken from an empty workspace, and asked of the rows themselves: an index that is damaged,
or a rule that the stored tables have lost, hides nothing.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from cx.store import schema
from cx.store.backup import read_whole
from cx.store.frozen_check import rounds_altered
from cx.store.history import ERASED, WITHDRAWAL
from cx.store.opening import connect
from cx.tables import SQL_TYPE, TABLES, Table, Type
from cx.words import count

SHOWN = 5
"""So many faulty rows of one kind are named."""


OWN_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary ORDER BY 1"


@dataclass(frozen=True)
class Check:
    """One check: of what, what was looked at, what is wrong in sentences, and what to do about it."""

    of: str
    seen: str
    faults: tuple[str, ...] = ()
    remedy: str = ""


RESTORE = "Stop the dashboard and restore the newest copy that is whole: python -m cx restore COPY --database DB. "
CHANGED_BY_HAND = (
    "Something else than this tool has written to the database. Restore the newest copy that is whole, or export the rows as they are "
    "(python -m cx export FOLDER), correct them there, and load the folder into a new workspace."
)


def verify(cursor: duckdb.DuckDBPyConnection) -> list[Check]:
    """Every check of the tables, in one snapshot. Where values cannot be read, nothing else is asked."""
    values = _values(cursor)
    if values.faults:
        return [values]
    return [values, _rules(cursor), _references(cursor), _history(cursor), _counts(cursor), _frozen(cursor)]


def _frozen(cursor: duckdb.DuckDBPyConnection) -> Check:
    seen, faults = rounds_altered(cursor)
    remedy = f"{RESTORE}A round that was frozen with another hash than the one that was passed on is another one."
    return Check("frozen rounds", seen, tuple(faults), remedy)


def _values(cursor: duckdb.DuckDBPyConnection) -> Check:
    tables = [row[0] for row in cursor.execute(OWN_TABLES).fetchall()]
    expected = {table.name for table in TABLES} | {s.split()[2] for s in schema.RECORDS}
    faults = [f"The table {name} is missing." for name in sorted(expected - set(tables))]
    rows = 0
    for name in tables:
        try:
            rows += read_whole(cursor, name)
        except duckdb.Error as error:
            faults.append(f"The table {name} cannot be read whole: {str(error).splitlines()[0]}")
    return Check("values", f"every value of {count(len(tables), 'table')}, {rows:,} rows", tuple(faults), RESTORE)


def _rules(cursor: duckdb.DuckDBPyConnection) -> Check:
    """What each row, and each key, must be."""
    faults, asked = [], 0
    for table, kind, expression, columns in _constraints():
        asked += 1
        if kind == "CHECK":
            faults += _named(cursor, table, f"breaks the rule {expression}", f"NOT ({expression})")
        elif kind == "NOT NULL":
            faults += _named(cursor, table, f"has no {columns[0]}", f'"{columns[0]}" IS NULL')
        else:
            faults += _twice(cursor, table, [f'"{c}"' for c in columns])
    for known in TABLES:
        asked += 1
        faults += _twice(cursor, known.name, [f"coalesce({n}::VARCHAR, '')" for n in known.key])
    return Check("rules", count(asked, "rule"), tuple(faults), CHANGED_BY_HAND)


ROOM_REFERENCES = tuple((name, "room_id", "workshop_room", "room_id") for name in ("workshop_step", "workshop_setting", "workshop_person", "workshop_mark", "workshop_shown", "workshop_decision")) + (
    ("audit_rows", "audit_id", "audit_log", "audit_id"),
    ("audit_log", "undoes", "audit_log", "audit_id"),
)  # fmt: skip
"""References of the records, which the engine does not hold to."""


def _references(cursor: duckdb.DuckDBPyConnection) -> Check:
    pairs = [(t.name, c.name, c.references, c.name) for t in TABLES for c in t.columns if c.references and c.type is not Type.LIST]
    faults = []
    for table, column, other, key in (*pairs, *ROOM_REFERENCES):
        condition = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {other})"
        faults += _named(cursor, table, f"refers to a {key} that {other} does not have", condition)
    return Check("references", count(len(pairs) + len(ROOM_REFERENCES), "reference"), tuple(faults), CHANGED_BY_HAND)


def _history(cursor: duckdb.DuckDBPyConnection) -> Check:
    """The newest record of each row says what stands there; each record begins where the one before it ended."""
    faults = []
    recorded = int(cursor.execute("SELECT count(*) FROM audit_rows").fetchall()[0][0])
    for table in TABLES:
        faults += _replayed(cursor, table)
    remedy = (
        "The rows stand, but the history does not tell how they came to be: undo refuses where it no longer fits. Keep a copy "
        "(python -m cx backup), and restore an older one if the rows are wrong."
    )
    return Check("history", f"{recorded:,} recorded rows, played from the first change on", tuple(faults), remedy)


def _replayed(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    shape = "{" + ", ".join(f'"{c.name}": "{SQL_TYPE[c.type]}"' for c in table.columns) + "}"
    names = ", ".join(c.name for c in table.columns)
    key = ", ".join(table.key)
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE verified AS
        SELECT audit_id, before, after, unnest(from_json(coalesce(after, before), '{shape}'))
        FROM audit_rows WHERE table_name = ? AND coalesce(after, before) IS NOT NULL""",
        [table.name],
    )
    newest = f"SELECT {names} FROM verified QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY audit_id DESC) = 1 AND after IS NOT NULL"
    # Limits that a former version kept beside the parameters were moved among them without a change.
    stored = f"SELECT {names} FROM {table.name}" + (_UNRECORDED if table.name == "parameters" else "")
    apart = int(cursor.execute(f"SELECT count(*) FROM (({newest}) EXCEPT ALL ({stored})) t").fetchall()[0][0])
    apart = max(apart, int(cursor.execute(f"SELECT count(*) FROM (({stored}) EXCEPT ALL ({newest})) t").fetchall()[0][0]))
    broken = int(cursor.execute(
        f"""SELECT count(*) FROM (SELECT before, lag(after) OVER w AS earlier, row_number() OVER w AS place FROM verified
        WINDOW w AS (PARTITION BY {key} ORDER BY audit_id))
        WHERE place > 1 AND from_json(before, '{shape}') IS DISTINCT FROM from_json(earlier, '{shape}')"""
    ).fetchall()[0][0])  # fmt: skip
    cursor.execute("DROP TABLE verified")
    found = [f"{count(apart, 'row')} of {table.name} differ from what the history says."] if apart else []
    return found + ([f"{count(broken, 'record')} of {table.name} do not begin where the record before ended."] if broken else [])


_UNRECORDED = """ WHERE NOT starts_with(name, 'crosshair:')
    OR name IN (SELECT from_json(coalesce(after, before), '{"name": "VARCHAR"}').name FROM audit_rows WHERE table_name = 'parameters')"""


def _counts(cursor: duckdb.DuckDBPyConnection) -> Check:
    """Each change has as many rows as it says, and the numbers of the changes have no gap."""
    wrong = cursor.execute(
        """SELECT audit_id FROM audit_log LEFT JOIN (SELECT audit_id, count(*) AS n FROM audit_rows GROUP BY 1) r USING (audit_id)
        WHERE CASE action WHEN ? THEN 0 WHEN ? THEN rows_changed ELSE rows_new + rows_changed + rows_removed END IS DISTINCT FROM coalesce(n, 0) ORDER BY 1""",
        [ERASED, WITHDRAWAL],
    ).fetchall()
    changes, newest = cursor.execute("SELECT count(*), coalesce(max(audit_id), 0) FROM audit_log").fetchall()[0]
    faults = [f"Change {number} does not have the rows that it counts." for (number,) in wrong[:SHOWN]]
    if changes != newest:
        faults.append(f"{newest - changes} of {newest} changes are missing from the history.")
    return Check("changes", count(changes, "change"), tuple(faults), CHANGED_BY_HAND)


@cache
def _constraints() -> list[tuple[Any, ...]]:
    """The rules of this version's tables but references, as the engine words them."""
    with closing(connect(None)) as connection:
        schema.prepare(connection, is_new=True)
        return connection.execute(
            """SELECT table_name, constraint_type, expression, constraint_column_names FROM duckdb_constraints()
            WHERE constraint_type <> 'FOREIGN KEY'"""
        ).fetchall()


def _named(cursor: duckdb.DuckDBPyConnection, table: str, what: str, condition: str) -> list[str]:
    rows = int(cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchall()[0][0])
    return [f"{count(rows, 'row')} of {table}: {what}."] if rows else []


def _twice(cursor: duckdb.DuckDBPyConnection, table: str, key: list[str]) -> list[str]:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {', '.join(key)} HAVING count(*) > 1) t"
    keys = int(cursor.execute(sql).fetchall()[0][0])
    return [f"{count(keys, 'key')} of {table} stand there more than once."] if keys else []
