"""A workspace in PostgreSQL: every process answers from its own copy, sees what others write, and loses nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import psycopg
import pytest

from cx.__main__ import main
from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.changes.undo import undo
from cx.errors import WorkspaceError
from cx.exports.export import workspace_files
from cx.settings import DATABASE
from cx.store import Workspace, open_workspace
from cx.store.home.ddl import NAMES
from cx.store.home.difference import source
from cx.store.home.home import Telling
from tests.conftest import SAMPLE
from tests.postgres import Postgres

FEW = [SAMPLE / name for name in ("stages.csv", "personas.csv", "needs.csv")]
Process = Callable[[str], Workspace]


def held(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that copies share."""
    return {name: sorted(workspace.rows(f"SELECT t.* FROM {source(name)}"), key=repr) for name in NAMES}


def until(what: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_what_one_process_writes_the_other_has_row_by_row(process: Process):
    one, two = process("one"), process("two")
    assert not load(one, [SAMPLE]).issues
    two.follow()
    assert held(two) == held(one)
    assert workspace_files(two) == workspace_files(one)
    assert coverage(two).cells.equals(coverage(one).cells)
    late = process("three")
    assert held(late) == held(one)


def test_it_comes_by_itself_and_answers_are_those_of_the_new_state(process: Process, tmp_path: Path):
    one, two = process("one"), process("two")
    assert two.answer("personas", lambda: two.rows("SELECT count(*) FROM personas")) == [(0,)]
    (tmp_path / "personas.csv").write_text("persona_id,name\np1,Ana\n", encoding="utf-8")
    assert load(one, [tmp_path / "personas.csv"]).applied
    until(lambda: two.answer("personas", lambda: two.rows("SELECT count(*) FROM personas")) == [(1,)])


def test_changes_removals_and_undo_arrive_as_well(process: Process, tmp_path: Path):
    one, two = process("one"), process("two")
    load(one, FEW)
    file = tmp_path / "personas.csv"
    file.write_text("persona_id,name\nbusiness,Somebody else\n", encoding="utf-8")
    changed = load(one, [file])
    assert changed.applied
    two.follow()
    assert held(two) == held(one)
    undo(two, int(two.rows("SELECT max(audit_id) FROM audit_log")[0][0]))
    one.follow()
    assert held(one) == held(two) and one.rows("SELECT name FROM personas WHERE persona_id = 'business'") == [("Business traveller",)]


def test_a_write_stands_on_the_newest_state_though_its_process_has_not_looked(process: Process, tmp_path: Path):
    one, two = process("one"), process("two")
    for number, workspace in enumerate((one, two, one, two)):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"persona_id,name\np{number},P{number}\n", encoding="utf-8")
        assert load(workspace, [file.rename(tmp_path / "personas.csv")]).applied
    one.follow()
    assert held(one) == held(two) and one.rows("SELECT count(*), max(audit_id) FROM audit_log, personas") == [(16, 4)]


def test_the_two_descriptions_of_the_tables_agree(process: Process, address: str):
    workspace = process("one")
    ours = workspace.rows(
        "SELECT table_name, column_name, is_nullable, data_type FROM information_schema.columns WHERE table_schema = 'main'"
    )
    with psycopg.connect(address) as connection:
        asked = "SELECT table_name, column_name, is_nullable, data_type FROM information_schema.columns WHERE table_schema = 'journey_gaps'"
        theirs = connection.execute(asked).fetchall()
    called = {
        "character varying": "VARCHAR",
        "text": "VARCHAR",
        "double precision": "DOUBLE",
        "bytea": "BLOB",
        "timestamp without time zone": "TIMESTAMP",
    }
    same = {(t, c, n, called.get(kind, kind.upper())) for t, c, n, kind in theirs if not t.startswith("home_")}
    assert same == {row for row in ours if row[0] in NAMES}


def test_constraints_hold_in_the_server_too(process: Process, address: str):
    load(process("one"), [SAMPLE])
    with psycopg.connect(address, options="-c search_path=journey_gaps") as connection:
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("UPDATE ratings SET source = 'rumour'")
        connection.rollback()
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connection.execute("DELETE FROM needs")
            connection.commit()


