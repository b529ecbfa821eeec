"""Whose turn it is to write: one thread of one process, or a command that copies the files of the database.

The engine keeps other processes from opening the file, yet not from reading its bytes. A copy is whole only if nothing is
written meanwhile, so every transaction of a running dashboard and every copy take turns, by a lock on a small file beside the
database. The system releases it when a process ends, however it ends.

Never open the database's own file in a process that has it open: on closing it, the system would drop the engine's lock too,
and another process could open the database and damage it.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from cx.errors import WorkspaceBusy, WorkspaceError
from cx.store import faults

try:
    import fcntl
except ImportError:  # Windows lets nobody read the file while it is open, so there are no turns to take
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0
"""Seconds to wait for a copy that is being taken: a gigabyte takes two."""
PAUSE = 0.02


def lock_of(path: str | Path) -> Path:
    """The file beside a database that is locked; it stays, and holds nothing but the note of `written_anew`."""
    return Path(f"{path}.lock")


class Turn:
    """A lock for whoever writes to the database at `path`; None is a database in memory. May be taken again by the thread that
    has it. Raises WorkspaceBusy or WorkspaceError on entering.

    A command that is `copying` waits as long as a change takes, and in the system's queue: one that only asks now and then would
    never find a gap between people who score."""

    def __init__(self, path: Path | None, *, copying: bool = False):
        self._copying = copying
        self._file = None if path is None or fcntl is None else lock_of(path)
        self._thread = threading.RLock()
        self._depth = 0
        self._handle: int | None = None

    def __enter__(self) -> Turn:
        self._thread.acquire()
        try:
            if self._depth == 0:
                self._lock_file()
            self._depth += 1
        except BaseException:
            self._thread.release()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._depth -= 1
        if self._depth == 0 and self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        self._thread.release()

    @property
    def is_first(self) -> bool:
        """Whether the thread that has it has taken it once only."""
        return self._depth == 1

    def close(self) -> None:
        """Give the file back to the system."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _lock_file(self) -> None:
        if self._file is None:
            return
        if self._handle is None:
            self._handle = _opened(self._file)
        if self._handle is None:
            return
        if self._copying:
            fcntl.flock(self._handle, fcntl.LOCK_EX)
            return
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise WorkspaceBusy(
                        "A copy of the workspace is being taken, and has not ended in half a minute. Nothing was changed; try again later, "
                        "or stop the command that copies."
                    ) from None
                time.sleep(PAUSE)


def _opened(file: Path) -> int | None:
    """The lock file, made if need be for its owner alone; None in a folder where nothing can be made, so nothing written."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        unmade = not file.exists() and isinstance(error, PermissionError | FileNotFoundError | NotADirectoryError)
        if unmade or error.errno == errno.EROFS:
            return None
        raise faults.explained(error, Path(str(file).removesuffix(".lock"))) or WorkspaceError(
            f"{file} cannot be used: {error.strerror}. Let this program's user read and write it."
        ) from None
    with suppress(OSError):  # made by an administrator's command, it belongs to whom the database belongs
        owner = file.with_name(file.name.removesuffix(".lock")).stat()
        if os.geteuid() == 0 and os.fstat(handle).st_uid != owner.st_uid:
            os.fchown(handle, owner.st_uid, owner.st_gid)
    return handle
