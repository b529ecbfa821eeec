"""From tried combinations of improvements to what a cell says of every set (method 7.2: bundles of up to three).

Each cell is tried with nothing, and with one, two and three of the improvements that touch it. Where more never makes it
worse, the smallest combinations that do it are enough, and a set that touches it with more than three of them counts as the
best three: more is not promised than was tried. Where something makes it worse (a touchpoint goes live that serves people
badly), each tried combination stands for exactly itself, and a larger one that was not tried for the worst of all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from cx.analysis.portfolio.problem import PRIORITY_UNITS, Bundle, Cell, Chosen, Place, Step

LARGEST = 3
"""Improvements in one combination."""


def tried_of(touching: Chosen, largest: int = LARGEST) -> list[Chosen]:
    """The combinations with which a cell is tried that these improvements touch, smaller ones first."""
    return [frozenset(some) for size in range(min(largest, len(touching)) + 1) for some in combinations(sorted(touching), size)]


@dataclass(frozen=True)
class Outcomes:
    """What became of a cell: `tried` says of each combination (`tried_of`) whether the target is reached, and how much priority
    is taken away."""

    touching: Chosen
    tried: Mapping[Chosen, tuple[bool, float]]

    def cell(self, at: tuple[str, str]) -> Cell:
        """The combinations by which it reaches its target."""
        met = [some for some, (is_met, _) in self.tried.items() if is_met]
        if self._spoils(lambda some: self.tried[some][0]):
            return Cell(at, tuple(Bundle(some, self.touching - some) for some in met))
        return Cell(at, tuple(Bundle(some) for some in met if not any(other < some for other in met)))

    def place(self, at: tuple[str, str]) -> Place:
        """How much of its priority is taken away by which combination."""
        units = {some: round(taken * PRIORITY_UNITS) for some, (_, taken) in self.tried.items()}
        if self._spoils(units.__getitem__):
            exactly = [Step(Bundle(some, self.touching - some), self.tried[some][1]) for some in units]
            return Place(at, (*exactly, Step(Bundle(), min(step.reduction for step in exactly))))
        better = [some for some in units if units[some] > max((units[o] for o in units if o < some), default=0)]
        return Place(at, tuple(Step(Bundle(some), self.tried[some][1]) for some in better))

    def _spoils(self, of: Callable[[Chosen], float]) -> bool:
        """Whether some improvement makes it worse."""
        return any(of(some) < of(some - {one}) for some in self.tried for one in some)
