"""The roles: every call that reads or writes, by everybody, is let through or refused as the table of acts says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cx.changes.freeze import freeze
from cx.changes.load import load
from cx.changes.next_round import open_round
from cx.changes.parameters import set_parameters
from cx.changes.preview import preview_undo
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import JourneyError, NeedsKey, NeedsRole
from cx.exports.export import workspace_files
from cx.exports.frozen_round import frozen_file
from cx.store import Workspace, open_workspace
from cx.store.acting import Act, Actor, Role, acting
from cx.store.erase import erase
from cx.store.history import history
from cx.store.what_goes import Asked
from cx.workshop.access import leading
from cx.workshop.attendance import join
from tests.conftest import ROOT, SAMPLE, inside
from tests.workshop.rooms import content_of, open_room

STAGE = [{"stage_id": "s", "position": "1", "name": "S"}]
DECISION = [{"decision_id": "d", "need_id": "business-arrive", "stage_id": "get-here", "decision": "fix", "decided_on": "2026-03-01"}]
CALLS: dict[str, tuple[Act, Callable[[Workspace], object]]] = {
    "read rows": (Act.TAKE_PART, lambda w: w.rows("SELECT 1")),
    "read a frame": (Act.TAKE_PART, lambda w: w.frame("SELECT 1")),
    "read several things at one moment": (Act.TAKE_PART, lambda w: inside(w.snapshot())),
    "read an answer": (Act.TAKE_PART, lambda w: w.answer("known", lambda: 1)),
    "join a room": (Act.TAKE_PART, lambda w: join(w, "w1", "Robin", "token")),
    "load": (Act.CHANGE, lambda w: load(w, [SAMPLE / "stages.csv"])),
    "try a load": (Act.CHANGE, lambda w: load(w, [SAMPLE / "stages.csv"], dry_run=True)),
    "write a stage": (Act.CHANGE, lambda w: write_rows(w, "stages", STAGE, action="edit")),
    "undo": (Act.CHANGE, lambda w: undo(w, 99)),
    "preview an undo": (Act.CHANGE, lambda w: preview_undo(w, 99)),
    "export": (Act.TAKE_OUT, workspace_files),
    "take out a frozen round": (Act.TAKE_OUT, lambda w: frozen_file(w, "r")),
    "decide by a file": (Act.LEAD, lambda w: write_rows(w, "decisions", DECISION, action="edit")),
    "open a room": (Act.LEAD, lambda w: open_room(w, "Room", content_of(w), "key")),
    "lead a room": (Act.LEAD, lambda w: inside(leading(w, "w1", "key"))),
    "freeze a round": (Act.END_ROUND, lambda w: freeze(w, "no such round")),
    "open a round": (Act.END_ROUND, lambda w: open_round(w, "Spring", date(2026, 3, 1))),
    "a parameter as a row": (Act.SET, lambda w: write_rows(w, "parameters", [{"name": "target", "value": "0.8"}], action="edit")),
    "parameters": (Act.SET, lambda w: set_parameters(w, {"target": 0.85})),
    "erase": (Act.ERASE, lambda w: erase(Path("nowhere.duckdb"), Asked(), lambda text: text, write=True)),
}


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    opened = open_workspace()
    load(opened, [SAMPLE])
    yield opened
    opened.close()


@pytest.mark.parametrize(("act", "call"), CALLS.values(), ids=CALLS)
def test_a_call_is_let_through_from_its_least_role_on(workspace: Workspace, act: Act, call: Callable[[Workspace], object]):
    for role in Role:
        before = len(history(workspace))
        with acting(Actor("Ana", role, is_member=True)):
            if role < act.least:
                with pytest.raises(NeedsRole):
                    call(workspace)
            else:
                try:
                    call(workspace)
                except NeedsKey:
                    raise
                except (JourneyError, StopIteration, KeyError):
                    pass  # it was let through, and found nothing to work on
        if role < act.least:
            assert len(history(workspace)) == before


def test_a_file_with_parameters_needs_an_admin_and_nothing_of_it_is_written_otherwise(tmp_path: Path):
    (tmp_path / "stages.csv").write_text("stage_id,position,name\ns,1,S\n", encoding="utf-8")
    (tmp_path / "parameters.csv").write_text("name,value\ntarget,0.8\n", encoding="utf-8")
    opened = open_workspace()
    with acting(Actor("Ana", Role.CONTRIBUTOR, is_member=True)), pytest.raises(NeedsRole, match="“admin”.*you are contributor here"):
        load(opened, [tmp_path])
    assert opened.rows("SELECT count(*) FROM stages") == [(0,)]
    with acting(Actor("Ana", Role.ADMIN, is_member=True)):
        assert load(opened, [tmp_path]).applied
    with acting(Actor("Ana", Role.CONTRIBUTOR, is_member=True)), pytest.raises(NeedsRole):
        undo(opened, 1)
    opened.close()


def test_each_role_may_do_what_those_before_it_may():
    allowed = [{act for act in Act if Actor("Ana", role).may(act)} for role in Role]
    assert all(less < more or (less <= more and i == 0) for i, (less, more) in enumerate(zip(allowed, allowed[1:], strict=False)))
    assert not allowed[0] and allowed[-1] == set(Act)


def test_the_readme_says_what_each_role_may_do():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n".join(f"| {act.words} | {act.least.word} |" for act in Act) in told
