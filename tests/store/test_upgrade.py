"""A workspace that any earlier version wrote is brought forward with all it holds: first a copy, then the file itself."""

from __future__ import annotations

import lzma
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cx.__main__ import main
from cx.store import open_workspace, schema
from cx.store.upgrade import WHAT
from cx.tables import TABLES
from tests.conftest import ROOT

KEPT = ROOT / "tests" / "store" / "schemas"
"""A workspace of each schema version, as that version wrote it: needs, ratings, three changes, from 4 on a room at its reveal."""
EARLIER = range(1, schema.SCHEMA_VERSION)
SHAPE = "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"


def kept(version: int, folder: Path) -> Path:
    path = folder / "w.duckdb"
    path.write_bytes(lzma.decompress((KEPT / f"{version}.duckdb.xz").read_bytes()))
    return path


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the workspace's own tables, in the columns that its version knew, and the texts of its history."""
    with duckdb.connect(str(path), read_only=True) as connection:
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute("SELECT table_name, column_name FROM duckdb_columns() ORDER BY ALL").fetchall():
            columns.setdefault(table, []).append(column)
        names = [t.name for t in TABLES if t.name in columns] + ["audit_log", "audit_rows"]
        return {
            n: [tuple(columns[n]), *connection.execute(f"SELECT {', '.join(columns[n])} FROM {n} ORDER BY ALL").fetchall()] for n in names
        }


def test_each_step_says_what_it_does() -> None:
    assert list(WHAT) == list(range(2, schema.SCHEMA_VERSION + 1))


def test_a_dry_run_says_what_would_be_done_and_leaves_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = kept(1, tmp_path)
    content = path.read_bytes()
    assert main(["upgrade", "--database", str(path), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "has schema version 1;" in said and said.count("\n  to ") == schema.SCHEMA_VERSION - 1
    assert "A copy was brought forward and is whole.\nNothing was changed." in said
    assert (path.read_bytes(), [p.name for p in tmp_path.iterdir()]) == (content, ["w.duckdb"])


@pytest.fixture(scope="module")
def shape_of_new(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    with closing(open_workspace(tmp_path_factory.mktemp("new") / "new.duckdb")) as new:
        return new.rows(SHAPE)


@pytest.mark.parametrize("version", EARLIER)
def test_a_workspace_of_an_earlier_version_is_brought_forward_whole_behind_a_copy(
    tmp_path: Path, version: int, shape_of_new: list[tuple[Any, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept(version, tmp_path)
    before = rows_of(path)
    assert len(before["needs"]) == 7 and len(before["ratings"]) == 6, "the names of the columns, and the rows"

    assert main(["upgrade", "--database", str(path)]) == 0
    (copy,) = tmp_path.glob("w.before-upgrade-to-*.duckdb")
    assert f"What stood there before is kept as {copy}." in capsys.readouterr().out
    assert rows_of(copy) == before
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, (columns, *rows) in before.items():
            assert connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL").fetchall() == rows, table
        assert connection.execute(SHAPE).fetchall() == shape_of_new
    if version == EARLIER[-1]:
        assert main(["upgrade", "--database", str(path)]) == 0
        assert "There is nothing to do." in capsys.readouterr().out
        assert list(tmp_path.glob("w.before-upgrade-to-*.duckdb")) == [copy]


def test_a_newer_workspace_is_refused_and_both_versions_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = kept(1, tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE workspace_meta SET value = '99' WHERE name = 'schema_version'")
    content = path.read_bytes()
    assert main(["upgrade", "--database", str(path)]) == 1
    assert f"schema version 99; this version of the tool knows {schema.SCHEMA_VERSION}" in capsys.readouterr().err
    assert path.read_bytes() == content
