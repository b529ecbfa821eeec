"""The audit log of a workspace: what was changed, when, by whom, from which file, value by value.

The log holds every touched row before and after as JSON, in which DuckDB keeps dates, numbers in full precision and empty
cells exactly. An undo is a change of its own, which names the one that it undoes; nothing is ever removed from the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pandas as pd

from cx.store.rows import same_key
from cx.store.workspace import Workspace
from cx.tables import SQL_TYPE, TABLES, Column, Table, Type

SLACK = timedelta(minutes=2)
"""By so much clocks are set right all the time."""
ERASED = "erase"
"""The action of a change that took texts or rows out of the workspace and out of this log. It has no rows of its own, and no undo."""
WITHDRAWAL = "withdrawal"
"""The same where a person was withdrawn. It records the rows whose evidence it worked out anew, and has no undo."""
VALUE_COLUMNS = ("table", "key", "column", "before", "after", "change")


@dataclass(frozen=True)
class Entry:
    """One change of the log. `undone_by` is the undo in force, `undoes` the change that this one undoes."""

    audit_id: int
    happened_at: datetime
    who: str
    action: str
    source: str | None
    sha256: str | None
    rows_new: int
    rows_changed: int
    rows_removed: int
    undone_by: int | None
    undoes: int | None

    def __str__(self) -> str:
        if self.undoes is not None:
            what = f"undoing change {self.undoes}"
        else:
            what = f"{self.action} of {self.source}" if self.source else self.action
        return f"change {self.audit_id} ({what} by {self.who}, {self.happened_at:%Y-%m-%d %H:%M} UTC)"


def history(workspace: Workspace) -> pd.DataFrame:
    """Every change, the newest first; columns are the fields of `Entry`, times are UTC, unknown is empty."""
    with workspace.cursor() as cursor:
        found = entries(cursor)
    frame = pd.DataFrame([asdict(entry) for entry in found], columns=[f.name for f in fields(Entry)])
    frame["happened_at"] = pd.to_datetime(frame["happened_at"], utc=True)
    return frame.astype({"undone_by": "Int64", "undoes": "Int64"})


def entries(cursor: duckdb.DuckDBPyConnection) -> list[Entry]:
    """Every change that the transaction of this cursor sees, the newest first."""
    undone: dict[int, int] = {}
    found: list[Entry] = []
    for audit_id, happened_at, who, action, source, sha256, new, changed, removed, undoes in cursor.execute(
        """SELECT audit_id, happened_at, who, action, source, sha256, rows_new, rows_changed, rows_removed, undoes
        FROM audit_log ORDER BY audit_id DESC"""
    ).fetchall():
        # From the newest on: an undo that is itself undone has no effect any more.
        if undoes is not None and audit_id not in undone:
            undone[undoes] = audit_id
        at = happened_at.replace(tzinfo=UTC)
        found.append(Entry(audit_id, at, who, action, source, sha256, new, changed, removed, undone.get(audit_id), undoes))
    return found


def same_file(workspace: Workspace, sha256: str) -> Entry | None:
    """The newest change that wrote the same content, or None; it may have been undone since."""
    with workspace.cursor() as cursor:
        return next((entry for entry in entries(cursor) if entry.sha256 == sha256), None)


def clock_is_behind(workspace: Workspace) -> str | None:
    """What to say where the newest change lies after the present time of this computer: its clock was set back, or was ahead then."""
    ((newest,),) = workspace.rows("SELECT max(happened_at) FROM audit_log")
    now = datetime.now(UTC).replace(tzinfo=None)
    if newest is None or newest <= now + SLACK:
        return None
    return (
        f"The newest change was recorded at {newest:%Y-%m-%d %H:%M} UTC, and the clock of this computer stands at {now:%Y-%m-%d %H:%M}. Nothing "
        "is lost, and changes keep their order; the age of evidence, timers and new days follow the clock. Set it right."
    )


def rows_of(workspace: Workspace, audit_id: int) -> pd.DataFrame:
    """Every value that a change touched: table, key, column, before, after (as in a file, None = empty) and
    change (new, changed, removed). Empty for a change that does not exist."""
    return first_rows_of(workspace, audit_id, None)[0]


def first_rows_of(workspace: Workspace, audit_id: int, limit: int | None) -> tuple[pd.DataFrame, int]:
    """Like `rows_of`, cut after `limit` values, with the number of all values: a large load touches millions."""
    with workspace.cursor() as cursor:
        return values_of(cursor, audit_id, limit)


def values_of(cursor: duckdb.DuckDBPyConnection, audit_id: int, limit: int | None = None) -> tuple[pd.DataFrame, int]:
    """Like `first_rows_of`, as the transaction of this cursor sees it."""
    frames: list[pd.DataFrame] = []
    total = 0
    for table in recorded_tables(cursor, audit_id):
        rows, place = f"FROM ({_recorded(table)}) WHERE differing > 0", [audit_id, table.name]
        total += int(cursor.execute(f"SELECT coalesce(sum(differing), 0)::BIGINT {rows}", place).fetchall()[0][0])
        room = None if limit is None else limit - sum(map(len, frames))
        if room == 0:
            continue
        keys = ", ".join(f"k{i} NULLS FIRST" for i in range(len(table.key)))
        cut = "" if room is None else f"LIMIT {room}"
        # Every row holds a value at least, so that the rows are cut before they are taken apart into values.
        values = _values(table, f"SELECT * {rows} ORDER BY {keys} {cut}")
        frames.append(cursor.execute(f"SELECT {_quoted(VALUE_COLUMNS)} FROM ({values}) ORDER BY {keys}, place {cut}", place).df())
    empty = pd.DataFrame(columns=list(VALUE_COLUMNS), dtype="str")
    # A column without any value would otherwise not be one of texts.
    return pd.concat([empty, *(frame.astype("str") for frame in frames)], ignore_index=True), total


def newest(cursor: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest change; 0 if there is none."""
    return int(cursor.execute("SELECT coalesce(max(audit_id), 0) FROM audit_log").fetchall()[0][0])


