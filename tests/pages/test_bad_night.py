"""What a person sees when something happens to the files of the workspace: one message that says what to do, on every run the same."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.changes.write import write_rows
from cx.errors import WorkspaceReplaced
from cx.store import faults, open_workspace
from cx.store.history import history
from cx.ui.shared.told import WHOM
from cx.workshop.marks import own_scores
from cx.workshop.steps import SCORE
from tests.oracle import Tables
from tests.pages.conftest import fill_with, looked_for_at
from tests.pages.screens import ROOT, assert_healthy, start
from tests.workshop.rooms import led, shortfalls


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Where the app looks for a workspace that this test may damage."""
    faults._reported.clear()
    with looked_for_at(tmp_path / "w.duckdb"):
        yield tmp_path / "w.duckdb"


def run_twice() -> list[list[str]]:
    """The messages of a page and of the same page drawn again."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    said = []
    for _ in range(2):
        app.run()
        assert [e.value for e in app.exception] == []
        said.append([e.value for e in app.error])
    return said


def a_folder(path: Path) -> None:
    path.mkdir()


def another_file(path: Path) -> None:
    path.write_text("hello")


def cut_off(path: Path) -> None:
    open_workspace(path).close()
    os.truncate(path, path.stat().st_size // 2)


def a_newer_version(path: Path) -> None:
    workspace = open_workspace(path)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE workspace_meta SET value = '99' WHERE name = 'schema_version'")
    workspace.close()


def a_log_without_its_file(path: Path) -> None:
    Path(f"{path}.wal").write_bytes(b"a log")


def a_folder_that_cannot_be_made(path: Path) -> None:
    (path.parent / "file").write_text("in the way")
    os.environ["CX_WORKSPACE"] = str(path.parent / "file" / "w.duckdb")  # put back by the fixture


STARTS: dict[Callable[[Path], None], str] = {
    a_folder: "is not a workspace of this tool. Name another file",
    another_file: "is not a workspace of this tool. Name another file",
    cut_off: "the file is cut off or damaged. Do not write to it any more: stop the dashboard, and bring back the newest whole copy",
    a_newer_version: "schema version 99; this version of the tool knows",
    a_log_without_its_file: "Put the file back that belongs to the log",
    a_folder_that_cannot_be_made: "file cannot be used: File exists. Make it, or name another place",
}


@pytest.mark.parametrize("happened", STARTS)
def test_a_workspace_that_cannot_be_opened_is_one_message_on_the_page_and_one_line_in_the_log(
    happened: Callable[[Path], None], path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    happened(path)
    with caplog.at_level(logging.ERROR, "cx"):
        first, again = run_twice()
    assert len(first) == 1
    assert STARTS[happened] in plain(first[0])
    assert again == first
    assert len([r for r in caplog.records if STARTS[happened] in r.getMessage()]) == 1


@pytest.mark.parametrize("happened", STARTS)
def test_people_without_the_key_are_told_what_happened_and_whom_to_tell_and_no_place_on_the_server(
    happened: Callable[[Path], None], path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened(path)
    monkeypatch.setenv("CX_EDIT_KEY", "one that is long enough")
    with caplog.at_level(logging.ERROR, "cx"):
        first, again = run_twice()
    (message,) = map(plain, first)
    assert again == first
    assert str(path.parent) not in message
    assert message.endswith(WHOM) or STARTS[happened] in message
    assert len([r for r in caplog.records if STARTS[happened] in r.getMessage()]) == 1, "the log names it"


def test_the_page_comes_back_by_itself_once_the_other_process_lets_the_workspace_go(path: Path) -> None:
    hold = "import sys; from cx.store import open_workspace; w = open_workspace(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == "open\n"
        app.run()
        (message,) = [e.value for e in app.error]
        assert f"is in use by process {other.pid}, most likely the running dashboard; stop it and try again" in plain(message)
        other.stdin.close()
        other.wait(20)
    app.run()
    assert_healthy(app)
    open_workspace(path).close()


def test_a_clock_that_was_set_back_is_said_and_changes_keep_their_order(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    workspace = open_workspace(path)
    for number in (1, 2):
        write_rows(workspace, "stages", [{"stage_id": f"s{number}", "position": str(number), "name": f"Change {number}"}], action="edit")
    with workspace.transaction() as cursor:  # as if the clock had been a day ahead for the first
        cursor.execute("UPDATE audit_log SET happened_at = happened_at + INTERVAL 1 DAY WHERE audit_id = 1")
    app = start("data", data_tabs="History and undo")
    (message,) = [plain(w.value) for w in app.warning if "clock" in w.value]
    assert "the clock of this computer stands at" in message and "Set it right." in message
    assert len([r for r in caplog.records if "clock of this computer" in r.getMessage()]) == 1
    assert history(workspace)["audit_id"].tolist() == [2, 1]
    workspace.close()


def test_a_participant_whose_answer_cannot_be_saved_is_told_so_and_by_every_beat_again_the_same(
    path: Path, folder_of: Callable[[Tables], Path], caplog: pytest.LogCaptureFixture
) -> None:
    workspace = open_workspace(path)
    fill_with(workspace, folder_of(shortfalls()))
    room = led(workspace)
    room.go_to("score")
    app = start("join", room=room.room.code, me=room.tokens[0])
    path.rename(path.with_name("elsewhere.duckdb"))
    (first,) = [r for r in app.radio if r.key.startswith("ws_score_score1_")]
    for _ in range(2):
        first.set_value(first.options[0]).run()
        assert [e.value for e in app.exception] == []
        messages = [e.value for e in [*app.warning, *app.error]]
        assert len(messages) == 1
        assert plain(messages[0]) == WorkspaceReplaced.for_others + WHOM
    assert len([r for r in caplog.records if "was removed while" in r.getMessage()]) == 1
    assert own_scores(workspace, room.room, room.tokens[0], SCORE) == {}
    path.with_name("elsewhere.duckdb").rename(path)
    first.set_value(first.options[1]).run()
    assert len(own_scores(workspace, room.room, room.tokens[0], SCORE)) == 1, "the same file came back"
    workspace.close()


def a_fragment_that_fails() -> None:
    import duckdb
    import streamlit as st

    from cx.ui.shared.roof import roofed

    @st.fragment
    @roofed
    def beat() -> None:
        raise duckdb.IOException("IO Error: could not write: No space left on device")

    @st.fragment
    @roofed
    def other() -> None:
        raise ZeroDivisionError

    beat()
    other()


def test_a_part_of_a_page_that_draws_itself_has_a_roof_of_its_own(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(a_fragment_that_fails)
    for _ in range(3):
        app.run()
        assert [e.value for e in app.exception] == []
        full, wrong = (plain(e.value) for e in app.error)
        assert full.startswith("The disk that holds") and "Make room there and try again" in full
        assert wrong.startswith("Something went wrong on this page")
    assert len([r for r in caplog.records if "is full" in r.getMessage()]) == 1


def plain(markdown: str) -> str:
    """Text without the escapes of Markdown."""
    return "".join(c for i, c in enumerate(markdown) if not (c == "\\" and markdown[i + 1 : i + 2] in "\\`*_[]<>$~&#|:.-+=()"))
