"""Members of a workspace: roles given and taken, by whom, and what is left of it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.errors import UsageError, WorkspaceError
from cx.members.ledger import Ledger, ledger_of
from cx.store import open_workspace
from cx.store.acting import Role


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "journey.duckdb")


def test_without_a_role_somebody_is_nobody_and_no_file_is_made(ledger: Ledger):
    assert ledger.role_of("ana@example.org", ["cx"]) is Role.NOBODY
    assert not ledger.path.exists()


def test_the_highest_of_the_roles_of_a_person_and_of_200_groups_counts(ledger: Ledger):
    ledger.give("ana@example.org", Role.VIEWER, "operator")
    ledger.give("group:cx-team", Role.FACILITATOR, "operator")
    groups = [f"group-{i}" for i in range(200)]
    assert ledger.role_of("Ana@Example.org ", groups) is Role.VIEWER
    assert ledger.role_of("ana@example.org", [*groups, "CX-Team"]) is Role.FACILITATOR


@pytest.mark.parametrize("claimed", ["", " ", "group:cx-team", "GROUP:CX-Team"])
def test_nobody_becomes_a_group_by_being_called_so(ledger: Ledger, claimed: str):
    ledger.give("group:cx-team", Role.ADMIN, "operator")
    assert ledger.role_of(claimed) is Role.NOBODY


@pytest.mark.parametrize("lookalike", ["ｒoot@example.org", "straße@example.org", "\u212aim@example.org"])
def test_an_account_that_only_looks_like_a_member_is_another_person(ledger: Ledger, lookalike: str):
    for who in ("root@example.org", "strasse@example.org", "kim@example.org"):
        ledger.give(who, Role.ADMIN, "operator")
    assert ledger.role_of(lookalike) is Role.NOBODY


def test_the_last_admin_stays(ledger: Ledger):
    ledger.give("ana@example.org", Role.ADMIN, "operator")
    for leave in (lambda: ledger.take("ana@example.org", "ana"), lambda: ledger.give("ana@example.org", Role.VIEWER, "ana")):
        with pytest.raises(UsageError, match="only admin"):
            leave()
    ledger.give("ben@example.org", Role.ADMIN, "ana@example.org")
    ledger.take("ana@example.org", "ben@example.org")
    assert [(m.who, m.role) for m in ledger.members()] == [("ben@example.org", Role.ADMIN)]
    assert [(e.who, e.what, e.about) for e in ledger.events()][0] == ("ben@example.org", "role taken", "ana@example.org")


@pytest.mark.parametrize("who", ["", "  ", "group:", "a\nb", "x" * 201])
def test_a_member_has_a_name(ledger: Ledger, who: str):
    with pytest.raises(UsageError):
        ledger.give(who, Role.VIEWER, "operator")


def test_a_role_that_this_program_does_not_know_gives_nothing(ledger: Ledger):
    ledger.give("ana@example.org", Role.ADMIN, "operator")
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("UPDATE member SET role = 'superuser'")
    assert ledger.role_of("ana@example.org") is Role.NOBODY


@pytest.mark.parametrize("spoil", ["PRAGMA user_version = 99", None], ids=["of a later version", "damaged"])
def test_members_that_cannot_be_read_are_said_and_let_nobody_in(ledger: Ledger, spoil: str | None):
    ledger.give("ana@example.org", Role.ADMIN, "operator")
    if spoil:
        with sqlite3.connect(ledger.path) as connection:
            connection.execute(spoil)
    else:
        ledger.path.write_bytes(b"no database at all" * 100)
    with pytest.raises(WorkspaceError, match="nobody is let in"):
        ledger.role_of("ana@example.org")


def test_several_that_write_at_once_lose_nothing(ledger: Ledger):
    def give(start: int) -> None:
        for i in range(start, start + 20):
            Ledger(ledger.path.with_suffix("")).give(f"p{i}@example.org", Role.VIEWER, "operator")

    threads = [threading.Thread(target=give, args=(n * 20,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.members()) == len(ledger.events()) == 80


def test_whoever_comes_again_and_again_drives_no_role_out_of_the_events(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cx.members.ledger.KEPT", 3)
    ledger.give("ana@example.org", Role.ADMIN, "operator")
    for _ in range(6):
        ledger.note("eve@example.org", "was refused")
    assert [event.what for event in ledger.events()] == ["was refused"] * 3 + ["role given"]


def test_the_file_is_its_owners_alone_and_no_part_of_the_workspace(ledger: Ledger):
    ledger.give("ana@example.org", Role.ADMIN, "operator")
    assert ledger.path.stat().st_mode & 0o077 == 0
    assert ledger.path == ledger_of(ledger.path.with_suffix(""))


def test_roles_are_given_by_a_command_while_the_dashboard_has_the_workspace_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "journey.duckdb"
    workspace = open_workspace(path)
    try:
        at = ["--database", str(path)]
        assert main(["members", "add", "ana@example.org", "admin", *at]) == 0
        assert main(["members", "remove", "ana@example.org", *at]) != 0
        assert main(["members", "list", *at]) == 0
        assert main(["members", "events", *at]) == 0
    finally:
        workspace.close()
    told = capsys.readouterr()
    assert "ana@example.org  admin" in told.out and "role given" in told.out and "only admin" in told.err


def test_the_first_admin_is_named_before_there_is_a_workspace(tmp_path: Path):
    path = tmp_path / "new.duckdb"
    assert main(["members", "add", "ana@example.org", "admin", "--database", str(path)]) == 0
    assert Ledger(path).role_of("ana@example.org") is Role.ADMIN and not path.exists()
