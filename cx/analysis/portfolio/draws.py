"""The problem in random draws of what its weights rest on: importance, and the weight of size against value (method 3.6, 7.3).

Which combinations bring a cell to its target is taken as projected: ratings and effects are not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cx.analysis.coverage import Coverage
from cx.analysis.portfolio.problem import Need, Place, Problem, Step
from cx.store.patience import still_wanted

DRAWS = 200
"""Problems that are solved: each takes as long as one budget."""

NEEDS = """
    SELECT n.need_id, n.importance, w.size_share, coalesce(w.value_share, w.size_share) AS value_share,
           n.importance * persona_weight_of(w.size_share, w.value_share, $size_weight::DOUBLE) AS weight
    FROM need n JOIN persona_weight w ON w.persona_id = n.persona_id AND w.blocked IS NULL ORDER BY n.need_id"""


def drawn_problems(answer: Coverage, problem: Problem, settings: Mapping[str, Any], number: int = DRAWS) -> Iterator[Problem]:
    """The problem with drawn weights, so many times; the seed of `settings` makes it repeatable."""
    needs = answer.frame(NEEDS, {"size_weight": float(settings["lambda"])})
    random, spread = np.random.default_rng(int(settings["seed"])), float(settings["importance_spread"])
    importance, size, value, weight = (
        needs[c].to_numpy(dtype=float, na_value=0.0) for c in ("importance", "size_share", "value_share", "weight")
    )
    ids = needs["need_id"].tolist()
    for _ in range(number):
        still_wanted()
        lean = random.uniform()
        drawn = np.clip(importance * random.uniform(1 - spread, 1 + spread, len(ids)), 0.0, 1.0) * (lean * size + (1 - lean) * value)
        factor = np.divide(drawn, weight, out=np.ones_like(drawn), where=weight > 0)
        yield _weighed(problem, dict(zip(ids, factor.tolist(), strict=True)))


def _weighed(problem: Problem, factor: Mapping[str, float]) -> Problem:
    """The problem with the weight of each need, and with it its priorities, multiplied."""
    needs: tuple[Need, ...] = tuple(replace(need, weight=need.weight * factor.get(need.id, 1.0)) for need in problem.needs)
    places = tuple(
        Place(place.id, tuple(Step(step.bundle, step.reduction * factor.get(place.id[0], 1.0)) for step in place.steps))
        for place in problem.places
    )
    return Problem(problem.improvements, needs, places)
