"""Workspaces that live in a PostgreSQL server of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cx.settings import DATABASE, WORKSPACE
from cx.store import Workspace, open_workspace
from tests.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture
def address(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, named by the setting."""
    address = postgres.database("journeys")
    monkeypatch.setenv(DATABASE.name, address)
    return address


@pytest.fixture
def process(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Workspace]]:
    """What another process would see: a copy of its own, in a folder of its own."""
    opened: list[Workspace] = []

    def begin(name: str) -> Workspace:
        monkeypatch.setenv(WORKSPACE.name, str(tmp_path / name / "journey.duckdb"))
        opened.append(open_workspace(tmp_path / name / "journey.duckdb"))
        return opened[-1]

    yield begin
    for workspace in opened:
        workspace.close()
