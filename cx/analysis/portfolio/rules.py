"""What a set must obey under somebody's wishes, and which wishes cannot be had together (method 7.2, 7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from cx.analysis.portfolio.problem import COST_UNITS, NOTHING, Chosen, Problem, Wishes

MOST_TRIED = 20_000
"""Sets of pins that are looked at for the smallest one that conflicts."""


@dataclass(frozen=True)
class Conflict:
    """Why the wishes cannot be had: the smallest set of pins that cannot stand together, and why.

    `why` is 'missing' (something required is banned, or is not among the improvements), 'excludes', or 'budget'; `because`
    names the improvements in question, `budget` is the smallest one that makes the wishes possible, None if none does.
    """

    pins: Chosen
    why: str
    because: tuple[str, ...]
    budget: float | None


@dataclass(frozen=True)
class Rules:
    """The rules of a problem under wishes."""

    problem: Problem
    wishes: Wishes

    @cached_property
    def requires(self) -> dict[str, Chosen]:
        """What each improvement requires, without the rules that are ignored."""
        ignored = self.wishes.ignored
        return {one.id: frozenset(other for other in one.requires if (one.id, other) not in ignored) for one in self.problem.improvements}

    @cached_property
    def excluded(self) -> tuple[tuple[str, str], ...]:
        """Pairs of which at most one may be chosen, each once and in order."""
        ignored, known = self.wishes.ignored, self.problem.by_id
        pairs = ((one.id, other) for one in self.problem.improvements for other in one.excludes if other in known and other != one.id)
        return tuple(sorted({(min(pair), max(pair)) for pair in pairs if pair not in ignored}))

    def with_required(self, chosen: Iterable[str]) -> Chosen:
        """A set with everything that it requires, directly or not; what is not among the improvements is named as well."""
        found: set[str] = set()
        waiting = list(chosen)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.requires.get(one, NOTHING))
        return frozenset(found)

    @cached_property
    def pinned(self) -> Chosen:
        """What is in every set: the pins and what they require."""
        return self.with_required(self.wishes.pinned)

    @cached_property
    def out(self) -> Chosen:
        """What is in no set: banned, requiring what is banned or unknown, excluded by something pinned."""
        excluded = {b for a, b in self.excluded if a in self.pinned} | {a for a, b in self.excluded if b in self.pinned}
        without = self.wishes.banned | (excluded - self.pinned)
        known = self.problem.by_id.keys()
        return frozenset(one for one in known if any(r in without or r not in known for r in self.with_required([one])))

    def allow(self, chosen: Chosen) -> bool:
        """Whether a set obeys every rule and fits the budget."""
        return self._hold(chosen) and self.wishes.pinned <= chosen and self.fits(chosen)

    def fits(self, chosen: Chosen) -> bool:
        """Whether a set costs no more than the budget."""
        limit = self.wishes.units
        return limit is None or self.problem.units(chosen) <= limit

    def _hold(self, chosen: Chosen) -> bool:
        return self._reason(chosen) is None

    def _reason(self, chosen: Chosen) -> tuple[str, tuple[str, ...]] | None:
        """What forbids a set whatever the budget, and the improvements in question."""
        for one in sorted(chosen):
            lacking = sorted(r for r in self.requires.get(one, NOTHING) if r not in chosen)
            if one in self.wishes.banned or one not in self.problem.by_id or lacking:
                return "missing", (one, *lacking)
        return next((("excludes", pair) for pair in self.excluded if chosen.issuperset(pair)), None)

    def conflict(self) -> Conflict | None:
        """The smallest set of pins that cannot be had together; None where the wishes can be had.

        Pins cost least with just what they require, so whether they can be had is decided by that set alone.
        """
        pins = sorted(self.wishes.pinned)
        forbidden = self._reason(self.pinned)
        if forbidden is None and self.fits(self.pinned):
            return None
        budget = None if forbidden else self.problem.units(self.pinned) / COST_UNITS
        tried = 0
        for size in range(1, len(pins) + 1):
            for some in combinations(pins, size):
                tried += 1
                chosen = self.with_required(some)
                reason = self._reason(chosen)
                if reason is None and not self.fits(chosen):
                    reason = "budget", tuple(sorted(chosen))
                if reason:
                    return Conflict(frozenset(some), *reason, budget)
                if tried >= MOST_TRIED:
                    return Conflict(frozenset(pins), *(forbidden or ("budget", tuple(sorted(self.pinned)))), budget)
        return Conflict(frozenset(), "budget", (), 0.0)  # not even nothing can be had: the budget is below zero
