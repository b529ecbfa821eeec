"""Random problems of the best set for a budget: small ones to compare with trying every set, large ones to time."""

from __future__ import annotations

import random
from itertools import combinations

from cx.analysis.portfolio.outcomes import Outcomes
from cx.analysis.portfolio.problem import Cell, Chosen, Improvement, Need, Place, Problem, Wishes

SMALL = (12, 8, 3)
"""At most so many improvements and needs, and stages of a need."""


def random_problem(seed: int, most: int = 18, needs: int = 10, stages: int = 4, *, fewest: int = 1) -> Problem:
    """A problem with rules between improvements, combinations of up to three, and now and then one that spoils another."""
    rng = random.Random(seed)
    names = [f"i{n:02}" for n in range(rng.randint(fewest, most))]
    return Problem(
        tuple(_improvement(rng, name, names) for name in names),
        *_journeys(rng, names, needs if fewest > 1 else rng.randint(1, needs), stages),
    )


def _improvement(rng: random.Random, name: str, names: list[str]) -> Improvement:
    cost = rng.choice([rng.randint(0, 9), rng.randint(1, 9), round(rng.uniform(0.1, 9), 2)])
    others = [other for other in names if other != name]
    requires = frozenset(rng.sample(others, 1)) if others and rng.random() < 0.15 else frozenset()
    excludes = frozenset(rng.sample(others, 1)) - requires if others and rng.random() < 0.1 else frozenset()
    return Improvement(name, name.upper(), cost, requires, excludes)


def _journeys(rng: random.Random, names: list[str], needs: int, stages: int) -> tuple[tuple[Need, ...], tuple[Place, ...]]:
    found, places = [], []
    for n in range(needs):
        cells = []
        for s in range(rng.randint(1, stages)):
            touching = rng.sample(names, min(len(names), rng.choice([0, 1, 1, 2, 2, 3, 4, 5])))
            cell, place = _cell(rng, (f"n{n:02}", f"s{s}"), touching)
            cells.append(cell)
            places.append(place)
        found.append(Need(f"n{n:02}", f"N{n:02}", rng.choice([0.3, 0.6, 0.8, 1.0, round(rng.random(), 3)]), tuple(cells)))
    return tuple(found), tuple(place for place in places if place.steps)


def _cell(rng: random.Random, at: tuple[str, str], touching: list[str]) -> tuple[Cell, Place]:
    """A value that improvements close in part, as effects do: each a share of what is left, or with a spoiler among them."""
    base, target = rng.choice([0.0, 0.3, 0.6, 0.8]), 0.75
    shares = {one: rng.choice([0.2, 0.4, 0.6, 0.9]) for one in touching}
    spoiler = rng.choice(touching) if touching and rng.random() < 0.1 else None
    factor = rng.choice([5.0, 20.0, 33.33])

    def judged(chosen: Chosen) -> tuple[bool, float]:
        left = 1 - base
        for one in chosen:
            left *= 1 - (0.0 if one == spoiler else shares[one])
        value = (1 - left) * (0.5 if spoiler in chosen else 1.0)
        return value >= target - 1e-9, factor * max(0.0, target - value) / target

    tried = {frozenset(some): judged(frozenset(some)) for size in range(4) for some in combinations(sorted(touching), size)}
    outcomes = Outcomes(frozenset(touching), {some: (is_met, tried[frozenset()][1] - left) for some, (is_met, left) in tried.items()})
    return outcomes.cell(at), outcomes.place(at)


def random_wishes(seed: int, problem: Problem) -> Wishes:
    """A budget somewhere up to the cost of everything, now and then with a pin or a ban, or a rule that is ignored."""
    rng = random.Random(-seed - 1)
    ids = [one.id for one in problem.improvements]
    rules = [(one.id, other) for one in problem.improvements for other in (*one.requires, *one.excludes)]
    return Wishes(
        round(rng.uniform(0, 1) * problem.cost(ids), 2),
        frozenset(rng.sample(ids, min(len(ids), rng.choice([0, 0, 1, 2])))),
        frozenset(rng.sample(ids, min(len(ids), rng.choice([0, 0, 1])))),
        frozenset(rng.sample(sorted(rules), min(len(rules), rng.choice([0, 0, 1])))),
    )
