"""Workspaces on disk that the app opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from cx.ui.data import history
from tests.conftest import SAMPLE
from tests.harness import pages_cost_what_they_cost_a_visitor as pages_cost_what_they_cost_a_visitor
from tests.keeping import KeptFiles
from tests.oracle import Tables
from tests.pages.awkward import awkward_tables, awkward_without_rounds


@pytest.fixture(scope="session", autouse=True)
def what_the_sample_brought_is_undone_in_thought_on_request_only() -> Iterator[None]:
    """The history shows what undoing the newest change would do: of a thousand rows, at every run of a test that looks back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "LONG", 300)
        yield


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Where the app looks for its workspace, which is not there yet; closed afterwards."""
    path = tmp_path / "journey.duckdb"
    with looked_for_at(path):
        yield path
    open_workspace(path).close()


@contextmanager
def looked_for_at(path: Path) -> Iterator[None]:
    """The app opens the workspace at this path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CX_WORKSPACE", str(path))
        patch.setenv("CX_SAMPLE", "0")
        yield


@pytest.fixture(scope="session")
def kept_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptFiles]:
    """Files that tests have only read, for the next test that asks for the same content."""
    files = KeptFiles(tmp_path_factory.mktemp("kept"))
    yield files
    files.close()


@pytest.fixture
def sample(kept_files: KeptFiles, may_patch: bool) -> Iterator[Path]:
    """The app's workspace as it is after the very first start."""

    def fill(workspace: Workspace) -> None:
        assert not load(workspace, [SAMPLE], who="sample").issues

    file = kept_files.take("sample", fill, forgetful=may_patch)
    with looked_for_at(file):
        yield file
    kept_files.give_back("sample", file, forgetful=may_patch)


@pytest.fixture
def holding(kept_files: KeptFiles, may_patch: bool, folder_of: Callable[[Tables], Path]) -> Iterator[Callable[[Tables], Path]]:
    """The app's workspace becomes one that holds these tables."""
    taken: list[tuple[str, Path]] = []
    with ExitStack() as looked_for:

        def fill(tables: Tables) -> Path:
            content = repr(tables)
            file = kept_files.take(content, lambda workspace: fill_with(workspace, folder_of(tables)), forgetful=may_patch)
            taken.append((content, file))
            looked_for.enter_context(looked_for_at(file))
            return file

        yield fill
    for content, file in taken:
        kept_files.give_back(content, file, forgetful=may_patch)


def fill_with(workspace: Workspace, folder: Path) -> None:
    """Load a folder of which no row is refused."""
    outcome = load(workspace, [folder])
    assert not outcome.refused, [str(f) for f in outcome.issues if f.is_error]


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
