"""The way between a process and its PostgreSQL server is cut: one message, nothing acknowledged is lost, and it comes back by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from cx.errors import NoRoom, WorkspaceError
from cx.settings import DATABASE
from cx.store import Workspace, faults
from cx.store.home import following, limits, line, outcome, server
from cx.store.home.line import InTime
from tests.postgres import Postgres
from tests.store.home.test_home import until
from tests.way import Way

Process = Callable[[str], Workspace]


@pytest.fixture
def way(postgres: Postgres, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Way]:
    """The server is reached through it, and nobody waits for longer than half a second."""
    monkeypatch.setattr(InTime, "within", 0.5)
    monkeypatch.setattr(server, "ANSWERS", 0.5)
    monkeypatch.setattr(line, "QUIET", 0.3)
    monkeypatch.setattr(line, "ANSWERS", 2)
    monkeypatch.setattr(following, "LATER", 0.2)
    monkeypatch.setattr(outcome, "ANSWERS", 1.0)
    faults._reported.clear()
    with Way(postgres.port) as way:
        monkeypatch.setenv(DATABASE.name, address.replace(str(postgres.port), str(way.port)))
        yield way
        line._silent_until.clear()


def write(workspace: Workspace, name: str) -> None:
    with workspace.transaction(answers_stand=True) as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES (?, '1')", [name])


def names(workspace: Workspace) -> set[str]:
    return {name for (name,) in workspace.rows("SELECT name FROM workspace_meta WHERE name LIKE 'w%'")}


@pytest.mark.parametrize("closes", [False, True])
def test_a_cut_way_is_said_once_pages_go_on_and_it_comes_back_by_itself(
    way: Way, process: Process, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str, closes: bool
) -> None:
    here = process("here")
    monkeypatch.setenv(DATABASE.name, address)
    elsewhere = process("elsewhere")
    write(here, "w1")
    way.cut(closes=closes)
    began = time.monotonic()
    with pytest.raises(WorkspaceError, match="does not answer; nothing was written.*go on by themselves once it answers again"):
        write(here, "w2")
    assert time.monotonic() - began < 10
    assert names(here) == {"w1"}, "what was known is shown"
    write(elsewhere, "w3")
    until(lambda: "does not answer" in caplog.text)
    way.mend()
    until(lambda: names(here) == {"w1", "w3"}, 15)
    write(here, "w4")
    elsewhere.follow()
    assert names(elsewhere) == {"w1", "w3", "w4"}


def cut_within_the_next_commit(way: Way, monkeypatch: pytest.MonkeyPatch, *, reached: bool, mended: bool) -> None:
    """The way is cut when the server has kept the change (`reached`), or just before, and the process hears neither."""
    commit = psycopg.Connection.commit

    def cut_off(connection: InTime) -> None:
        monkeypatch.setattr(InTime, "commit", commit)
        if reached:
            connection.execute("COMMIT")
        way.cut(closes=mended)
        if mended:
            way.mend()
        connection.execute("SELECT 1")

    monkeypatch.setattr(InTime, "commit", cut_off)


def test_a_change_that_was_being_kept_when_the_way_was_cut_is_looked_for(
    way: Way, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = process("here")
    cut_within_the_next_commit(way, monkeypatch, reached=True, mended=True)
    write(here, "w1")
    assert names(here) == {"w1"}, "acknowledged, since the server has it"
    cut_within_the_next_commit(way, monkeypatch, reached=False, mended=True)
    with pytest.raises(WorkspaceError, match="nothing was written"):
        write(here, "w2")
    write(here, "w3")
    here.follow()
    assert names(here) == {"w1", "w3"}


def test_a_change_of_which_nobody_can_say_whether_it_was_kept_is_called_unknown_and_shown_if_it_was(
    way: Way, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = process("here")
    cut_within_the_next_commit(way, monkeypatch, reached=True, mended=False)
    with pytest.raises(server.Unsure, match="not known whether it was. Look at the history once the server answers again"):
        write(here, "w1")
    way.mend()
    until(lambda: names(here) == {"w1"}, 15)


def test_a_lock_that_somebody_holds_for_long_is_said(way: Way, process: Process, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.1)
    here = process("here")
    with psycopg.connect(address) as other:
        other.execute("SELECT * FROM journey_gaps.home_state FOR UPDATE")
        with pytest.raises(WorkspaceError, match="Another process has been writing .* nothing was written. Try again; .*pg_stat_activity"):
            write(here, "w1")
    write(here, "w2")
    assert names(here) == {"w2"}


def test_a_process_that_stands_still_within_a_mark_holds_up_nobody_for_longer_than_others_wait(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MARKING", "500ms")
    still, other = process("still"), process("other")
    with pytest.raises(WorkspaceError, match="nothing was"), still.transaction(answers_stand=True) as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES ('w1', '1')")
        write(other, "w2")
    still.follow()
    assert names(still) == names(other) == {"w2"}


def test_a_full_disk_of_the_server_is_said() -> None:
    with pytest.raises(NoRoom, match="disk of the PostgreSQL server .* is full; nothing was written. Make room there"), server.told():
        raise psycopg.errors.DiskFull("could not extend file: No space left on device")
