"""Rooms, named for what they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cx.store import Workspace
from tests.oracle import Tables
from tests.workshop.rooms import Led, led, shortfalls


@pytest.fixture
def workspace(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """A workspace with shortfalls of every tier."""
    return workspace_of(shortfalls())


@pytest.fixture
def tuesday(workspace: Workspace) -> Led:
    """A room with three people in the waiting room."""
    return led(workspace)
