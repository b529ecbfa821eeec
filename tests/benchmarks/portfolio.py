"""The best set for a budget on 60 improvements and 300 cells: trying combinations, one budget, a frontier, against one coverage.

    python -m tests.benchmarks.portfolio [WORKSPACES]

Each workspace has three personas, 75 needs at four stages each, 60 touchpoints, and 60 improvements that each change what two touchpoints
do. One budget is solved at a tenth, three tenths and six tenths of what everything costs. Times wander where others use the machine: read
processor time, and the ratios to a coverage of the same workspace measured beside it.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from cx.analysis.coverage import Scope, compute
from cx.analysis.portfolio.build import portfolio
from cx.analysis.portfolio.frontier import frontier
from cx.analysis.portfolio.optimum import best
from cx.analysis.portfolio.problem import Wishes
from tests.benchmarks.clock import print_table, seconds
from tests.laying import laid
from tests.oracle import Row, Tables

PERSONAS, NEEDS, STAGES, TOUCHPOINTS, IMPROVEMENTS = 3, 25, 4, 60, 60
KINDS = ("mandatory",) * 15 + ("gain",) * 6 + ("pain",) * 4
SHARES, DOTS = (0.1, 0.3, 0.6), 12


def tables(seed: int) -> Tables:
    """A workspace with 300 cells, and improvements for them."""
    rng = random.Random(seed)
    needs = [(f"p{p}", f"p{p}n{n}", KINDS[n]) for p in range(PERSONAS) for n in range(NEEDS)]
    cells = [(need, f"s{s}", kind) for _, need, kind in needs for s in range(STAGES)]
    links = [(f"t{t}", stage, need, kind) for need, stage, kind in cells for t in rng.sample(range(TOUCHPOINTS), rng.choice((1, 1, 2)))]
    return {
        "personas": [{"persona_id": f"p{p}", "name": f"P{p}"} for p in range(PERSONAS)],
        "segments": [
            {"segment_id": f"g{p}", "name": f"G{p}", "size": str(1_000 * (p + 1)), "value_per_customer": "10"} for p in range(PERSONAS)
        ],
        "persona_segments": [{"persona_id": f"p{p}", "segment_id": f"g{p}", "share": "1"} for p in range(PERSONAS)],
        "stages": [{"stage_id": f"s{s}", "name": f"S{s}", "position": str(s + 1)} for s in range(STAGES)],
        "needs": [
            {"need_id": need, "persona_id": persona, "kind": kind, "statement": need, "importance": str(round(rng.uniform(0.4, 1), 2))}
            for persona, need, kind in needs
        ],
        "need_stages": [{"need_id": need, "stage_id": stage} for need, stage, _ in cells],
        "touchpoints": [{"touchpoint_id": f"t{t}", "name": f"T{t}", "channel": "web"} for t in range(TOUCHPOINTS)],
        "links": [{"touchpoint_id": t, "stage_id": stage, "need_id": need} for t, stage, need, _ in links],
        "rounds": [{"round_id": "r1", "name": "R1", "opened_on": "2026-01-01"}],
        "ratings": [_rating(rng, *link) for link in links],
        "improvements": [{"improvement_id": f"i{i}", "name": f"I{i}", "cost": str(rng.randint(10, 300))} for i in range(IMPROVEMENTS)],
        "improvement_effects": [effect for i in range(IMPROVEMENTS) for effect in _effects(rng, f"i{i}", links)],
    }


def _rating(rng: random.Random, touchpoint: str, stage: str, need: str, kind: str) -> Row:
    place = {"round_id": "r1", "touchpoint_id": touchpoint, "stage_id": stage, "need_id": need, "source": "survey", "n": "60"}
    if kind == "pain":
        return place | {"value": str(round(rng.uniform(-0.5, 1), 2)), "scale": "-1-1"}
    met = rng.randint(24, 58)
    return place | {"value": str(round(met / 60, 3)), "scale": "0-1", "met_n": str(met)}


def _effects(rng: random.Random, improvement: str, links: list[tuple[str, str, str, str]]) -> list[Row]:
    changed = {f"t{t}" for t in rng.sample(range(TOUCHPOINTS), 2)}
    return [
        {"improvement_id": improvement, "touchpoint_id": t, "stage_id": stage, "need_id": need, "confidence": "0.8"}
        | (
            {"effect": "set_to", "value": "0.85"}
            if rng.random() < 0.3
            else {"effect": "close_fraction", "value": str(rng.choice((0.2, 0.4, 0.6)))}
        )
        for t, stage, need, _ in links
        if t in changed
    ]


def took(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """What came out, seconds on the clock, and seconds of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    found = act()
    return found, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Time each part on several workspaces."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    times: dict[str, list[tuple[float, float]]] = {}
    for seed in range(number):
        workspace = laid(tables(seed))
        compute(workspace, Scope())  # warms up
        answer, *coverage = took(lambda: compute(workspace, Scope()))  # noqa: B023
        built, *trying = took(lambda: portfolio(answer, 0.5))  # noqa: B023
        problem = built.problem
        times.setdefault("one coverage", []).append((coverage[0], coverage[1]))
        times.setdefault("combinations tried", []).append((trying[0], trying[1]))
        for share in SHARES:
            budget = share * problem.cost(problem.by_id)
            _, clock, processor = took(lambda: best(problem, Wishes(budget)))  # noqa: B023
            times.setdefault(f"best set for {share:.0%} of all", []).append((clock, processor))
        dots, clock, processor = took(lambda: frontier(problem, most=DOTS))  # noqa: B023
        times.setdefault(f"frontier, {DOTS} dots and a grid below", []).append((clock, processor))
        print(f"{seed}: {len(problem.needs)} mandatory needs, {len(answer.cells)} cells, {len(dots.dots)} dots", flush=True)
        workspace.close()
    base = statistics.median(one[1] for one in times["one coverage"])
    print_table(
        f"{IMPROVEMENTS} improvements, {PERSONAS * NEEDS * STAGES} cells, {number} workspaces",
        ("what", "clock, median", "processor, median", "processor, longest", "to one coverage"),
        [
            (
                what,
                seconds(statistics.median(one[0] for one in all_of_them)),
                seconds(statistics.median(one[1] for one in all_of_them)),
                seconds(max(one[1] for one in all_of_them)),
                f"{statistics.median(one[1] for one in all_of_them) / base:.1f}",
            )
            for what, all_of_them in times.items()
        ],
    )


if __name__ == "__main__":
    main()
