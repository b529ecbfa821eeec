"""A real server with many phones at once: what they send is what the database holds, also after a sudden death.

A smaller room than the benchmark's (tests/benchmarks/workshop_room.py), so that it runs with every change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.workshop_room import Full, compare, killed, prepare, whole

PHONES = 4


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Full]:
    """An open room, and the server that shows it."""
    made = prepare(tmp_path)
    yield made
    if made.server.process.poll() is None:
        made.server.stop()


def run(everybody: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: in the main one a browser of an earlier test may have left its event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, everybody).result()


def test_four_people_go_the_whole_way_and_nothing_is_lost_doubled_or_crossed(full: Full):
    run(whole(full, PHONES, think=0.3))
    full.server.stop()
    assert compare(full) == []
    assert len(full.phones) == PHONES and sum(full.acts.values()) > PHONES * 10


def test_after_a_sudden_death_every_acknowledged_dot_is_there_and_everybody_comes_back(full: Full):
    found = run(killed(full, PHONES))
    assert found["acknowledged taps"] > 0
    assert found["lost"] == 0
    assert found["room at the vote"]
    assert found["people back at their vote"] == PHONES
