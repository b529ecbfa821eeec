"""The golden example of the best set for a budget (GX-22), and what is said where a problem is too large to be proved."""

from __future__ import annotations

import pytest

from cx.analysis.portfolio.approximate import GUARANTEED, approximate, greedy
from cx.analysis.portfolio.closing import closing_sets, open_needs
from cx.analysis.portfolio.frontier import frontier
from cx.analysis.portfolio.model import WEIGHT, Model
from cx.analysis.portfolio.optimum import best
from cx.analysis.portfolio.problem import WEIGHT_UNITS, Bundle, Cell, Improvement, Need, Place, Problem, Step, Wishes
from cx.analysis.portfolio.rules import Rules

COSTS = {"I1": 3, "I2": 3, "I3": 4, "I4": 2, "I5": 5, "I6": 1}
JOURNEYS = {
    "N1": (1.0, {"s1": "I1", "s2": "I2 I5"}),
    "N2": (0.8, {"s1": "I3", "s2": "I5"}),
    "N3": (0.6, {"s1": "I4", "s2": "I4"}),
    "N4": (0.3, {"s1": "I6"}),
}


def cell(need: str, stage: str, ways: str) -> Cell:
    """A cell that each of these improvements brings to its target."""
    return Cell((need, stage), tuple(Bundle(frozenset([one])) for one in ways.split()))


PROBLEM = Problem(
    tuple(Improvement(one, one, cost) for one, cost in COSTS.items()),
    tuple(Need(need, need, weight, tuple(cell(need, *at) for at in stages.items())) for need, (weight, stages) in JOURNEYS.items()),
)
OPTIMA = {
    3: ("I4 I6", 0.9, 3, 0.9),
    6: ("I1 I2", 1.0, 6, 1.4),
    8: ("I1 I2 I4", 1.6, 8, 1.7333),
    12: ("I1 I2 I4 I6", 1.9, 9, 2.3),
    18: ("I1 I3 I4 I5 I6", 2.7, 15, 2.7),
}
"""Budget -> the set, the weight it closes, what it costs, and what the relaxed programme allows at most."""


@pytest.mark.parametrize("budget", OPTIMA)
def test_gx22_the_best_set_for_a_budget(budget: int) -> None:
    chosen, weight, cost, bound = OPTIMA[budget]
    found = best(PROBLEM, Wishes(budget))
    assert found is not None
    assert (" ".join(sorted(found.chosen)), found.value.closed_weight, found.value.cost) == (chosen, weight, cost)
    model = Model(Rules(PROBLEM, Wishes(budget)))
    relaxed = model.solve(model.objectives[WEIGHT], relaxed=True)
    assert relaxed is not None
    assert relaxed[1] / WEIGHT_UNITS == pytest.approx(bound, abs=1e-4)


@pytest.mark.parametrize("needs", [3, 6])
def test_of_collections_of_needs_that_weigh_the_same_the_one_with_more_priority_is_closed(needs: int) -> None:
    """Three pairs of three needs are looked at one by one, fifteen of six are not."""
    names = [f"I{n}" for n in range(needs)]
    tied = Problem(
        tuple(Improvement(one, one, 1) for one in names),
        tuple(Need(one, one, 0.5, (cell(one, "s", one),)) for one in names),
        tuple(Place((one, "s"), (Step(Bundle(frozenset([one])), float(n)),)) for n, one in enumerate(names)),
    )
    found = best(tied, Wishes(2))
    assert found is not None
    assert sorted(found.chosen) == names[-2:]


def test_gx22_greedy_on_closed_needs_stands_still_at_every_budget() -> None:
    for budget in range(3, 19):
        chosen = greedy(Rules(PROBLEM, Wishes(budget)), lambda some: PROBLEM.value_of(some).weight)
        assert PROBLEM.value_of(chosen).closed_weight == 0.9


def test_gx22_every_distinct_optimum_is_a_dot_and_more_money_in_between_buys_nothing() -> None:
    found = frontier(PROBLEM)
    assert found.is_complete
    dots = [(dot.value.cost, dot.value.closed_weight) for dot in found.dots]
    assert dots == [(0, 0), (1, 0.3), (2, 0.6), (3, 0.9), (6, 1.0), (7, 1.3), (8, 1.6), (9, 1.9), (13, 2.1), (14, 2.4), (15, 2.7)]
    part = frontier(PROBLEM, most=3)
    assert not part.is_complete
    assert {dot.value for dot in part.dots} <= {dot.value for dot in found.dots}


def test_gx22_what_closes_a_need_and_what_no_set_within_the_budget_closes() -> None:
    chosen = frozenset(OPTIMA[12][0].split())
    closing = {one.need: (sorted(one.chosen), one.cost) for one in closing_sets(PROBLEM, Wishes(12), chosen)}
    assert closing == {"N1": (["I1", "I2"], 6), "N3": (["I4"], 2), "N4": (["I6"], 1)}
    (left,) = open_needs(PROBLEM, Wishes(8), chosen)
    assert (left.need, left.in_reach, left.lacking) == ("N2", False, ())
    assert left.way is not None and (sorted(left.way.chosen), left.way.cost) == (["I3", "I5"], 9)
    without = open_needs(PROBLEM, Wishes(12, banned=frozenset(["I5"])), chosen)
    assert [(one.need, one.way, one.lacking) for one in without] == [("N2", None, ("s2",))]


def places(**steps: float) -> tuple[Place, ...]:
    """One place, of which combinations such as `I1_I2` take so much away."""
    return (Place(("N1", "s1"), tuple(Step(Bundle(frozenset(some.split("_"))), taken) for some, taken in steps.items())),)


def test_a_greedy_set_comes_with_what_no_set_can_exceed_and_its_guarantee_only_where_it_holds() -> None:
    apart = Problem(PROBLEM.improvements, PROBLEM.needs, places(I1=3, I4=5, I1_I4=7))
    found = approximate(apart, Wishes(8))
    assert found is not None
    exact = best(apart, Wishes(8))
    assert exact is not None
    assert found.weight_bound == pytest.approx(1.7333, abs=1e-4)
    assert found.is_guaranteed
    assert found.best.value.taken >= GUARANTEED * found.reduction_bound - 1e-9
    assert found.best.value.taken <= found.reduction_bound
    together = Problem(PROBLEM.improvements, PROBLEM.needs, places(I1=1, I4=1, I1_I4=7))
    strengthened = approximate(together, Wishes(8))
    assert strengthened is not None and not strengthened.is_guaranteed
    assert approximate(apart, Wishes(1, pinned=frozenset(["I5"]))) is None
