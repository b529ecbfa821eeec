"""What somebody was told, in a small file beside the workspace, or wherever its operator says.

Not in the workspace: what was told is no fact about the journey but about a channel, of which there may be several, each with a
file of its own. A backup that is brought back must not tell everything anew, and while a dashboard runs, nobody else may write to its
database. The file holds names that say nothing and numbers, so that there is no text of anybody's in it to erase.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cx.errors import UsageError
from cx.watch.events import Found, Look

try:
    import fcntl
except ImportError:  # Windows: two watches at the same moment may both tell
    fcntl = None  # type: ignore[assignment]

FORM = 1
LARGEST = 10_000_000
"""Bytes of a file that is continued."""


def usual_file(database: Path) -> Path:
    """Where it is remembered what was told of this workspace."""
    return database.with_name(f"{database.name}.watch.json")


@dataclass
class Memory:
    """What was told, by the id of the event, with the day; and the latest look at every sample."""

    path: Path
    told: dict[str, str] = field(default_factory=dict)
    looks: dict[str, Look] = field(default_factory=dict)

    def note(self, found: Found) -> None:
        """Take over what was seen; what is over is forgotten, so that it is told again when it comes again."""
        lasting = {event.id for event in found.events} | found.lasting
        self.told = {id_: day for id_, day in self.told.items() if id_ in lasting}
        self.looks |= found.looks

    def keep(self) -> None:
        """Write it, whole or not at all."""
        content = json.dumps(
            {"form": FORM, "told": self.told, "looks": {place: list(look) for place, look in self.looks.items()}}, indent=0
        )
        write_whole(self.path, content)


@contextmanager
def remembered(path: Path, *, looking: bool = False) -> Iterator[Memory]:
    """What was told, while nobody else tells; whoever is only looking makes no file. Raises UsageError where the file is another one."""
    with nullcontext() if looking else _alone(path):
        yield _read(path)


def write_whole(path: Path, content: str) -> None:
    """Write a file for its owner alone, in the place of the one that is there once it is whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read_whole(path: Path) -> str:
    """The text of a file that is continued. Raises ValueError where it is none, too large, or no file: a device may never end."""
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ValueError
    return path.read_text(encoding="utf-8")


def _read(path: Path) -> Memory:
    if not path.exists():
        return Memory(path)
    try:
        content: Mapping[str, Any] = json.loads(read_whole(path))
        if content["form"] != FORM:
            raise ValueError
        looks = {
            str(place): Look(int(n), None if k is None else int(k), int(times), bool(below))
            for place, (n, k, times, below) in content["looks"].items()
        }
        return Memory(path, {str(id_): str(day) for id_, day in content["told"].items()}, looks)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise UsageError(
            f"{path} does not hold what was told: something else was written there. Name another file with --state, or remove it to be told everything anew."
        ) from None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else tells meanwhile; the system ends the wait however the other one ends."""
    if fcntl is None:
        yield
        return
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
