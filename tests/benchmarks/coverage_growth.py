"""How the time of a coverage grows with the number of ratings, from a thousand to ten million.

    python -m tests.benchmarks.coverage_growth [LARGEST] [--draw .readme/growth.svg]

LARGEST is 1000000 where nothing is said. Each workspace has the needs, stages and touchpoints of the large one; ratings are added by more
touchpoints, voices and segments. Each step is timed beside one scan of the ratings with GROUP BY: the least that anything which reads all of
them takes. `first` is the first answer on the round, `another` one with another view of the evidence. Times are processor time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cx.analysis.coverage import Scope, coverage
from cx.store import Workspace, open_workspace
from tests.benchmarks.clock import print_table, seconds
from tests.benchmarks.curves import draw

NEEDS, STAGES = 360, 12
SAID = {"scan": "one scan of the ratings", "first": "first answer on a round", "another": "another view of the same round"}
COLOURS = dict(zip(SAID.values(), ("muted", "accent", "text"), strict=True))
VOICES = 10
"""Ratings of a link: three experts, and customers of three sources by segment."""
SCAN = "SELECT need_id, source, count(*), avg(value), sum(n) FROM ratings GROUP BY need_id, source"
AT_ONCE = 50_000
"""Links that a transaction writes, with their ratings."""
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
       SELECT 't' || (i // ({needs} * {stages})), 's' || (i // {needs} % {stages}), 'n' || (i % {needs}) FROM range({first}, {end}) t(i)""",
    """INSERT INTO ratings (round_id, touchpoint_id, stage_id, need_id, source, rater, segment_id, value, scale, n, rated_on)
       SELECT 'r1', 't' || (i // ({needs} * {stages})), 's' || (i // {needs} % {stages}), 'n' || (i % {needs}),
              CASE WHEN v < 3 THEN 'expert' WHEN v < 6 THEN 'survey' WHEN v < 9 THEN 'interview' ELSE 'behavioural' END,
              CASE WHEN v < 3 THEN 'rater ' || v END, CASE WHEN v BETWEEN 3 AND 8 THEN 'g' || (v % 3) END,
              hash(i, v) % 5 + 1, '1-5', CASE WHEN v BETWEEN 3 AND 8 THEN 5 + hash(v, i) % 90 END, DATE '2026-03-01'
       FROM range({first}, {end}) t(i), range({voices}) u(v)""",
)


@dataclass(frozen=True)
class Step:
    """Seconds of processor time at so many ratings: of one scan of them, a first answer, and another view of the same round."""

    ratings: int
    scan: float
    first: float
    another: float


def main() -> None:
    """Print a table: one row for each number of ratings; and draw it, where a file is named."""
    parser = argparse.ArgumentParser(description="Time a coverage as the ratings grow.")
    parser.add_argument("largest", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--draw", type=Path, help="an SVG file for the curves")
    given = parser.parse_args()
    steps = []
    for number in _numbers(given.largest):
        with tempfile.TemporaryDirectory() as folder, closing(filled(number, Path(folder, "w.duckdb"))) as workspace:
            steps.append(_measured(workspace, number))
    rows = [
        (f"{s.ratings:,}", seconds(s.scan), seconds(s.first), f"{s.first / s.scan:.1f}", seconds(s.another), f"{s.another / s.scan:.1f}")
        for s in steps
    ]
    print_table("Processor time of a coverage", ("ratings", "one scan", "first", "to the scan", "another", "to the scan"), rows)
    if given.draw:
        draw(given.draw, "Ratings", COLOURS, [(s.ratings, said, getattr(s, name)) for s in steps for name, said in SAID.items()])


def filled(ratings: int, path: Path) -> Workspace:
    """A workspace in a file with so many ratings."""
    links = ratings // VOICES
    sizes = {
        "needs": NEEDS, "stages": STAGES, "links": links, "touchpoints": links // (NEEDS * STAGES) + 1, "voices": VOICES,
    }  # fmt: skip
    workspace = open_workspace(path)
    for sql in TABLES:
        for first in range(0, links if "{first}" in sql else 1, AT_ONCE):
            with workspace.transaction() as cursor:
                cursor.execute(sql.format_map(sizes | {"first": first, "end": min(first + AT_ONCE, links)}))
        workspace.checkpoint()
    return workspace


def _measured(workspace: Workspace, number: int) -> Step:
    scope = Scope(today=date(2026, 4, 1))
    repetitions = 5 if number <= 100_000 else 3 if number <= 1_000_000 else 1
    scan = statistics.median(_took(lambda: workspace.rows(SCAN)) for _ in range(repetitions))
    first, another = [], []
    for _ in range(repetitions):
        workspace.forget_answers()
        first.append(_took(lambda: coverage(workspace, scope)))
        another.append(_took(lambda: coverage(workspace, replace(scope, without_assumptions=True))))
    return Step(number, scan, statistics.median(first), statistics.median(another))


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
