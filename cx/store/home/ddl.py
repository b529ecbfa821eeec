"""The tables of a workspace in PostgreSQL: the same as in the copy, from the same description."""

from __future__ import annotations

from cx.store.ddl import POSTGRES, create_statements
from cx.store.records import RECORDS
from cx.tables import TABLE, TABLES

WORDS = (("USING COMPRESSION zstd", ""), (" DOUBLE", " DOUBLE PRECISION"), (" BLOB", " BYTEA"))
"""What the two engines call otherwise in the tables without a file."""
NAMES: tuple[str, ...] = (*(statement.split()[2] for statement in RECORDS), *(table.name for table in TABLES))
"""Every table, those that others refer to first."""
BESIDE_ANSWERS = tuple(name for name in NAMES if name.startswith(("workshop_", "coding_", "workspace_", "reading_", "set_")))
"""Those that no answer reads; whatever leaves the answers as they are changes no other."""
STATE = (
    "CREATE TABLE home_state (is_one BOOLEAN PRIMARY KEY CHECK (is_one), home_id TEXT NOT NULL, version BIGINT NOT NULL)",
    """CREATE TABLE home_log (
        version BIGINT NOT NULL, table_name TEXT NOT NULL, removed BYTEA NOT NULL, added BYTEA NOT NULL,
        told_at TIMESTAMPTZ NOT NULL DEFAULT now(), PRIMARY KEY (version, table_name))""",
)
"""The version of the whole, by which processes know that they are behind, and what each version changed."""
NO_SAMPLES = """DO $$ DECLARE of record; BEGIN
    FOR of IN SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', of.table_name, of.column_name);
    END LOOP; END $$"""
"""The server would keep samples of the values for its planner, outside of the tables, where erasing does not reach."""


def statements() -> list[str]:
    """What makes the tables of a workspace."""
    records = []
    for statement in RECORDS:
        for ours, theirs in WORDS:
            statement = statement.replace(ours, theirs)
        records.append(statement)
    return [*STATE, *records, *(statement for table in TABLES for statement in create_statements(table, POSTGRES)), NO_SAMPLES]


def key_of(name: str) -> dict[str, bool]:
    """The columns that tell the rows of a table apart, and whether each is always there; none where rows may be alike."""
    if name in TABLE:
        table = TABLE[name]
        return {column: table.column(column).required for column in table.key}
    (statement,) = (one for one in RECORDS if one.split()[2] == name)
    if "PRIMARY KEY (" in statement:
        inside = statement.split("PRIMARY KEY (")[1].split(")")[0]
        return dict.fromkeys((part.strip() for part in inside.split(",")), True)
    first = statement.split("(", 1)[1].split()[0]
    return {first: True} if " PRIMARY KEY" in statement else {}
