"""Other sets than the best one: with something that was left out, without something that was asked for, or nearly as good.

Each answer is a solved problem of its own, so "the best set with it closes less" is proved, not estimated (method 7.3).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cx.analysis.portfolio.model import Row
from cx.analysis.portfolio.optimum import Best, Solver
from cx.analysis.portfolio.problem import Chosen, Problem, Wishes
from cx.analysis.portfolio.rules import Conflict, Rules

NEARLY = 0.99
"""A runner-up closes at least so much of the weight that the best set closes."""
MOST_RUNNERS_UP = 5


@dataclass(frozen=True)
class LeftOut:
    """Why an improvement is not in the best set.

    `best` is the best set with it, None where there is none: then `conflict` says why, or it is banned. `given_up` are the
    needs that the best set closes and this one does not, `gained` the other way round.
    """

    improvement: str
    best: Best | None
    conflict: Conflict | None = None
    given_up: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


@dataclass(frozen=True)
class Price:
    """What one wish costs: the best set without it, and what that set closes that the wishes do not allow."""

    wish: str
    kind: str
    free: Best
    lost: tuple[str, ...]


def left_out(problem: Problem, wishes: Wishes, best: Best) -> Iterator[LeftOut]:
    """For each improvement outside the best set, one after the other: what the best set with it would be."""
    for one in problem.improvements:
        if one.id not in best.chosen:
            yield why_not(problem, wishes, best, one.id)


def why_not(problem: Problem, wishes: Wishes, best: Best, improvement: str) -> LeftOut:
    """The best set with one improvement that was left out."""
    if improvement in wishes.banned:
        return LeftOut(improvement, None)
    with_it = Rules(problem, replace(wishes, pinned=wishes.pinned | {improvement}))
    conflict = with_it.conflict()
    if conflict is not None:
        return LeftOut(improvement, None, conflict)
    found = Solver(with_it).best()
    if found is None:
        return LeftOut(improvement, None)
    return LeftOut(improvement, found, None, _closed_only_by(problem, best, found), _closed_only_by(problem, found, best))


def prices(problem: Problem, wishes: Wishes, best: Best) -> list[Price]:
    """What each pin and each ban costs: the best set with the other wishes only. Ties cost nothing."""
    found = []
    for one in sorted(wishes.pinned | wishes.banned):
        kind = "pinned" if one in wishes.pinned else "banned"
        free = Solver(Rules(problem, replace(wishes, pinned=wishes.pinned - {one}, banned=wishes.banned - {one}))).best()
        if free is not None:
            found.append(Price(one, kind, free, _closed_only_by(problem, free, best)))
    return found


def runners_up(problem: Problem, wishes: Wishes, best: Best, most: int = MOST_RUNNERS_UP) -> list[Best]:
    """Sets that are nearly as good and do without something that every better one has, the best of them first.

    The same set with one more improvement that does nothing is not another set: each has to leave something out of every one
    before it. Where the best set closes nothing, what counts is the priority that is taken away.
    """
    solver = Solver(Rules(problem, wishes))
    found, rows = [best], [_without_something(solver, best.chosen)]
    while len(found) <= most:
        following = solver.best(rows)
        if following is None or not _is_near(problem, following, best):
            break
        found.append(following)
        rows.append(_without_something(solver, following.chosen))
    return found[1:]


def _without_something(solver: Solver, chosen: Chosen) -> Row:
    return Row(solver.model.sum_of(chosen), -math.inf, len(chosen) - 1)


def _is_near(problem: Problem, other: Best, best: Best) -> bool:
    anyway = problem.weight_already
    if best.value.weight > anyway:
        return other.value.weight - anyway >= NEARLY * (best.value.weight - anyway)
    return best.value.reduction > 0 and other.value.reduction >= NEARLY * best.value.reduction


def _closed_only_by(problem: Problem, one: Best, other: Best) -> tuple[str, ...]:
    """Needs that one set closes and the other does not, the weightiest first."""
    needs = problem.closed(one.chosen) - problem.closed(other.chosen)
    return tuple(sorted(needs, key=lambda need: (-problem.need[need].units, need)))
