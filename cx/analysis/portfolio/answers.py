"""What is asked about the best set for a budget, each answer computed once per version of the data (method 7.2, 7.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from cx.analysis.coverage import Coverage
from cx.analysis.parameters import parameters
from cx.analysis.portfolio.alternatives import LeftOut, Price, left_out, prices, runners_up
from cx.analysis.portfolio.approximate import Approximation, approximate
from cx.analysis.portfolio.build import Portfolio, portfolio
from cx.analysis.portfolio.closing import Closing, Open, closing_sets, open_needs
from cx.analysis.portfolio.core import CoreIndex, core_index
from cx.analysis.portfolio.draws import drawn_problems
from cx.analysis.portfolio.frontier import Frontier, frontier
from cx.analysis.portfolio.model import TooLarge
from cx.analysis.portfolio.optimum import Best, best
from cx.analysis.portfolio.problem import Problem, Wishes
from cx.analysis.portfolio.rules import Conflict, Rules
from cx.analysis.scenarios.projection import Variant, project_needs
from cx.store import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Chosen:
    """The set for some wishes: `best`, or where the problem is too large for a proof `approximation`, or the `conflict` of the wishes.

    `projected` and `cautious` are the needs that the projection of the whole set closes anew: with every effect whole, and with each
    only as far as its confidence.
    """

    wishes: Wishes
    best: Best | None
    conflict: Conflict | None = None
    approximation: Approximation | None = None
    closings: tuple[Closing, ...] = ()
    open: tuple[Open, ...] = ()
    projected: frozenset[str] = frozenset()
    cautious: frozenset[str] = frozenset()


class Asked:
    """The problem of one coverage answer, and what is asked about it."""

    def __init__(self, workspace: Workspace, answer: Coverage):
        self.workspace, self.answer = workspace, answer
        settings = parameters(workspace)
        self.size_weight = float(settings["lambda"])
        self._settings = settings
        self.portfolio: Portfolio = self._once("combinations", lambda: portfolio(answer, self.size_weight))

    @property
    def problem(self) -> Problem:
        """What a set is chosen from."""
        return self.portfolio.problem

    def frontier(self, wishes: Wishes) -> Frontier | None:
        """What each sum of money buys under wishes; None where that is too large to prove."""
        free = replace(wishes, budget=None)
        return self._once("frontier", lambda: _or_none(lambda: frontier(self.problem, free)), free)

    def chosen(self, wishes: Wishes) -> Chosen:
        """The set for these wishes."""
        return self._once("best set", lambda: self._choose(wishes), wishes)

    def prices(self, wishes: Wishes, found: Best) -> list[Price] | None:
        """What each pin and ban costs; None where that is too large to prove."""
        return self._once("prices", lambda: _or_none(lambda: prices(self.problem, wishes, found)), wishes)

    def left_out(self, wishes: Wishes, found: Best) -> list[LeftOut] | None:
        """Why each improvement is not in the set; None where that is too large to prove."""
        return self._once("why not", lambda: _or_none(lambda: list(left_out(self.problem, wishes, found))), wishes)

    def runners_up(self, wishes: Wishes, found: Best) -> list[Best] | None:
        """Sets that are nearly as good; None where that is too large to prove."""
        return self._once("runners-up", lambda: _or_none(lambda: runners_up(self.problem, wishes, found)), wishes)

    def core(self, wishes: Wishes) -> CoreIndex | None:
        """How surely each improvement belongs into the set; None where that is too large to prove."""

        def find() -> CoreIndex:
            return core_index(drawn_problems(self.answer, self.portfolio, self._settings), wishes)

        return self._once("core", lambda: _or_none(find), wishes)

    def _choose(self, wishes: Wishes) -> Chosen:
        conflict = Rules(self.problem, wishes).conflict()
        if conflict is not None:
            return Chosen(wishes, None, conflict)
        approximation = None
        try:
            found = best(self.problem, wishes)
        except TooLarge:
            approximation = approximate(self.problem, wishes)
            found = approximation.best if approximation else None
        if found is None:
            return Chosen(wishes, None)
        projected, cautious = self._projected(found)
        return Chosen(
            wishes,
            found,
            None,
            approximation,
            tuple(closing_sets(self.problem, wishes, found.chosen)),
            tuple(open_needs(self.problem, wishes, found.chosen)),
            projected,
            cautious,
        )

    def _projected(self, found: Best) -> tuple[frozenset[str], frozenset[str]]:
        needs = project_needs(self.answer, [Variant(found.chosen)])
        ours = self.problem.need.keys() - self.problem.closed_already
        whole, cautious = (frozenset(needs[needs[state] == "met"]["need_id"]) & ours for state in ("state", "low_state"))
        return whole, cautious

    def _once(self, question: str, find: Callable[[], T], wishes: Wishes | None = None) -> T:
        return self.workspace.answer((question, self.answer.scope, self.size_weight, wishes), find, beside=True)


def _or_none(find: Callable[[], T]) -> T | None:
    try:
        return find()
    except TooLarge:
        return None
