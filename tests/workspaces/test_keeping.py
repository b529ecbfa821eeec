"""Several workspaces in one installation: each has its own file and members, and none is half-made, lost or mixed with another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from cx.__main__ import main
from cx.changes.load import load
from cx.errors import NeedsRole, SealBroken, UsageError, WorkspaceError
from cx.members.ledger import Ledger
from cx.store import open_workspace, seals
from cx.store.acting import Act, Actor, Role, acting
from cx.store.open_here import is_open
from cx.workspaces import keeping
from cx.workspaces.facts import facts_of, title_of
from cx.workspaces.keeping import archive, bring_back, bring_in, copy, create, rename, taken_out
from cx.workspaces.places import FIRST, folder, free_name, is_there, path_of, place_of, places

PERSONAS = "persona_id,name\np1,Ana\np2,Ben\n"
ADMIN, VIEWER = (Actor(f"{role.word}@example.org", role, is_member=True) for role in (Role.ADMIN, Role.VIEWER))


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The first workspace of an installation, with two personas."""
    path = tmp_path / "journey.duckdb"
    monkeypatch.setenv("CX_WORKSPACE", str(path))
    assert not load(open_workspace(path), brought(tmp_path, {"personas.csv": PERSONAS})).issues
    yield path
    for place in places():
        if is_open(place.path):
            open_workspace(place.path).close()


