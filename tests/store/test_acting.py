"""Who may write is decided where rows are written: no page, command or thread has to remember it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cx.changes.load import load
from cx.changes.parameters import set_parameters
from cx.changes.preview import preview_undo
from cx.changes.undo import undo
from cx.errors import NeedsKey
from cx.exports.export import export_folder, workspace_files
from cx.store import Workspace, open_workspace
from cx.store import acting as who
from cx.store.acting import LOOKING, OPERATOR, Act, Actor, acting, actor, found_by, user
from cx.store.history import history
from cx.store.memory import discard, remember
from cx.workshop.access import leading
from tests.conftest import SAMPLE, inside

ACTS: dict[str, Callable[[Workspace], object]] = {
    "load": lambda w: load(w, [SAMPLE]),
    "try a load": lambda w: load(w, [SAMPLE], dry_run=True),
    "undo": lambda w: undo(w, 1),
    "preview an undo": lambda w: preview_undo(w, 1),
    "parameters": lambda w: set_parameters(w, {"target": 0.8}),
    "remember": lambda w: remember(w, "table", "f", "a.csv", ["a"], {}, "x"),
    "discard": lambda w: discard(w, 1),
    "lead a room": lambda w: inside(leading(w, "w1", "key")),
    "export": lambda w: workspace_files(w),
}


@pytest.fixture
def empty() -> Iterator[Workspace]:
    workspace = open_workspace()
    yield workspace
    workspace.close()


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whoever_may_only_look_changes_nothing_and_takes_nothing_out(empty: Workspace, act: Callable[[Workspace], object]):
    with acting(LOOKING), pytest.raises(NeedsKey, match="Enter it at the top of the page"):
        act(empty)
    assert history(empty).empty


def test_looking_works_without_a_key(empty: Workspace):
    with acting(LOOKING):
        assert empty.rows("SELECT count(*) FROM needs") == [(0,)]


def test_what_somebody_does_in_a_room_needs_no_key(empty: Workspace):
    with acting(LOOKING), empty.transaction(Act.TAKE_PART, answers_stand=True) as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES ('a', 'b')")
    assert empty.rows("SELECT value FROM workspace_meta WHERE name = 'a'") == [("b",)]


def test_the_history_names_the_person_and_for_a_command_the_account(empty: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("getpass.getuser", lambda: "server")
    with acting(Actor("Ana Ruiz")):
        load(empty, [SAMPLE])
    with acting(OPERATOR):
        assert user() == "server"
    assert set(history(empty)["who"]) == {"Ana Ruiz"}


def test_where_people_are_found_by_their_session_a_thread_without_one_may_not_write(empty: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(who, "_find", who._find)
    found_by(lambda: LOOKING)
    assert actor() is LOOKING
    with pytest.raises(NeedsKey):
        load(empty, [SAMPLE])
    with acting(OPERATOR):
        assert load(empty, [SAMPLE]).applied


def test_a_folder_is_not_exported_without_the_key(empty: Workspace, tmp_path):
    with acting(LOOKING), pytest.raises(NeedsKey):
        export_folder(empty, tmp_path)
    assert not list(tmp_path.iterdir())
