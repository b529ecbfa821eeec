"""One workspace, many sessions: who may open it, what the engine may do, and what a reader can ever see."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import duckdb
import pytest

from cx.analysis.coverage import Scope, compute
from cx.changes.load import load
from cx.changes.write import write_rows
from cx.errors import NotAWorkspace, TooMuchAtOnce, WorkspaceBusy, WorkspaceError, WorkspaceTooNew
from cx.readers.by_column import ROWS
from cx.store import Workspace, open_workspace, schema
from cx.store.opening import connect
from cx.tables import TABLE, TABLES, Table
from tests.brought import applied, typed
from tests.conftest import ROOT, SAMPLE
from tests.keeping import empty
from tests.oracle import Tables
from tests.sketches import a_row_in_every_table, one_need, stages_rated


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a workspace may be put."""
    return tmp_path / "place" / "w.duckdb"


@pytest.fixture
def stored(database: Path):
    """An open workspace in a file."""
    workspace = open_workspace(database)
    yield workspace
    workspace.close()


def test_a_change_that_outgrows_the_memory_changes_nothing_and_says_what_to_do(database: Path, monkeypatch) -> None:
    monkeypatch.setattr("cx.store.opening.MEMORY", "60MB")
    stored = open_workspace(database)
    rows = "SELECT 'persona ' || range, 'P', 'active' FROM range({})"
    with stored.transaction() as cursor:
        cursor.execute("INSERT INTO personas (persona_id, name, status) VALUES ('anna', 'Anna', 'active')")
    for ending in (stored.transaction, stored.dry_run):
        with pytest.raises(TooMuchAtOnce, match=r"more memory than the 60MB .* Nothing was changed. Split the file"), ending() as cursor:
            cursor.execute(f"INSERT INTO personas (persona_id, name, status) {rows.format(4_000_000)}")
        assert stored.rows("SELECT persona_id FROM personas") == [("anna",)]
    with stored.transaction() as cursor:
        cursor.execute(f"INSERT INTO personas (persona_id, name, status) {rows.format(10)}")
    assert stored.rows("SELECT count(*) FROM personas") == [(11,)], "the workspace goes on as if nothing had happened"
    stored.close()


def test_what_a_question_puts_aside_leaves_the_disk_to_what_is_saved(database: Path, monkeypatch) -> None:
    monkeypatch.setattr("cx.store.opening.MEMORY", "60MB")
    monkeypatch.setattr("cx.store.opening.ON_DISK", "5MB")
    stored = open_workspace(database)
    with pytest.raises(TooMuchAtOnce):
        stored.rows("SELECT count(*) FROM (SELECT range AS n, hash(range) AS h FROM range(5_000_000) ORDER BY h OFFSET 1)")
    with stored.transaction() as cursor:
        cursor.execute("INSERT INTO personas (persona_id, name, status) VALUES ('anna', 'Anna', 'active')")
    stored.close()


# --- opening ------------------------------------------------------------------------------------------------


def test_one_path_has_one_workspace_in_a_process(stored: Workspace, database: Path, monkeypatch) -> None:
    monkeypatch.chdir(database.parent)
    alias = database.parent / "alias"
    alias.symlink_to(database)
    for path in (database, str(database), "w.duckdb", database.parent / ".." / "place" / "w.duckdb", alias):
        assert open_workspace(path) is stored


def test_sessions_that_open_at_the_same_time_share_one_workspace(database: Path) -> None:
    start, found = threading.Barrier(8), []

    def session() -> None:
        start.wait()
        found.append(open_workspace(database))

    run_together([session] * 8)
    assert len(set(map(id, found))) == 1
    found[0].close()


def test_a_closed_workspace_can_be_opened_again_and_has_kept_its_rows(database: Path) -> None:
    first = open_workspace(database)
    load(first, [SAMPLE])
    first.close()
    second = open_workspace(database)
    assert second is not first
    assert len(second.rows("SELECT * FROM personas")) == 4
    second.close()


def test_workspaces_in_memory_are_apart(empty_workspace: Workspace) -> None:
    other = open_workspace()
    load(other, [SAMPLE])
    assert empty_workspace.rows("SELECT * FROM personas") == []
    other.close()


def second_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "cx", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_a_second_process_is_told_who_has_it_open_in_one_sentence(stored: Workspace, database: Path) -> None:
    found = second_process("coverage", "--database", str(database))
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert f"The workspace {database} is in use by process {os.getpid()}" in found.stderr
    assert "stop it and try again" in found.stderr


