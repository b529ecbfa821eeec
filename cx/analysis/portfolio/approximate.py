"""What is said where a problem is too large to prove the best set: a greedy one, and how far from the best it may be.

Greedy on closed needs would stand still where a need takes two improvements (method 7.2), so it goes by partial credit: the
priority that is taken away, per cost. Beside it stands what no set can exceed, from the programme in which improvements may
be chosen in part.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from cx.analysis.portfolio.model import REDUCTION, WEIGHT, Model
from cx.analysis.portfolio.optimum import Best
from cx.analysis.portfolio.outcomes import LARGEST, tried_of
from cx.analysis.portfolio.problem import PRIORITY_UNITS, WEIGHT_UNITS, Chosen, Place, Problem, Wishes
from cx.analysis.portfolio.rules import Rules
from cx.store.patience import still_wanted

GUARANTEED = (1 - 1 / math.e) / 2
"""At least so much of the largest reduction, where effects of improvements never strengthen one another: 31.6%."""


@dataclass(frozen=True)
class Approximation:
    """A greedy set. No set closes more weight anew than `weight_bound`, or takes away more priority than `reduction_bound`.

    `is_guaranteed`: it takes away at least `GUARANTEED` of what the best set for that would.
    """

    best: Best
    weight_bound: float
    reduction_bound: float
    is_guaranteed: bool


def approximate(problem: Problem, wishes: Wishes) -> Approximation | None:
    """The greedy set under wishes and its bounds; None if the wishes cannot be had."""
    rules = Rules(problem, wishes)
    if rules.conflict() is not None:
        return None
    chosen = greedy(rules, lambda some: sum(place.units(some) for place in problem.places))
    model = Model(rules)
    bounds = [model.solve(model.objectives[what], relaxed=True) for what in (WEIGHT, REDUCTION)]
    weight, reduction = (bound[1] if bound else 0.0 for bound in bounds)
    is_free = not rules.excluded and not any(rules.requires.values()) and not wishes.pinned
    return Approximation(
        Best(chosen, problem.value_of(chosen)),
        (weight + model.weight_anyway - problem.weight_already) / WEIGHT_UNITS,
        reduction / PRIORITY_UNITS,
        is_free and all(_never_strengthen(place) for place in problem.places),
    )


def greedy(rules: Rules, worth: Callable[[Chosen], int]) -> Chosen:
    """Step by step what adds most per cost, each with what it requires; or the best single step, where that is worth more."""
    chosen = rules.pinned
    steps = _steps(rules, chosen)
    single = max(steps, key=worth, default=chosen)
    while True:
        still_wanted()
        gains = {step: worth(step) - worth(chosen) for step in _steps(rules, chosen)}
        gains = {step: gain for step, gain in gains.items() if gain > 0}
        if not gains:
            return max(chosen, single, key=worth)
        chosen = max(gains, key=lambda step: gains[step] / max(1e-9, rules.problem.units(step - chosen)))


def _steps(rules: Rules, chosen: Chosen) -> list[Chosen]:
    """Every allowed set that has one improvement more, with what it requires."""
    further = (rules.with_required(chosen | {one.id}) for one in rules.problem.improvements if one.id not in chosen | rules.out)
    return [step for step in further if rules.allow(step)]


def _never_strengthen(place: Place) -> bool:
    """Whether what one improvement adds never grows with another one, and all combinations were tried."""
    touching = frozenset(one for step in place.steps for one in step.bundle.chosen | step.bundle.absent)
    worth = {some: place.units(some) for some in tried_of(touching)}
    pairs = ((some, a, b) for some in worth for a in touching - some for b in touching - some if a < b and len(some) + 2 <= LARGEST)
    adds_less = all(worth[some | {a}] + worth[some | {b}] >= worth[some | {a, b}] + worth[some] for some, a, b in pairs)
    return len(touching) <= LARGEST and min(worth.values()) >= 0 and adds_less
