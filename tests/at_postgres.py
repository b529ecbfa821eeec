"""The same tests with workspaces whose rows live in a PostgreSQL server: `CX_TESTS_AT=postgresql`.

Every workspace in memory, and the one that `CX_WORKSPACE` names, gets a home of its own in one server. When a test is done, what it has
written is compared with what the server holds, row by row; so every way of writing that any test takes is shown to arrive there. Other files
are workspaces of their own, as the product has it.
"""

from __future__ import annotations

import itertools
import os
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import duckdb
import pytest

from cx.settings import DATABASE
from cx.store import erase, opening, workspace
from cx.store.home import own_version, server
from cx.store.home.ddl import NAMES
from cx.store.home.difference import all_rows
from cx.store.home.following import Following
from cx.store.home.home import Home
from cx.store.turn import Turn
from cx.store.workspace import Workspace
from tests.postgres import Postgres, running

HERE = Path(__file__).parent
SETTING = "CX_TESTS_AT"
OF_FILES: tuple[str, ...] = ("store/home/", "store/test_cost.py", "store/test_workspace.py", "test_keeping.py")
"""Tests that say themselves where the rows live, that empty tables past the product, or that end a thread wherever it is."""
LARGE = 20_000
"""Rows of a table from which on they are counted, and not compared."""
_here: list[Rig] = []


def is_asked_for() -> bool:
    """Whether the tests are to be run so."""
    return os.environ.get(SETTING) == "postgresql"


@contextmanager
def workspaces_at_postgres() -> Iterator[Rig]:
    """Within this context workspaces live in a server."""
    with running() as postgres, pytest.MonkeyPatch.context() as patch:
        rig = Rig(postgres)
        rig.put(patch)
        _here.append(rig)
        yield rig
        _here.remove(rig)


def settings_of(folder: Path) -> dict[str, str]:
    """What a program is told that a test starts for the workspace in a folder: a database of its own."""
    return {DATABASE.name: _here[0].database_of(folder)} if _here else {}


def is_of_files(path: Path) -> bool:
    """Whether a file of tests is about workspaces in files."""
    return str(path.relative_to(HERE)).startswith(OF_FILES)


class Rig:
    """Gives workspaces their homes, unless it rests."""

    def __init__(self, postgres: Postgres):
        self.rests = False
        self._address = postgres.database("suite")
        self._numbers = itertools.count(1)
        self._of_path = cache(lambda path: self._home())
        self.database_of = cache(lambda folder: postgres.database(f"program_{next(self._numbers)}"))

    def _home(self) -> Home:
        return Home(self._address, f"suite_{next(self._numbers)}")

    def put(self, patch: pytest.MonkeyPatch) -> None:
        begin, end, find = Workspace.__init__, Workspace.close, opening.home_of

        def begun(self: Workspace, path: Path | None, turn: Turn | None = None, home: Home | None = None) -> None:
            home = home if path is not None or home is not None or rig.rests else rig._home()
            begin(self, path, turn, home)
            if home is not None:
                weakref.finalize(self, home.leave)  # tests drop workspaces in memory that they have not closed

        def ended(self: Workspace) -> None:
            agree(self)
            end(self)

        def found(path: Path) -> Home | None:
            is_first = path.expanduser().resolve() == opening.first_path().expanduser().resolve()
            return find(path) or (rig._at(path) if is_first and not rig.rests and "CX_WORKSPACE" in os.environ else None)

        rig = self
        patch.setattr(Workspace, "__init__", begun)
        patch.setattr(Workspace, "close", ended)
        patch.setattr(workspace, "home_of", found)
        patch.setattr(erase, "home_of", found)
        patch.setattr(Following, "_run", lambda self: None)  # there is no other process

    def speaks_of(self, home: Home) -> bool:
        """Whether it has given this home."""
        return home.address == self._address

    def _at(self, path: Path) -> Home:
        """The home of a file: each start of it gets the same schema, if it is a copy of that one, and else a new one."""
        known = self._of_path(path.expanduser().resolve())
        return Home(known.address, known.schema)


def agree(workspace: Workspace) -> None:
    """What a workspace holds is what its server holds. Raises AssertionError."""
    home = workspace._copy._home
    if home is None or not any(rig.speaks_of(home) for rig in _here):
        return
    with (
        suppress(duckdb.ConnectionException),
        closing(server.Line(home.address, home.schema)) as line,
        line.transaction(at_one_moment=True) as connection,
        workspace.bare_cursor() as cursor,
    ):
        if own_version.at_of(cursor) != home._state(connection):
            return  # a copy that is behind takes what is new itself
        for name in NAMES:
            ours = all_rows(cursor, name)
            (number,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
            assert number == ours.num_rows, f"{name}: {ours.num_rows} rows here, {number} in the server"
            if 0 < number < LARGE:
                theirs = server.rows(connection, name, ours.schema)
                assert sorted(map(repr, theirs.to_pylist())) == sorted(map(repr, ours.to_pylist())), name
