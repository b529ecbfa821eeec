"""The problem of the best set for a budget, without a database: improvements, needs, cells, priorities (method 7.2).

What a cell becomes depends on the *set* of improvements, not on each of them alone: two may close it together that close
nothing apart, two that do the same may not be counted twice, and a touchpoint that goes live may spoil what another one
reaches. So nothing is added up over improvements. A cell says by which combinations (`Bundle`) it reaches its target, and a
place of the ranked list says how much of its priority each combination takes away; of the combinations that hold in a set the
best one counts, once. The solver and `value_of` read the same combinations, and so does whoever checks one against the other.

Weights, reductions and costs are counted in whole units (`WEIGHT_UNITS` to one, and so on), so that sums are exact and two sets tie
where they differ by less than anybody can know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

WEIGHT_UNITS, PRIORITY_UNITS, COST_UNITS = 10_000, 100, 100
"""Units of one."""
Chosen = frozenset[str]
"""A set of improvements, by id."""
NOTHING: Chosen = frozenset()


@dataclass(frozen=True)
class Improvement:
    """What may be done, what it costs, what must come with it and what rules it out."""

    id: str
    name: str
    cost: float
    requires: Chosen = NOTHING
    excludes: Chosen = NOTHING

    @property
    def units(self) -> int:
        """The cost in units."""
        return round(self.cost * COST_UNITS)


@dataclass(frozen=True)
class Bundle:
    """A combination that makes a difference: it holds in a set with all of `chosen` and none of `absent`."""

    chosen: Chosen = NOTHING
    absent: Chosen = NOTHING

    def holds(self, chosen: Chosen) -> bool:
        """Whether the combination is there in this set."""
        return self.chosen <= chosen and not self.absent & chosen

    @property
    def is_always(self) -> bool:
        """Whether it holds whatever is chosen."""
        return not self.chosen and not self.absent


ALWAYS = Bundle()
"""Holds in every set."""


@dataclass(frozen=True)
class Cell:
    """A need at a stage: at its target where one of the bundles holds. One bundle of nothing: met already."""

    id: tuple[str, str]
    bundles: tuple[Bundle, ...]

    def is_met(self, chosen: Chosen) -> bool:
        """Whether it is at its target with this set."""
        return any(bundle.holds(chosen) for bundle in self.bundles)

    @property
    def is_always_met(self) -> bool:
        """Whether nothing that may be chosen changes that it is met."""
        return any(bundle.is_always for bundle in self.bundles)


@dataclass(frozen=True)
class Need:
    """A mandatory need: closed where every one of its cells is met. The weight is importance × persona weight."""

    id: str
    name: str
    weight: float
    cells: tuple[Cell, ...]

    @property
    def units(self) -> int:
        """The weight in units; nothing that weighs anything weighs nothing."""
        return max(1, round(self.weight * WEIGHT_UNITS)) if self.weight > 0 else 0

    def is_closed(self, chosen: Chosen) -> bool:
        """Whether it is met across its whole journey with this set."""
        return bool(self.cells) and all(cell.is_met(chosen) for cell in self.cells)


@dataclass(frozen=True)
class Step:
    """How much of the priority of a place is taken away where the bundle holds; less than nothing where it gets worse."""

    bundle: Bundle
    reduction: float

    @property
    def units(self) -> int:
        """The reduction in units."""
        return round(self.reduction * PRIORITY_UNITS)


@dataclass(frozen=True)
class Place:
    """A place of the ranked list: a failing cell, or a gain over its journey. Of the steps that hold, the best one counts.

    Where some step makes it worse, the steps say of every set what becomes of the place: at least one of them holds.
    """

    id: tuple[str, str]
    steps: tuple[Step, ...]

    def units(self, chosen: Chosen) -> int:
        """How much of its priority a set takes away."""
        return max((step.units for step in self.steps if step.bundle.holds(chosen)), default=0)


@dataclass(frozen=True, order=True)
class Value:
    """What a set is worth, in units: compared by weight closed, then priority taken away, then what is left of the money."""

    weight: int
    reduction: int
    saved: int

    @property
    def cost(self) -> float:
        """What the set costs."""
        return -self.saved / COST_UNITS

    @property
    def closed_weight(self) -> float:
        """The weight of the needs that are closed."""
        return self.weight / WEIGHT_UNITS

    @property
    def taken(self) -> float:
        """The priority that is taken away."""
        return self.reduction / PRIORITY_UNITS


@dataclass(frozen=True)
class Wishes:
    """What somebody asks for: at most so much money, these in any case, those not, and rules that do not count.

    `ignored` holds pairs: what the first improvement requires of, or excludes in, the second.
    """

    budget: float | None = None
    pinned: Chosen = NOTHING
    banned: Chosen = NOTHING
    ignored: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def units(self) -> int | None:
        """The budget in units, rounded down; None without a limit."""
        return None if self.budget is None else math.floor(self.budget * COST_UNITS + 1e-6)


@dataclass(frozen=True)
class Problem:
    """Everything that a set is chosen from and judged by."""

    improvements: tuple[Improvement, ...]
    needs: tuple[Need, ...]
    places: tuple[Place, ...] = ()
    aside: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Names of improvements that cannot be chosen any more, by id: a rule may still name them."""

    @cached_property
    def by_id(self) -> dict[str, Improvement]:
        """Each improvement by its id."""
        return {one.id: one for one in self.improvements}

    def called(self, improvement: str) -> str:
        """The name of an improvement, whether it can be chosen or not."""
        known = self.by_id.get(improvement)
        return known.name if known else self.aside.get(improvement, improvement)

    @cached_property
    def need(self) -> dict[str, Need]:
        """Each need by its id."""
        return {one.id: one for one in self.needs}

    @cached_property
    def closed_already(self) -> frozenset[str]:
        """Needs that are closed with nothing chosen."""
        return self.closed(NOTHING)

    @cached_property
    def weight_already(self) -> int:
        """The weight of those needs, in units."""
        return sum(self.need[need].units for need in self.closed_already)

    def weight(self, value: Value) -> float:
        """The weight that is closed anew."""
        return (value.weight - self.weight_already) / WEIGHT_UNITS

    def closed(self, chosen: Chosen) -> frozenset[str]:
        """Ids of the needs that are closed with this set."""
        return frozenset(need.id for need in self.needs if need.is_closed(chosen))

    def units(self, chosen: Iterable[str]) -> int:
        """What a set costs, in units."""
        return sum(self.by_id[one].units for one in chosen)

    def cost(self, chosen: Iterable[str]) -> float:
        """What a set costs."""
        return self.units(chosen) / COST_UNITS

    def value_of(self, chosen: Chosen) -> Value:
        """What a set is worth, exactly; whether it is allowed is another question (`Rules.allow`)."""
        weight = sum(need.units for need in self.needs if need.is_closed(chosen))
        return Value(weight, sum(place.units(chosen) for place in self.places), -self.units(chosen))
