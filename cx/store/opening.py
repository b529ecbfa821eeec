"""The connection to the database of a workspace: how it is opened, what it may use, and what is said where it cannot be opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cx.errors import WorkspaceDamaged, WorkspaceError
from cx.settings import DATABASE, WORKSPACE
from cx.store import faults, schema, seals, written_anew
from cx.store.copies import keep_before_upgrade, log_of, sweep
from cx.store.log_scan import damage_of

if TYPE_CHECKING:
    from cx.store.home.home import Home

MEMORY = "2GB"
"""Memory limit of the database; beyond it sorting, joining and staging use the disk. Only the keys of the ratings must fit,
and five million of them, the most that an upload can hold, do."""
ON_DISK = "10GB"
"""What it may use of the disk then, beside its file: the engine would take nine tenths of what is free, and saving needs some."""
WRONG = "row_group_pruner"
"""A step of the engine's planner that loses rows: where the first ones of an order are asked for, it reads the parts of a table
that may hold them and counts removed rows among theirs, so that of rounds some of which were removed it may find none."""
SPARED = f"common_subplan,projection_placement,projection_pullup,{WRONG}"
"""Steps of the planner that are left out: the other three find nothing in our questions; with them a small workspace takes a
tenth more time, and one of 200,000 ratings no less."""
ARCHIVE = "archive"
"""The folder of workspaces that were put away, in that of the others."""
LARGE = 32 * 2**20
"""Bytes of a file from which on every core works on a question, as on an upload of many rows (`work_on_all_cores`). The many
short questions to a small workspace take less on one: to wake another costs more than it does."""


_chosen: ContextVar[Path | None] = ContextVar("the workspace that is asked for", default=None)
_find: Callable[[], Path | None] = lambda: None  # noqa: E731 (replaced by `chosen_by`)


def first_path() -> Path:
    """Where the first workspace is: the environment variable CX_WORKSPACE, else a git-ignored folder of the program."""
    return WORKSPACE.path


def usual_path() -> Path:
    """Where the workspace is that a page or a request asks for by its address; the first one where none is named."""
    return _chosen.get() or _find() or first_path()


def chosen_by(find: Callable[[], Path | None]) -> None:
    """Ask this from now on, in every thread of this process, which workspace is asked for where nobody has said it with `choosing`."""
    global _find
    _find = find


@contextmanager
def choosing(path: Path | None) -> Iterator[None]:
    """What happens within asks for the workspace at this path; None leaves it as it is."""
    before = _chosen.set(path or _chosen.get())
    try:
        yield
    finally:
        _chosen.reset(before)


def beside_first() -> Path:
    """The folder of the workspaces besides the first."""
    first = first_path().expanduser().resolve()
    return first.with_name(f"{first.stem}.workspaces")


def home_of(path: Path) -> Home | None:
    """Where the rows of the workspace at a path live, if not in its own file: a schema of the server that CX_DATABASE names, for the
    first workspace and those beside it, archived or not. Any other file is a workspace of its own."""
    if not DATABASE.is_set:
        return None
    from cx.store.home.catalogue import schema_of
    from cx.store.home.home import Home

    path, others = path.expanduser().resolve(), beside_first()
    if path == first_path().expanduser().resolve():
        return Home(DATABASE.given, schema_of(""))
    if path.parent not in (others, others / ARCHIVE):
        return None
    return Home(DATABASE.given, schema_of(path.stem, is_away=path.parent != others))


def connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection to the database at `path`, made if need be; None makes one in memory. Every connection comes from here.

    From the first statement on the engine reaches its own database, log and temporary files and nothing else, so that also a
    stranger's database, whose views may name files and addresses, is opened in a closed room. Raises WorkspaceBusy, NotAWorkspace or WorkspaceError.
    """
    # Without the next two, the database would download an extension for a file of another kind.
    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "max_temp_directory_size": ON_DISK,
        "allocator_background_threads": True,  # else the engine gives nothing back of what one large upload needed
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "disabled_optimizers": SPARED,
        "threads": 1,
        "allowed_configs": "['threads']",
        "enable_external_access": False,
    }
    if path is None:
        return duckdb.connect(":memory:", config=config | {"lock_configuration": True})
    keep_to_owner(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_log(path)
        return duckdb.connect(str(path), config=config | {"storage_compatibility_version": "v1.5.0"})
    except OSError as error:  # duckdb.IOException is not an OSError: this is the folder
        raise WorkspaceError(
            f"The folder {path.parent} cannot be used: {error.strerror}. Make it, or name another place for the workspace."
        ) from None
    except duckdb.Error as error:
        raise _told(error, path) from None


def keep_to_owner(path: Path) -> None:
    """What this process makes from now on is its owner's alone, and so are the database and its log if they are there.

    The engine makes its log anew after every checkpoint, with the rights that the process gives to new files.
    """
    os.umask(os.umask(0o077) | 0o077)
    for file in (path, path.with_name(f"{path.name}.wal")):
        with suppress(OSError):  # not there, or of another account
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _check_log(path: Path) -> None:
    """The log beside a database that nobody has open: the engine would remove one without a database, and drop the rest of a damaged one."""
    log = log_of(path)
    damage = damage_of(log)
    if damage:
        raise WorkspaceDamaged(
            f"The log {log} {damage}. Nothing was opened and nothing changed. Put the log of a copy of both files there, if there is one; to go on "
            "without what cannot be read: python -m cx verify DB --repair, which keeps the damaged log beside it."
        )
    if log.exists() and not path.exists():
        raise WorkspaceDamaged(
            f"There is no file {path}, but its log {log}. Nothing was made. Put the file back that belongs to the log, or bring back a copy "
            "(python -m cx restore COPY), which puts the log aside."
        )


def opened(path: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection to a workspace of this version, locked down; a copy of an older one is kept before it is brought forward."""
    is_new = path is None or not path.exists()
    if path is not None:
        written_anew.settle(path)
        sweep(path)
    connection = connect(path)
    try:
        is_current = not is_new and schema.is_current(connection)
        if path is not None and not is_new and not is_current and schema.is_behind(connection):
            connection.execute("CHECKPOINT")
            connection.close()  # reading the bytes of a file that is open here would drop the engine's lock on it
            keep_before_upgrade(path, schema.SCHEMA_VERSION)
            connection = connect(path)
        if not is_current:
            schema.prepare(connection, is_new=is_new)
        if path is not None:
            seals.adopt(connection, path)
            seals.remove_spent(connection)
            # It comes before, where the file is still ours: whatever lies there in the end is not overwritten.
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")
            connection.execute("SET lock_configuration = true")
            if path.stat().st_size >= LARGE:
                work_on_all_cores(connection)
    except duckdb.Error as error:
        connection.close()
        raise _told(error, path) from None
    except BaseException:
        connection.close()
        raise
    return connection


def explained(error: BaseException, path: Path | None) -> WorkspaceError | None:
    """A failure of the database at `path` in words; None where it is no failure of the engine, the disk or the memory."""
    return faults.explained(error, path, MEMORY)


def _told(error: duckdb.Error, path: Path | None) -> WorkspaceError:
    return explained(error, path) or WorkspaceError(f"{path} cannot be opened: {str(error).splitlines()[0]}")


def work_on_all_cores(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let every core work on each question to this workspace from now on, until it is closed."""
    cursor.execute("RESET threads")
