"""The keys of sealed marks: one file a room, outside of the workspace's folder, so that a copy of the folder does not take them along.

A key is named by its fingerprint, which the database knows. Nothing ever replaces a key: where the file of a name is gone,
what was sealed with it stays closed, and that is said. Once a room is closed its key is removed: all that it sealed is open, or gone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import duckdb

from cx.errors import SealBroken
from cx.log_lines import Known
from cx.settings import SEAL_KEY_DIR
from cx.words import printable

LENGTH = 32
OPEN = "room_id NOT IN (SELECT room_id FROM workshop_step WHERE step = 'closed')"
IN_USE = f"({OPEN} OR room_id IN (SELECT room_id FROM workshop_mark))"
NAME = re.compile(r"[0-9a-f]{16}")
"""How a key is named. A name stands in the database, which may be a stranger's: one that is none leads to no file."""
log = logging.getLogger("cx")
_looked: ContextVar[tuple[Path, dict[str, bytes]] | None] = ContextVar("what is only looked at", default=None)


def folder() -> Path:
    """Where keys are kept: the environment variable CX_SEAL_KEY_DIR, else the folder for the state of programs of this account."""
    if SEAL_KEY_DIR.is_set:
        return SEAL_KEY_DIR.path
    try:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    except RuntimeError:
        raise SealBroken("This account has no home folder to keep the keys of sealed marks in. Name one in CX_SEAL_KEY_DIR.") from None
    return state / "journey-gap-analysis" / "seals"


@contextmanager
def only_looking(original: Path) -> Iterator[None]:
    """Within this context a copy of this database is looked at: keys are read, also the one beside it, and none is kept or moved."""
    before = _looked.set((Path(f"{original}.seal"), {}))
    try:
        yield
    finally:
        _looked.reset(before)


def new_key() -> tuple[str, bytes]:
    """A key and its name; on the disk before anything is sealed with it."""
    key = secrets.token_bytes(LENGTH)
    return _keep(key), key


def key_named(name: str) -> bytes:
    """The key of that name; raises SealBroken where it is lost, damaged or cannot be read."""
    if (looked := _looked.get()) and name in looked[1]:
        return looked[1][name]
    if not is_name(name):
        raise SealBroken(f"“{printable(name[: LENGTH * 2])}” is the name of no key of sealed marks. These marks stay closed.")
    path = _path(name)
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise SealBroken(
            f"The key of this room's sealed marks is lost: {path} is not there. Put it back from the account or the machine on which the room "
            "was opened, or name its folder in CX_SEAL_KEY_DIR. Without it these marks stay closed, as they do in a copy from before the room was "
            "closed, since closing it removed the key; another room has a key of its own."
        ) from None
    except OSError as error:
        raise SealBroken(f"The key {path} cannot be read: {error.strerror}. Let this program's user read it.") from None
    if _name(key) != name:
        raise SealBroken(f"The key {path} is damaged. Put the file of the day of the workshop back; nothing replaces it.")
    return key


def is_known(name: str) -> bool:
    """Whether the key of that name is kept here."""
    return is_name(name) and _path(name).is_file()


def is_name(name: str) -> bool:
    """Whether a key can have this name."""
    return NAME.fullmatch(name) is not None


def in_use(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """The names of the keys with which something is sealed in a workspace of any version: of its rooms, and of interviews that two
    people code at this moment."""
    sealed = "SELECT table_name FROM duckdb_columns() WHERE column_name = 'seal'"
    known = {table for (table,) in connection.execute(sealed).fetchall()}
    of_rooms, of_codings = f"SELECT seal FROM workshop_room WHERE {IN_USE}", "SELECT seal FROM coding_sample"
    rooms = connection.execute(of_rooms).fetchall() if "workshop_room" in known else []
    codings = connection.execute(of_codings).fetchall() if "coding_sample" in known else []
    return [name or "" for (name,) in rooms], [name or "" for (name,) in codings]


def disown(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a workspace that came from elsewhere know no key of closed rooms: opening it would remove keys that others have here."""
    if connection.execute("SELECT 1 FROM duckdb_columns() WHERE table_name = 'workshop_room' AND column_name = 'seal'").fetchall():
        connection.execute(f"UPDATE workshop_room SET seal = NULL WHERE NOT {IN_USE}")


def forget(name: str) -> None:
    """Let a key go whose marks are no longer wanted: what copies and free blocks still hold of them opens for nobody."""
    if is_name(name):
        _path(name).unlink(missing_ok=True)


def adopt(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Move a key that an earlier version kept beside the database, once, and give rooms without a mark a key of their own."""
    looked = _looked.get()
    beside = looked[0] if looked else Path(f"{database}.seal")
    rooms = connection.execute(
        f"""SELECT room_id, room_id IN (SELECT room_id FROM workshop_mark) FROM workshop_room WHERE seal IS NULL AND {OPEN} ORDER BY room_id"""
    ).fetchall()
    if not rooms and not beside.exists():
        return
    try:
        name = _moved(beside)
        for room_id, has_marks in rooms:
            seal = name if name or has_marks else new_key()[0]
            connection.execute("UPDATE workshop_room SET seal = ? WHERE room_id = ?", [seal, room_id])
        if beside.exists() and name and not looked:
            beside.unlink()
            log.warning(
                "The key of sealed marks was moved from %s to %s. Back that folder up on its own.", Known(beside), Known(_path(name))
            )
    except (OSError, SealBroken) as error:
        log.warning("The key of sealed marks stays at %s, it cannot be moved: %s", Known(beside), error)


def remove_spent(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove the keys of closed rooms, which seal nothing any more; a copy from before the closing keeps its marks closed."""
    spent = connection.execute(
        f"""SELECT DISTINCT seal FROM workshop_room WHERE seal IS NOT NULL EXCEPT
        SELECT seal FROM workshop_room WHERE {IN_USE}"""
    ).fetchall()
    for (name,) in spent if not _looked.get() else ():
        try:
            forget(name)
        except OSError as error:
            log.warning("The key %s of a room that is closed stays: %s. Remove it.", Known(_path(name)), Known(error.strerror))


def _moved(beside: Path) -> str | None:
    """The name under which the key in a file is kept from now on, or was kept before, when a copy of then has been restored;
    None where there is none, or no key in it."""
    note = folder() / f"{hashlib.sha256(str(beside).encode()).hexdigest()[:16]}.moved"
    if not beside.exists():
        return note.read_text() if note.exists() else None
    key = beside.read_bytes()
    if len(key) != LENGTH:
        log.warning("%s holds no key; it is left as it is.", Known(beside))
        return None
    name = _keep(key)
    if not _looked.get():
        note.write_text(name)
    return name


def _keep(key: bytes) -> str:
    name = _name(key)
    if looked := _looked.get():
        looked[1][name] = key
        return name
    path = _path(name)
    partial = path.with_name(f"{name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise SealBroken(
            f"The key of sealed marks cannot be kept in {path.parent}: {error.strerror}. Name a folder that this program may write to in CX_SEAL_KEY_DIR."
        ) from None
    return name


def _path(name: str) -> Path:
    return folder() / f"{name}.key"


def _name(key: bytes) -> str:
    return hashlib.sha256(b"seal/" + key).hexdigest()[:16]
