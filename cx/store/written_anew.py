"""A database that was written anew took the place of another one: how a program that has that one open learns of it.

The note stands in the small file beside the database that is locked for a turn. It names the file that is put there, those of which
it took the place one after another, and the log of the last of them, before any is touched: whoever is killed in between leaves the
former file, or the new one and a log that the next start removes. The note stays, since a program that was idle meanwhile may learn of
it late, after others have opened the new file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cx.store.copies import log_of
from cx.store.turn import lock_of

FORMER = 100
"""So many former files are named: a program that has been idle since before them must be started anew."""


def put(partial: Path, path: Path) -> None:
    """Put a whole database, which nobody has open, in the place of the one at `path`, and remove that one's log. The caller has the turn."""
    partial.chmod(path.stat().st_mode)
    former = [*(_note(path).get("of") or () if _note(path).get("file") == _which(path) else ()), _which(path)]
    _write(path, {"file": _which(partial), "of": former[-FORMER:], "log": _which(log_of(path))})
    partial.replace(path)
    _clear_log(path)


def is_announced(path: Path, mine: Sequence[int]) -> bool:
    """Whether the file that lies at `path` now was put in the place of this one, of which a program has the device and the number."""
    note = _note(path)
    return _which(path) is not None and note.get("file") == _which(path) and list(mine) in (note.get("of") or ())


def settle(path: Path) -> None:
    """Before the database at `path` is opened: remove what is left of the former one. The caller has the turn."""
    if _note(path).get("log"):
        _clear_log(path)
        _write(path, _note(path) | {"log": None})  # whatever lies there later is another one


def forget(path: Path) -> None:
    """Something else is about to be put at `path`."""
    if _note(path):
        _write(path, {})


def _clear_log(path: Path) -> None:
    log, note = log_of(path), _note(path)
    if _which(log) is not None and note.get("file") == _which(path) and note.get("log") == _which(log):
        log.unlink(missing_ok=True)


def _write(path: Path, note: dict[str, Any]) -> None:
    """On the disk when this returns."""
    handle = os.open(lock_of(path), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.truncate()
        file.write(json.dumps(note).encode() if note else b"")
        file.flush()
        os.fsync(file.fileno())


def _note(path: Path) -> dict[str, Any]:
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