def recorded_tables(cursor: duckdb.DuckDBPyConnection, audit_id: int) -> list[Table]:
    """The tables of which a change touched rows, in the order of references."""
    found = cursor.execute("SELECT DISTINCT table_name FROM audit_rows WHERE audit_id = ?", [audit_id]).fetchall()
    return [table for table in TABLES if (table.name,) in found]


def has_erased_rows(cursor: duckdb.DuckDBPyConnection, entry: Entry) -> bool:
    """Whether the log no longer says what a change did: it erased something, or whole rows of it were erased."""
    sql = "SELECT 1 FROM audit_rows WHERE audit_id = ? AND before IS NULL AND after IS NULL LIMIT 1"
    return entry.action in (ERASED, WITHDRAWAL) or bool(cursor.execute(sql, [entry.audit_id]).fetchall())


def unfold(cursor: duckdb.DuckDBPyConnection, audit_id: int, table: Table) -> list[str]:
    """Make `recorded_<table>` from the log of a change, typed: `had` and `has` (whether there was a row before
    and after), `before_`, and the columns as they were afterwards (before, where the row went).

    Returns the columns that the log has: a column added later is not among them.
    """
    known = cursor.execute(
        "SELECT json_keys(coalesce(after, before)) FROM audit_rows WHERE audit_id = ? AND table_name = ? LIMIT 1",
        [audit_id, table.name],
    ).fetchall()[0][0]
    columns = [c for c in table.columns if c.name in known]
    shape = _shape(columns, {c.name: SQL_TYPE[c.type] for c in columns})
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE recorded_{table.name} AS
        SELECT before IS NOT NULL AS had, after IS NOT NULL AS has, from_json(before, '{shape}') AS before_,
               unnest(from_json(coalesce(after, before), '{shape}'))
        FROM audit_rows WHERE audit_id = ? AND table_name = ?""",
        [audit_id, table.name],
    )
    return [c.name for c in columns]


def altered_since(table: Table, names: Sequence[str]) -> str:
    """A query for the recorded rows (see `unfold`) that were changed since."""
    differs = " OR ".join(f"r.{n} IS DISTINCT FROM t.{n}" for n in names if n not in table.key) or "false"
    return f"""SELECT {", ".join(f"r.{n}" for n in table.key)} FROM recorded_{table.name} r
        LEFT JOIN {table.name} t ON {same_key("r", "t", table)}
        WHERE (r.has AND (t.rowid IS NULL OR {differs})) OR (NOT r.has AND t.rowid IS NOT NULL)"""


def later_changes(cursor: duckdb.DuckDBPyConnection, audit_id: int, table: Table, keys: str) -> list[int]:
    """Numbers of the changes after this one that touched the rows whose keys the query `keys` gives, the newest first."""
    shape = _shape([table.column(n) for n in table.key], dict.fromkeys(table.key, "VARCHAR"))
    found = cursor.execute(
        f"""SELECT DISTINCT audit_id FROM (
            SELECT audit_id, unnest(from_json(coalesce(after, before), '{shape}'))
            FROM audit_rows WHERE audit_id > ? AND table_name = ?) l
        SEMI JOIN ({keys}) k ON {same_key("l", "k", table)} ORDER BY audit_id DESC""",
        [audit_id, table.name],
    ).fetchall()
    return [row[0] for row in found]


def _recorded(table: Table) -> str:
    """The rows of one table that a change touched: before and after, `b` and `a`, their key, and how many values differ."""
    shape = _shape(table.columns, {c.name: "VARCHAR" for c in table.columns})
    keys = [f"coalesce(a.{n}, b.{n})" for n in table.key]
    differing = " + ".join(f"({_text('b', c)} IS DISTINCT FROM {_text('a', c)})::INTEGER" for c in table.columns)
    return f"""SELECT b, a, {", ".join(f"{k} AS k{i}" for i, k in enumerate(keys))}, {differing} AS differing
        FROM (SELECT from_json(before, '{shape}') AS b, from_json(after, '{shape}') AS a
              FROM audit_rows WHERE audit_id = ? AND table_name = ?)"""


def _values(table: Table, recorded: str) -> str:
    """The values that differ in such rows."""
    values = ", ".join(
        f"{{'column': '{c.name}', 'place': {i}, 'before': {_text('b', c)}, 'after': {_text('a', c)}}}" for i, c in enumerate(table.columns)
    )
    keys = [f"k{i}" for i in range(len(table.key))]
    return f"""SELECT '{table.name}' AS "table", * FROM (
        SELECT concat_ws(' · ', {", ".join(keys)}) AS key, {", ".join(keys)},
               CASE WHEN b IS NULL THEN 'new' WHEN a IS NULL THEN 'removed' ELSE 'changed' END AS change,
               unnest([{values}], recursive := true)
        FROM ({recorded}))
        WHERE before IS DISTINCT FROM after"""


def _text(row: str, column: Column) -> str:
    text = f"{row}.{column.name}"
    if column.type is Type.PICTURE:  # told by its size and a few digits of its hash, by which two are told apart
        return f"format('JPEG, {{:.1f}} kB, {{}}', length({text}) / 2000, left(sha256({text}), 8))"
    # JSON writes 1.0 where a file has 1.
    return f"regexp_replace({text}, '\\.0$', '')" if column.type is Type.NUMBER else text


def _shape(columns: Sequence[Column], types: dict[str, Any]) -> str:
    return "{" + ", ".join(f'"{c.name}": "{types[c.name]}"' for c in columns) + "}"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
