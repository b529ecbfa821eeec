"""What closes a need, at what cost, and which needs no set within the budget closes (method 7.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cx.analysis.portfolio.model import COST, WEIGHT
from cx.analysis.portfolio.optimum import Solver
from cx.analysis.portfolio.problem import NOTHING, Chosen, Need, Problem, Wishes
from cx.analysis.portfolio.rules import Rules


@dataclass(frozen=True)
class Closing:
    """The cheapest improvements that close one need, with what they require, and what they cost together."""

    need: str
    chosen: Chosen
    cost: float


@dataclass(frozen=True)
class Open:
    """A need that stays open: the cheapest way of closing it, with the pins; None where the improvements contain none.

    `in_reach`: it would fit the budget, but others weigh more. `lacking`: its stages that no improvement brings to the target.
    """

    need: str
    way: Closing | None
    in_reach: bool
    lacking: tuple[str, ...]


def closing_sets(problem: Problem, wishes: Wishes, chosen: Chosen) -> list[Closing]:
    """For each need that a set closes anew: which part of the set does it. Parts overlap where one improvement serves two."""
    anew = problem.closed(chosen) - problem.closed_already
    within = replace(wishes, budget=None, pinned=NOTHING, banned=frozenset(problem.by_id) - chosen)
    found = (cheapest_way(problem, within, need) for need in problem.needs if need.id in anew)
    return [one for one in found if one is not None]


def open_needs(problem: Problem, wishes: Wishes, chosen: Chosen) -> list[Open]:
    """The needs that a set leaves open, with what would close each."""
    rules = Rules(problem, wishes)
    anyhow = replace(wishes, budget=None)
    closed = problem.closed(chosen)
    found = []
    for need in problem.needs:
        if need.id not in closed:
            way = cheapest_way(problem, anyhow, need)
            lacking = tuple(cell.id[1] for cell in need.cells if not any(not b.chosen & rules.out for b in cell.bundles))
            found.append(Open(need.id, way, way is not None and rules.fits(way.chosen), lacking))
    return found


def cheapest_way(problem: Problem, wishes: Wishes, need: Need) -> Closing | None:
    """The cheapest set that closes one need under wishes, pins included; None if none does."""
    rules = Rules(problem, wishes)
    touching = {one for cell in need.cells for bundle in cell.bundles for one in bundle.chosen | bundle.absent}
    part = rules.with_required(touching | wishes.pinned)
    alone = Problem(tuple(one for one in problem.improvements if one.id in part), (replace(need, weight=1.0),))
    best = Solver(Rules(alone, wishes)).best(stages=(WEIGHT, COST))
    return Closing(need.id, best.chosen, best.value.cost) if best and best.value.weight else None
