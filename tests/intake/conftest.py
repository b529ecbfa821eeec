"""Workspaces that files are brought to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx.store import Workspace, open_workspace
from tests.conftest import loaded
from tests.surveys import shop


@pytest.fixture
def empty() -> Iterator[Workspace]:
    """A workspace with nothing in it."""
    opened = open_workspace()
    yield opened
    opened.close()


@pytest.fixture
def surveyed(tmp_path: Path) -> Iterator[Workspace]:
    """The shop that surveys rate: a till, an app, people who pay."""
    opened = loaded(shop(), tmp_path / "shop")
    yield opened
    opened.close()
