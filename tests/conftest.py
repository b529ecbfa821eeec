"""Fixtures, named for what they are."""

from __future__ import annotations

import csv
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from tests import at_postgres
from tests.keeping import Kept, keeping
from tests.laying import laid, lay
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.side_by_side import Neighbours, random_neighbours
from tests.surveys import shop

ROOT = Path(__file__).parent.parent
# Tests start the program some hundred times: what was compiled once is kept, also where the environment asks for nothing of the kind.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("CX_SIGN_IN", "off")
os.environ.setdefault("CX_SEAL_KEY_DIR", tempfile.mkdtemp(prefix="seals-"))
SAMPLE = ROOT / "data" / "sample"
HERE = Path(__file__).parent
MARKS = {
    ".": "unit",
    "analysis": "unit",
    "charts": "unit",
    # What takes whole rooms, whole reports or hundreds of random workspaces is no matter of seconds.
    "workshop": "data",
    "report": "data",
    "coding": "data",
    "commands": "data",
    "questions": "data",
    "watch": "data",
    "test_keeping.py": "data",
    "test_temporary.py": "data",
    "test_laying.py": "data",
    "test_oracle.py": "data",
    "analysis/test_against_the_second_implementation.py": "data",
    "analysis/test_consequences.py": "data",
    "analysis/test_invariants.py": "data",
    "analysis/test_parameters.py": "data",
    "analysis/test_shortfalls.py": "data",
    "analysis/test_stability.py": "data",
    "attacks": "data",
    "as_before": "data",
    "cases": "data",
    "changes": "data",
    "data": "data",
    "exports": "data",
    "lexicon": "unit",
    "readers": "data",
    "source": "data",
    "survey": "data",
    "uploads": "data",
    "sql": "unit",
    "store": "data",
    "pages": "page",
    "browser": "browser",
}
"""The mark of every test, by its folder; a longer path goes before a shorter one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test gets its mark, and the browser's tests, which take longest, come first."""
    for item in items:
        item.add_marker(mark_of(item.path.relative_to(HERE)))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Ten thousand tests and what they import stay until the end: the garbage collector need not look at them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def mark_of(path: Path) -> str:
    """The mark of a file of tests."""
    known = [str(place) for place in (path, *path.parents) if str(place) in MARKS]
    if not known:
        raise pytest.UsageError(f"tests/{path} stands in a folder without a mark; give it one in tests/conftest.py")
    return MARKS[known[0]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are cores, since the one with the browser often waits for it; files that are named run in
    one process, which starts sooner and can be debugged."""
    return (os.cpu_count() or 1) + 1 if config.args == config.getini("testpaths") else 0


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Of several processes the one with the browser goes first: it is the longest chain, and waits in between for others to use."""
    if "PYTEST_XDIST_WORKER" in os.environ and item.get_closest_marker("browser") is None:
        _stand_back()


@cache
def _stand_back() -> None:
    """Once in a process, which stays so: later tests with a browser are none of its."""
    if hasattr(os, "nice"):
        os.nice(5)


TOGETHER = {
    "tests/browser/": "browser",  # two browsers would starve each other
    # The random workspaces are made once in a process.
    "tests/analysis/test_against_the_second_implementation.py": "random",
    "tests/analysis/test_invariants.py": "random",
    "tests/analysis/test_shortfalls.py": "random",
    "tests/analysis/test_stability.py": "random",
    "tests/workshop/test_table.py": "random",
}
"""Tests that are run by the same process."""


class OneProcess(LoadFileScheduling):
    """A file is run by one process, and so are those that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        return next((name for start, name in TOGETHER.items() if nodeid.startswith(start)), None) or super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    config.option.loadscopereorder = False  # in the order of collection: what takes longest first
    return OneProcess(config, log)


@pytest.fixture(autouse=True)
def no_cached_pages() -> Iterator[None]:
    """What Streamlit has cached outlives a test; here it does not."""
    yield
    streamlit = sys.modules.get("streamlit")
    if streamlit is not None:
        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def where_workspaces_live() -> Iterator[at_postgres.Rig | None]:
    """In memory and in files, or all in a PostgreSQL server."""
    if not at_postgres.is_asked_for():
        yield None
        return
    with at_postgres.workspaces_at_postgres() as rig:
        yield rig


@pytest.fixture(autouse=True)
def files_are_files(request: pytest.FixtureRequest, where_workspaces_live: at_postgres.Rig | None) -> None:
    """Tests of files have them."""
    if where_workspaces_live is not None:
        where_workspaces_live.rests = at_postgres.is_of_files(request.path)


@pytest.fixture(scope="session")
def kept_workspaces(where_workspaces_live: at_postgres.Rig | None) -> Iterator[Kept]:
    """Workspaces that tests have only read, for the next test that asks for the same content."""
    with keeping() as kept:
        yield kept


@pytest.fixture
def may_patch(request: pytest.FixtureRequest) -> bool:
    """Whether the test may patch what computes answers: it gets, and leaves, a workspace that has none ready."""
    return "monkeypatch" in request.fixturenames


@pytest.fixture
def empty_workspace(kept_workspaces: Kept, may_patch: bool) -> Iterator[Workspace]:
    """A workspace in memory to which nothing was ever written."""
    workspace = kept_workspaces.take("empty", lambda _: None, forgetful=may_patch)
    yield workspace
    kept_workspaces.give_back("empty", workspace, forgetful=may_patch)


@pytest.fixture
def empty(empty_workspace: Workspace) -> Workspace:
    """A workspace to which files are brought."""
    return empty_workspace


@pytest.fixture
def surveyed(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """The shop that surveys rate: a till, an app, people who pay."""
    return workspace_of(shop())


@pytest.fixture(scope="session")
def sample_workspace() -> Iterator[Workspace]:
    """The sample, loaded once: read it, never change it."""
    workspace = open_workspace()
    assert not load(workspace, [SAMPLE]).issues
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def loaded_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the sample, loaded once; it is only copied."""
    file = tmp_path_factory.mktemp("loaded") / "sample.duckdb"
    with closing(open_workspace(file)) as workspace:
        assert not load(workspace, [SAMPLE]).issues
    return file


@pytest.fixture
def own_sample(loaded_sample: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample in a workspace of one's own, to be changed: a copy, which costs a fifth of a load."""
    file = tmp_path / "own" / "journey.duckdb"
    file.parent.mkdir()
    shutil.copy(loaded_sample, file)
    with closing(open_workspace(file)) as workspace:
        yield workspace


@pytest.fixture
def folder_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes tables as a folder of CSV files; each call makes another folder."""
    return FolderMaker(tmp_path)


@pytest.fixture
def workspace_of(kept_workspaces: Kept, may_patch: bool) -> Iterator[Callable[[Tables], Workspace]]:
    """Gives a workspace in memory into which the tables are laid, and nothing was written since."""
    yield from _taking(kept_workspaces, "laid", lay, may_patch)


@pytest.fixture
def loaded_workspace_of(kept_workspaces: Kept, may_patch: bool, folder_of: Callable[..., Path]) -> Iterator[Callable[[Tables], Workspace]]:
    """Gives a workspace in memory into which the tables were loaded, by way of files: its history says so."""
    yield from _taking(kept_workspaces, "loaded", lambda workspace, tables: load_into(workspace, tables, folder_of(tables)), may_patch)


def _taking(kept: Kept, way: str, fill: Callable[[Workspace, Tables], None], may_patch: bool) -> Iterator[Callable[[Tables], Workspace]]:
    """What gives workspaces, all of them given back afterwards."""
    taken: list[tuple[tuple[str, str], Workspace]] = []

    def given(tables: Tables) -> Workspace:
        content = way, repr(tables)
        taken.append((content, kept.take(content, lambda workspace: fill(workspace, tables), forgetful=may_patch)))
        return taken[-1][1]

    yield given
    for content, workspace in taken:
        kept.give_back(content, workspace, forgetful=may_patch)


@pytest.fixture(scope="session")
def random_workspaces() -> Iterator[list[tuple[Neighbours, Workspace]]]:
    """300 random workspaces, many in one database: read them, never change them."""
    pairs = [(neighbours, laid(neighbours.whole)) for neighbours in random_neighbours(range(300), size=50)]
    yield pairs
    for _, workspace in pairs:
        workspace.close()


def loaded(tables: Tables, folder: Path) -> Workspace:
    """A workspace in memory with these tables, read from files."""
    workspace = open_workspace()
    load_into(workspace, tables, folder)
    return workspace


def load_into(workspace: Workspace, tables: Tables, folder: Path) -> None:
    """Load tables into an empty workspace, by way of files in a folder."""
    write_folder(tables, folder)
    outcome = load(workspace, [folder])
    assert not outcome.refused, [str(issue) for issue in outcome.issues if issue.is_error]


def inside(context: AbstractContextManager[object]) -> None:
    """Go in, and out again."""
    with context:
        pass


class FolderMaker:
    """Writes tables into folders below one place."""

    def __init__(self, place: Path):
        self._place, self._made = place, 0

    def __call__(self, tables: Tables) -> Path:
        self._made += 1
        folder = self._place / f"folder-{self._made}"
        write_folder(tables, folder)
        return folder


@pytest.fixture(scope="session")
def sample_tables() -> Tables:
    """The files of the sample as text."""
    tables = {}
    for path in SAMPLE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables
