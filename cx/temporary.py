"""The one folder in which this process puts things aside. What a process left that was killed goes when the next one starts."""

from __future__ import annotations

import atexit
import getpass
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

BEGINS = "cx-"
LOCK = "in use"
_held: list[IO[bytes]] = []
"""The locks of our own folder: closed by the system however this process ends, and by nobody before."""


def own_folder() -> Path:
    """A folder of this process, which only its user may enter; it goes with the process, or when the next one starts."""
    return _folder_of(os.getpid())


@cache
def _folder_of(_process: int) -> Path:
    """A forked process makes its own: the folder is kept by the number of the process."""
    place = _place()
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=place))
    _held.append(_locked(folder / LOCK))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _place() -> Path:
    """Where the folders of all our processes stand, by user, so that two users of a machine do not meet."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):
        who = str(getattr(os, "getuid", int)())
    place = Path(tempfile.gettempdir()) / f"{BEGINS}{''.join(c for c in who if c.isalnum())}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        ours = not place.is_symlink() and (not hasattr(os, "getuid") or place.stat().st_uid == os.getuid())
    except OSError:
        ours = False
    return place if ours else Path(tempfile.mkdtemp(prefix=BEGINS))


def _sweep(place: Path) -> None:
    """Remove the folders of processes that are no more."""
    for folder in place.iterdir():
        if folder.is_dir() and not folder.is_symlink() and _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _locked(path: Path) -> IO[bytes]:
    file = path.open("wb")
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def _is_left(folder: Path) -> bool:
    """Whether nobody holds the lock of a folder: its process has ended, in whatever way."""
    lock = folder / LOCK
    try:
        import fcntl
    except ImportError:
        # Windows lets nobody remove what another process has open.
        try:
            lock.unlink()
        except OSError:
            return False
        return True
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        # Another process is just making it, or removing it.
        return False
    except OSError:
        return False
    return True
