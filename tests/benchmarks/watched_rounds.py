"""Rounds of a survey, watched: how often is somebody told of a need that is met, and how often of one that has dropped?

`python -m tests.benchmarks.watched_rounds [REPEATS]` prints both. Nothing changes: every need stands exactly at its target, which is the
worst case, or a few points above, and a watch looks once a round, or again and again while a round fills. A drop: one need falls 15
points below its target. Every judgement is that of the product (`cx/watch/events.py`, `cx/sql/watch/`), on cells drawn at random.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from cx.sql import run
from cx.sql.groundwork import make_functions
from cx.watch.event import fingerprint
from cx.watch.events import Look, judgements, lasting, looks_of

TARGET, ROUNDS = 0.75, 20
CELLS = """CREATE OR REPLACE TEMP TABLE cell AS
    SELECT $round AS round_id, 'n' || i AS need_id, 's' AS stage_id, 'p' AS persona_id, 1 AS position, 'mandatory' AS kind, $target::DOUBLE AS target, 0.5 AS adequate,
           k / n AS fulfilment, k AS share_k, n AS sample_n, wilson_low(k, n) AS interval_low, wilson_high(k, n) AS interval_high,
           class_of(fulfilment, adequate, target) AS state, settled_state(interval_low, interval_high, adequate, target) = state AS confirmed
    FROM (SELECT unnest($ks::BIGINT[]) AS k, unnest($ns::BIGINT[]) AS n, unnest(range(len($ks::BIGINT[]))) AS i)"""


@dataclass
class Survey:
    """One round of answers, as the watch sees it: `k` of `n` people satisfied, need by need."""

    cursor: duckdb.DuckDBPyConnection
    round_id: str
    ks: Sequence[int]
    ns: Sequence[int]
    frozen: bool = False

    def __post_init__(self) -> None:
        values = {"round": self.round_id, "target": TARGET, "ks": [int(k) for k in self.ks], "ns": [int(n) for n in self.ns]}
        run(self.cursor, CELLS, values)
        run(
            self.cursor,
            "CREATE OR REPLACE TEMP TABLE scope AS SELECT $round AS round_id, 30 AS n_report, CASE WHEN $frozen THEN today() END AS frozen_on",
            {"round": self.round_id, "frozen": self.frozen},
        )
        run(self.cursor, "CREATE OR REPLACE TEMP VIEW need AS SELECT need_id, kind, state FROM cell")

    @property
    def cells(self) -> pd.DataFrame:
        return self.frame("SELECT round_id, need_id, stage_id FROM cell")

    @property
    def needs(self) -> pd.DataFrame:
        return self.frame("SELECT * FROM need")

    def frame(self, sql: str, values: Any = ()) -> pd.DataFrame:
        return run(self.cursor, sql, values).df()


@dataclass
class Watcher:
    """Somebody who is told, and what they were told so far."""

    told: set[str] = field(default_factory=set)
    looks: dict[str, Look] = field(default_factory=dict)

    def look(self, survey: Survey) -> list[str]:
        """The needs that are told now for the first time, or again after they had recovered."""
        judged = judgements(survey, self.looks)
        self.looks |= looks_of(judged)
        below = {row["need_id"]: fingerprint("below_target", row["need_id"]) for row in judged if row["below"]}
        self.told &= lasting(survey) | set(below.values())
        new = [need for need, id_ in below.items() if id_ not in self.told]
        self.told |= set(below.values())
        return new


def false_alarms(cursor: duckdb.DuckDBPyConnection, drawn: np.random.Generator, needs: int, share: float, looks: int = 1) -> int:
    """So often somebody is told of a need although every one is met by `share` of the people, in twenty rounds of 60 to 300 answers;
    with several looks a round fills in equal parts and is watched after each, and once more when it is frozen."""
    watcher, heard = Watcher(), 0
    for number in range(ROUNDS):
        ends = drawn.integers(60, 301, needs)
        answers = [drawn.random(end) < share for end in ends]
        for part in range(1, looks + 1):
            ns = [end * part // looks for end in ends]
            ks = [int(of_need[:n].sum()) for of_need, n in zip(answers, ns, strict=True)]
            heard += len(watcher.look(Survey(cursor, str(number), ks, ns)))
        if looks > 1:
            heard += len(watcher.look(Survey(cursor, str(number), ks, ns, True)))
    return heard


def heard_after(
    cursor: duckdb.DuckDBPyConnection,
    drawn: np.random.Generator,
    needs: int,
    before: int = 3,
    n: int = 150,
    drop: float = 0.15,
    frozen: bool = False,
) -> int:
    """In which round after its drop somebody is told of a need: 1, 2 or later (3). The others stay five points above their target.
    Each round is watched once, as it fills or when it is `frozen`."""
    watcher = Watcher()
    shares = np.full(needs, TARGET + 0.05)
    shares[0] = TARGET
    for number in range(before + 2):
        if number == before:
            shares[0] = TARGET - drop
        heard = watcher.look(Survey(cursor, str(number), drawn.binomial(n, shares), [n] * needs, frozen))
        if number >= before and "n0" in heard:
            return number - before + 1
    return 3


def ready() -> duckdb.DuckDBPyConnection:
    """A database in memory that knows the functions of the method."""
    cursor = duckdb.connect(config={"threads": 1})
    make_functions(cursor)
    return cursor


def main(repeats: int = 200) -> None:
    cursor, drawn = ready(), np.random.default_rng(20240501)
    for needs, share, looks in ((30, 0.75, 1), (30, 0.75, 10), (30, 0.78, 1), (30, 0.80, 10), (150, 0.75, 1)):
        alarms = [false_alarms(cursor, drawn, needs, share, looks) for _ in range(repeats if looks == 1 else repeats // 5)]
        at_most_one = np.mean([number <= 1 for number in alarms])
        print(
            f"{needs} needs, all met by {share:.0%}, {looks} looks a round: {np.mean(alarms):.2f} false alarms in {ROUNDS} rounds, at most one in {at_most_one:.0%}"
        )
    for needs, frozen in product((10, 20, 30, 40, 60, 150), (False, True)):
        after = [heard_after(cursor, drawn, needs, frozen=frozen) for _ in range(2 * repeats)]
        print(
            f"{needs} needs, one 15 points below, n 150, {'frozen' if frozen else 'open'}: heard at once {np.mean([a == 1 for a in after]):.0%}, by the next round {np.mean([a <= 2 for a in after]):.0%}"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
