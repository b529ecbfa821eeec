"""What to fix first, and why: the ranked list, the unknowns, and what hangs on them. Computed once, in `cx/sql/`.

Everything here is asked of the relations of one coverage answer, so the list and the heatmap speak of the
same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from cx.analysis.coverage import Coverage
from cx.frames import row_dicts
from cx.model import THEN, TIERS, Tier
from cx.sql import beside, relation
from cx.store import Workspace

COLUMNS = (
    "rank", "tier", "need_id", "persona_id", "kind", "stage_id", "state", "fulfilment", "shortfall", "importance",
    "persona_weight", "reach", "priority", "info_value", "closing_set",
)  # fmt: skip
"""Columns of the `shortfalls` command, in the order of the data model."""
COMPARED = 12
"""Items of each part of the list that are compared when the weight of size moves: more than anybody reads on one screen."""
CUT_STEP = 0.05
"""How far adequate level and target are moved to see what depends on them (method 3.6)."""


@dataclass(frozen=True)
class Shortfalls:
    """The list for one scope and one weight of size against value (`size_weight`, lambda).

    `table` holds ranked rows first, then unknown cells, with `COLUMNS` and more; an `item` is what people act on:
    a mandatory need of tier 1 with its closing set, or a single row. `part` is the tier by which a row is ordered: with
    `by_priority` tiers 2 and 3 are one list. `at_least` marks rows of which the least shortfall alone is known.
    Shared between sessions: never change it.
    """

    answer: Coverage
    size_weight: float
    table: pd.DataFrame
    weights: pd.DataFrame
    prior: float
    by_priority: bool = False

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The known gaps in order."""
        return self.table[self.table["rank"].notna()]

    @cached_property
    def items(self) -> pd.DataFrame:
        """The leading row of every item, in order."""
        return self.ranked[self.ranked["leads"].astype(bool)]

    @cached_property
    def blocked(self) -> pd.DataFrame:
        """What falls short of personas whose weight is not defined: it has no priority, and so no rank (method 9.1)."""
        return self.table[self.table["rank"].isna() & self.table["tier"].notna()]

    @property
    def parts(self) -> tuple[Tier, ...]:
        """The parts of the list in their order; `number` is the `part` of a row."""
        return (TIERS[0], THEN) if self.by_priority else TIERS

    @cached_property
    def standing(self) -> dict[int, tuple[int, int, dict[str, Any] | None]]:
        """Item -> its number in its part of the list, how many stand there, and the row before it."""
        found: dict[int, tuple[int, int, dict[str, Any] | None]] = {}
        for _, own in self.items.groupby("part", sort=False):
            rows = row_dicts(own)
            found |= {int(row["item"]): (n, len(rows), rows[n - 2] if n > 1 else None) for n, row in enumerate(rows, start=1)}
        return found

    @cached_property
    def unknown(self) -> pd.DataFrame:
        """Cells that are not assessed, by what finding out is worth, with or without a rank of their own (method 3.5)."""
        return self.table[self.table["find_out"].notna()].sort_values("find_out")

    @cached_property
    def weight_by(self) -> str:
        """What personas are weighed by: `size and value`, `size` or `alike` (method 3.2)."""
        return str(self.weights["weight_by"].iloc[0]) if len(self.weights) else "alike"

    @cached_property
    def crossings(self) -> pd.DataFrame:
        """Pairs of items of one part of the list that swap as size weighs more, with the weight at which they do (method 3.6)."""
        query = beside(relation("crossing"), shortfall=relation("shortfall"))
        return self.answer.frame(query, {**self._choice, "compared": COMPARED})

    @cached_property
    def exposure(self) -> pd.DataFrame:
        """One row per segment and gap: people, value, and both times the shortfall (method 3.2)."""
        return self.answer.frame(relation("exposure"))

    @cached_property
    def leverage(self) -> pd.DataFrame:
        """One row per touchpoint, owner and channel: what would close if all it does in the gaps reached the target."""
        return self.answer.frame(relation("leverage"), {"size_weight": self.size_weight})

    @cached_property
    def threshold_sensitivity(self) -> pd.DataFrame:
        """How many states change when the adequate level or the target moves by `CUT_STEP` (method 3.6)."""
        return self.answer.frame(relation("threshold_sensitivity"), {"step": CUT_STEP})

    @cached_property
    def shrinkage(self) -> pd.DataFrame:
        """Shares of small samples pulled towards the pooled share (method 4.6)."""
        return self.answer.frame(relation("shrinkage"), {"prior": self.prior})

    @cached_property
    def stable_ranks(self) -> dict[int, int]:
        """Item -> its place when small samples are pulled towards the pooled share (method 4.6)."""
        query = beside(relation("stable_rank"), shortfall=relation("shortfall"), shrinkage=relation("shrinkage"))
        found = self.answer.frame(query, {**self._choice, "prior": self.prior})
        return dict(zip(found["item"].astype(int), found["stable_rank"].astype(int), strict=True))

    @property
    def _choice(self) -> dict[str, Any]:
        return {"size_weight": self.size_weight, "by_priority": self.by_priority}

    def of(self, persona_id: str | None) -> pd.DataFrame:
        """The list of one persona (ranks as among all), or of all."""
        return self.table if persona_id is None else self.table[self.table["persona_id"] == persona_id]

    def level(self) -> pd.DataFrame:
        """The table of the `shortfalls` command; columns of the data model."""
        return self.table[list(COLUMNS)]


def shortfalls(workspace: Workspace, answer: Coverage, size_weight: float | None = None, by_priority: bool = False) -> Shortfalls:
    """The ranked list for what `answer` looks at (method 3); `size_weight` None is the workspace's own lambda.

    `by_priority`: what is not a mandatory need that fails stands in one list, whatever kind it is.
    """
    settings = answer.parameters
    weight = float(settings["lambda"] if size_weight is None else size_weight)
    return workspace.answer(
        ("shortfalls", answer.scope, weight, by_priority), lambda: compute(answer, weight, float(settings["m"]), by_priority), beside=True
    )


def compute(answer: Coverage, size_weight: float, prior: float = 4.0, by_priority: bool = False) -> Shortfalls:
    """Like `shortfalls`, without looking at earlier answers; `prior` is the pull of small samples (method 4.6)."""
    table = answer.frame(relation("shortfall"), {"size_weight": size_weight, "by_priority": by_priority})
    return Shortfalls(answer, size_weight, table, answer.frame("SELECT * FROM persona_weight"), prior, by_priority)


def other_methods(answer: Coverage) -> pd.DataFrame:
    """One row per need in view: quadrant, derived opportunity score, Kano check (method 3.4)."""
    return answer.frame(relation("other_methods"))


def causes(workspace: Workspace) -> dict[tuple[str, str], Mapping[str, Any]]:
    """What people recorded about why a shortfall is there: (need, stage) -> its row of `causes`."""

    def find() -> dict[tuple[str, str], Mapping[str, Any]]:
        rows = row_dicts(workspace.frame("SELECT * FROM causes"))
        return {(row["need_id"], row["stage_id"]): row for row in rows}

    return workspace.answer("causes", find)