def test_a_change_that_fails_leaves_neither_anything(process: Process):
    one, two = process("one"), process("two")
    before = held(one)
    with pytest.raises(ZeroDivisionError), one.transaction() as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES ('x', 'y')")
        print(1 / 0)
    two.follow()
    assert held(one) == before == held(two)


def test_a_copy_that_was_killed_before_it_committed_takes_the_change_from_the_server(process: Process, monkeypatch: pytest.MonkeyPatch):
    one, two = process("one"), process("two")
    tell = Telling.tell

    def killed(self: Telling, cursor: duckdb.DuckDBPyConnection) -> None:
        tell(self, cursor)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Telling, "tell", killed)
        load(one, FEW)
    assert one.rows("SELECT count(*) FROM personas") == [(0,)]
    one.follow()
    two.follow()
    assert held(one) == held(two) and one.rows("SELECT count(*) FROM personas") == [(4,)]


def test_a_server_that_went_away_is_said_and_nothing_is_written_until_it_is_back(process: Process, postgres: Postgres, tmp_path: Path):
    one = process("one")
    load(one, FEW)
    before = held(one)
    postgres.kill()
    try:
        with pytest.raises(WorkspaceError, match="does not answer; nothing was written"):
            load(one, [SAMPLE / "stages.csv"])
        assert held(one) == before  # and pages go on showing what was known
    finally:
        postgres.start()
    (tmp_path / "personas.csv").write_text("persona_id,name\np1,Ana\n", encoding="utf-8")
    assert load(one, [tmp_path / "personas.csv"]).applied


def test_a_file_that_is_a_workspace_of_its_own_is_not_overwritten(
    process: Process, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    load(process("one"), FEW)
    monkeypatch.delenv(DATABASE.name)
    own = open_workspace(tmp_path / "own" / "journey.duckdb")
    load(own, [SAMPLE / "stages.csv"])
    own.close()
    monkeypatch.setenv(DATABASE.name, address)
    with pytest.raises(WorkspaceError, match="holds a workspace of its own"):
        process("own")


def test_a_workspace_moves_into_the_server_and_back_and_nothing_is_lost(
    process: Process, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    with monkeypatch.context() as patch:
        patch.delenv(DATABASE.name)
        with closing(open_workspace(tmp_path / "before.duckdb")) as workspace:
            load(workspace, FEW)
            undo(workspace, 1)
            load(workspace, FEW)
            before = held(workspace)
        assert main(["move", str(tmp_path / "before.duckdb"), address]) == 0
        assert main(["move", str(tmp_path / "before.duckdb"), address]) == 1 and "already" in capsys.readouterr().err
        assert main(["move", address, str(tmp_path / "after.duckdb")]) == 0
        with closing(open_workspace(tmp_path / "after.duckdb")) as workspace:
            assert held(workspace) == before
    assert held(process("one")) == before


def test_a_server_of_another_schema_version_is_refused_and_both_are_named(process: Process, address: str):
    process("one")
    with psycopg.connect(address, options="-c search_path=journey_gaps") as connection:
        connection.execute("UPDATE workspace_meta SET value = '9' WHERE name = 'schema_version'")
    with pytest.raises(WorkspaceError, match="schema version 9, and this version of the tool has"):
        process("two")


def test_a_copy_does_not_fill_a_server_that_holds_nothing(process: Process, postgres: Postgres, monkeypatch: pytest.MonkeyPatch):
    load(one := process("one"), FEW)
    one.close()
    monkeypatch.setenv(DATABASE.name, postgres.database("another"))
    with pytest.raises(WorkspaceError, match="the server that is named holds none"):
        process("one")


def test_what_the_server_refuses_is_said_as_it_says_it(process: Process, address: str):
    load(one := process("one"), FEW)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER DATABASE journeys SET default_transaction_read_only = on")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'journey-gaps'")
    with pytest.raises(WorkspaceError, match="PostgreSQL refuses .* read-only transaction"):
        load(one, [SAMPLE / "segments.csv"])
