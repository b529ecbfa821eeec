"""The best set beside every set tried, on random problems: optimum, pins, why-not, runners-up, closing sets, frontier, conflicts.

    python -m tests.benchmarks.portfolio_and_every_set [--problems 1000] [--from 0] [--most 18]

Prints how many answers were compared and the seed of every one that differs; exit status 1 if any does.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from cx.analysis.portfolio.alternatives import NEARLY, left_out, prices, runners_up
from cx.analysis.portfolio.closing import closing_sets, open_needs
from cx.analysis.portfolio.frontier import frontier
from cx.analysis.portfolio.optimum import Best, best
from cx.analysis.portfolio.problem import NOTHING, Problem, Value, Wishes
from cx.analysis.portfolio.rules import Rules
from tests.every_set import EverySet
from tests.random_portfolios import random_problem, random_wishes

Answer = tuple[str, object, object]
"""What was asked, what the product says, and what trying every set says."""


def answers(seed: int, most: int = 18) -> Iterator[Answer]:
    """Everything that is compared for one random problem."""
    problem = random_problem(seed, most)
    wishes, every = random_wishes(seed, problem), EverySet(problem)
    found = best(problem, wishes)
    yield "optimum", found and found.value, every.best(every.allowed(wishes))
    conflict = Rules(problem, wishes).conflict()
    yield "conflict", conflict and len(conflict.pins), every.smallest_conflict(wishes)
    dots = frontier(problem, wishes)
    yield "frontier", [dot.value for dot in dots.dots], every.frontier(wishes)
    if found is None:
        cheapest = every.least_cost(every.allowed(replace(wishes, budget=None)))
        yield "smallest budget", conflict and conflict.budget, None if cheapest is None else cheapest / 100
        return
    yield "allowed", Rules(problem, wishes).allow(found.chosen), True
    yield from _of_wishes(problem, wishes, every, found)
    yield from _of_needs(problem, wishes, every, found)
    yield "runners-up", [other.value for other in runners_up(problem, wishes, found)], list(_runners_up(problem, wishes, every, found))


def _of_wishes(problem: Problem, wishes: Wishes, every: EverySet, found: Best) -> Iterator[Answer]:
    for price in prices(problem, wishes, found):
        without = replace(wishes, pinned=wishes.pinned - {price.wish}, banned=wishes.banned - {price.wish})
        yield "price", price.free.value, every.best(every.allowed(without))
    for why in left_out(problem, wishes, found):
        with_it = replace(wishes, pinned=wishes.pinned | {why.improvement})
        yield "why not", why.best and why.best.value, every.best(every.allowed(with_it))
        if why.best:
            lost = sum(problem.need[n].units for n in why.given_up) - sum(problem.need[n].units for n in why.gained)
            yield "given up", lost, found.value.weight - why.best.value.weight


def _of_needs(problem: Problem, wishes: Wishes, every: EverySet, found: Best) -> Iterator[Answer]:
    within = replace(wishes, budget=None, pinned=NOTHING, banned=frozenset(every.ids) - found.chosen)
    for closing in closing_sets(problem, wishes, found.chosen):
        yield "closing set", round(closing.cost * 100), every.least_cost(every.allowed(within) & every.closed(closing.need))
    anyhow = every.allowed(replace(wishes, budget=None))
    for need in open_needs(problem, wishes, found.chosen):
        closing = every.closed(need.need)
        yield "open need", need.way and round(need.way.cost * 100), every.least_cost(anyhow & closing)
        yield "in reach", need.in_reach, bool((every.allowed(wishes) & closing).any())


def _runners_up(problem: Problem, wishes: Wishes, every: EverySet, found: Best) -> Iterator[Value]:
    """One after the other, each doing without something of every one before; sets that tie are taken as the product took them."""
    allowed, anyway = every.allowed(wishes), problem.value_of(NOTHING).weight
    before = found.chosen
    for other in runners_up(problem, wishes, found):
        allowed = allowed & every.without_one_of(before)
        value = every.best(allowed)
        assert value is not None
        yield value
        before = other.chosen
    allowed = allowed & every.without_one_of(before)
    following = every.best(allowed)
    near = following is not None and (
        following.weight - anyway >= NEARLY * (found.value.weight - anyway)
        if found.value.weight > anyway
        else found.value.reduction > 0 and following.reduction >= NEARLY * found.value.reduction
    )
    if near and len(runners_up(problem, wishes, found)) < 5:
        yield following


def main() -> int:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.portfolio_and_every_set")
    parser.add_argument("--problems", type=int, default=1_000)
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--most", type=int, default=18)
    asked = parser.parse_args()
    compared: Counter[str] = Counter()
    differ, started = 0, time.perf_counter()
    for seed in range(asked.start, asked.start + asked.problems):
        for what, said, right in answers(seed, asked.most):
            compared[what] += 1
            if said != right:
                differ += 1
                print(f"seed {seed}, {what}: {said} instead of {right}", flush=True)
    print(f"{asked.problems:,} problems of up to {asked.most} improvements in {time.perf_counter() - started:.0f} s")
    print("\n".join(f"  {what:<16} {number:>7,}" for what, number in compared.items()))
    print(f"differ: {differ}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
