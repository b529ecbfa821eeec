"""Workspaces that a test has only read serve the next test that asks for the same content; others are emptied for the next content.

Most tests read. A workspace made for each of them would cost more than what they ask of it: its tables, the rows, and
above all the coverage, which a workspace remembers until something is written. And to make a database and its tables costs
several times what it costs to take the rows of a test out of them.
"""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4
from weakref import WeakSet

import duckdb
import pytest

from cx.sql import run
from cx.store import Workspace, open_workspace
from cx.store.acting import Act
from cx.store.records import CODING_RECORDS, FROZEN_RECORDS
from cx.tables import TABLES
from tests.at_postgres import agree

MOST = 16
"""Workspaces that wait; the one that waits longest goes."""
EMPTIED = 6
"""Emptied ones that wait: as many as a test takes at the same time."""

CODED = tuple(statement.split()[2] for statement in (*CODING_RECORDS, *FROZEN_RECORDS))
ROWS = (*(table.name for table in reversed(TABLES)), *CODED, "audit_log", "audit_rows", "reading_memory", "set_aside")
"""Tables that are emptied, those first that refer to others; what belongs to a room is not among them."""
NEW = ("created_at", "schema_version", "drawn")
"""What a new workspace says of itself."""

State = tuple[int, int] | None
Transaction = AbstractContextManager[duckdb.DuckDBPyConnection]


class Kept:
    """Workspaces in memory, by what they hold. `written` are those that have been written to since they were made."""

    def __init__(self, written: WeakSet[Workspace]):
        self._written = written
        self._waiting: OrderedDict[Hashable, Workspace] = OrderedDict()
        self._emptied: list[Workspace] = []

    def take(self, content: Hashable, fill: Callable[[Workspace], object], *, forgetful: bool) -> Workspace:
        """A workspace with this content: one that waits, else one that is filled. It is nobody else's until it is given back.

        A `forgetful` one has no answer ready: for tests that patch what computes answers.
        """
        workspace = self._waiting.pop(content, None)
        if workspace is None:
            workspace = self._emptied.pop() if self._emptied else open_workspace()
            fill(workspace)
            self._written.discard(workspace)
        if forgetful:
            workspace.forget_answers()
        return workspace

    def give_back(self, content: Hashable, workspace: Workspace, *, forgetful: bool) -> None:
        """Keep it for the next test; empty if it was written to, and not at all if it was closed."""
        if is_closed(workspace):
            return
        if workspace in self._written:
            agree(workspace)
        if workspace in self._written or content in self._waiting:
            self._empty(workspace)
            return
        if forgetful:
            workspace.forget_answers()
        self._waiting[content] = workspace
        while len(self._waiting) > MOST:
            self._empty(self._waiting.popitem(last=False)[1])

    def _empty(self, workspace: Workspace) -> None:
        if len(self._emptied) < EMPTIED and empty(workspace):
            self._emptied.append(workspace)
        else:
            workspace.close()

    def close(self) -> None:
        """Close all that wait."""
        for workspace in (*self._waiting.values(), *self._emptied):
            workspace.close()
        self._waiting.clear()
        self._emptied.clear()


def empty(workspace: Workspace) -> bool:
    """Take all rows out of a workspace but those of a new one; False where that cannot be done.

    What belongs to a room is kept beside the database as well, so that a workspace that had one is made anew.
    """
    if workspace.is_at_server:
        return False
    workspace.forget_answers()
    workspace.version += 1  # by which what was read is remembered elsewhere
    with workspace.bare_cursor() as cursor, suppress(duckdb.Error):
        if run(cursor, "SELECT 1 FROM workshop_room LIMIT 1").fetchall():
            return False
        for name in ROWS:  # one at a time: rows that a transaction has removed still hold those that they refer to
            run(cursor, f"DELETE FROM {name}")
        run(cursor, f"DELETE FROM workspace_meta WHERE name NOT IN {NEW}")
        return run(cursor, "SELECT count(*) FROM workspace_meta").fetchall() == [(len(NEW),)]
    return False


def is_closed(workspace: Workspace) -> bool:
    """Whether the database of a workspace is closed."""
    try:
        workspace.bare_cursor().close()
    except duckdb.ConnectionException:
        return True
    return False


@contextmanager
def keeping() -> Iterator[Kept]:
    """Notices every write to a workspace, and closes in the end what is kept."""
    written: WeakSet[Workspace] = WeakSet()
    transaction = Workspace.transaction

    def noticed(workspace: Workspace, act: Act = Act.CHANGE, **how: bool) -> Transaction:
        written.add(workspace)
        return transaction(workspace, act, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "transaction", noticed)
        kept = Kept(written)
        yield kept
        kept.close()


class KeptFiles:
    """Files of workspaces, by what they hold; each stays open as long as it is only read."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._first: dict[Hashable, Path] = {}
        self._waiting: OrderedDict[Hashable, Path] = OrderedDict()
        self._state: dict[Path, State] = {}

    def take(self, content: Hashable, fill: Callable[[Workspace], None], *, forgetful: bool) -> Path:
        """A file with this content, which is nobody else's until it is given back; only the first of its content is filled."""
        if content not in self._first:
            self._first[content] = self._folder / f"first-{len(self._first)}.duckdb"
            with closing(open_workspace(self._first[content])) as workspace:
                fill(workspace)
        file = self._waiting.pop(content, None) or self._copied(self._first[content])
        if forgetful:
            open_workspace(file).forget_answers()
        return file

    def _copied(self, first: Path) -> Path:
        file = self._folder / f"copy-{uuid4().hex}" / "journey.duckdb"
        file.parent.mkdir()
        shutil.copy(first, file)
        self._state[file] = state_of(file)
        return file

    def give_back(self, content: Hashable, file: Path, *, forgetful: bool) -> None:
        """Keep it for the next test, unless its file, or a log beside it, says that something was written."""
        if content in self._waiting or state_of(file) != self._state[file]:
            drop(file)
            return
        if forgetful:
            open_workspace(file).forget_answers()
        self._waiting[content] = file
        while len(self._waiting) > MOST:
            drop(self._waiting.popitem(last=False)[1])

    def close(self) -> None:
        """Close all that wait."""
        while self._waiting:
            drop(self._waiting.popitem()[1])


def drop(file: Path) -> None:
    """Close and remove a copy."""
    open_workspace(file).close()
    shutil.rmtree(file.parent)


def state_of(file: Path) -> State:
    """When a database file was written last and its size; None where a log beside it holds what is newer, or it is gone."""
    if not file.exists() or file.with_name(f"{file.name}.wal").exists():
        return None
    found = file.stat()
    return found.st_mtime_ns, found.st_size
