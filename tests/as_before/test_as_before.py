"""A change of structure changes nothing that people or other programs read.

Where an output is meant to change, `python -m tests.as_before.outputs` writes the fingerprints anew, and the commit says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.as_before import outputs


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("the sample", outputs.of_the_sample()),
        ("the files that people bring", outputs.of_the_files()),
        ("damaged files", outputs.of_damaged_files(outputs.LOOKED_AT)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_output_is_as_it_was(group: str, found: Iterator[tuple[str, str]]) -> None:
    expected = json.loads(outputs.FINGERPRINTS.read_text(encoding="utf-8"))
    other = [name for name, text in found if expected.get(name) != outputs.fingerprint(text)]
    assert other == [], f"outputs of {group} changed; see `python -m tests.as_before.outputs FOLDER` of both versions"
