"""A workspace copied into one file, and the way back.

A copy is one file, with what stood in the log beside the database. It is taken byte for byte while nobody writes, also beside a
running dashboard, and read back whole before anybody relies on it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cx.errors import NotAWorkspace, WorkspaceBusy, WorkspaceError
from cx.store import written_anew
from cx.store.copies import copy_files, keep_aside, log_of, partial_file, stamped
from cx.store.log_scan import LogDamage, damage_of
from cx.store.open_here import is_open
from cx.store.opening import connect
from cx.store.turn import Turn, fcntl, lock_of


@dataclass(frozen=True)
class Copied:
    """A copy that was read back: where, how many tables and rows it has, how many marks in it are encrypted."""

    path: Path
    tables: int
    rows: int
    sealed: int


def copy_of(path: Path, target: Path, *, only_looking: bool = False) -> Path:
    """A copy of a database and its log, taken while nobody writes. With `only_looking` nothing is made beside it: where no program has
    made the file of whose turn it is, none has it open."""
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace {path}. Name its file, or set CX_WORKSPACE.")
    with nullcontext() if only_looking and not lock_of(path).exists() else still(path):
        copy_files(path, target)
    return target


def back_up(path: Path, target: Path) -> Copied:
    """Copy the workspace at `path` into a new file, or into a folder under a name with the time; whether or not a dashboard
    has it open. Raises WorkspaceError."""
    if target.is_dir():
        target = target / stamped(path, "backup").name
    if target.exists():
        raise WorkspaceError(f"{target} exists already. Name another file, so that no older copy is lost.")
    with partial_file(target) as partial:
        copied = _read_back(copy_of(path, partial), target)
        partial.replace(target)
    return copied


def restore(backup: Path, path: Path) -> tuple[Copied, Path | None]:
    """Put a copy in the place of the workspace at `path`, and that one aside; returns the copy, and where the other one is now.

    The copy itself stays as it is. Raises WorkspaceBusy while a dashboard has the workspace open, WorkspaceError.
    """
    if not backup.is_file():
        raise WorkspaceError(f"There is no copy {backup}. Name a file that `python -m cx backup` made.")
    if path.exists() and backup.samefile(path):
        raise WorkspaceError(f"{backup} is the workspace itself. Name the copy to restore.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with partial_file(path) as partial:
        copy_files(backup, partial)
        copied = _read_back(partial, path)
        _settle(path)
        with _copying(path), nobody_has_open(path):
            before = keep_aside(path, "before-restore") if path.exists() or log_of(path).exists() else None
            written_anew.forget(path)
            partial.replace(path)
            log_of(path).unlink(missing_ok=True)
    return copied, before


def _settle(path: Path) -> None:
    """Move the log into a database that is whole, so that the copy takes the place of one file in one step: a process that is
    killed in between leaves the one or the other."""
    if log_of(path).exists() and path.exists() and not is_open(path):
        with suppress(duckdb.Error, WorkspaceError), closing(connect(path)) as connection:
            connection.execute("CHECKPOINT")


def repair(path: Path) -> tuple[LogDamage, Path] | None:
    """Cut a damaged log before its damage; returns the damage, and where the whole log is kept. None where it is not damaged.

    Raises WorkspaceBusy while a dashboard has the workspace open.
    """
    with _copying(path), nobody_has_open(path):
        log = log_of(path)
        damage = damage_of(log)
        if damage is None:
            return None
        kept = log.with_name(f"{log.name}.damaged-{datetime.now(UTC):%Y-%m-%d-%H%M%S}")
        shutil.copy2(log, kept)
        if damage.whole_to:
            os.truncate(log, damage.whole_to)
        else:
            log.unlink()
        return damage, kept


@contextmanager
def _copying(path: Path) -> Iterator[None]:
    turn = Turn(path, copying=True)
    try:
        with turn:
            yield
    finally:
        turn.close()


@contextmanager
def still(path: Path) -> Iterator[None]:
    """Nobody writes to the workspace meanwhile. In the process that has it open, reading its bytes would drop the engine's lock."""
    if is_open(path):
        raise WorkspaceBusy(f"The workspace {path} is open in this very process; copy it from another one.")
    with _copying(path):
        if fcntl is None:
            connect(path).close()
        yield


@contextmanager
def nobody_has_open(path: Path) -> Iterator[None]:
    """Holds the lock that the engine would take; raises WorkspaceBusy where another process has it."""
    if is_open(path):
        raise WorkspaceBusy(f"The workspace {path} is open in this very process; close it, then restore.")
    if not path.exists() or fcntl is None:
        yield
        return
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorkspaceBusy(f"The workspace {path} is in use, most likely by the running dashboard; stop it, then restore.") from None
        yield


def _read_back(partial: Path, named: Path) -> Copied:
    """Merge the log into the copy, and read every value of every table."""
    try:
        with closing(connect(partial)) as connection:
            connection.execute("CHECKPOINT")
            tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
            if "workspace_meta" not in tables:
                raise NotAWorkspace(f"{named} would not be a workspace: it holds other tables.")
            rows = sum(read_whole(connection, table) for table in tables)
            sealed = connection.execute("SELECT count(*) FROM workshop_mark").fetchall()[0][0] if "workshop_mark" in tables else 0
    except (duckdb.Error, WorkspaceError) as error:
        said = str(error).splitlines()[0].replace(str(partial), str(named))
        raise WorkspaceError(f"The copy cannot be read back, so it is not kept: {said} `python -m cx verify` says more.") from None
    return Copied(named, len(tables), rows, int(sealed))


def read_whole(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Read every value of a table; returns the number of its rows. Raises duckdb.Error where a part of the file is damaged."""
    counted = connection.execute(f'SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM "{table}"').fetchall()[0]
    return int(counted[0])
