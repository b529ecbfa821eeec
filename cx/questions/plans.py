"""Rows of questions about what might be done, what was promised, and how rounds differ."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from cx.analysis.portfolio.answers import Asked as Portfolio
from cx.analysis.portfolio.optimum import Best
from cx.analysis.portfolio.problem import Wishes
from cx.analysis.portfolio.said import conflict_of, why_not
from cx.analysis.rounds.compare import compare
from cx.analysis.rounds.history import history
from cx.analysis.scenarios.scenario import Scenario, scenarios
from cx.analysis.scenarios.what_if import what_if
from cx.delivery.progress import Progress
from cx.errors import JourneyError, UnknownScope, UsageError
from cx.questions.question import Asked

T = TypeVar("T")


def index_history(asked: Asked) -> pd.DataFrame:
    """Every index of every persona over the rounds, with the range within which nothing has changed."""
    found = history(asked.workspace, asked.answer)
    return found.indices.assign(round_id=[found.rounds[place] for place in found.indices["place"]])


def rounds_compared(asked: Asked) -> pd.DataFrame:
    """Every cell in two rounds."""
    return compare(asked.workspace, asked.answer, asked.given["other"]).cells


SCENARIO = ("scenario_id", "name", "round_id", "archived", "improvements", "switched_on", "removed")


def all_scenarios(asked: Asked) -> pd.DataFrame:
    """The scenarios that are stored."""
    rows = [[getattr(one, name) for name in SCENARIO] for one in scenarios(asked.workspace).values()]
    return pd.DataFrame(rows, columns=list(SCENARIO), dtype=object)


def scenario_cells(asked: Asked) -> pd.DataFrame:
    """What a scenario makes of every cell: what it changes is projected, the rest is as it is."""
    scenario = _scenario(asked)
    return what_if(asked.answer, scenario.variant).cells.assign(scenario_id=scenario.scenario_id)


def scenario_needs(asked: Asked) -> pd.DataFrame:
    """What a scenario makes of every need."""
    scenario = _scenario(asked)
    return what_if(asked.answer, scenario.variant).needs.assign(scenario_id=scenario.scenario_id)


def _scenario(asked: Asked) -> Scenario:
    known, wanted = scenarios(asked.workspace), asked.given["scenario"]
    if wanted not in known:
        raise UnknownScope(f"There is no scenario “{wanted}”. " + (f"Scenarios: {', '.join(known)}." if known else "There is none yet."))
    asked.starting_from(known[wanted].round_id)
    return known[wanted]


DOT = ("cost", "closed_weight", "priority_taken", "needs_closed", "improvements")


def budget_frontier(asked: Asked) -> pd.DataFrame:
    """What each sum of money buys. Raises TooMuch where that is too large to prove."""
    portfolio = Portfolio(asked.workspace, asked.answer)
    found = portfolio.frontier(Wishes())
    return pd.DataFrame([_dot(portfolio, best) for best in _proved(found).dots], columns=list(DOT), dtype=object)


def best_set(asked: Asked) -> pd.DataFrame:
    """Every improvement: whether it is in the best set for a budget, and if not, why."""
    portfolio, wishes, best = _best(asked)
    left = _proved(portfolio.left_out(wishes, best))
    reasons = {one.improvement: why_not(portfolio.problem, wishes, best, one) for one in left}
    rows = [(one.id, one.name, one.cost, one.id in best.chosen, reasons.get(one.id)) for one in portfolio.problem.improvements]
    return pd.DataFrame(rows, columns=["improvement_id", "name", "cost", "chosen", "why_not"], dtype=object)


def near_best_sets(asked: Asked) -> pd.DataFrame:
    """The best set for a budget, and those within 1 % of it that do without something of it."""
    portfolio, wishes, best = _best(asked)
    sets = [best, *_proved(portfolio.runners_up(wishes, best))]
    return pd.DataFrame([(rank, *_dot(portfolio, one)) for rank, one in enumerate(sets, 1)], columns=["rank", *DOT], dtype=object)


PRICE = ("improvement_id", "wish", "closed_weight", "closed_weight_without", "priority_taken", "priority_taken_without", "cost", "cost_without", "needs_lost")  # fmt: skip


def wish_prices(asked: Asked) -> pd.DataFrame:
    """What each pin and each ban costs: the best set with all wishes beside the best one without this wish."""
    portfolio, wishes, best = _best(asked)
    rows = []
    for price in _proved(portfolio.prices(wishes, best)):
        values = [(portfolio.problem.weight(one), one.taken, one.cost) for one in (best.value, price.free.value)]
        rows.append((price.wish, price.kind, *(number for both in zip(*values, strict=True) for number in both), price.lost))
    return pd.DataFrame(rows, columns=list(PRICE), dtype=object)


def core_index(asked: Asked) -> pd.DataFrame:
    """How surely each improvement belongs into the best set for a budget."""
    portfolio, wishes, best = _best(asked)
    core = _proved(portfolio.core(wishes))
    rows = [
        (one.id, one.name, one.id in best.chosen, core.shares[one.id], core.word(one.id), core.number)
        for one in portfolio.problem.improvements
        if one.id in core.shares
    ]
    return pd.DataFrame(rows, columns=list(CORE), dtype=object)


CORE = ("improvement_id", "name", "chosen", "share_of_draws", "core", "draws")


def _best(asked: Asked) -> tuple[Portfolio, Wishes, Best]:
    """The best set for the budget and the wishes that were asked for. Raises UnknownScope, TooMuch."""
    portfolio = Portfolio(asked.workspace, asked.answer)
    known = portfolio.problem.by_id
    pinned, banned = (frozenset(filter(None, asked.given.get(wish, "").split(";"))) for wish in ("pinned", "banned"))
    if strangers := sorted((pinned | banned) - known.keys()):
        raise UnknownScope(
            f"There is no improvement “{strangers[0]}” to choose from. " + (f"There are: {', '.join(known)}." if known else "")
        )
    if both := sorted(pinned & banned):
        raise UsageError(f"“{both[0]}” cannot be both pinned and banned.")
    wishes = Wishes(float(asked.given["budget"]) if "budget" in asked.given else None, pinned, banned)
    chosen = portfolio.chosen(wishes)
    if chosen.conflict:
        raise UsageError(conflict_of(portfolio.problem, wishes, chosen.conflict))
    return portfolio, wishes, _proved(None if chosen.approximation else chosen.best)


def _proved(found: T | None) -> T:
    if found is None:
        raise TooMuch(TOO_LARGE)
    return found


class TooMuch(JourneyError):
    """A question that cannot be answered exactly in the time there is."""


TOO_LARGE = (
    "This problem is too large for an exact answer in time. The page “Scenarios” shows an approximation, and says how good it is at least."
)


def _dot(portfolio: Portfolio, best: Best) -> tuple[object, ...]:
    closed = portfolio.problem.closed(best.chosen) - portfolio.problem.closed_already
    return best.value.cost, portfolio.problem.weight(best.value), best.value.taken, tuple(sorted(closed)), tuple(sorted(best.chosen))


PROMISED = (
    "decision_id", "persona_id", "need_id", "stage_id", "decision", "owner", "due", "review_date", "delivery", "told_by", "late", "overdue", "improvement_ids",
)  # fmt: skip


def promised(asked: Asked) -> pd.DataFrame:
    """Every decision in force, how far its work is, and how its cell stood then and stands now."""
    rows = [
        {name: promise.row[name] for name in PROMISED}
        | {
            "priority_then": promise.then.priority if promise.then else None,
            "state_then": promise.then.cell["state"] if promise.then and promise.then.cell else None,
            "priority_now": promise.now.priority,
            "state_now": promise.now.cell["state"] if promise.now.cell else None,
        }
        for promise in Progress(asked.workspace, asked.answer).promises
    ]
    return pd.DataFrame(rows, columns=[*PROMISED, *STOOD], dtype=object)


EFFECT = (
    "persona_id", "need_id", "stage_id", "improvement_ids", "since_round", "expected_low", "expected_high", "difference", "difference_low", "difference_high",
    "verdict", "beside", "why_not_measured",
)  # fmt: skip


def expected_and_measured(asked: Asked) -> pd.DataFrame:
    """What delivered work was to change beside what was measured since, cell by cell."""
    rows = []
    for change, effect in Progress(asked.workspace, asked.answer).changed:
        low, high = effect.expected or (None, None)
        test = effect.test or {}
        measured = [None if effect.why_not else test.get(name) for name in ("difference", "difference_low", "difference_high")]
        same = [change.row[name] for name in ("persona_id", "need_id", "stage_id", "improvement_ids")]
        rows.append(
            [*same, effect.base or None, low, high, *measured, effect.verdict or None, effect.beside_words or None, effect.why_not or None]
        )
    return pd.DataFrame(rows, columns=list(EFFECT), dtype=object)


STOOD = ("state_then", "priority_then", "state_now", "priority_now")
