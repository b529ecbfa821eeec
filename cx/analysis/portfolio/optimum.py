"""The best set, in three stages: most weight closed, then most priority taken away, then least cost (method 7.2).

Without the later stages a solver may return improvements that do nothing. What the first stage reaches is fixed for the next
ones half a unit below (`SLACK`); the second and the third are one expression as long as its numbers stay small enough, which
takes half the time. Mostly one collection of needs weighs most: once that is proved, the later stages have to close just these, which takes a
small part of the time that a sum of weights takes. A solver counts in fractions. So every set that comes out is valued again in whole numbers: where it is
not worth exactly what was promised, or less than a set that was known before, that solution is not taken, and the same is
asked in another way, each stage by itself and without rewriting the problem first.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cx.analysis.portfolio.model import COST, LIMIT, REDUCTION, SLACK, WEIGHT, Model, Row, Terms, TooLarge
from cx.analysis.portfolio.problem import Chosen, Problem, Value, Wishes
from cx.analysis.portfolio.rules import Rules
from cx.store.patience import still_wanted

STAGES = (WEIGHT, REDUCTION, COST)
CHEAPEST_FIRST = (WEIGHT, COST, REDUCTION)
"""The order in which the frontier asks: what is the least that so much weight costs?"""
LARGEST_NUMBER = 1e10
"""An expression of two stages is not made of larger numbers."""
MOST_WAYS = 4
"""Collections of needs that weigh most together: so many are looked at one by one."""
MANY_NEEDS = 30
"""From so many needs that may be closed on, which of them close is settled before the least cost is looked for, too."""
ROUNDING = 1e-9
"""What the sum of a solver may be off, as a share of it."""

Stage = tuple[str, ...]
"""What is made largest at once, in this order."""


@dataclass(frozen=True)
class Best:
    """A set and what it is worth."""

    chosen: Chosen
    value: Value


class Doubtful(Exception):
    """The solver and whole numbers do not agree."""


@dataclass(frozen=True)
class _Task:
    """How one set is looked for: whether the solver may rewrite the problem, the rows that hold as well, and when it has to be found.

    `closing`: the needs that are to be closed, in the place of what they weigh together; None where that is to be reached anyhow.
    """

    presolve: bool
    further: list[Row]
    until: float
    closing: frozenset[str] | None = None

    def solve(self, model: Model, wanted: Terms, rows: list[Row]) -> tuple[Chosen, float] | None:
        """What the model finds in the time that is left."""
        still_wanted()
        return model.solve(wanted, rows, presolve=self.presolve, limit=max(0.01, self.until - time.monotonic()))

    def kept(self, model: Model, stage: str, least: int) -> Iterator[Row]:
        """What keeps that what a stage before reached is reached again."""
        if stage == WEIGHT and self.closing is not None:
            yield model.with_closed(self.closing)
        else:
            yield from _no_less(model, stage, least)


def best(problem: Problem, wishes: Wishes | None = None, rows: Iterable[Row] = ()) -> Best | None:
    """The best set under these wishes; None if they cannot be had. Raises TooLarge without a proof in time."""
    return Solver(Rules(problem, wishes or Wishes())).best(rows)


class Solver:
    """Solves one problem under one set of wishes, several times with further rows about what is chosen."""

    def __init__(self, rules: Rules, limit: float = LIMIT):
        self.rules, self._limit = rules, limit
        self.model = Model(rules)
        self._of_weight = Model(rules, reductions=False)  # the first stage needs half the columns, which stand first in both

    def best(self, rows: Iterable[Row] = (), stages: tuple[str, ...] = STAGES) -> Best | None:
        """The best set in which these rows hold as well, for which the stages are passed in this order.

        Raises TooLarge without a proof in time.
        """
        further, until = list(rows), time.monotonic() + self._limit
        apart: list[Stage] = [(stage,) for stage in stages]
        for passed, presolve in ((self._joined(stages), True), (apart, True), (apart, False)):
            try:
                return self._passed(passed, presolve, further, until)
            except Doubtful:
                continue
        raise TooLarge("The solver and whole numbers do not agree.")

    def _passed(self, stages: list[Stage], presolve: bool, further: list[Row], until: float) -> Best | None:
        task = _Task(presolve, further, until)
        found = self._one(stages[0], [], None, task)
        if found is None or len(stages) == 1:
            return found
        # Cost beside the weight of few needs is little work: a proof of which they are would take longer than it saves.
        by_ways = stages[0] == (WEIGHT,) and (stages[1][0] == REDUCTION or len(self.model.weighing) >= MANY_NEEDS)
        ways: Sequence[frozenset[str] | None] = (self._ways(found, task) if by_ways else None) or [None]
        order = [one for stage in stages for one in stage]
        ends = [self._later(stages, found, replace(task, closing=way)) for way in ways]
        return max(ends, key=lambda end: [self._worth(end.value, one) for one in order])

    def _later(self, stages: list[Stage], found: Best, task: _Task) -> Best:
        """What the stages behind the first one make of what that one found."""
        fixed = [(one, self._worth(found.value, one)) for one in stages[0]]
        before: Best | None = found if task.closing is None or self._closed(found.chosen) == task.closing else None
        for stage in stages[1:]:
            if before is not None and not any(self.model.objectives[one] for one in stage):
                continue
            before = self._one(stage, fixed, before, task)
            if before is None:
                raise Doubtful
            fixed += [(one, self._worth(before.value, one)) for one in stage]
        assert before is not None
        return before

    def _ways(self, found: Best, task: _Task) -> list[frozenset[str]] | None:
        """Every collection of needs that weighs as much as what is closed by the set found; None if there are more than `MOST_WAYS`."""
        model, least = self._of_weight, self._worth(found.value, WEIGHT)
        rows = [*task.further, *_no_less(model, WEIGHT, least)]
        ways: list[frozenset[str]] = []
        chosen = found.chosen
        while len(ways) < MOST_WAYS:
            ways.append(self._closed(chosen))
            rows.append(model.with_others_closed(ways[-1]))
            other = task.solve(model, {}, rows)
            if other is None:
                return ways
            chosen, _ = other
            if self._worth(self.rules.problem.value_of(chosen), WEIGHT) != least or self._closed(chosen) in ways:
                raise Doubtful
        return None

    def _closed(self, chosen: Chosen) -> frozenset[str]:
        """The needs that a set closes, of those that weigh something and may be closed or not."""
        return self.rules.problem.closed(chosen) & self.model.weighing.keys()

    def _one(self, stage: Stage, fixed: list[tuple[str, int]], before: Best | None, task: _Task) -> Best | None:
        """The set that is best in one respect, and no worse in those before it. Raises Doubtful where that is not certain."""
        model = self._of_weight if stage == (WEIGHT,) else self.model
        factors = _factors(model, stage)
        wanted: Terms = {}
        for one, factor in factors.items():
            for column, each in model.objectives[one].items():
                wanted[column] = wanted.get(column, 0.0) + factor * (-each if one == COST else each)
        rows = [*task.further, *(row for what, least in fixed for row in task.kept(model, what, least))]
        found = task.solve(model, wanted, rows)
        if found is None:
            if before is not None:
                raise Doubtful
            return None
        chosen, promised = found
        value = self.rules.problem.value_of(chosen)
        worth = sum(factor * self._worth(value, one) for one, factor in factors.items())
        known = sum(factor * self._worth(before.value, one) for one, factor in factors.items()) if before else worth
        keeps = all(self._worth(value, what) >= least for what, least in fixed)
        if (
            abs(worth - promised) > SLACK + ROUNDING * abs(promised)
            or worth < known
            or not keeps
            or not self._is_allowed(chosen, task.further)
        ):
            raise Doubtful
        return Best(chosen, value)

    def _joined(self, stages: tuple[str, ...]) -> list[Stage]:
        """The first stage, and the others as one where that stays within `LARGEST_NUMBER`."""
        later = stages[1:]
        is_small = math.prod(1 + _span(self.model, one) for one in later) <= LARGEST_NUMBER
        return [stages[:1], later] if is_small else [(one,) for one in stages]

    def _worth(self, value: Value, stage: str) -> int:
        """What a set reaches in the terms of the model: without what is closed anyway, and in its coin."""
        return {WEIGHT: value.weight - self.model.weight_anyway, REDUCTION: value.reduction, COST: value.saved // self.model.coin}[stage]

    def _is_allowed(self, chosen: Chosen, further: list[Row]) -> bool:
        counted = self.model.sum_of(chosen)
        return self.rules.allow(chosen) and all(row.low <= sum(row.terms.get(c, 0) for c in counted) <= row.high for row in further)


def _factors(model: Model, stage: Stage) -> dict[str, float]:
    """What one unit of each respect weighs: more than all of those after it together."""
    found, factor = {}, 1.0
    for one in reversed(stage):
        found[one] = factor
        factor *= 1 + _span(model, one)
    return found


def _span(model: Model, stage: str) -> float:
    return sum(abs(value) for value in model.objectives[stage].values())


def _no_less(model: Model, stage: str, least: int) -> Iterator[Row]:
    """What a stage before reached has to be reached again."""
    terms = model.objectives[stage]
    if terms:
        yield Row({c: -v for c, v in terms.items()} if stage == COST else terms, least - SLACK, math.inf)
