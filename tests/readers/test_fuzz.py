"""Whatever a file holds: no unhandled error, no row unaccounted for, nothing half written.

The same files every time, so that a run says something about a change; `tests.benchmarks.fuzz_uploads` looks for new ones.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from tests.damaged_exports import of_one_segment, way_up
from tests.mutations import mutated, walk
from tests.random_workspaces import write_folder
from tests.sketches import one_need, stages_rated


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One persona with one need at two stages; files may add to it from one example to the next."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_folder(one_need("mandatory", stages_rated(0.9, 0.4)), folder)
    opened = open_workspace()
    assert load(opened, [folder]).applied
    return opened


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_file_is_read_or_refused_and_every_row_counts(small: Workspace, seed: int) -> None:
    assert not walk(small, *mutated(seed), seed).faults


LEFT_OUT_TORN = 2_400_045
"""A sheet that is left out, two rows of which are torn."""


def test_torn_rows_of_a_sheet_that_is_left_out_are_counted_with_it(small: Workspace) -> None:
    assert not walk(small, *mutated(LEFT_OUT_TORN), LEFT_OUT_TORN).faults


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(content=st.binary(max_size=300), seed=st.integers(0, 10**6))
def test_any_bytes_are_read_or_refused(small: Workspace, content: bytes, seed: int) -> None:
    assert not walk(small, "any.csv", content, seed).faults


CELLS = st.text(st.characters(codec="utf-8", exclude_characters='",\r\n'), max_size=12)


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=5), seed=st.integers(0, 10**6))
def test_any_text_in_the_cells_of_one_sheet_is_accounted_for(small: Workspace, rows: list[tuple[str, ...]], seed: int) -> None:
    text = "\n".join(["Persona,Need,Stage,Touchpoint,Score", *(",".join(row) for row in rows)])
    assert not walk(small, "sheet.csv", text.encode(), seed).faults


@pytest.fixture(scope="module")
def with_people(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same with one segment, whom a survey asks."""
    folder = tmp_path_factory.mktemp("fuzz")
    write_folder(of_one_segment(), folder)
    opened = open_workspace()
    assert load(opened, [folder]).applied
    return opened


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(seed=st.integers(0, 10**9))
def test_a_damaged_export_is_read_or_refused_and_no_response_is_made_up(with_people: Workspace, seed: int) -> None:
    assert not way_up(with_people, seed).faults
