"""Long work in the server's process stands back behind short work, and ends where it costs more than it may."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from cx.readers import cost, courtesy
from cx.readers.beside.budget import Budget
from cx.readers.cost import TooCostly
from cx.readers.courtesy import at_work, give_way, within


@pytest.fixture
def soon_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """When the loop of long work, which goes on beside the test, came past; work is long at once, and may wait for a while."""
    monkeypatch.setattr(courtesy, "LONG", 0.0)
    monkeypatch.setattr(courtesy, "MOST", 0.4)
    monkeypatch.setattr(courtesy, "SLICE", 0.02)
    passed: list[float] = []
    ends = threading.Event()

    def work() -> None:
        with at_work():
            while not ends.is_set():
                give_way()
                passed.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    while not passed:
        time.sleep(0.001)
    yield passed
    ends.set()
    thread.join()


def test_a_long_loop_waits_while_a_page_is_drawn_that_was_asked_for_later(soon_long: list[float]) -> None:
    with at_work():
        time.sleep(0.05)  # until the loop has come past
        begun = time.monotonic()
        time.sleep(0.2)
        ended = time.monotonic()
    during = [when for when in soon_long if begun < when < ended]
    assert not during or max(during) - min(during) <= 5 * courtesy.SLICE, "it has waited, but for a slice of its own"
    time.sleep(0.05)
    assert soon_long[-1] > ended, "it goes on as soon as the page is there"


def test_a_loop_comes_to_its_end_beside_a_page_that_is_drawn_for_ever(soon_long: list[float]) -> None:
    with at_work():
        before = len(soon_long)
        time.sleep(3 * courtesy.MOST)
    assert len(soon_long) > before


def test_short_work_waits_for_nobody_and_neither_does_a_command() -> None:
    began = time.monotonic()
    give_way()
    with at_work():
        other = threading.Thread(target=lambda: _at_work_for(0.05))
        other.start()
        give_way()
        took = time.monotonic() - began
        other.join()
    assert took < 0.05


@pytest.mark.parametrize(
    ("budget", "limit"), [(Budget(seconds=-1), "-1 seconds of the processor"), (Budget(memory=-(10**12)), "GB of memory")]
)
def test_what_costs_more_than_it_may_ends_with_the_limit(budget: Budget, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "LOOK", 0.0)
    with pytest.raises(TooCostly) as refused, within(budget, "rows.csv"):
        give_way()
    assert (refused.value.issue.code, refused.value.issue.file) == ("too_costly", "rows.csv")
    assert limit in refused.value.issue.why
    with at_work():
        give_way()  # nothing stays of the limit


def _at_work_for(seconds: float) -> None:
    with at_work():
        time.sleep(seconds)
