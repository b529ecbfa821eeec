"""How far the ranking can be relied on: rank ranges, captions and shifts, from many draws of it (method 3.6)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cx.analysis.monte_carlo.simulation import BLOCK, SOURCES, Simulation, simulate
from cx.analysis.shortfalls import Shortfalls
from cx.languages.messages import tr
from cx.model import STABILITY, TOLERANCE, TOP
from cx.store import Workspace

KENDALL_ITEMS = 60
"""Kendall's tau compares pairs of items; beyond so many from the top it says nothing more."""
ACCEPTED = 10
"""Ranks up to this one have a share of draws in which an item is accepted there."""
FIRST_FIVE = "in the first five"
"""What a word of `STABILITY` speaks of."""


@dataclass(frozen=True)
class Place:
    """What the draws say about one item: its word of `STABILITY`, and its rank in 90% of the draws."""

    caption: str
    low: int
    high: int

    @property
    def ranks(self) -> str:
        """The range as it is written, e.g. 2–7."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"

    @property
    def said(self) -> str:
        """The range as a phrase."""
        return tr("rank {low}", low=self.low) if self.low == self.high else tr("ranks {low} to {high}", low=self.low, high=self.high)


@dataclass(frozen=True)
class Stability:
    """What the draws say about a list.

    `items`: one row per item of the list: item, first (share of draws in which it is first), top (share in which it
    is among the first five), low, middle and high (5th, 50th and 95th percentile of its rank), caption.
    `acceptability`: one row per item and rank r: share of draws with a rank of at most r. `shift`: mean shift of
    rank over the items against the list; `kendall`: mean tau-b against it.
    """

    items: pd.DataFrame
    acceptability: pd.DataFrame
    shift: float
    kendall: float
    number: int
    seed: int

    @cached_property
    def places(self) -> dict[int, Place]:
        """Item -> how surely it is among the first, and in which ranks."""
        columns = (self.items[c] for c in ("item", "caption", "low", "high"))
        return {int(item): Place(caption, int(low), int(high)) for item, caption, low, high in zip(*columns, strict=True)}


def stability(workspace: Workspace, found: Shortfalls) -> Stability:
    """How stable the list is under draws of everything that is uncertain, computed once per data version."""
    scope = found.answer.scope
    drawn = workspace.answer(
        ("draws", scope, found.by_priority),
        lambda: simulate(found.answer, found.answer.parameters, by_priority=found.by_priority),
        beside=True,
    )
    return workspace.answer(_question(found), lambda: summarise(found, drawn), beside=True)


def is_known(workspace: Workspace, found: Shortfalls) -> bool:
    """Whether the draws of the list are there already, so that nobody has to wait for them."""
    return workspace.has_answer(_question(found))


def _question(found: Shortfalls) -> Hashable:
    return ("stability", found.answer.scope, found.size_weight, found.by_priority)


def rests_on(workspace: Workspace, found: Shortfalls) -> dict[str, float]:
    """What the order rests on: source -> mean shift of rank when that one of `SOURCES` varies alone."""
    settings, scope = found.answer.parameters, found.answer.scope
    reference = np.arange(1, len(found.items) + 1, dtype=float)

    def alone(source: str) -> float:
        drawn = workspace.answer(
            ("draws", scope, source, found.by_priority), lambda: simulate(found.answer, settings, (source,), found.by_priority), beside=True
        )
        return _shift(reference, _item_ranks(found, drawn))[0]

    return workspace.answer(_rests_on(found), lambda: {source: alone(source) for source in SOURCES}, beside=True)


def rests_on_is_known(workspace: Workspace, found: Shortfalls) -> bool:
    """Whether that is there already, so that nobody has to wait for it."""
    return workspace.has_answer(_rests_on(found))


def _rests_on(found: Shortfalls) -> Hashable:
    return ("rests on", found.answer.scope, found.size_weight, found.by_priority)


def summarise(found: Shortfalls, simulation: Simulation) -> Stability:
    """Rank ranges, captions and shifts for the items of a list."""
    items = found.items["item"].to_numpy(dtype=int)
    ranks = _item_ranks(found, simulation)
    low, middle, high = (
        np.percentile(ranks, (5, 50, 95), axis=0, method="inverted_cdf").astype(int) if len(items) else np.zeros((3, 0), dtype=int)
    )
    within = np.array([(ranks <= rank).mean(axis=0) for rank in range(1, ACCEPTED + 1)])
    top = within[TOP - 1]
    rows = {
        "item": items,
        "first": within[0],
        "top": top,
        "low": low,
        "middle": middle,
        "high": high,
        "caption": [caption(share) for share in top],
    }
    accepted = {"item": np.repeat(items, ACCEPTED), "rank": np.tile(np.arange(1, ACCEPTED + 1), len(items)), "share": within.T.ravel()}
    shift, kendall = _shift(np.arange(1, len(items) + 1, dtype=float), ranks)
    return Stability(pd.DataFrame(rows), pd.DataFrame(accepted), shift, kendall, simulation.number, simulation.seed)


def caption(top: float) -> str:
    """The word for the share of draws in which an item is among the first five (method 3.6)."""
    return next(s.word for s in STABILITY if top >= s.at_least - TOLERANCE)


def compare_ranks(reference: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean absolute shift of rank and Kendall's tau-b of each row of `others` (draws × items) against `reference`.

    Method 3.6 (2); both arrays are empty where there are fewer than two items to compare.
    """
    shift = np.abs(others - reference).mean(axis=1) if others.shape[1] else np.zeros(len(others))
    first, second = np.triu_indices(min(others.shape[1], KENDALL_ITEMS), 1)
    if not len(first):
        return shift, np.ones(len(others))
    expected = np.sign(reference[first] - reference[second])
    tau = np.empty(len(others))
    for start in range(0, len(others), BLOCK):
        part = others[start : start + BLOCK]
        signs = np.sign(part[:, first] - part[:, second])
        untied = np.sqrt((signs != 0).sum(axis=1) * (expected != 0).sum())
        tau[start : start + BLOCK] = np.divide((signs * expected).sum(axis=1), untied, out=np.zeros(len(part)), where=untied > 0)
    return shift, tau


def _shift(reference: np.ndarray, ranks: np.ndarray) -> tuple[float, float]:
    shift, tau = compare_ranks(reference, ranks)
    return (float(shift.mean()), float(tau.mean())) if ranks.shape[1] else (0.0, 1.0)


def _item_ranks(found: Shortfalls, simulation: Simulation) -> np.ndarray:
    """Draws × items: the rank of each item; where it is no gap, the first rank behind all gaps."""
    column = {place: number for number, place in enumerate(zip(simulation.places["need_id"], simulation.places["stage_id"], strict=True))}
    of_need: dict[str, list[int]] = {}
    for (need_id, _), number in column.items():
        of_need.setdefault(need_id, []).append(number)
    ranks = np.ascontiguousarray(simulation.ranks.T)  # one place after the other
    ranks = np.where(ranks == 0, simulation.gaps + 1, ranks)
    rows = found.items[["tier", "need_id", "stage_id", "kind"]].itertuples(index=False, name=None)
    result = np.empty((len(found.items), simulation.number))
    for number, (tier, need_id, stage_id, kind) in enumerate(rows):
        result[number] = ranks[of_need[need_id]].min(axis=0) if tier == 1 else ranks[column[need_id, "" if kind == "gain" else stage_id]]
    return np.ascontiguousarray(result.T)
