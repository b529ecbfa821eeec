"""A database that was written anew took the place of another one: how a program that has that one open learns of it.

The note stands in the small file beside the database that is locked for a turn. It names the file that is put there, and the log
of the former one, before either is touched: whoever is killed in between leaves the former file, or the new one and a log that
the next start removes.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from cx.store.copies import log_of
from cx.store.turn import lock_of


def put(partial: Path, path: Path) -> None:
    """Put a whole database, which nobody has open, in the place of the one at `path`, and remove that one's log. The caller has the turn."""
    partial.chmod(path.stat().st_mode)
    _write(path, json.dumps({"file": _which(partial), "log": _which(log_of(path))}))
    partial.replace(path)
    _clear_log(path)


def is_announced(path: Path) -> bool:
    """Whether the file that lies at `path` now is one that was announced."""
    return _which(path) is not None and _note(path).get("file") == _which(path)


def settle(path: Path) -> None:
    """Before the database at `path` is opened: remove what is left of the former one, and the note. The caller has the turn."""
    if _note(path):
        _clear_log(path)
        _write(path, "")


def _clear_log(path: Path) -> None:
    log = log_of(path)
    if is_announced(path) and _note(path).get("log") == _which(log):
        log.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    """On the disk when this returns."""
    handle = os.open(lock_of(path), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.truncate()
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _note(path: Path) -> dict[str, list[int] | None]:
    with suppress(OSError, ValueError):
        note = json.loads(lock_of(path).read_bytes())
        return note if isinstance(note, dict) else {}
    return {}


def _which(path: Path) -> list[int] | None:
    """The same file keeps it under every name; a change of its content does not change it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_dev, found.st_ino]