def brought(folder: Path, files: dict[str, str]) -> list[Path]:
    """Files with this content."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def held(name: str) -> int:
    return int(open_workspace(path_of(name)).rows("SELECT count(*) FROM personas")[0][0])


def test_a_new_one_is_empty_and_has_an_address_made_of_its_title(installation: Path):
    place = create("  Kundenreise   Köln 2026 ")
    assert (place.name, held(place.name), held(FIRST)) == ("kundenreise-koln-2026", 0, 2)
    assert facts_of(place).title == "Kundenreise Köln 2026"
    assert create("Kundenreise Köln, 2026").name == "kundenreise-koln-2026-2"


@pytest.mark.parametrize(
    ("title", "name"),
    [("رحلة العميل", "workspace"), ("archive", "archive-2"), ("x" * 80, "x" * 36), ("../../etc", "etc"), ("-", "workspace")],
)
def test_every_title_has_a_name_that_is_no_path(installation: Path, title: str, name: str):
    assert free_name(title) == name and path_of(name).parent == folder()


@pytest.mark.parametrize("title", ["", " ", "x" * 81, "\x0b"])
def test_a_workspace_is_called_something(installation: Path, title: str):
    with pytest.raises(UsageError, match="called"):
        create(title)
    assert len(places()) == 1


def test_a_copy_has_everything_but_the_members_and_goes_its_own_way(installation: Path, tmp_path: Path):
    Ledger(installation).give("viewer@example.org", Role.VIEWER, "operator")
    with acting(ADMIN):
        place = copy(place_of(FIRST), "Copy")  # while it is open here
    assert held("copy") == 2
    assert [(m.who, m.role) for m in Ledger(place.path).members()] == [("admin@example.org", Role.ADMIN)]
    assert load(open_workspace(place.path), brought(tmp_path, {"personas.csv": "persona_id,name\np3,Cem\n"})).applied
    assert (held("copy"), held(FIRST)) == (3, 2)


def test_a_copy_while_a_room_is_open_is_refused_and_nothing_is_left(installation: Path):
    with open_workspace(installation).transaction(Act.LEAD) as cursor:
        names = [row[0] for row in cursor.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'workshop_room'").fetchall()]
        kinds = dict(cursor.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'workshop_room'").fetchall())
        values = {"VARCHAR": "'w1'", "TIMESTAMP": "TIMESTAMP '2026-01-01'", "DATE": "DATE '2026-01-01'", "BOOLEAN": "false"}
        cursor.execute(f"INSERT INTO workshop_room SELECT {', '.join(values.get(kinds[name], '1') for name in names)}")
    with pytest.raises(UsageError, match="1 room of this workspace is still open"):
        copy(place_of(FIRST), "Copy")
    assert not [*folder().glob("copy*")] and not is_open(path_of("copy"))


def test_a_copy_while_two_people_code_is_refused_since_one_key_would_seal_both(installation: Path):
    with open_workspace(installation).transaction(Act.CHANGE) as cursor:
        cursor.execute("INSERT INTO coding_sample VALUES ('v1', 1, 2, 'ab', 'ana', NULL, TIMESTAMP '2026-01-01', false)")
    with pytest.raises(UsageError, match="Two people code 1 interview at this moment"):
        copy(place_of(FIRST), "Copy")


def test_what_is_brought_in_removes_no_key_that_another_workspace_has_here(
    installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Opening a workspace removes the keys of its closed rooms; which rooms a file has, and how their keys are named, it says itself."""
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "keys"))
    name, _ = seals.new_key()
    (tmp_path / "other.key").write_text("a key of another program")
    with taken_out(place_of(FIRST)) as file:
        with closing(duckdb.connect(str(file))) as connection:
            for room, seal in (("r1", name), ("r2", "../other")):
                values = [room, room, room, "", False, "", "", datetime(2026, 1, 1), seal]
                connection.execute("INSERT INTO workshop_room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
                connection.execute("INSERT INTO workshop_step VALUES (?, 1, 'closed', 0, TIMESTAMP '2026-01-01', NULL)", [room])
        bring_in(file, "Back")
        assert seals.is_known(name)
        with closing(duckdb.connect(str(file))) as connection, pytest.raises(SealBroken, match="name of no key"):
            seals.remove_spent(connection)  # of a file that is put in the place of a workspace
            seals.key_named("../other")
    assert (tmp_path / "other.key").is_file()


def test_an_archived_one_is_at_no_address_and_comes_back_with_its_members(installation: Path):
    with acting(ADMIN):
        place = copy(place_of(FIRST), "Acme")
        archive(place)
        assert not is_there("acme") and free_name("Acme") == "acme-2"
        away = next(place for place in places() if place.is_away)
        assert (facts_of(away).title, facts_of(away).personas) == ("Acme", 2)
        bring_back(away)
    assert held("acme") == 2
    assert Ledger(place.path).role_of("admin@example.org") is Role.ADMIN
    assert [event.what for event in Ledger(place.path).events()][:2] == [keeping.BACK, keeping.AWAY]


def test_the_first_one_stays(installation: Path):
    with pytest.raises(UsageError, match="first workspace"):
        archive(place_of(FIRST))


def test_what_was_exported_comes_in_as_another_one(installation: Path, tmp_path: Path):
    with taken_out(place_of(FIRST)) as file:
        place = bring_in(file, "Back")
        taken = file.read_bytes()
    assert held(place.name) == 2 and title_of(open_workspace(place.path)) == "Back"
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(taken[: len(taken) // 2])
    for no_workspace in (cut, tmp_path / "nowhere.duckdb", brought(tmp_path, {"a.csv": PERSONAS})[0]):
        with pytest.raises(WorkspaceError):
            bring_in(Path(no_workspace), "No")
    assert [place.name for place in places()] == [FIRST, "back"] and not [*folder().glob("no*")]


def test_of_two_that_are_made_under_one_title_at_once_each_gets_its_own(
    installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Reading a large file takes a while, and whoever makes another one meanwhile is done first."""
    with taken_out(place_of(FIRST)) as file:
        put_in_place, made = keeping.restore, []
        monkeypatch.setattr(keeping, "restore", lambda file, path: (made.append(create("Acme")), put_in_place(file, path)))
        place = bring_in(file, "Acme")
    assert (place.name, held(place.name)) == ("acme", 2) and (made[0].name, held(made[0].name)) == ("acme-2", 0)


def test_a_new_one_has_no_members_that_an_earlier_one_has_left(installation: Path):
    Ledger(path_of("acme")).give("eve@example.org", Role.ADMIN, "operator")
    assert Ledger(create("Acme").path).role_of("eve@example.org") is Role.NOBODY


def test_a_folder_that_cannot_be_used_is_told_so(installation: Path):
    with taken_out(place_of(FIRST)) as file:
        folder().write_text("in its place")
        for act in (lambda: create("B"), lambda: copy(place_of(FIRST), "B"), lambda: bring_in(file, "B")):
            with pytest.raises(WorkspaceError, match=r"The folder .+ cannot be used"):
                act()


def test_whoever_looks_while_one_is_archived_makes_none_in_its_place(installation: Path, monkeypatch: pytest.MonkeyPatch):
    place = create("Acme")
    opened = open_workspace(place.path)

    @contextmanager
    def waiting(path: Path) -> Iterator[None]:
        archive(place)
        yield

    monkeypatch.setattr("cx.workspaces.facts.closed_or_open", waiting)
    assert facts_of(place).changed_at is None and not place.path.exists()
    with pytest.raises(WorkspaceError, match="closed meanwhile"):
        opened.rows("SELECT 1")


def test_a_title_changes_and_the_address_stays(installation: Path):
    place = create("Acme")
    rename(place, "Acme Europe")
    assert facts_of(place_of("acme")).title == "Acme Europe"


def test_only_an_admin_keeps_workspaces_and_only_a_member_sees_what_one_holds(installation: Path):
    place, away = create("Acme"), create("Away")
    archive(away)
    with acting(VIEWER):
        for act in (
            lambda: create("B"),
            lambda: copy(place, "B"),
            lambda: rename(place, "B"),
            lambda: archive(place),
            lambda: bring_back(away),
            lambda: bring_in(installation, "B"),
            lambda: taken_out(place).__enter__(),
        ):
            with pytest.raises(NeedsRole, match="admin"):
                act()
    with acting(ADMIN), pytest.raises(NeedsRole):
        copy(place, "B", VIEWER)  # an admin of that one, and not of the first
    with acting(Actor("nobody", Role.GUEST, is_member=True)), pytest.raises(NeedsRole):
        facts_of(place)


def test_the_commands_do_the_same(installation: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    open_workspace(installation).close()
    out = str(tmp_path / "out.duckdb")
    for arguments in (
        ["create", "Acme"],
        ["copy", "A copy"],
        ["export", out, "--of", "a-copy"],
        ["import", out, "Back"],
        ["archive", "acme"],
    ):
        assert main(["workspaces", *arguments]) == 0, capsys.readouterr().err
    assert main(["workspaces", "list"]) == 0
    assert [line.split("  ")[:3] for line in capsys.readouterr().out.splitlines()[-4:]] == [
        ["(the first)", "First workspace", "2 personas, 0 needs, 0 touchpoints"],
        ["a-copy", "A copy", "2 personas, 0 needs, 0 touchpoints"],
        ["back", "Back", "2 personas, 0 needs, 0 touchpoints"],
        ["acme", "Acme", "archived; 0 personas, 0 needs, 0 touchpoints"],
    ]
    assert main(["workspaces", "bring-back", "acme"]) == 0 and is_there("acme")
    assert main(["workspaces", "bring-back", "acme"]) == 2 and "Archived: none" in capsys.readouterr().err
    assert main(["workspaces", "copy", "B", "--of", "nowhere"]) == 2 and "no workspace" in capsys.readouterr().err
