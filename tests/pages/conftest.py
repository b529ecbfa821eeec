"""Workspaces on disk that the app opens, one per test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from cx.changes.load import load
from cx.store import open_workspace
from tests.conftest import SAMPLE
from tests.oracle import Tables
from tests.pages.awkward import awkward_tables, awkward_without_rounds
from tests.random_workspaces import write_folder


@pytest.fixture(scope="session", autouse=True)
def components_are_looked_for_once() -> Iterator[None]:
    """Streamlit reads about every installed package each time an app is started, for half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the app looks for its workspace; closed afterwards."""
    path = tmp_path / "journey.duckdb"
    monkeypatch.setenv("CX_WORKSPACE", str(path))
    monkeypatch.setenv("CX_SAMPLE", "0")
    yield path
    open_workspace(path).close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it is after the very first start."""
    path = tmp_path_factory.mktemp("sample") / "sample.duckdb"
    workspace = open_workspace(path)
    assert not load(workspace, [SAMPLE], who="sample").issues
    workspace.close()
    return path


@pytest.fixture
def sample(place: Path, sample_file: Path) -> Path:
    """The app's workspace holds the sample."""
    shutil.copy(sample_file, place)
    return place


@pytest.fixture
def holding(place: Path, tmp_path: Path) -> Callable[[Tables], Path]:
    """Fills the app's workspace with tables."""

    def fill(tables: Tables) -> Path:
        write_folder(tables, tmp_path / "files")
        workspace = open_workspace(place)
        outcome = load(workspace, [tmp_path / "files"])
        workspace.close()
        assert not outcome.refused, [str(f) for f in outcome.issues if f.is_error]
        return place

    return fill


@pytest.fixture(params=["sample", "empty", "awkward", "awkward without rounds"])
def any_workspace(request: pytest.FixtureRequest) -> str:
    """The app's workspace in one of the ways that a workspace can be; says which."""
    kind = str(request.param)
    if kind == "sample":
        request.getfixturevalue("sample")
    elif kind == "empty":
        request.getfixturevalue("place")
    else:
        tables = awkward_tables() if kind == "awkward" else awkward_without_rounds()
        request.getfixturevalue("holding")(tables)
    return kind
