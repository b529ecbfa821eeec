"""Working out a file ends where it costs more than it may, whatever is being done, and nobody else notices."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from cx.readers import cost
from cx.readers.beside.budget import Budget
from cx.readers.cost import TooCostly
from cx.readers.courtesy import give_way, within
from cx.store import Workspace
from tests.conftest import ROOT

LONG = "SELECT sum(hash(i, j)) FROM range(1_000_000) a(i), range({}) b(j)"
LITTLE, SOON = Budget(seconds=0), 15.0


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "LOOK", 0.05)
    monkeypatch.setattr(cost, "GRACE", 0.1)
    monkeypatch.setattr(cost, "LOOPS", (*cost.LOOPS, __file__))


@contextmanager
def refused(budget: Budget) -> Iterator[None]:
    """What is done here is ended soon, with the one refusal."""
    began = time.monotonic()
    with pytest.raises(TooCostly) as found, within(budget, "rows.csv"):
        yield
    assert (found.value.issue.code, found.value.issue.file) == ("too_costly", "rows.csv")
    assert time.monotonic() - began < SOON


def test_a_long_step_of_the_database_is_ended_and_taken_back_while_others_go_on(empty_workspace: Workspace) -> None:
    workspace = empty_workspace
    others: list[object] = []
    other = threading.Thread(target=lambda: others.extend(workspace.rows(LONG.format(200))))
    other.start()
    with refused(LITTLE), workspace.transaction() as cursor:
        cursor.execute("INSERT INTO stages (stage_id, position, name) VALUES ('half', 1, 'Half')")
        cursor.execute(LONG.format(100_000)).fetchall()
    with refused(LITTLE), workspace.dry_run() as cursor:
        cursor.execute(LONG.format(100_000)).fetchall()
    with refused(LITTLE), ExitStack() as kept:  # which is closed before anybody learns why
        cursor = kept.enter_context(workspace.cursor())
        try:
            cursor.execute(LONG.format(100_000)).fetchall()
        except BaseException:
            kept.close()
            raise
    assert workspace.rows("SELECT count(*)::BIGINT FROM stages") == [(0,)], "nothing is half written"
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO stages (stage_id, position, name) VALUES ('whole', 1, 'Whole')")
    other.join()
    assert len(others) == 1, "a question of somebody else is answered"


@pytest.mark.parametrize("budget", [LITTLE, Budget(memory=-(10**12))])
def test_a_loop_that_asks_nothing_is_ended(budget: Budget) -> None:
    number = 0
    with refused(budget):
        while True:
            number += 1


def test_a_loop_that_the_watcher_has_found_costly_ends_where_it_asks() -> None:
    with refused(LITTLE):
        while True:
            time.sleep(0)
            give_way()


def test_who_waits_for_the_same_answer_does_not_pay_for_the_file_of_another(empty_workspace: Workspace) -> None:
    begun, found = threading.Event(), list[int]()

    def long() -> int:
        begun.set()
        return int(empty_workspace.rows(LONG.format(100_000))[0][0])

    def wait() -> None:
        begun.wait(SOON)
        found.append(empty_workspace.answer("same", lambda: 5))

    other = threading.Thread(target=wait)
    other.start()
    with refused(Budget(seconds=1)):
        empty_workspace.answer("same", long)
    other.join(SOON)
    assert found == [5]


LARGE = """
import time
from cx.readers import cost
from cx.store import open_workspace
workspace = open_workspace()
began = cost._memory()
with workspace.snapshot() as cursor:
    cursor.execute("CREATE TEMP TABLE large AS SELECT range AS n, hash(range)::VARCHAR AS t FROM range(1_000_000)")
    cursor.execute("SELECT count(DISTINCT t) FROM large").fetchall()
    needed = cost._memory() - began
ends = time.monotonic() + 15
while (stays := cost._memory() - began) > needed / 2 and time.monotonic() < ends:
    time.sleep(0.1)
print(needed, stays)
"""


def test_what_one_large_question_needed_goes_back_to_the_system() -> None:
    """In a process of its own: what other databases of this one have set holds for the memory of all."""
    done = subprocess.run([sys.executable, "-c", LARGE], cwd=ROOT, capture_output=True, text=True, check=True)
    needed, stays = map(int, done.stdout.split())
    assert stays < needed / 2, f"{stays / 1e6:.0f} of {needed / 1e6:.0f} MB stay"
