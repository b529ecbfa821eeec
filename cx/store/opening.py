"""The connection to the database of a workspace: how it is opened, what it may use, and what is said where it cannot be opened."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

from cx.errors import NotAWorkspace, TooMuchAtOnce, WorkspaceBusy, WorkspaceError

MEMORY = "2GB"
"""Memory limit of the database; beyond it sorting, joining and staging use the disk. Only the keys of the ratings must fit,
and five million of them, the most that an upload can hold, do."""
SPARED = "common_subplan,projection_placement,projection_pullup"
"""Steps of the engine's planner that find nothing in our questions: with them a small workspace takes a tenth more time,
and one of 200,000 ratings no less."""
LARGE = 32 * 2**20
"""Bytes of a file from which on every core works on a question, as on an upload of many rows (`work_on_all_cores`). The many
short questions to a small workspace take less on one: to wake another costs more than it does."""


def usual_path() -> Path:
    """Where the workspace is: the environment variable CX_WORKSPACE, else a git-ignored folder of the program."""
    return Path(os.environ.get("CX_WORKSPACE", Path(__file__).resolve().parents[2] / ".workspace" / "journey.duckdb"))


def connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection to the database at `path`, made if need be; None makes one in memory, locked down already.

    Raises WorkspaceBusy, NotAWorkspace or WorkspaceError.
    """
    # Without the next two, the database would download an extension for a file of another kind.
    config: dict[str, Any] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "disabled_optimizers": SPARED,
        "threads": 1,
        "allowed_configs": "['threads']",
    }
    if path is None:
        return duckdb.connect(":memory:", config=config | {"enable_external_access": False, "lock_configuration": True})
    keep_to_owner(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return duckdb.connect(str(path), config=config | {"storage_compatibility_version": "v1.5.0"})
    except OSError as error:  # duckdb.IOException is not an OSError: this is the folder
        raise WorkspaceError(f"The folder {path.parent} cannot be used: {error.strerror}.") from None
    except duckdb.Error as error:
        raise explained(error, path) from None


def keep_to_owner(path: Path) -> None:
    """What this process makes from now on is its owner's alone, and so are the database and its log if they are there.

    The engine makes its log anew after every checkpoint, with the rights that the process gives to new files.
    """
    os.umask(os.umask(0o077) | 0o077)
    for file in (path, path.with_name(f"{path.name}.wal")):
        with suppress(OSError):  # not there, or of another account
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def explained(error: duckdb.Error, path: Path | None) -> WorkspaceError:
    """What is the matter with a database that cannot be opened, and what to do."""
    text = str(error)
    if "lock" in text.lower():
        process = re.search(r"PID (\d+)", text)
        who = f"process {process[1]}" if process else "another process"
        return WorkspaceBusy(
            f"The workspace {path} is in use by {who}, most likely the running dashboard; stop it and try again, or name another database."
        )
    if any(sign in text for sign in ("not a valid DuckDB", "version number", "Extension", "Is a directory")):
        return NotAWorkspace(f"{path} is not a workspace of this tool. Name another file, or a new one to create it.")
    return WorkspaceError(f"{path} cannot be opened: {text.splitlines()[0]}")


def lock_down(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Restrict the database to the workspace's own folder, and lock this setting."""
    folder = str(path.parent).replace("'", "''") + "/"
    for setting in (f"allowed_directories = ['{folder}']", "enable_external_access = false", "lock_configuration = true"):
        connection.execute(f"SET {setting}")


def work_on_all_cores(cursor: duckdb.DuckDBPyConnection) -> None:
    """Let every core work on each question to this workspace from now on, until it is closed."""
    cursor.execute("RESET threads")


def explain_memory(error: BaseException) -> None:
    """Raise TooMuchAtOnce if the memory did not suffice, also where the database reports it inside a failed commit."""
    if isinstance(error, duckdb.Error) and "out of memory" in str(error).lower():
        raise TooMuchAtOnce(
            f"This needs more memory than the {MEMORY} that the database may use. Nothing was changed. "
            "Split the file and bring its parts one after another."
        ) from None
