"""The rows of a file are read a few times and not again and again, from the moment it is dropped until it is applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.screens import start
from tests.passes import FILES, passes_until_applied

UNLIKE = ("one sheet with spellings to merge", "one sheet in a workbook", "a matrix", "stages of ours")
"""Those that take different ways; `python -m tests.benchmarks.passes` prints all."""


@pytest.mark.parametrize("kind", UNLIKE)
def test_the_rows_of_a_file_are_read_at_most_four_times_until_they_are_applied(kind: str, sample: Path) -> None:
    name, content = FILES[kind]
    whole, looks = divmod(passes_until_applied(start("data"), name, content()), 1)
    assert (whole <= 4, looks < 0.5) == (True, True), (whole, looks)  # to recognise a file, some of its first rows are looked at
