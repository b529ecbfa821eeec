"""Files are read in the order in which people bring them: nobody waits for all the files of another."""

from __future__ import annotations

import threading
import time

import pytest

from cx.readers.beside import turns
from cx.readers.beside.turns import Turns, in_line


def begun(work: threading.Thread, line: Turns, waiting: int) -> threading.Thread:
    """Start it, and wait until so many stand in line."""
    work.start()
    while len(line._waiting) < waiting:
        time.sleep(0.001)
    return work


def test_who_brings_many_files_asks_again_behind_those_that_wait() -> None:
    line, read = Turns(1), []

    def bring(name: str, files: int) -> None:
        for number in range(files):
            with line.place():
                read.append(f"{name}{number}")
                time.sleep(0.01)

    with line.place():
        people = [begun(threading.Thread(target=bring, args=one), line, place) for place, one in enumerate((("ana", 3), ("ben", 1)), 1)]
    for one in people:
        one.join()
    assert read == ["ana0", "ben0", "ana1", "ana2"]


def test_who_waits_is_told_how_many_come_before_and_may_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "ASKED_EVERY", 0.01)
    line, told = Turns(1), {"ana": [], "ben": []}  # type: ignore[var-annotated]

    def wait(name: str) -> None:
        def tell(before: int) -> None:
            told[name].append(before)
            if name == "ana" and len(told["ben"]) > 2:
                raise KeyboardInterrupt  # the page was left

        in_line.set(tell)
        try:
            with line.place():
                pass
        except KeyboardInterrupt:
            pass

    with line.place():
        first, second = (begun(threading.Thread(target=wait, args=(name,)), line, place) for place, name in enumerate(told, 1))
        first.join()
        while told["ben"][-1:] != [1]:
            time.sleep(0.001)
    second.join()
    assert set(told["ana"]) == {1}
    assert told["ben"][0] == 2 and told["ben"][-2:] == [1, 0]
