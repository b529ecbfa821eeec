"""Fulfilment in many draws at once, under the rules of method 2.3: one row a link or a cell, one column a draw.

What belongs to one cell lies together in memory, row by row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cx.analysis.monte_carlo.runs import Runs


class Fulfilment:
    """The rules for the links and cells of a model; which of them belong together is found out once."""

    def __init__(self, links: pd.DataFrame, cells: pd.DataFrame):
        self._intensity = cells["intensity"].to_numpy(dtype=float)[:, None]
        is_pain = (cells["kind"] == "pain").to_numpy()[:, None]
        self._bare = np.where(is_pain, 1 - np.minimum(1.0, self._intensity), 0.0)  # nothing relieves it, nothing fulfils it
        self._groups = _Groups(links[links["kind"] == "mandatory"])
        self._musts = Runs.of(self._groups.keys, ["cell"])
        self._gains, self._pains = (Runs.of(links[links["kind"] == kind], ["cell"]) for kind in ("gain", "pain"))

    def values(self, scores: np.ndarray) -> np.ndarray:
        """Draws × cells, from links × draws."""
        values = np.repeat(self._bare, scores.shape[1], axis=1)
        values[_cells(self._musts)] = self._musts.reduced(np.minimum, self._groups.values(scores))
        values[_cells(self._gains)] = self._gains.reduced(np.maximum, scores)
        best, worst = (self._pains.reduced(join, scores) for join in (np.maximum, np.minimum))
        relief = np.clip(np.maximum(0.0, best) + np.minimum(0.0, worst), -1.0, 1.0)
        at = _cells(self._pains)
        values[at] = 1 - np.minimum(1.0, self._intensity[at] * (1 - relief))
        return np.ascontiguousarray(values.T)


class _Groups:
    """Groups of substitutes of mandatory needs: weighted by usage where that is known, else the best."""

    def __init__(self, links: pd.DataFrame):
        every = Runs.of(links, ["cell", "group_id"])
        self.keys = every.keys
        usage = np.where(links["weighted"].fillna(False).to_numpy(dtype=bool), links["usage_share"].fillna(0.0).to_numpy(dtype=float), 0.0)
        numbered = Runs.of(links.reset_index(drop=True), ["cell", "group_id"])
        used = numbered.reduced(np.add, usage)
        self._is_weighed = used > 0
        weighed = np.repeat(self._is_weighed, every.lengths)
        self._rows, self._usage, self._used = links.index.to_numpy()[weighed], usage[weighed][:, None], used[self._is_weighed][:, None]
        self._weighed = Runs.of(links[weighed].reset_index(drop=True), ["cell", "group_id"])
        self._best = Runs.of(links[~weighed], ["cell", "group_id"])

    def values(self, scores: np.ndarray) -> np.ndarray:
        """Groups × draws."""
        values = np.empty((len(self.keys), scores.shape[1]))
        values[~self._is_weighed] = self._best.reduced(np.maximum, scores)
        values[self._is_weighed] = self._weighed.reduced(np.add, scores[self._rows] * self._usage) / self._used
        return values


def _cells(runs: Runs) -> np.ndarray:
    return runs.keys["cell"].to_numpy(dtype=np.intp)
