"""Keys of sealed marks lie outside of the workspace's folder, move there once, and are never replaced; older rooms come along."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import closing, redirect_stdout
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cx.__main__ import main
from cx.changes.load import load
from cx.errors import SealBroken
from cx.store import open_workspace, seals
from cx.store.backup import restore
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.marks import own_scores
from cx.workshop.publish import close_room
from cx.workshop.results import results
from cx.workshop.verify import verify_rooms
from tests.random_workspaces import write_folder
from tests.workshop.rooms import Led, led, shortfalls

OLD_KEY = bytes(range(32))


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this test keeps keys."""
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Shortfalls in a database with a folder of its own."""
    write_folder(shortfalls(), tmp_path / "files")
    with closing(open_workspace(tmp_path / "here" / "w.duckdb")) as opened:
        load(opened, [tmp_path / "files"])
    return tmp_path / "here" / "w.duckdb"


def sealed_by_number(mark_id: str, text: str) -> str:
    """A mark as version 5 sealed it."""
    return (bytes(12) + AESGCM(OLD_KEY).encrypt(bytes(12), text.encode().ljust(32), mark_id.encode())).hex()


@pytest.fixture
def of_version_5(database: Path, keys: Path) -> Iterator[Led]:
    """A room of three that version 5 left at blind scoring, its key beside the database, and one that it had closed."""
    with closing(open_workspace(database)) as opened:
        room, closed = led(opened), led(opened)
        room.go_to("score")
        people = {at.room_id: [p.person_id for p in at.room.people] for at in (room, closed)}
    with duckdb.connect(str(database)) as connection:
        for at in (room, closed):
            for n, person_id in enumerate(people[at.room_id], start=1):
                connection.execute("UPDATE workshop_person SET person_id = ? WHERE person_id = ?", [f"{at.room_id}-{n:02d}", person_id])
                mark = [f"{at.room_id}-m{n}", at.room_id, n, f"{at.room_id}-{n:02d}", sealed_by_number(f"{at.room_id}-m{n}", json.dumps(n))]
                connection.execute(
                    "INSERT INTO workshop_mark VALUES (?, ?, ?, 'score1', 'i01', ?, ?, true, true, now()::TIMESTAMP, NULL)", mark
                )
        connection.execute("INSERT INTO workshop_step VALUES (?, 9, 'closed', 10, now()::TIMESTAMP, NULL)", [closed.room_id])
        for item, values in (("i01", (1, 2, 3)), ("i02", (4, 4))):
            for n, value in enumerate(values, start=1):
                connection.execute(
                    "INSERT INTO workshop_shown VALUES (?, 'score1', ?, ?, ?, true, now()::TIMESTAMP)",
                    [closed.room_id, item, f"{closed.room_id}-{n:02d}", value],
                )
        connection.execute("ALTER TABLE workshop_room DROP COLUMN seal")
        connection.execute("ALTER TABLE workshop_mark DROP COLUMN form")
        connection.execute("UPDATE workspace_meta SET value = '5' WHERE name = 'schema_version'")
    for key in keys.iterdir():
        key.unlink()
    Path(f"{database}.seal").write_bytes(OLD_KEY)
    assert_looking_makes_nothing(database, keys)
    with closing(open_workspace(database)) as opened:
        room.workspace = closed.workspace = opened
        room.closed = closed  # type: ignore[attr-defined]
        yield room


def assert_looking_makes_nothing(database: Path, keys: Path) -> None:
    """A check reads the marks with the key beside the database, and leaves both folders, and every file in them, as they are."""
    Path(f"{database}.lock").unlink()
    before = [(f.name, f.stat().st_mtime_ns, f.read_bytes()) for f in (*sorted(database.parent.iterdir()), *sorted(keys.iterdir()))]
    with redirect_stdout(io.StringIO()) as said:
        assert main(["verify", str(database)]) == 0
    assert "seals: 3 sealed marks opened: whole" in said.getvalue()
    assert [(f.name, f.stat().st_mtime_ns, f.read_bytes()) for f in (*sorted(database.parent.iterdir()), *sorted(keys.iterdir()))] == before


def test_marks_of_an_earlier_version_are_opened_by_its_rule_and_join_new_ones(of_version_5: Led):
    at = of_version_5
    assert [own_scores(at.workspace, at.room, t, "score1") for t in at.tokens] == [{"i01": n} for n in (1, 2, 3)]
    at.says(2, {"i01": 0})
    assert own_scores(at.workspace, at.room, at.tokens[2], "score1") == {"i01": 0}
    at.go_to("reveal")
    assert results(at.workspace, at.room).of("score1")["i01"]["counts"] == [1, 1, 1, 0, 0]


def test_the_key_beside_the_database_is_moved_once(of_version_5: Led, database: Path, keys: Path):
    assert not Path(f"{database}.seal").exists()
    assert [key.read_bytes() for key in keys.glob("*.key")] == [OLD_KEY]
    assert of_version_5.room.seal is not None


def test_a_copy_of_before_the_upgrade_that_is_restored_finds_the_key_that_has_moved(of_version_5: Led, database: Path):
    of_version_5.workspace.close()
    (copy,) = database.parent.glob("w.before-upgrade-*")
    restore(copy, database)
    with closing(open_workspace(database)) as opened:
        at = Led(opened, of_version_5.room_id, of_version_5.key, of_version_5.tokens)
        assert own_scores(opened, at.room, at.tokens[0], "score1") == {"i01": 1}


def test_what_an_earlier_version_revealed_of_a_closed_room_is_tied_to_nobody(of_version_5: Led):
    closed: Led = of_version_5.closed  # type: ignore[attr-defined]
    workspace = closed.workspace
    ids = {r[0] for r in workspace.rows("SELECT person_id FROM workshop_person WHERE room_id = ?", [closed.room_id])}
    shown = workspace.rows("SELECT item_id, person_id, value FROM workshop_shown ORDER BY person_id")
    assert len(ids) == 3 and not ids & {person for _, person, _ in shown}
    assert [s[0] for s in shown] == ["i01"] * 3 and sorted(s[2] for s in shown) == [1, 2, 3], "of two scores each would know the other's"
    assert workspace.rows("SELECT count(*) FROM workshop_mark WHERE room_id = ?", [closed.room_id]) == [(0,)]
    times = "SELECT count(DISTINCT joined_at) FROM workshop_person WHERE room_id = ?"
    assert workspace.rows(times, [closed.room_id]) == [(1,)]


def test_a_lost_key_is_said_and_never_replaced(database: Path, keys: Path):
    with closing(open_workspace(database)) as opened:
        at = led(opened)
        at.go_to("score")
        at.says(0, {"i01": 3})
    (key,) = keys.iterdir()
    kept = key.read_bytes()
    key.unlink()
    with closing(open_workspace(database)) as opened:
        at.workspace = opened
        for act in (
            lambda: at.says(0, {"i01": 1}),
            lambda: at.go_to("reveal"),
            lambda: own_scores(opened, at.room, at.tokens[0], "score1"),
        ):
            with pytest.raises(SealBroken, match="is lost"):
                act()
        assert list(keys.iterdir()) == [] and at.room.step.key == "score"
        other = led(opened)
        other.go_to("score")
        other.says(0, {"i01": 2})
        key.write_bytes(kept[::-1])
        with pytest.raises(SealBroken, match="is damaged"):
            own_scores(opened, at.room, at.tokens[0], "score1")
        key.write_bytes(kept)
        assert own_scores(opened, at.room, at.tokens[0], "score1") == {"i01": 3}


def test_a_lost_key_of_an_earlier_version_is_said(of_version_5: Led, database: Path, keys: Path):
    at = of_version_5
    for file in keys.iterdir():
        file.unlink()
    with at.workspace.transaction() as cursor:
        cursor.execute("UPDATE workshop_room SET seal = NULL")
    at.workspace.close()
    with closing(open_workspace(database)) as opened, pytest.raises(SealBroken, match="seal was not beside the database"):
        own_scores(opened, Led(opened, at.room_id, at.key).room, at.tokens[0], "score1")


def test_a_key_that_cannot_be_moved_stays_and_the_log_says_so(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "a file" / "keys"))
    beside = Path(f"{database}.seal")
    beside.write_bytes(OLD_KEY)
    with caplog.at_level(logging.WARNING, "cx"), closing(open_workspace(database)):
        pass
    assert beside.read_bytes() == OLD_KEY and "stays at" in caplog.text


def test_keys_go_where_the_setting_says_else_to_the_state_of_this_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CX_SEAL_KEY_DIR", str(tmp_path / "named"))
    assert seals.folder() == tmp_path / "named"
    monkeypatch.delenv("CX_SEAL_KEY_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert seals.folder() == tmp_path / "state" / "journey-gap-analysis" / "seals"


def test_an_existing_database_and_what_is_made_later_is_its_owners_alone(database: Path):
    database.chmod(0o644)
    with closing(open_workspace(database)) as opened:
        with opened.transaction() as cursor:
            cursor.execute("CREATE TABLE more AS SELECT 1 AS n")
        modes = {file.name: file.stat().st_mode & 0o777 for file in database.parent.iterdir()}
    assert "w.duckdb" in modes and set(modes.values()) == {0o600}


def test_a_room_that_is_closed_leaves_no_key_and_others_keep_theirs(database: Path, keys: Path):
    with closing(open_workspace(database)) as opened:
        room, other = led(opened), led(opened)
        for at in (room, other):
            at.go_to("score")
            at.all_say({"i01": (1, 2, 3)})
        names = {at.room_id: f"{at.room.seal}.key" for at in (room, other)}
        kept = (keys / names[room.room_id]).read_bytes()
        room.go_to("decide")
        for item in undecided(opened, room.room):
            decide(opened, room.room_id, room.key, Decision(item.item_id, "fix", owner="Ana", rationale="So"), item.item_id)
        assert len(list(keys.glob("*.key"))) == 2, "until then"
        close_room(opened, room.room_id, room.key, None)
        assert [key.name for key in keys.glob("*.key")] == [names[other.room_id]]
        assert own_scores(opened, other.room, other.tokens[0], "score1") == {"i01": 1}
    (keys / names[room.room_id]).write_bytes(kept)  # whoever is killed before it is removed
    with closing(open_workspace(database)) as opened:
        assert [key.name for key in keys.glob("*.key")] == [names[other.room_id]], "removes it at the next start"
        assert [check.faults for check in verify_rooms(opened)] == [(), ()]
