"""How surely an improvement belongs into the set: how often it is chosen when what is uncertain is drawn anew (method 3.6, 7.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cx.analysis.portfolio.optimum import best
from cx.analysis.portfolio.problem import Problem, Wishes

CORE, OUT = 0.95, 0.05


def widest(draws: int) -> float:
    """How far a share of so many draws may be off at most: half of its 95% interval at one half."""
    return 1.96 * math.sqrt(0.25 / draws)


@dataclass(frozen=True)
class CoreIndex:
    """Share of the draws in which each improvement is in the best set, and how many draws there were."""

    shares: dict[str, float]
    number: int

    def word(self, improvement: str) -> str:
        """`core`, `out`, or `borderline`: those to look at more closely."""
        share = self.shares[improvement]
        return "core" if share >= CORE else "out" if share <= OUT else "borderline"


def core_index(drawn: Iterable[Problem], wishes: Wishes) -> CoreIndex:
    """How often each improvement is in the best set of drawn problems; one whose wishes cannot be had counts for none."""
    times: dict[str, int] = {}
    number = 0
    for problem in drawn:
        number += 1
        found = best(problem, wishes)
        for one in problem.improvements:
            times[one.id] = times.get(one.id, 0) + (found is not None and one.id in found.chosen)
    return CoreIndex({one: count / max(1, number) for one, count in times.items()}, number)
