"""The problem as a mixed-integer programme: columns, rows, and one solution of it (method 7.2).

Improvements and needs are whole numbers. Given the improvements, a bundle is there as far as the scarcest of them, and so
bundles come out whole by themselves. (So would needs; but what is fixed of their weight is then met by parts of needs in the
relaxations that the solver compares, and it was seen to call a set the best that was not.)
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx.analysis.portfolio.problem import Bundle, Chosen
from cx.analysis.portfolio.rules import Rules

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint, OptimizeResult

Terms = dict[int, float]
WEIGHT, REDUCTION, COST = "weight", "reduction", "cost"
LIMIT = 10.0
"""Seconds for one solution, after which a problem is called too large."""
SLACK = 0.5
"""Half a unit: what is fixed is a sum of whole units, so nothing less than it gets past, and nothing that reaches it is lost to rounding."""


class TooLarge(Exception):
    """No proof of the best set within the time that there is."""


@dataclass(frozen=True)
class Row:
    """A linear expression between two bounds."""

    terms: Terms
    low: float
    high: float


class Model:
    """Columns and rows for the rules; with `reductions` also the priority that is taken away.

    `weighing`: the column of each need that may be closed or not, and weighs something.
    """

    def __init__(self, rules: Rules, *, reductions: bool = True):
        self.rules = rules
        self.ids = [one.id for one in rules.problem.improvements if one.id not in rules.out]
        self._at = {one: number for number, one in enumerate(self.ids)}
        self.columns = len(self.ids)
        self.rows: list[Row] = []
        self.weight_anyway = 0
        self.weighing: dict[str, int] = {}
        self.coin = math.gcd(*(rules.problem.by_id[one].units for one in self.ids)) or 1
        self.objectives: dict[str, Terms] = {
            WEIGHT: {},
            REDUCTION: {},
            COST: {n: rules.problem.by_id[one].units / self.coin for n, one in enumerate(self.ids)},
        }
        self._rule_rows()
        self._need_columns()
        if reductions:
            self._place_columns()

    def _rule_rows(self) -> None:
        for one in self.ids:
            for other in self.rules.requires[one]:
                self.rows.append(Row({self._at[one]: 1, self._at[other]: -1}, -math.inf, 0))
        for pair in self.rules.excluded:
            if all(one in self._at for one in pair):
                self.rows.append(Row({self._at[one]: 1 for one in pair}, -math.inf, 1))

    def _need_columns(self) -> None:
        """A column for each need that may be closed or lost; its weight where nothing changes it is a constant, and left out."""
        for need in self.rules.problem.needs:
            uncertain = [cell for cell in need.cells if not cell.is_always_met]
            within = [self._possible(cell.bundles) for cell in uncertain]
            if need.cells and not uncertain:
                self.weight_anyway += need.units
            if not uncertain or not all(within):
                continue
            column = self._column()
            self.objectives[WEIGHT][column] = float(need.units)
            if need.units:
                self.weighing[need.id] = column
            for bundles in within:
                self.rows.append(Row({column: 1.0} | dict.fromkeys(self._any_of(bundles), -1.0), -math.inf, 0))

    def _place_columns(self) -> None:
        gains = self.objectives[REDUCTION]
        for place in self.rules.problem.places:
            worsens = any(step.units < 0 for step in place.steps)
            steps = [step for step in place.steps if (worsens or step.units) and self._possible([step.bundle])]
            if not any(step.units for step in steps):
                continue
            only = steps[0].bundle
            if len(steps) == 1 and len(only.chosen) == 1 and not only.absent:
                column = self._at[next(iter(only.chosen))]
                gains[column] = gains.get(column, 0.0) + steps[0].units
                continue
            columns = self._bundle_columns([step.bundle for step in steps])
            gains |= {column: float(step.units) for column, step in zip(columns, steps, strict=True)}
            # Where a step makes things worse, one that holds has to be taken: nothing is not among the choices.
            self.rows.append(Row(dict.fromkeys(columns, 1.0), 1.0 if worsens else -math.inf, 1.0))

    def _possible(self, bundles: Iterable[Bundle]) -> list[Bundle]:
        return [bundle for bundle in bundles if all(one in self._at for one in bundle.chosen)]

    def _any_of(self, bundles: list[Bundle]) -> list[int]:
        """Columns whose sum is at least 1 where one of the bundles holds: an improvement alone is its own bundle."""
        single = [self._at[next(iter(b.chosen))] for b in bundles if len(b.chosen) == 1 and not b.absent]
        return single + self._bundle_columns([b for b in bundles if len(b.chosen) != 1 or b.absent])

    def _bundle_columns(self, bundles: list[Bundle]) -> list[int]:
        """A column for each bundle, of which one is taken: together no larger than any improvement they share."""
        columns = [self._column() for _ in bundles]
        shared: dict[tuple[int, bool], Terms] = {}
        for column, bundle in zip(columns, bundles, strict=True):
            for one in bundle.chosen:
                shared.setdefault((self._at[one], True), {})[column] = 1.0
            for one in bundle.absent & self._at.keys():
                shared.setdefault((self._at[one], False), {})[column] = 1.0
        for (at, is_there), terms in shared.items():
            self.rows.append(Row(terms | {at: -1.0 if is_there else 1.0}, -math.inf, 0.0 if is_there else 1.0))
        return columns

    def _column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def sum_of(self, chosen: Iterable[str]) -> Terms:
        """How many of these are chosen."""
        return {self._at[one]: 1.0 for one in chosen if one in self._at}

    def with_closed(self, needs: frozenset[str]) -> Row:
        """Every set that closes these of the weighing needs."""
        return Row({self.weighing[need]: 1.0 for need in needs}, len(needs), math.inf)

    def with_others_closed(self, needs: frozenset[str]) -> Row:
        """Every set that closes others of the weighing needs than exactly these."""
        return Row({at: -1.0 if need in needs else 1.0 for need, at in self.weighing.items()}, 1.0 - len(needs), math.inf)

    def solve(
        self, maximise: Mapping[int, float], rows: Iterable[Row] = (), *, relaxed: bool = False, presolve: bool = True, limit: float = LIMIT
    ) -> tuple[Chosen, float] | None:
        """The set that makes an expression largest, and how large it becomes; None if no set obeys the rules.

        `relaxed`: improvements may be chosen in part, which gives an upper bound. `presolve`: the solver may rewrite the problem
        first, which is faster. Raises TooLarge after `limit` seconds.
        """
        low, high = np.zeros(self.columns), np.ones(self.columns)
        if self.rules.pinned - self._at.keys():
            return None
        low[[self._at[one] for one in self.rules.pinned]] = 1.0
        whole = np.zeros(self.columns)
        if not relaxed:
            whole[: len(self.ids)] = 1
            whole[list(self.objectives[WEIGHT])] = 1
        wanted = np.zeros(self.columns)
        wanted[list(maximise)] = list(maximise.values())
        all_rows = [*self.rows, *self._budget(0.0 if relaxed else SLACK), *rows]
        if not self.columns:
            return (frozenset(), 0.0) if all(row.low <= 0 <= row.high for row in all_rows) else None
        from scipy.optimize import Bounds, milp  # takes half a second to load, and only the best set needs it

        found: OptimizeResult = milp(
            -wanted,
            constraints=_matrix(all_rows, self.columns),
            integrality=whole,
            bounds=Bounds(low, high),
            options={"mip_rel_gap": 0.0, "time_limit": limit, "presolve": presolve},
        )
        if found.status == 2:
            return None
        if found.status != 0:
            raise TooLarge(found.message)
        return frozenset(one for n, one in enumerate(self.ids) if found.x[n] > 0.5), float(-found.fun)

    def _budget(self, slack: float) -> list[Row]:
        limit = self.rules.wishes.units
        return [] if limit is None else [Row(self.objectives[COST], -math.inf, limit // self.coin + slack)]


def _matrix(rows: list[Row], columns: int) -> list[LinearConstraint]:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_matrix

    if not rows:
        return []
    at = [n for n, row in enumerate(rows) for _ in row.terms]
    column = [c for row in rows for c in row.terms]
    value = [v for row in rows for v in row.terms.values()]
    matrix = csr_matrix((value, (at, column)), shape=(len(rows), columns))
    return [LinearConstraint(matrix, [row.low for row in rows], [row.high for row in rows])]
