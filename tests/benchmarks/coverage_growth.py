"""How the time of a coverage grows with the number of ratings, from a thousand to ten million.

    python -m tests.benchmarks.coverage_growth [LARGEST]

LARGEST is 1000000 where nothing is said. Each workspace has the needs, stages and touchpoints of the large one; ratings are added by more
touchpoints, voices and segments. Each step is timed beside one scan of the ratings with GROUP BY: the least that anything which reads all of
them takes. `first` is the first answer on the round, `another` one with another view of the evidence. Times are processor time.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from cx.analysis.coverage import Scope, coverage
from cx.store import Workspace, open_workspace
from tests.benchmarks.clock import print_table, seconds

NEEDS, STAGES = 360, 12
VOICES = 10
"""Ratings of a link: three experts, and customers of three sources by segment."""
SCAN = "SELECT need_id, source, count(*), avg(value), sum(n) FROM ratings GROUP BY need_id, source"
TABLES = (
    "INSERT INTO rounds (round_id, name, opened_on) VALUES ('r1', 'Round', DATE '2026-01-01')",
    "INSERT INTO stages (stage_id, position, name) SELECT 's' || i, i + 1, 'Stage ' || i FROM range({stages}) t(i)",
    "INSERT INTO segments (segment_id, name, size) SELECT 'g' || i, 'Segment ' || i, 1000 FROM range(3) t(i)",
    "INSERT INTO personas (persona_id, name) VALUES ('p1', 'Persona')",
    "INSERT INTO persona_segments (persona_id, segment_id) SELECT 'p1', 'g' || i FROM range(3) t(i)",
    """INSERT INTO needs (need_id, persona_id, kind, statement)
       SELECT 'n' || i, 'p1', ['mandatory', 'gain', 'pain'][i % 3 + 1], 'Need ' || i FROM range({needs}) t(i)""",
    "INSERT INTO need_stages (need_id, stage_id) SELECT 'n' || i, 's' || j FROM range({needs}) t(i), range({stages}) u(j)",
    "INSERT INTO touchpoints (touchpoint_id, name, channel, status) SELECT 't' || i, 'Touchpoint ' || i, 'web', 'live' FROM range({touchpoints}) t(i)",
    """INSERT INTO links (touchpoint_id, stage_id, need_id)
       SELECT 't' || (i // ({needs} * {stages})), 's' || (i // {needs} % {stages}), 'n' || (i % {needs}) FROM range({links}) t(i)""",
    """INSERT INTO ratings (round_id, touchpoint_id, stage_id, need_id, source, rater, segment_id, value, scale, n, rated_on)
       SELECT 'r1', 't' || (i // ({needs} * {stages})), 's' || (i // {needs} % {stages}), 'n' || (i % {needs}),
              CASE WHEN v < 3 THEN 'expert' WHEN v < 6 THEN 'survey' WHEN v < 9 THEN 'interview' ELSE 'behavioural' END,
              CASE WHEN v < 3 THEN 'rater ' || v END, CASE WHEN v BETWEEN 3 AND 8 THEN 'g' || (v % 3) END,
              hash(i, v) % 5 + 1, '1-5', CASE WHEN v BETWEEN 3 AND 8 THEN 5 + hash(v, i) % 90 END, DATE '2026-03-01'
       FROM range({links}) t(i), range({voices}) u(v)""",
)


def main() -> None:
    """Print a table: one row for each number of ratings."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rows = []
    for number in _numbers(largest):
        workspace = filled(number)
        try:
            rows.append(_measured(workspace, number))
        finally:
            workspace.close()
    print_table("Processor time of a coverage", ("ratings", "one scan", "first", "to the scan", "another", "to the scan"), rows)


def filled(ratings: int) -> Workspace:
    """A workspace with so many ratings."""
    links = ratings // VOICES
    sizes = {
        "needs": NEEDS, "stages": STAGES, "links": links, "touchpoints": links // (NEEDS * STAGES) + 1, "voices": VOICES,
    }  # fmt: skip
    workspace = open_workspace()
    with workspace.transaction() as cursor:
        for sql in TABLES:
            cursor.execute(sql.format_map(sizes))
    return workspace


def _measured(workspace: Workspace, number: int) -> tuple[str, ...]:
    scope = Scope(today=date(2026, 4, 1))
    repetitions = 5 if number <= 100_000 else 3
    scan = statistics.median(_took(lambda: workspace.rows(SCAN)) for _ in range(repetitions))
    first, another = [], []
    for _ in range(repetitions):
        workspace.forget_answers()
        first.append(_took(lambda: coverage(workspace, scope)))
        another.append(_took(lambda: coverage(workspace, replace(scope, without_assumptions=True))))
    whole, later = statistics.median(first), statistics.median(another)
    return f"{number:,}", seconds(scan), seconds(whole), f"{whole / scan:.1f}", seconds(later), f"{later / scan:.1f}"


def _numbers(largest: int) -> Iterator[int]:
    number = 1_000
    while number <= largest:
        yield number
        number *= 10


def _took(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


if __name__ == "__main__":
    main()
