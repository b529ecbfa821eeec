"""A watch that cries wolf is switched off: how often it does, and what it misses. All of it: `python -m tests.benchmarks.watched_rounds`."""

from __future__ import annotations

import numpy as np
import pytest

from cx.watch.events import judgements
from tests.benchmarks.watched_rounds import TARGET, Survey, Watcher, false_alarms, heard_after, ready


@pytest.fixture(scope="module")
def cursor():
    with ready() as opened:
        yield opened


def test_in_twenty_rounds_without_a_change_there_is_at_most_one_false_alarm(cursor) -> None:
    assert false_alarms(cursor, np.random.default_rng(7), needs=30, share=TARGET) <= 1


def test_a_drop_of_15_points_among_150_people_is_heard_at_once(cursor) -> None:
    drawn = np.random.default_rng(8)
    after = [heard_after(cursor, drawn, needs=20, before=1) for _ in range(10)]
    assert sum(round_ == 1 for round_ in after) >= 8


def test_a_sample_that_grows_is_judged_when_it_has_doubled_and_each_time_more_strictly(cursor) -> None:
    watcher = Watcher()
    allowed, told = {}, []
    for k, n in ((26, 40), (30, 60), (48, 80), (49, 81), (96, 160), (110, 170), (192, 320)):
        told.append(watcher.look(Survey(cursor, "r", [k], [n])))
        allowed[n] = next(iter(watcher.looks.values()))
    assert [allowed[n].n for n in (40, 60, 80, 81, 160, 170, 320)] == [40, 40, 80, 80, 160, 160, 320]
    assert [look.looks for look in allowed.values()] == [1, 1, 2, 2, 3, 3, 4]
    assert told == [[], [], ["n0"], [], [], [], []]


def test_the_look_at_a_frozen_round_is_the_last_and_has_all_that_is_left(cursor) -> None:
    ks, ns = [90, *[120] * 39], [150] * 40
    below = {frozen: [row["allowed"] for row in judgements(Survey(cursor, "r", ks, ns, frozen), {})][0] for frozen in (False, True)}
    assert (below[False], below[True]) == (pytest.approx(0.05 / 40 * 2 / 3), pytest.approx(0.05 / 40))
    watcher = Watcher()
    ks[0] = 95  # by chance in 0.10 %
    assert [watcher.look(Survey(cursor, "r", ks, ns, frozen)) for frozen in (False, True, True)] == [[], ["n0"], []]
    assert {look.looks for look in watcher.looks.values()} == {1}, "the same answers are looked at once, however often"
