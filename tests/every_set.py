"""Every set of improvements tried, for problems that are small enough: what the solver has to find.

Written apart from the product: masks of bits instead of a programme, the rules and the value of all sets at once.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import combinations

import numpy as np

from cx.analysis.portfolio.problem import COST_UNITS, Bundle, Chosen, Problem, Value, Wishes


class EverySet:
    """All 2^n sets of a problem with n improvements."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.ids = [one.id for one in problem.improvements]
        self.bit = {one: 1 << n for n, one in enumerate(self.ids)}
        self.masks = np.arange(1 << len(self.ids), dtype=np.int64)
        self.cost = sum((self._has(one.id) * one.units for one in problem.improvements), np.zeros(len(self.masks), dtype=np.int64))

    def _has(self, one: str) -> np.ndarray:
        return (self.masks & self.bit[one]) != 0

    def _holds(self, bundle: Bundle) -> np.ndarray:
        wanted, unwanted = (sum(self.bit[one] for one in ids) for ids in (bundle.chosen, bundle.absent))
        return ((self.masks & wanted) == wanted) & ((self.masks & unwanted) == 0)

    def closed(self, need: str) -> np.ndarray:
        """Sets that close a need."""
        found = np.ones(len(self.masks), dtype=bool)
        cells = self.problem.need[need].cells
        for cell in cells:
            found &= np.any([np.zeros(len(self.masks), dtype=bool), *(self._holds(b) for b in cell.bundles)], axis=0)
        return found & bool(cells)

    @cached_property
    def weight(self) -> np.ndarray:
        """What each set closes."""
        return sum((self.closed(need.id) * need.units for need in self.problem.needs), np.zeros(len(self.masks), dtype=np.int64))

    @cached_property
    def reduction(self) -> np.ndarray:
        """What each set takes away of the priorities."""
        total = np.zeros(len(self.masks), dtype=np.int64)
        for place in self.problem.places:
            never = -(1 << 60)
            taken = np.full(len(self.masks), never)
            for step in place.steps:
                taken = np.where(self._holds(step.bundle), np.maximum(taken, step.units), taken)
            least = 0 if all(step.units >= 0 for step in place.steps) else never
            taken = np.where(taken == never, 0, np.maximum(taken, least))
            total += taken
        return total

    def allowed(self, wishes: Wishes) -> np.ndarray:
        """Sets that obey the rules and the wishes."""
        found = np.ones(len(self.masks), dtype=bool)
        for one in self.problem.improvements:
            for other in one.requires:
                if (one.id, other) not in wishes.ignored:
                    found &= ~self._has(one.id) | self._has(other)
            for other in one.excludes:
                if (one.id, other) not in wishes.ignored:
                    found &= ~(self._has(one.id) & self._has(other))
        for one in wishes.pinned:
            found &= self._has(one)
        for one in wishes.banned:
            found &= ~self._has(one)
        return found if wishes.budget is None else found & (self.cost <= int(wishes.budget * COST_UNITS + 1e-6))

    def best(self, allowed: np.ndarray) -> Value | None:
        """The largest value among allowed sets."""
        if not allowed.any():
            return None
        for worth in (self.weight, self.reduction, -self.cost):
            allowed = allowed & (worth == worth[allowed].max())
        at = int(np.flatnonzero(allowed)[0])
        return Value(int(self.weight[at]), int(self.reduction[at]), -int(self.cost[at]))

    def without_one_of(self, chosen: Chosen) -> np.ndarray:
        """Sets that do without something of this one."""
        mask = sum(self.bit[one] for one in chosen)
        return (self.masks & mask) != mask

    def frontier(self, wishes: Wishes) -> list[Value]:
        """The best set at every cost at which more is closed than below it."""
        allowed = self.allowed(replace(wishes, budget=None))
        found, closed = [], -1
        for cost in np.unique(self.cost[allowed]):
            at = allowed & (self.cost <= cost)
            if self.weight[at].max() > closed:
                closed = int(self.weight[at].max())
                found.append(self.best(at))
        return found

    def smallest_conflict(self, wishes: Wishes) -> int | None:
        """How many pins stand in the smallest set of them that cannot be had; None where all can."""
        if self.allowed(wishes).any():
            return None
        sizes = range(len(wishes.pinned) + 1)
        return next(
            size
            for size in sizes
            for some in combinations(sorted(wishes.pinned), size)
            if not self.allowed(replace(wishes, pinned=frozenset(some))).any()
        )

    def least_cost(self, allowed: np.ndarray) -> int | None:
        """The cheapest of some sets."""
        return int(self.cost[allowed].min()) if allowed.any() else None
