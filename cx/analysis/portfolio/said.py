"""What the page says about a set, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from cx import words
from cx.analysis.portfolio.alternatives import LeftOut, Price
from cx.analysis.portfolio.optimum import Best
from cx.analysis.portfolio.problem import Chosen, Problem, Wishes
from cx.analysis.portfolio.rules import Conflict, Rules


def money(amount: float) -> str:
    """A sum in the currency of whoever entered it, e.g. 1,200 or 12.50."""
    return f"{amount:,.0f}" if round(amount, 2) == round(amount) else f"{amount:,.2f}"


def names_of(problem: Problem, chosen: Iterable[str]) -> str:
    """Improvements by name, as a phrase."""
    return words.listing((f"“{words.isolated(problem.called(one))}”" for one in sorted(chosen)), limit=6)


def needs_of(problem: Problem, needs: Iterable[str]) -> str:
    """Needs as a phrase."""
    return words.listing((f"“{problem.need[need].name}”" for need in needs), limit=3)


def set_title(problem: Problem, wishes: Wishes, found: Best) -> str:
    """What the set is, costs and closes."""
    closed = len(problem.closed(found.chosen) - problem.closed_already)
    of = len(problem.needs) - len(problem.closed_already)
    if not found.chosen:
        return f"Nothing that fits a budget of {money(wishes.budget or 0)} closes a need or takes away priority"
    cost = money(found.value.cost) + ("" if wishes.budget is None else f" of {money(wishes.budget)}")
    one = len(found.chosen) == 1
    what = f"{words.count(len(found.chosen), 'improvement')} for {cost}"
    needs = words.count(of, "open mandatory need")
    if not closed:
        taken = found.value.taken
        return f"{what} {'takes' if one else 'take'} {taken:.1f} of priority away" + (
            f" and {'closes' if one else 'close'} none of {needs}" if of else ""
        )
    return f"{what} {'closes' if one else 'close'} {closed} of {needs}"


def why_not(problem: Problem, wishes: Wishes, best: Best, left: LeftOut) -> str:
    """Why an improvement is not in the set, in one sentence."""
    if left.conflict is not None:
        return _ruled_out(problem, wishes, left)
    if left.best is None:
        return "You left it out." if left.improvement in wishes.banned else "No set with it obeys the rules."
    with_it, without = left.best.value, best.value
    if with_it.weight < without.weight:
        weights = f"{problem.weight(with_it):.2f} instead of {problem.weight(without):.2f} of weight"
        closes = f"closes {needs_of(problem, left.gained)} and " if left.gained else ""
        return f"The best set with it {closes}gives up {needs_of(problem, left.given_up)}: {weights}."
    if with_it.reduction < without.reduction:
        return f"The best set with it closes as much and takes away {without.taken - with_it.taken:.2f} less priority."
    if with_it.saved < without.saved:
        return f"It adds nothing to the set: the same for {money(with_it.cost - without.cost)} more."
    return f"A set with it is exactly as good: it does without {names_of(problem, best.chosen - left.best.chosen)}."


def _ruled_out(problem: Problem, wishes: Wishes, left: LeftOut) -> str:
    conflict = left.conflict
    assert conflict is not None
    if conflict.why == "excludes":
        return f"{names_of(problem, conflict.because)} rule each other out, and one of them is pinned or required."
    if conflict.why == "missing":
        one, *lacking = conflict.because
        wanted = lacking or [one]
        return (
            f"It requires {names_of(problem, wanted)}, which {'is left out' if wishes.banned.issuperset(wanted) else 'cannot be chosen'}."
        )
    alone = Rules(problem, wishes).with_required([left.improvement])
    cost, budget = problem.units(alone), wishes.units or 0
    what = "It costs" if len(alone) == 1 else "With what it requires it costs"
    if cost > budget:
        return f"{what} {money(cost / 100)}, more than the budget of {money(wishes.budget or 0)}."
    return f"With what is pinned it costs {money(conflict.budget or 0)}, more than the budget of {money(wishes.budget or 0)}."


def price_of(problem: Problem, best: Best, price: Price) -> str:
    """What a pin or a ban costs, in one sentence."""
    wish = f"{'Pinning' if price.kind == 'pinned' else 'Leaving out'} {names_of(problem, [price.wish])}"
    free, now = price.free.value, best.value
    if free.weight > now.weight:
        weights = f"{problem.weight(now):.2f} instead of {problem.weight(free):.2f} of weight"
        return f"{wish} costs {needs_of(problem, price.lost)}: {weights}."
    if free.reduction > now.reduction:
        return f"{wish} closes as much, and takes away {free.taken - now.taken:.2f} less priority."
    if free.saved > now.saved:
        return f"{wish} changes nothing but the cost: {money(now.cost - free.cost)} more."
    return f"{wish} costs nothing: the best set is as good without the wish."


def conflict_of(problem: Problem, wishes: Wishes, conflict: Conflict) -> str:
    """Why the wishes cannot be had, and what would do."""
    pins = names_of(problem, conflict.pins)
    if conflict.why == "excludes":
        said = f"{pins} cannot be pinned together: {names_of(problem, conflict.because)} rule each other out." if len(conflict.pins) > 1 else (
            f"{pins} cannot be pinned: {names_of(problem, conflict.because)}, which it needs, rule each other out."
        )  # fmt: skip
    elif conflict.why == "missing":
        one, *lacking = conflict.because
        wanted = lacking or [one]
        cause = "is left out" if wishes.banned.issuperset(wanted) else "cannot be chosen"
        said = f"{pins} cannot be pinned: {names_of(problem, wanted)} {cause}."
    else:
        more = "" if set(conflict.because) == conflict.pins else " with what is required"
        verb = "costs" if len(conflict.pins) == 1 else "cost together"
        said = f"{pins}{more} {verb} {money(problem.cost(conflict.because))}, more than {money(wishes.budget or 0)}."
    return said + (f" The smallest budget for all pins is {money(conflict.budget)}." if conflict.budget is not None else "")


def differs(problem: Problem, best: Best, other: Best) -> str:
    """How a runner-up differs from the best set."""
    more, less = other.chosen - best.chosen, best.chosen - other.chosen
    return (f"{names_of(problem, more)} instead of " if more else "without ") + names_of(problem, less)


def shown_set(problem: Problem, chosen: Chosen) -> str:
    """A set by its names, for a table."""
    return "; ".join(problem.by_id[one].name for one in sorted(chosen)) or "nothing"