def test_another_process_in_the_way_is_its_own_failure(stored: Workspace, database: Path, monkeypatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise duckdb.IOException('IO Error: Could not set lock on file "w": Conflicting lock is held in python (PID 77).')

    monkeypatch.setattr(duckdb, "connect", locked)
    with pytest.raises(WorkspaceBusy, match="process 77"):
        open_workspace(database.parent / "other.duckdb")


OTHER_FILES = {
    "text": b"hello",
    "empty": b"",
    "an archive": b"PK\x03\x04" * 2_000,
    "another database": b"SQLite format 3\x00" + b"\x00" * 5_000,
}


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_a_file_of_another_kind_is_not_a_workspace(kind: str, tmp_path: Path) -> None:
    path, content = tmp_path / "other.duckdb", OTHER_FILES[kind]
    path.write_bytes(content)
    with pytest.raises(NotAWorkspace, match="is not a workspace of this tool. Name another file"):
        open_workspace(path)
    assert path.read_bytes() == content


def test_a_folder_is_not_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace, match="is not a workspace"):
        open_workspace(tmp_path)


def test_a_database_with_other_tables_is_not_a_workspace_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS order_id")
    with pytest.raises(NotAWorkspace, match="holds other tables"):
        open_workspace(path)
    with duckdb.connect(str(path)) as connection:
        assert [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()] == ["orders"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="The folder .*file cannot be used"):
        open_workspace(tmp_path / "file" / "w.duckdb")


def test_a_workspace_of_a_newer_version_is_left_alone(database: Path) -> None:
    workspace = open_workspace(database)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE workspace_meta SET value = '99' WHERE name = 'schema_version'")
    workspace.close()
    with pytest.raises(
        WorkspaceTooNew, match=f"schema version 99; this version of the tool knows {schema.SCHEMA_VERSION}. Update the tool"
    ):
        open_workspace(database)
    with duckdb.connect(str(database)) as connection:
        assert schema.version_of(connection) == 99


# --- older databases ----------------------------------------------------------------------------------------


def older_database(path: Path, *, without_table: str = "", without_column: tuple[str, str] = ("", "")) -> None:
    """A workspace as a version would have made it that knew one table or one column less."""
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        for statement in schema.RECORDS:
            connection.execute(statement)
        for table in TABLES:
            name, left_out = without_column
            columns = tuple(c for c in table.columns if (table.name, c.name) != (name, left_out))
            older = Table(table.name, table.title, table.help, table.key, columns)
            if table.name != without_table:
                for statement in schema.create_statements(older):
                    connection.execute(statement)
                insert(connection, older, a_row_in_every_table())
        connection.execute("INSERT INTO workspace_meta VALUES ('schema_version', '1')")


