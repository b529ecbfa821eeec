"""What a workspace holds, at a glance: read without opening it for good, and read again only when its files have changed."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from cx.errors import JourneyError, WorkspaceError
from cx.store import Workspace
from cx.store.acting import Act, only
from cx.store.copies import log_of
from cx.store.home.catalogue import catalogue
from cx.store.home.home import Home
from cx.store.open_here import closed_or_open
from cx.store.opening import connect, explained, home_of
from cx.workspaces.places import Place

TITLE = "title"
"""The row of `workspace_meta` that says how the workspace is called."""
LONGEST_TITLE = 80
FIRST_TITLE = "First workspace"
HOLDS = """SELECT (SELECT max(value) FROM workspace_meta WHERE name = $title), (SELECT count(*) FROM personas),
    (SELECT count(*) FROM needs), (SELECT count(*) FROM touchpoints), (SELECT max(happened_at) FROM audit_log)"""
"""Archived rows count as well: it is what the workspace holds."""

Look = tuple[int, ...]
_known: dict[Path, tuple[Look, Facts]] = {}
_reading = threading.Lock()


@dataclass(frozen=True)
class Facts:
    """How a workspace is called, how much it holds and when it was changed last (UTC); or why that cannot be read now."""

    title: str = ""
    personas: int = 0
    needs: int = 0
    touchpoints: int = 0
    changed_at: datetime | None = None
    trouble: JourneyError | None = None


def facts_of(place: Place) -> Facts:
    """What the workspace at a place holds; of one that nobody has opened so far nothing. Raises NeedsRole for whoever may not look."""
    only(Act.LOOK)
    if (home := home_of(place.path)) is not None:
        return _read_in_server(place, home)
    if not place.path.is_file():
        return Facts(FIRST_TITLE if not place.name else place.name)
    with _reading:
        now = _look(place.path)
        before, facts = _known.get(place.path, ((), Facts()))
        if now != before:
            facts = _read(place)
            if not facts.trouble:
                _known[place.path] = (now, facts)
        return facts


def _read_in_server(place: Place, home: Home) -> Facts:
    """The same of one whose rows live in a server: what stands there now, whether or not this process has a copy."""
    try:
        found = catalogue(home.address).rows(home.schema, HOLDS.replace("$title", "%s"), [TITLE])
    except WorkspaceError as error:
        return Facts(place.name or FIRST_TITLE, trouble=error)
    return _told(place, found[0])


def title_of(workspace: Workspace) -> str:
    """How a workspace is called; '' where nobody has said it."""
    rows = workspace.rows("SELECT value FROM workspace_meta WHERE name = ?", [TITLE])
    return str(rows[0][0]) if rows else ""


def _read(place: Place) -> Facts:
    try:
        with closed_or_open(place.path) as opened:
            if opened is None:
                if not place.path.is_file():  # put away meanwhile: the engine would make one in its place
                    return Facts(place.name or FIRST_TITLE)
                with closing(connect(place.path)) as connection:
                    connection.execute("PRAGMA disable_checkpoint_on_shutdown")
                    found = connection.execute(HOLDS, {"title": TITLE}).fetchall()
        if opened is not None:
            found = opened.rows(HOLDS, {"title": TITLE})
    except JourneyError as error:
        return Facts(place.name or FIRST_TITLE, trouble=error)
    except duckdb.Error as error:
        told = explained(error, place.path) or WorkspaceError("What it holds cannot be read; its own page says more.")
        return Facts(place.name or FIRST_TITLE, trouble=told)
    return _told(place, found[0])


def _told(place: Place, row: tuple[Any, ...]) -> Facts:
    title, personas, needs, touchpoints, changed_at = row
    return Facts(title or place.name or FIRST_TITLE, personas, needs, touchpoints, changed_at)


def _look(path: Path) -> Look:
    """How the files looked: whatever is written lands in one of the two."""
    seen: list[int] = []
    for file in (path, log_of(path)):
        try:
            found = file.stat()
        except OSError:
            seen += (0, 0, 0)
        else:
            seen += (found.st_ino, found.st_size, found.st_mtime_ns)
    return tuple(seen)
