"""The database schema, generated from `cx.tables`, and how older databases are brought up to date."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import duckdb

from cx.errors import NotAWorkspace, WorkspaceTooNew
from cx.sql import run
from cx.store.ddl import create_statements, make_anew
from cx.store.no_characters import leave_out
from cx.store.records import CODING_RECORDS, FROZEN_RECORDS, RECORDS, WORKSHOP_RECORDS
from cx.tables import SQL_TYPE, TABLE, TABLES, referring

SCHEMA_VERSION = 10
CLEAN = 8
"""The version from which on no text holds what is no character."""


def _to_2(cursor: duckdb.DuckDBPyConnection) -> None:
    """A change may undo an earlier one; its number follows the newest, so that a dry run uses none up."""
    cursor.execute("ALTER TABLE audit_log ADD COLUMN IF NOT EXISTS undoes BIGINT")
    cursor.execute("DROP SEQUENCE IF EXISTS audit_ids")


def _to_3(cursor: duckdb.DuckDBPyConnection) -> None:
    """How a layout of upload was read is remembered, and refused rows can be set aside."""
    _create_if_missing(cursor, RECORDS[3:5])


def _to_4(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rooms of the workshop."""
    _create_if_missing(cursor, WORKSHOP_RECORDS)


def _create_if_missing(cursor: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    for statement in statements:
        cursor.execute(statement.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))


