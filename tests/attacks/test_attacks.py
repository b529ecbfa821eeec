"""Nothing gets through: a small part of every class of attacks. The whole of each: `python -m tests.attacks`."""

from __future__ import annotations

import pytest

from tests.attacks.classes import CLASSES


@pytest.mark.parametrize("name", CLASSES)
def test_nothing_gets_through(name: str) -> None:
    outcome = CLASSES[name](True)
    assert outcome.tried
    assert not outcome.through, "\n".join(outcome.notes)
