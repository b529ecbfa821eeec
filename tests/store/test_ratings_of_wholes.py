"""A database from before a need could be rated at a stage as a whole: its ratings move into a table that can."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cx.changes.load import load
from cx.store import open_workspace
from tests.random_workspaces import write_folder
from tests.sketches import a_row_in_every_table

OLD_RATINGS = """CREATE TABLE ratings (
    round_id VARCHAR NOT NULL, touchpoint_id VARCHAR NOT NULL, stage_id VARCHAR NOT NULL, need_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL, rater VARCHAR, segment_id VARCHAR, market VARCHAR, value DOUBLE NOT NULL,
    scale VARCHAR CHECK (scale IN ('0-1', '0-4', '1-5')), n BIGINT, met_n BIGINT, stdev DOUBLE, rated_on DATE, note VARCHAR)"""


@pytest.fixture
def old_database(tmp_path: Path) -> Path:
    path = tmp_path / "old.duckdb"
    with closing(open_workspace(path)) as workspace:
        write_folder(a_row_in_every_table(), tmp_path / "folder")
        assert not load(workspace, [tmp_path / "folder"]).refused
    with closing(duckdb.connect(str(path))) as connection:
        rows = connection.execute("FROM ratings").fetchall()
        connection.execute("DROP TABLE ratings")
        connection.execute(OLD_RATINGS)
        connection.executemany(f"INSERT INTO ratings VALUES ({', '.join('?' * len(rows[0]))})", rows)
        connection.execute("UPDATE workspace_meta SET value = '4' WHERE name = 'schema_version'")
    return path


def test_its_ratings_are_kept(old_database: Path) -> None:
    with closing(duckdb.connect(str(old_database))) as connection:
        before = connection.execute("FROM ratings").fetchall()
    with closing(open_workspace(old_database)) as workspace:
        assert workspace.rows("FROM ratings") == before != []


def test_a_rating_without_touchpoint_and_on_a_scale_of_its_own_goes_in(old_database: Path) -> None:
    with closing(open_workspace(old_database)) as workspace:
        with workspace.transaction() as cursor:
            cursor.execute("INSERT INTO ratings BY NAME SELECT * REPLACE (NULL AS touchpoint_id, '1-6' AS scale) FROM ratings")
        assert workspace.rows("SELECT count(*) FROM ratings WHERE touchpoint_id IS NULL") == [(1,)]


def test_two_ratings_of_one_whole_by_one_source_are_still_refused(old_database: Path) -> None:
    with closing(open_workspace(old_database)) as workspace:
        twice = "INSERT INTO ratings BY NAME SELECT * REPLACE (NULL AS touchpoint_id) FROM ratings UNION ALL SELECT * REPLACE (NULL AS touchpoint_id) FROM ratings"
        with pytest.raises(duckdb.ConstraintException), workspace.transaction() as cursor:
            cursor.execute(twice)
