"""What is laid into a workspace is what a load of the same tables leaves there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cx.store import Workspace
from cx.tables import FILES
from tests.conftest import loaded
from tests.laying import laid
from tests.oracle import Tables
from tests.random_workspaces import random_workspace
from tests.sketches import a_row_in_every_table


def contents(workspace: Workspace) -> dict[str, list[tuple]]:
    """The rows of every table that stands in files, in one order."""
    return {t.name: sorted(workspace.rows(f"SELECT * FROM {t.name}"), key=repr) for t in FILES}


def assert_alike(tables: Tables, folder: Path) -> None:
    with closing(loaded(tables, folder)) as one, closing(laid(tables)) as other:
        assert contents(one) == contents(other)


@pytest.mark.parametrize("seed", range(7))
def test_a_random_workspace_is_laid_as_it_is_loaded(seed: int, tmp_path: Path) -> None:
    assert_alike(random_workspace(seed), tmp_path)


def test_the_sample_is_laid_as_it_is_loaded(sample_tables: Tables, tmp_path: Path) -> None:
    assert_alike(sample_tables, tmp_path)


def test_a_row_in_every_table_is_laid_as_it_is_loaded(tmp_path: Path) -> None:
    assert_alike(a_row_in_every_table(), tmp_path)