def _to_5(cursor: duckdb.DuckDBPyConnection) -> None:
    """A rating may judge a need at a stage as a whole, and on any scale of whole numbers: both stand in the
    constraints of the table, so its rows move into a new one."""
    table = TABLE["ratings"]
    stored = [row[0] for row in cursor.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'ratings'").fetchall()]
    names = ", ".join(c.name for c in table.columns if c.name in stored)
    cursor.execute(f"CREATE TEMP TABLE moved_ratings AS SELECT {names} FROM ratings")
    make_anew(cursor, [table], "moved")
    # Frozen crosshairs are parameters, so that they are part of the history and of exports.
    if cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'parameters'").fetchall():
        cursor.execute("INSERT INTO parameters SELECT name, value FROM workspace_meta WHERE starts_with(name, 'crosshair:')")
    cursor.execute("DELETE FROM workspace_meta WHERE starts_with(name, 'crosshair:')")


def _to_6(cursor: duckdb.DuckDBPyConnection) -> None:
    """A room names the key of its seals, a mark the rule by which it is sealed; and what was revealed is tied to nobody.

    Revealed values get numbers that are drawn anew for every question, without the time of their mark; those of fewer than
    three people go. Of a closed room the marks and the keys of its people go, and their ids and the order in which they came.
    """
    cursor.execute("ALTER TABLE workshop_room ADD COLUMN IF NOT EXISTS seal VARCHAR")
    cursor.execute("ALTER TABLE workshop_mark ADD COLUMN IF NOT EXISTS form INTEGER")
    closed = "room_id IN (SELECT room_id FROM workshop_step WHERE step = 'closed')"
    cursor.execute(f"DELETE FROM workshop_mark WHERE {closed}")
    cursor.execute(
        """CREATE TEMP TABLE moved AS SELECT * EXCLUDE (lot) REPLACE (
            room_id || '-' || format('{:02d}', row_number() OVER (PARTITION BY room_id, part, item_id ORDER BY lot)) AS person_id,
            max(marked_at::DATE) OVER (PARTITION BY room_id, part)::TIMESTAMP AS marked_at)
        FROM (SELECT *, random() AS lot FROM workshop_shown)
        QUALIFY count(value) OVER (PARTITION BY room_id, part, item_id) NOT IN (1, 2) ORDER BY room_id, part, item_id, person_id"""
    )
    cursor.execute("DELETE FROM workshop_shown")
    cursor.execute("INSERT INTO workshop_shown FROM moved")
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE moved AS SELECT * REPLACE (
            if({closed}, room_id || '-' || left(gen_random_uuid()::VARCHAR, 8), person_id) AS person_id,
            if({closed}, 'left ' || gen_random_uuid()::VARCHAR, token_hash) AS token_hash,
            if({closed}, (SELECT opened_at FROM workshop_room r WHERE r.room_id = p.room_id), joined_at) AS joined_at)
        FROM workshop_person p ORDER BY joined_at, pseudonym"""
    )
    (ddl,) = (s for s in WORKSHOP_RECORDS if "TABLE workshop_person " in s)
    cursor.execute("DROP TABLE workshop_person")
    cursor.execute(ddl)
    cursor.execute("INSERT INTO workshop_person FROM moved")
    cursor.execute("DROP TABLE moved")


def _to_7(cursor: duckdb.DuckDBPyConnection) -> None:
    """An interview may be one with a synthetic respondent. The word stands in the constraint of the table, so its rows move into
    a new one, and with them what refers to them."""
    present = _columns(cursor)
    referring_to_them = [table for table, _ in referring("interviews")]
    moved = [t for t in (TABLE["interviews"], *referring_to_them) if t.name in present and "interviews" in present]
    for table in moved:
        names = ", ".join(c.name for c in table.columns if c.name in present[table.name])
        cursor.execute(f"CREATE TEMP TABLE moved_{table.name} AS SELECT {names} FROM {table.name}")
    make_anew(cursor, moved, "moved")


def _to_9(cursor: duckdb.DuckDBPyConnection) -> None:
    """Interviews that two people code."""
    _create_if_missing(cursor, CODING_RECORDS)


def _to_10(cursor: duckdb.DuckDBPyConnection) -> None:
    """Frozen rounds. A round that was frozen before has no snapshot: what it rested on then is not known any more."""
    _create_if_missing(cursor, FROZEN_RECORDS)


MIGRATIONS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {
    2: _to_2, 3: _to_3, 4: _to_4, 5: _to_5, 6: _to_6, 7: _to_7, 9: _to_9, 10: _to_10,
}  # fmt: skip
"""Version -> the step that turns the version before it into this one. New tables and new columns of
`cx.tables` need no step, they are added from there; a step renames, moves, recomputes or alters a record."""


def prepare(connection: duckdb.DuckDBPyConnection, *, is_new: bool = False) -> None:
    """Create the schema in an empty database, or bring an older one forward, in one transaction. With `is_new` the database
    has just been made, and what it holds is not asked.

    Raises NotAWorkspace for a database with other tables, WorkspaceTooNew for a newer schema.
    """
    with connection.cursor() as cursor:
        # The engine's first look into its catalogue takes a sixth of the time that a new workspace takes.
        present = set() if is_new else {row[0] for row in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if present and "workspace_meta" not in present:
            raise NotAWorkspace("The database holds other tables, so it is not a workspace. Choose another file name.")
        cursor.begin()
        if not present:
            _create(cursor)
        else:
            _migrate(cursor)
        cursor.commit()


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables of a workspace are those of this version, so that there is nothing to prepare.

    Each is asked for its columns: the engine takes six times as long to list all that it knows.
    """
    columns = (f"(SELECT NULL FROM (SELECT {', '.join(c.name for c in t.columns)} FROM {t.name} LIMIT 0))" for t in TABLES)
    with connection.cursor() as cursor, suppress(duckdb.CatalogException, duckdb.BinderException):
        if version_of(cursor) == SCHEMA_VERSION:
            run(cursor, " UNION ALL ".join(columns)).fetchall()
            return True
    return False


def is_behind(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the tables of a workspace would be altered before this version of the tool can use it."""
    with connection.cursor() as cursor:
        present = _columns(cursor)
        if "workspace_meta" not in present:
            return False
        stored = version_of(cursor)
    lacks = any(column.name not in present.get(table.name, ()) for table in TABLES for column in table.columns)
    return stored < SCHEMA_VERSION or (stored == SCHEMA_VERSION and lacks)


def version_of(cursor: duckdb.DuckDBPyConnection) -> int:
    """The schema version stored in the database."""
    return int(cursor.execute("SELECT value FROM workspace_meta WHERE name = 'schema_version'").fetchall()[0][0])


def refuse_newer(stored: int) -> None:
    """Raises WorkspaceTooNew where a stored version is one that this version of the tool does not know."""
    if stored > SCHEMA_VERSION:
        raise WorkspaceTooNew(
            f"The workspace has schema version {stored}; this version of the tool knows {SCHEMA_VERSION}. "
            "Update the tool, or open the workspace with the version that wrote it."
        )


def _create(cursor: duckdb.DuckDBPyConnection) -> None:
    for statement in RECORDS:
        run(cursor, statement)
    for table in TABLES:
        for statement in create_statements(table):
            run(cursor, statement)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    meta = {"created_at": now, "schema_version": str(SCHEMA_VERSION), "drawn": secrets.token_hex(16)}
    run(cursor, "INSERT INTO workspace_meta SELECT unnest(?), unnest(?)", [list(meta), list(meta.values())])


def _migrate(cursor: duckdb.DuckDBPyConnection) -> None:
    stored = version_of(cursor)
    refuse_newer(stored)
    for version in range(stored + 1, SCHEMA_VERSION + 1):
        MIGRATIONS.get(version, lambda _: None)(cursor)
    _add_what_is_missing(cursor)
    if stored < CLEAN:  # once the tables are those of this version
        leave_out(cursor)
    cursor.execute("UPDATE workspace_meta SET value = ? WHERE name = 'schema_version'", [str(SCHEMA_VERSION)])


def _add_what_is_missing(cursor: duckdb.DuckDBPyConnection) -> None:
    columns = _columns(cursor)
    for table in TABLES:
        if table.name not in columns:
            for statement in create_statements(table):
                cursor.execute(statement)
            continue
        for column in table.columns:
            if column.name not in columns[table.name]:
                cursor.execute(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {SQL_TYPE[column.type]}")


def _columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    columns: dict[str, set[str]] = {}
    for name, column in cursor.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall():
        columns.setdefault(name, set()).add(column)
    return columns
