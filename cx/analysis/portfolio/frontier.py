"""What each sum of money buys: one dot for every distinct optimum over the budget (method 7.3).

From the dearest dot downwards: the best set with any money, at its least cost; then the best one that costs less than that,
and so on. Between two dots more money closes nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cx.analysis.portfolio.model import LIMIT
from cx.analysis.portfolio.optimum import CHEAPEST_FIRST, Best, Solver
from cx.analysis.portfolio.problem import COST_UNITS, Problem, Wishes
from cx.analysis.portfolio.rules import Rules

MOST_DOTS = 24
"""Dots that are looked for one by one; below them a grid of `GRID` budgets stands for the rest."""
GRID = 12


@dataclass(frozen=True)
class Frontier:
    """The dots, cheapest first; `is_complete` where no optimum lies between them."""

    dots: tuple[Best, ...]
    is_complete: bool = True


def frontier(problem: Problem, wishes: Wishes | None = None, most: int = MOST_DOTS, limit: float = LIMIT) -> Frontier:
    """The frontier under wishes, whose budget does not count. Raises TooLarge where one dot cannot be proved in time."""
    free = replace(wishes or Wishes(), budget=None)
    dots: list[Best] = []
    found = _cheapest(problem, free, limit)
    while found is not None and len(dots) < most:
        dots.append(found)
        found = _cheapest(problem, replace(free, budget=(-found.value.saved - 1) / COST_UNITS), limit)
    if found is None:
        return Frontier(tuple(reversed(dots)))
    top = -found.value.saved
    grid = [_cheapest(problem, replace(free, budget=top * n // GRID / COST_UNITS), limit) for n in range(GRID)]
    below = {one.value: one for one in (*grid, found) if one is not None}
    return Frontier((*(below[value] for value in sorted(below)), *reversed(dots)), is_complete=False)


def _cheapest(problem: Problem, wishes: Wishes, limit: float) -> Best | None:
    """The least that the most costs; None where the pins cannot be had for so little, or nothing costs less than nothing."""
    if wishes.units is not None and wishes.units < 0:
        return None
    return Solver(Rules(problem, wishes), limit).best(stages=CHEAPEST_FIRST)
