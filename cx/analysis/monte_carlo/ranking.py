"""The list of many draws at once, under the rules of method 3.1 to 3.3: one row a draw, one column a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.monte_carlo.model import UncertainModel
from cx.analysis.monte_carlo.runs import Runs
from cx.model import TOLERANCE

TIER_1, TIER_2 = 1e6, 1e3  # priorities stay at 100 or below, so a tier stands before the next in every draw


class Ranking:
    """The rules for the cells of a model; `by_priority` ranks as the list of that choice does: tiers 2 and 3 as one."""

    def __init__(self, model: UncertainModel, settings: Mapping[str, Any], by_priority: bool):
        kind, cells = model.cells["kind"], model.cells[model.cells["kind"] != "gain"]
        # In the order of the cells: mandatory needs, then pains; gains are places of their own behind them.
        self._musts, self._alone = int((kind == "mandatory").sum()), len(cells)
        self._adequate, self._target, self._reach = (cells[c].to_numpy(dtype=float) for c in ("adequate", "target", "reach"))
        self._need = cells["need"].to_numpy()
        self._of_need = Runs.of(cells[: self._musts], ["need"])
        self._listed = np.repeat(np.arange(len(self._of_need.starts)), self._of_need.lengths)
        self._tier_2 = np.where(np.arange(self._alone) < self._musts, 0.0 if by_priority else TIER_2, 0.0)
        self._gains = _Gains(model.cells[kind == "gain"], settings)

    def ranked(self, values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ranks (draws × places, 0 = no gap) and the number of gaps in each draw, from `values` (draws × cells, or one row for
        all draws) and `weight` (draws × needs)."""
        own = values[:, : self._alone]
        gap = own < self._target - TOLERANCE
        fails = own[:, : self._musts] < self._adequate[: self._musts] - TOLERANCE
        short = np.where(gap, np.maximum(0.0, self._target - own) / self._target, 0.0)
        price = short * self._reach * weight[:, self._need]
        tier_1 = self._tier_1(np.where(fails, price[:, : self._musts], -1.0))
        gap = gap & ~np.pad(fails, ((0, 0), (0, self._alone - self._musts)))
        alone = np.where(gap, price + self._tier_2, -1.0)
        return self._placed(np.hstack([tier_1, alone, self._gains.prices(values, weight)]), fails)

    def _tier_1(self, failing: np.ndarray) -> np.ndarray:
        """Draws × mandatory needs: the priority of the worst of their stages that fail, before all others; -1 where none does."""
        if not self._musts:
            return np.zeros((len(failing), 0))
        worst = np.maximum.reduceat(failing, self._of_need.starts, axis=1)
        return np.where(worst >= 0, worst + TIER_1, -1.0)

    def _placed(self, keys: np.ndarray, fails: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is ordered: one column per mandatory need that may fail, then one per place; -1 = absent. A stage that fails stands where its need does."""
        order = np.argsort(-keys, axis=1, kind="stable")
        ranks = np.empty(keys.shape, dtype=np.int64)
        np.put_along_axis(ranks, order, np.broadcast_to(np.arange(1, keys.shape[1] + 1), keys.shape), axis=1)
        is_gap = keys >= 0
        ranks[~is_gap] = 0
        own = ranks[:, len(self._of_need.starts) :]
        own[:, : self._musts] = np.where(fails, ranks[:, self._listed], own[:, : self._musts])
        return own, is_gap.sum(axis=1)


class _Gains:
    """Gains over the journey: the best stage counts, or all with diminishing returns."""

    def __init__(self, cells: pd.DataFrame, settings: Mapping[str, Any]):
        self._at = cells.index.to_numpy()
        self._runs = Runs.of(cells.reset_index(drop=True), ["need"])
        self._delta = float(settings["delta"]) if settings["gain_rule"] == "diminishing" else None
        first = cells.iloc[self._runs.starts]
        self._need, self._target = first["need"].to_numpy(), first["target"].to_numpy(dtype=float)
        # The stage that is best as observed stands for the gain in the list, so its reach does here.
        best = cells[cells["best"].fillna(False).astype(bool)]
        self._reach = best.set_index("need")["reach"].reindex(first["need"]).fillna(1.0).to_numpy()

    def prices(self, values: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Draws × gains: the priority of each, -1 where it is met."""
        if not len(self._at):
            return np.zeros((len(weight), 0))
        own = values[:, self._at]
        if self._delta is None:
            whole = np.maximum.reduceat(own, self._runs.starts, axis=1)
        else:
            whole = np.hstack([_diminishing(part, self._delta)[:, None] for part in np.split(own, self._runs.starts[1:], axis=1)])
        price = np.maximum(0.0, self._target - whole) / self._target * self._reach * weight[:, self._need]
        return np.where(whole < self._target - TOLERANCE, price, -1.0)


def _diminishing(values: np.ndarray, delta: float) -> np.ndarray:
    ordered = -np.sort(-values, axis=1)
    return 1 - np.prod(1 - delta ** np.arange(ordered.shape[1]) * ordered, axis=1)
