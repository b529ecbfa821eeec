"""Members of a workspace in PostgreSQL: every process sees the same roles, links and events."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.errors import UsageError, WorkspaceError
from cx.members import ledger as members
from cx.members.ledger import CAME_IN, Ledger
from cx.members.links import Links
from cx.settings import WORKSPACE
from cx.store.acting import Role
from tests.postgres import Postgres


def seen_from(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """What a process with that copy sees."""
    monkeypatch.setenv(WORKSPACE.name, str(tmp_path / name / "journey.duckdb"))
    return Ledger(tmp_path / name / "journey.duckdb")


def test_a_role_that_is_given_at_one_process_holds_at_the_other(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, two = (seen_from(name, tmp_path, monkeypatch) for name in ("one", "two"))
    assert two.role_of("ana@example.org") is Role.NOBODY
    one.give("ana@example.org", Role.ADMIN, "operator")
    one.give("group:cx", Role.VIEWER, "ana")
    one.give("group:cx", Role.FACILITATOR, "ana")
    assert (two.role_of("Ana@example.org"), two.role_of("ben", ["CX"])) == (Role.ADMIN, Role.FACILITATOR)
    with pytest.raises(UsageError, match="only admin"):
        two.take("ana@example.org", "ben")
    two.take("group:cx", "ana")
    assert one.role_of("ben", ["cx"]) is Role.NOBODY
    assert [event.what for event in one.events()] == ["role taken", "role given", "role given", "role given"]
    assert not list(tmp_path.rglob("*.members"))


def test_links_and_visits_are_shared_and_visits_go_first(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, two = (seen_from(name, tmp_path, monkeypatch) for name in ("one", "two"))
    secret = Links(one).make("Board", "coverage", 3, "ana")
    found = Links(two).of_secret(secret)
    assert found is not None and found.leads_to == "coverage"
    monkeypatch.setattr(members, "KEPT", 2)
    for who in ("a", "b", "c"):
        two.note(who, CAME_IN)
    Links(two).take_back("Board", "ana")
    assert Links(one).of_secret(secret) is None
    assert [event.who for event in one.events()] == ["ana", "c", "b", "ana"]


def test_where_the_server_does_not_answer_nobody_is_let_in(
    address: str, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one = seen_from("one", tmp_path, monkeypatch)
    one.give("ana@example.org", Role.ADMIN, "operator")
    postgres.kill()
    try:
        with pytest.raises(WorkspaceError, match="does not answer"):
            one.role_of("ana@example.org")
    finally:
        postgres.start()
    assert one.role_of("ana@example.org") is Role.ADMIN
