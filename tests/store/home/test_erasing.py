"""What is erased from a workspace in PostgreSQL is gone there, in every process and in the file of every copy."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from cx.analysis.participants import participants_of
from cx.changes.load import load
from cx.changes.withdraw import withdraw
from cx.store import Workspace
from cx.store.erase import _erase_beside, erase
from cx.store.erasing import Erasing
from cx.store.home import server
from cx.store.home.ddl import NAMES
from cx.store.what_goes import Asked
from cx.workshop.content import fingerprint
from tests.conftest import SAMPLE
from tests.postgres import Postgres
from tests.store.home.test_home import FEW, Process, held, until

NAME = "Ana Quillfeather"


def named(workspace: Workspace, tmp_path: Path) -> None:
    """A workspace in which a persona is called so, and then otherwise, so that the history knows the name as well."""
    load(workspace, FEW)
    for name in (NAME, "Somebody"):
        (tmp_path / "personas.csv").write_text(f"persona_id,name,quote\nbusiness,{name},as {NAME} says\n", encoding="utf-8")
        assert load(workspace, [tmp_path / "personas.csv"]).applied


def file_of(workspace: Workspace) -> bytes:
    assert workspace.path is not None
    found = b""
    for file in workspace.path.parent.glob("*duckdb*"):
        with suppress(FileNotFoundError):  # it is being written anew
            found += file.read_bytes()
    return found


def of_server(postgres: Postgres, address: str) -> list[Path]:
    """Files of the server that hold the name; its log of the last minutes, which it needs to come up again, is not asked."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    return [file for file in (postgres.place / "data" / "base").rglob("*") if file.is_file() and b"Quillfeather" in file.read_bytes()]


def test_it_goes_from_the_server_its_changes_and_the_file_of_every_process(
    process: Process, postgres: Postgres, address: str, tmp_path: Path
):
    one, two = process("one"), process("two")
    named(one, tmp_path)
    two.follow()
    two.checkpoint()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ANALYZE")
    assert b"Quillfeather" in file_of(two) and of_server(postgres, address)
    path = one.path
    assert path is not None
    found = erase(path, Asked([NAME]), fingerprint, write=True)
    assert "administrator" in found.beyond[0] and found.rows["personas"] == 1 and found.rows["audit_rows"] > 0
    until(lambda: b"Quillfeather" not in file_of(two))
    assert b"Quillfeather" not in file_of(one) and of_server(postgres, address) == []
    assert held(one) == held(two) == held(process("three"))
    assert two.rows("SELECT action FROM audit_log ORDER BY audit_id DESC LIMIT 1") == [("erase",)]
    (tmp_path / "personas.csv").write_text("persona_id,name\nlater,Later\n", encoding="utf-8")
    assert load(two, [tmp_path / "personas.csv"]).applied  # and all go on
    one.follow()
    assert held(one) == held(two)


def test_a_process_that_was_stopped_meanwhile_writes_its_file_anew_when_it_starts(process: Process, tmp_path: Path):
    one, two = process("one"), process("two")
    named(one, tmp_path)
    two.follow()
    two.close()
    assert b"Quillfeather" in file_of(two)
    assert one.path is not None
    erase(one.path, Asked([NAME]), fingerprint, write=True)
    assert b"Quillfeather" not in file_of(again := process("two")) and held(again) == held(one)


def test_a_command_erases_beside_a_dashboard_that_has_the_copy(process: Process, tmp_path: Path):
    one = process("one")
    named(one, tmp_path)
    assert one.path is not None
    _erase_beside(one.path, Erasing(Asked([NAME]), fingerprint), write=True)
    until(lambda: b"Quillfeather" not in file_of(one))
    assert one.rows("SELECT quote LIKE 'as %' FROM personas WHERE persona_id = 'business'") == [(True,)]
    assert [file.name for file in one.path.parent.iterdir() if file.is_dir()] == []


def test_whoever_reads_all_rows_meanwhile_sees_one_version_and_no_emptied_table(process: Process, address: str, tmp_path: Path):
    one = process("one")
    named(one, tmp_path)
    path = one.path
    assert path is not None
    with closing(server.Line(address, "journey_gaps")) as line, line.transaction(at_one_moment=True) as reader:
        before = reader.execute("SELECT version FROM home_state").fetchone()
        erasing = threading.Thread(target=lambda: erase(path, Asked([NAME]), fingerprint, write=True))
        erasing.start()
        erasing.join(0.5)
        assert erasing.is_alive()
        assert reader.execute("SELECT count(*) FROM personas").fetchone() == (4,)
        assert reader.execute("SELECT version FROM home_state").fetchone() == before
    erasing.join()
    assert b"Quillfeather" not in file_of(one)


def test_a_server_that_refuses_leaves_everything_as_it_was(process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one = process("one")
    named(one, tmp_path)
    before, insert = held(one), server.insert

    def refused(connection: psycopg.Connection[object], name: str, *rest: object) -> None:
        if name == NAMES[-1]:
            raise psycopg.errors.DiskFull("no space left")
        insert(connection, name, *rest)  # type: ignore[arg-type]

    with (
        monkeypatch.context() as patch,
        pytest.raises(server.WorkspaceError, match="disk of the PostgreSQL server .* is full; nothing was written"),
    ):
        patch.setattr(server, "insert", refused)
        assert one.path is not None
        erase(one.path, Asked([NAME]), fingerprint, write=True)
    one.follow()
    assert held(one) == before == held(process("two"))


def test_a_participant_is_withdrawn_there_too(process: Process):
    one, two = process("one"), process("two")
    assert not load(one, [SAMPLE]).issues
    with one.cursor() as cursor:
        participant = participants_of(cursor)[0]
    assert one.path is not None
    withdraw(one.path, participant.key, fingerprint)
    until(lambda: held(two) == held(one))
    with two.cursor() as cursor:
        assert participant.key not in {somebody.key for somebody in participants_of(cursor)}
