"""A workspace of before interviews could be synthetic takes them once it is opened, and keeps what it holds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from cx.store import open_workspace, schema
from cx.tables import TABLE
from tests.laying import lay
from tests.sketches import a_row_in_every_table


def test_a_workspace_of_before_takes_synthetic_interviews_and_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with closing(open_workspace(path)) as workspace:
        lay(workspace, a_row_in_every_table())
    tables = ("interviews", "findings")
    with closing(duckdb.connect(str(path))) as connection:
        before = {name: connection.execute(f"FROM {name}").fetchall() for name in tables}
        connection.execute("DROP TABLE codings")
        connection.execute("DROP TABLE findings")
        connection.execute("DROP TABLE interviews")
        for name in tables:
            for statement in schema.create_statements(TABLE[name]):
                connection.execute(statement.replace(", 'synthetic'", ""))
            connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(before[name][0]))})", before[name])
        connection.execute("UPDATE workspace_meta SET value = '6' WHERE name = 'schema_version'")
    with closing(open_workspace(path)) as workspace:
        assert {name: workspace.rows(f"FROM {name}") for name in tables} == before
        with workspace.transaction() as cursor:
            cursor.execute(
                "INSERT INTO interviews BY NAME SELECT * REPLACE ('made up' AS interview_id, 'synthetic' AS method) FROM interviews"
            )
        assert workspace.rows("SELECT method FROM interviews WHERE interview_id = 'made up'") == [("synthetic",)]
