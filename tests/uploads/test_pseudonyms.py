"""An address becomes a pseudonym that only this workspace can make, always the same; where its secret is lost, that is said."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cx.changes.write import write_rows
from cx.store import Workspace, open_workspace
from cx.store.pseudonyms import LOST, OLDER, Pseudonyms
from tests.brought import applied, asked, plan_of

FILE = "31-raters-by-e-mail.csv"


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace in a file, the secrets in a folder of their own, and what a former version made of an address."""
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "keys"))
    with closing(open_workspace(tmp_path / "place" / "w.duckdb")) as workspace:
        write_rows(workspace, "rounds", [{"round_id": "r1", "name": "R", "opened_on": "2026-01-01"}], action="edit")
        yield workspace


def raters(workspace: Workspace) -> set[str]:
    return {rater for (rater,) in workspace.rows("SELECT DISTINCT rater FROM ratings")}


def test_the_same_person_stays_one_rater_and_nobody_else_can_tell_who(stored: Workspace, tmp_path: Path) -> None:
    applied(stored, plan_of(stored, FILE, "sheet"))
    first = raters(stored)
    assert len(first) == 2
    for address in ("jane@example.org", "john@example.org"):
        assert not any(rater.removeprefix("rater-") in hashlib.sha256(address.encode()).hexdigest() for rater in first)
    assert [file.suffix for file in (tmp_path / "keys").iterdir()] == [".names"]
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    path = stored.path
    assert path is not None
    stored.close()
    shutil.move(path.parent, tmp_path / "moved")
    database = tmp_path / "moved" / path.name
    with closing(open_workspace(database)) as again:
        applied(again, plan_of(again, FILE, "sheet"))
        assert raters(again) == first, "a copy in another place, with the same keys"


def test_a_secret_that_is_lost_is_said_and_people_get_new_pseudonyms(stored: Workspace, tmp_path: Path) -> None:
    applied(stored, plan_of(stored, FILE, "sheet"))
    first = raters(stored)
    shutil.rmtree(tmp_path / "keys")
    plan = plan_of(stored, FILE, "sheet")
    assert asked(stored, plan)["Assessor:mail"].title.endswith(LOST)
    applied(stored, plan)
    assert len(raters(stored) - first) == 2 and first < raters(stored), "what is stored stays as it is"
    assert LOST not in asked(stored, plan_of(stored, FILE, "sheet"))["Assessor:mail"].title


def test_two_workspaces_of_one_moment_share_no_secret_and_older_ones_keep_theirs(stored: Workspace, tmp_path: Path) -> None:
    mine = Pseudonyms(stored).of("jane@example.org")
    with closing(open_workspace(tmp_path / "other" / "w.duckdb")) as other:
        for workspace in (stored, other):
            with workspace.transaction() as cursor:
                cursor.execute("UPDATE workspace_meta SET value = '2026-01-01T00:00:00+00:00' WHERE name = 'created_at'")
        assert Pseudonyms(other).of("jane@example.org") != mine
        assert Pseudonyms(stored).of("Jane@Example.org") == mine
        for workspace in (stored, other):
            with workspace.transaction() as cursor:
                cursor.execute("DELETE FROM workspace_meta WHERE name = 'drawn'")
        assert Pseudonyms(stored).of("jane@example.org") == Pseudonyms(other).of("jane@example.org"), (
            "as the former version named the secret"
        )


def test_pseudonyms_of_a_former_version_stay_and_that_is_said(stored: Workspace) -> None:
    applied(stored, plan_of(stored, FILE, "sheet"))
    with stored.transaction() as cursor:
        cursor.execute("UPDATE ratings SET rater = left(rater, 12)")
    former = raters(stored)
    plan = plan_of(stored, FILE, "sheet")
    assert asked(stored, plan)["Assessor:mail"].title.endswith(OLDER)
    applied(stored, plan)
    assert former < raters(stored)