def insert(connection: duckdb.DuckDBPyConnection, table: Table, tables: Tables) -> None:
    names = [c.name for c in table.columns]
    for row in tables[table.name]:
        marks = ", ".join("?" for _ in names)
        connection.execute(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", [row[n] for n in names])


PICKED = [
    ("personas", "quote"),
    ("needs", "target"),
    ("touchpoints", "status"),
    ("links", "usage_share"),
    ("ratings", "note"),
    ("improvements", "requires"),
]


@pytest.mark.parametrize(("table", "column"), PICKED)
def test_an_older_database_gets_the_new_column_and_keeps_its_rows(table: str, column: str, database: Path) -> None:
    older_database(database, without_column=(table, column))
    workspace = open_workspace(database)
    for name, rows in a_row_in_every_table().items():
        assert len(workspace.rows(f"SELECT * FROM {name}")) == len(rows)
    key = TABLE[table].key
    stored = a_row_in_every_table()[table][0]
    assert workspace.rows(f"SELECT {column} FROM {table}") == [(None,)]
    if table != "ratings":  # its round is frozen
        write_rows(workspace, table, [{k: stored[k] for k in key} | {column: stored[column]}], action="edit")
        assert workspace.rows(f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL") == [(1,)]
    workspace.close()


@pytest.mark.parametrize("table", ["parameters", "improvement_effects", "findings"])
def test_an_older_database_gets_the_new_table_and_keeps_its_rows(table: str, database: Path) -> None:
    older_database(database, without_table=table)
    workspace = open_workspace(database)
    assert workspace.rows(f"SELECT * FROM {table}") == []
    write_rows(workspace, table, a_row_in_every_table()[table], action="edit")
    for name, rows in a_row_in_every_table().items():
        assert len(workspace.rows(f"SELECT * FROM {name}")) == len(rows)
    workspace.close()


def test_an_older_version_goes_through_the_steps_between(database: Path, monkeypatch) -> None:
    open_workspace(database).close()
    taken: list[int] = []
    now = schema.SCHEMA_VERSION
    monkeypatch.setattr(schema, "SCHEMA_VERSION", now + 2)
    monkeypatch.setattr(schema, "MIGRATIONS", {now + 2: lambda _: taken.append(2), now + 1: lambda _: taken.append(1)})
    for _ in range(2):
        workspace = open_workspace(database)
        assert workspace.rows("SELECT value FROM workspace_meta WHERE name = 'schema_version'") == [(str(now + 2),)]
        workspace.close()
    assert taken == [1, 2]


def test_a_step_that_fails_leaves_the_older_database_as_it_was(database: Path, monkeypatch) -> None:
    workspace = open_workspace(database)
    load(workspace, [SAMPLE])
    workspace.close()

    def fail(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("DELETE FROM ratings")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        newer = schema.SCHEMA_VERSION + 1
        patched.setattr(schema, "SCHEMA_VERSION", newer)
        patched.setattr(schema, "MIGRATIONS", {newer: fail})
        with pytest.raises(ZeroDivisionError):
            open_workspace(database)
    workspace = open_workspace(database)
    assert workspace.rows("SELECT count(*) FROM ratings") == [(516,)]
    workspace.close()


# --- the engine is locked down ------------------------------------------------------------------------------

FORBIDDEN = [
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_csv('{other}/secret.csv')",
    "SELECT * FROM '{other}/secret.csv'",
    "SELECT * FROM read_text('{own}/secret.csv')",
    "SELECT * FROM read_blob('{own}/journey.duckdb')",
    "SELECT * FROM read_json_auto('{other}/secret.csv')",
    "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT getenv('HOME')",
    "SELECT * FROM glob('{other}/*')",
    "SELECT * FROM glob('{own}/../*')",
    "CREATE TEMP TABLE t AS FROM '{own}/secret.csv'",
    "COPY workspace_meta FROM '{other}/secret.csv'",
    "COPY (SELECT 1) TO '{own}/out.csv'",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "COPY (SELECT 1) TO '{other}/out.csv'",
    "EXPORT DATABASE '{other}/out'",
    "IMPORT DATABASE '{other}'",
    "ATTACH '{other}/other.duckdb'",
    "ATTACH '{own}/beside.duckdb'",
    "ATTACH 'http://127.0.0.1:9/x.duckdb'",
    "CREATE SECRET (TYPE http, BEARER_TOKEN 'x')",
    "CREATE PERSISTENT SECRET (TYPE s3)",
    "PRAGMA enable_profiling",
    "PRAGMA profiling_output='{own}/out.json'",
    "SET temp_directory = '{other}'",
    "SET log_query_path = '{own}/out.log'",
    "SET home_directory = '{other}'",
    "SET extension_directory = '{other}'",
    "SET allow_unsigned_extensions = true",
    "SET autoinstall_known_extensions = true",
    "INSTALL httpfs FROM community",
    "LOAD '{own}/evil.duckdb_extension'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET memory_limit = '1TB'",
    "SET lock_configuration = false",
    "RESET enable_external_access",
]


@pytest.mark.parametrize("kind", ["in a file", "in memory"])
def test_the_engine_touches_nothing_else_and_cannot_be_talked_into_it(
    kind: str, stored: Workspace, empty_workspace: Workspace, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "secret.csv").write_text("a\n1\n")
    workspace = stored if kind == "in a file" else empty_workspace
    own = other if workspace.path is None else workspace.path.parent
    (own / "secret.csv").write_text("a\n1\n")
    before = sorted(own.iterdir())
    for statement in FORBIDDEN:
        with pytest.raises((duckdb.Error, WorkspaceError)):
            workspace.rows(statement.format(other=other, own=own))
        assert [path.name for path in other.iterdir()] == ["secret.csv"], statement
        assert sorted(own.iterdir()) == before, statement


def test_already_the_first_statement_reaches_no_other_file(tmp_path: Path) -> None:
    """A stranger's database is opened, and perhaps brought forward, before anybody has asked it anything; its views may name files."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(f"CREATE VIEW workspace_meta AS FROM read_csv('{secret}')")
    with connect(tmp_path / "w.duckdb") as connection, pytest.raises(duckdb.Error, match="disabled"):
        connection.execute("FROM workspace_meta").fetchall()


# --- cores --------------------------------------------------------------------------------------------------


def cores(workspace: Workspace) -> int:
    return workspace.rows("SELECT current_setting('threads')")[0][0]


@pytest.fixture
def all_cores() -> int:
    """As many as the engine takes where nobody says how many."""
    with duckdb.connect() as connection:
        return connection.execute("SELECT current_setting('threads')").fetchall()[0][0]


@pytest.mark.parametrize("kind", ["in a file", "in memory"])
def test_a_small_workspace_works_on_one_core_until_many_rows_come(
    kind: str, stored: Workspace, empty_workspace: Workspace, all_cores: int
) -> None:
    workspace = stored if kind == "in a file" else empty_workspace
    for number, expected in ((ROWS, 1), (ROWS + 1, all_cores)):
        write_rows(workspace, "segments", [{"segment_id": f"s{i}", "name": "S", "size": "1"} for i in range(number)], action="load")
        assert cores(workspace) == expected


def test_a_large_file_is_worked_on_by_all_cores(database: Path, all_cores: int, monkeypatch) -> None:
    open_workspace(database).close()
    for least, expected in ((database.stat().st_size + 1, 1), (database.stat().st_size, all_cores)):
        monkeypatch.setattr("cx.store.opening.LARGE", least)
        workspace = open_workspace(database)
        assert cores(workspace) == expected
        workspace.close()


# --- transactions -------------------------------------------------------------------------------------------


def test_a_transaction_that_fails_leaves_nothing(empty_workspace: Workspace) -> None:
    load(empty_workspace, [SAMPLE])
    version = empty_workspace.version
    with pytest.raises(ZeroDivisionError), empty_workspace.transaction() as cursor:
        cursor.execute("DELETE FROM ratings")
        assert cursor.execute("SELECT count(*) FROM ratings").fetchall() == [(0,)]
        raise ZeroDivisionError
    assert empty_workspace.rows("SELECT count(*) FROM ratings") == [(516,)]
    assert empty_workspace.version == version


def test_a_transaction_that_fails_does_not_disturb_another_session(empty_workspace: Workspace) -> None:
    load(empty_workspace, [SAMPLE])
    with empty_workspace.cursor() as reader:
        reader.begin()
        before = reader.execute("SELECT count(*) FROM ratings").fetchall()
        with pytest.raises(duckdb.Error), empty_workspace.transaction() as cursor:
            cursor.execute("DELETE FROM ratings")
            assert empty_workspace.rows("SELECT count(*) FROM ratings") == before
            cursor.execute("SELECT * FROM no_such_table")
        assert reader.execute("SELECT count(*) FROM ratings").fetchall() == before
        reader.commit()
    write_rows(empty_workspace, "stages", [{"stage_id": "new", "position": "9", "name": "After"}], action="edit")
    assert len(empty_workspace.rows("SELECT * FROM stages WHERE stage_id = 'new'")) == 1


def test_an_answer_is_found_once_per_version_of_the_data(empty_workspace: Workspace) -> None:
    asked: list[int] = []

    def find() -> int:
        asked.append(1)
        return len(asked)

    assert [empty_workspace.answer("question", find) for _ in range(3)] == [1, 1, 1]
    write_rows(empty_workspace, "stages", [{"stage_id": "s1", "position": "1", "name": "Buy"}], action="edit")
    assert [empty_workspace.answer("question", find) for _ in range(2)] == [2, 2]
    empty_workspace.forget_answers()
    assert empty_workspace.answer("question", find) == 3


def test_sessions_that_ask_the_same_at_once_share_one_computation(empty_workspace: Workspace) -> None:
    started, allowed, asked, found = threading.Event(), threading.Event(), [], []

    def find() -> int:
        asked.append(1)
        started.set()
        allowed.wait(10)
        return 7

    sessions = [threading.Thread(target=lambda: found.append(empty_workspace.answer("slow", find))) for _ in range(8)]
    for session in sessions:
        session.start()
    assert started.wait(10)
    assert empty_workspace.answer("another", lambda: 1) == 1  # nobody else waits
    allowed.set()
    for session in sessions:
        session.join()
    assert (found, asked) == ([7] * 8, [1])


def test_whether_an_answer_is_there_is_known_without_asking_for_it(empty_workspace: Workspace) -> None:
    known = [empty_workspace.has_answer("question")]
    empty_workspace.answer("question", lambda: known.append(empty_workspace.has_answer("question")))
    known.append(empty_workspace.has_answer("question"))
    with empty_workspace.transaction():
        pass
    assert [*known, empty_workspace.has_answer("question")] == [False, False, True, False]


def test_answers_about_older_data_are_let_go(empty_workspace: Workspace) -> None:
    class Held:
        pass

    held = weakref.ref(empty_workspace.answer("question", Held))
    assert held() is not None
    write_rows(empty_workspace, "stages", [{"stage_id": "s1", "position": "1", "name": "Buy"}], action="edit")
    gc.collect()
    assert held() is None


def test_a_question_that_failed_is_asked_again(empty_workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError):
        empty_workspace.answer("ratio", lambda: 1 / 0)
    assert empty_workspace.answer("ratio", lambda: 2) == 2


# --- many sessions ------------------------------------------------------------------------------------------


def run_together(work: list) -> None:
    """Run in threads; a failure in any of them is a failure of the test."""
    failures: list[BaseException] = []

    def guarded(job) -> None:
        try:
            job()
        except BaseException as failure:  # noqa: BLE001 - handed to the test below
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def journey(stages: int, need: str) -> Tables:
    """A workspace in which every stage is rated and is called like the state that it belongs to."""
    tables = one_need("mandatory", stages_rated(*([0.9] * stages)))
    for row in tables["stages"]:
        row["name"] = need
    tables["personas"][0]["name"] = need
    return tables


PAUSE = 0.1
"""A reader that never pauses would keep the writer waiting for the interpreter."""

STATES = {"small": journey(2, "small"), "large": journey(12, "large")}
WHOLE = """
    SELECT (SELECT name FROM personas), (SELECT count(*) FROM stages), (SELECT count(*) FROM links),
           (SELECT count(*) FROM ratings), (SELECT count(DISTINCT name) FROM stages), (SELECT any_value(name) FROM stages),
           (SELECT sum(rows_new + rows_changed + rows_removed) FROM audit_log) = (SELECT count(*) FROM audit_rows)"""


def test_eight_readers_never_see_half_of_what_one_writer_writes(stored: Workspace, folder_of) -> None:
    folders = {name: folder_of(tables) for name, tables in STATES.items()}
    load(stored, [folders["small"]])
    done = threading.Event()
    seen: set[str] = set()

    def write() -> None:
        try:
            for name in ["large", "small"] * 2:
                assert load(stored, [folders[name]], replace=True).applied
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            ((name, stages, links, ratings, names, stage_name, recorded),) = stored.rows(WHOLE)
            expected = len(STATES[name]["stages"])
            assert (stages, links, ratings, names, stage_name) == (expected, expected, expected, 1, name)
            assert recorded
            seen.add(name)
            time.sleep(PAUSE)

    run_together([write] + [read] * 8)
    assert seen == {"small", "large"}


def test_coverage_is_computed_from_one_state_while_another_is_written(stored: Workspace, folder_of) -> None:
    strict = {"parameters": [{"name": "target", "value": "0.95"}]}
    folders = {"small": folder_of(STATES["small"]), "large": folder_of(STATES["large"] | strict)}
    load(stored, [folders["small"]])
    done = threading.Event()

    def write() -> None:
        try:
            for name in ["large", "small"] * 2:
                assert load(stored, [folders[name]], replace=True).applied
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            answer = compute(stored, Scope())
            assert (len(answer.cells), set(answer.cells["state"])) in ((2, {"met"}), (12, {"partial"}))
            answer.close()
            time.sleep(PAUSE)

    run_together([write] + [read] * 3)


def test_writers_wait_for_one_another(stored: Workspace) -> None:
    write_rows(stored, "parameters", [{"name": "seed", "value": "0"}], action="edit")

    def add() -> None:
        for _ in range(25):
            with stored.transaction() as cursor:
                ((value,),) = cursor.execute("SELECT value FROM parameters WHERE name = 'seed'").fetchall()
                cursor.execute("UPDATE parameters SET value = ? WHERE name = 'seed'", [str(int(value) + 1)])

    run_together([add] * 8)
    assert stored.rows("SELECT value FROM parameters") == [("200",)]


def test_the_newest_is_found_where_newer_ones_were_removed(empty_workspace: Workspace) -> None:
    """Rows come into parts of a table, and a part of which all rows are gone must not be taken for the one that has the newest."""
    header = "Persona,Need,Kind,Stage,Touchpoint,Score (1-5),Round\n"
    for earlier, later in (
        ("Q4 2023", "Q1 2024"),
        ("Wave 2", "Wave 10"),
        ("December 2023", "January 2024"),
        ("Herbst 2023", "Frühling 2024"),
    ):
        rows = "".join(f"Guest,Fast,mandatory,Arrive,Desk,5,{round_}\n" for round_ in (earlier, later))
        applied(empty_workspace, typed(empty_workspace, header + rows, "sheet"))
        assert empty_workspace.rows("SELECT round_id FROM rounds ORDER BY opened_on DESC LIMIT 1") == [(later,)]
        assert empty(empty_workspace)
