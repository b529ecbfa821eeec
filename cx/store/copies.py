"""Files of a database: copied whole while nobody writes, and a copy kept before every upgrade."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cx.errors import WorkspaceError

PARTIAL = re.compile(r"\.(\d+)\.partial(\.wal)?$")
UPGRADES_KEPT = 3
"""Copies from before an upgrade that are kept; older ones go when another is made."""


def keep_before_upgrade(path: Path, version: int) -> Path:
    """Copy the database, which nobody has open, before its tables become those of this
    version; returns where. Raises WorkspaceError."""
    target = stamped(path, f"before-upgrade-to-{version}")
    try:
        with partial_file(target) as partial:
            copy_files(path, partial)
            partial.replace(target)
    except OSError as error:
        raise WorkspaceError(
            f"{path} is of an older version, and no copy of it can be kept before it is brought forward: {error.strerror}. "
            f"Make room for {path.stat().st_size / 1e6:,.0f} MB in {path.parent}, and start again. Nothing was changed."
        ) from None
    others = [copy for copy in path.parent.glob(f"{path.stem}.before-upgrade-to-*{path.suffix}") if copy != target]
    for older in sorted(others, key=lambda copy: copy.stat().st_mtime)[: -UPGRADES_KEPT + 1]:
        older.unlink()
    return target


def stamped(path: Path, why: str) -> Path:
    """A name beside the workspace that says why the file is there, and since when."""
    return path.with_name(f"{path.stem}.{why}-{datetime.now(UTC):%Y-%m-%d-%H%M%S}{path.suffix}")


def log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


@contextmanager
def partial_file(target: Path) -> Iterator[Path]:
    """A name for what is not whole yet, beside the target; nothing of it is left behind, nor of what a killed process began there."""
    sweep(target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        yield partial
    finally:
        for rest in (partial, log_of(partial)):
            rest.unlink(missing_ok=True)


def sweep(target: Path) -> None:
    """Remove what killed processes began beside the target."""
    for name in target.parent.glob(f".{target.stem.split('.')[0]}*.partial*"):
        if (process := PARTIAL.search(name.name)) and not _lives(int(process[1])):
            name.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    if os.name == "nt":  # there, this would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another account
        pass
    return True


def copy_files(path: Path, target: Path) -> None:
    """The database and its log, for their owner alone, and on the disk when this returns."""
    for source, place in ((path, target), (log_of(path), log_of(target))):
        if not source.exists():
            continue
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written, source.open("rb") as read:
            shutil.copyfileobj(read, written, 2**20)
            written.flush()
            os.fsync(written.fileno())


def keep_aside(path: Path, why: str) -> Path:
    """Give the database, and the log that belongs to it, a second name that says why; returns it. Where that cannot be, they are copied."""
    target = stamped(path, why)
    for source, place in ((path, target), (log_of(path), log_of(target))):
        if source.exists():
            try:
                place.hardlink_to(source)
            except OSError:
                shutil.copy2(source, place)
    return target
