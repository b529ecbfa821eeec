"""The ranked list computed in many random draws, within what is uncertain (method 3.6).

Every draw varies importance, the weight of size against value, and the ratings (`model`), runs the rules of method
2.3 on them (`fulfilment`) and ranks again (`ranking`). All draws of a block are computed at once. Which cells are
assessed stays as it is; what is known is what is drawn.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.monte_carlo.fulfilment import Fulfilment
from cx.analysis.monte_carlo.model import UncertainModel
from cx.analysis.monte_carlo.ranking import Ranking
from cx.store.patience import still_wanted

SOURCES: dict[str, str] = {
    "importance": "how important each need is",
    "size_weight": "size against value of the personas",
    "ratings": "the ratings themselves",
}
"""What is varied, and how it is said."""
BLOCK = 125
"""Draws computed at once by one thread: bounds the memory at a few hundred MB for the largest workspace."""
THREADS = min(4, os.cpu_count() or 1)
KEPT_ANSWERS = 2
"""Answers that keep their model and drawn values for what is asked next."""
_RECENT: deque[tuple[weakref.ref[Coverage], Hashable]] = deque()
_RECENT_LOCK = threading.Lock()


@dataclass(frozen=True)
class Simulation:
    """Ranks of every cell (gains: every need) in every draw: `ranks` is draws × places, 0 where it is no gap.

    `places` names the columns: need_id, and stage_id ('' for gains). `gaps` counts the entries of the list in each draw.
    """

    places: pd.DataFrame
    ranks: np.ndarray
    gaps: np.ndarray
    seed: int

    @property
    def number(self) -> int:
        """How many draws there are."""
        return len(self.ranks)


def simulate(
    answer: Coverage, settings: Mapping[str, Any], sources: tuple[str, ...] = tuple(SOURCES), by_priority: bool = False
) -> Simulation:
    """Draw and rank `settings["draws"]` times, varying only `sources`; the seed makes it repeatable.

    `by_priority` ranks as the list of that choice does: tiers 2 and 3 as one.
    """
    seed, number, expert_spread = int(settings["seed"]), int(settings["draws"]), float(settings["expert_spread"])
    varied = _varied(answer, ("drawn values", seed, number, expert_spread))
    model = varied.model
    ranking = Ranking(model, settings, by_priority)
    size = np.uint16 if len(model.places) < 60_000 else np.uint32
    ranks = np.zeros((number, len(model.places)), dtype=size)
    gaps = np.zeros(number, dtype=np.int64)
    observed = None if "ratings" in sources else varied.fulfilment.values(model.scores)

    def rank_block(start: int) -> None:
        still_wanted()
        rows = slice(start, min(number, start + BLOCK))
        streams, size = _streams(seed, start), rows.stop - rows.start
        weight = model.need_weights(streams, size, sources, settings)
        values = varied.values(start, streams["ratings"], size, expert_spread) if observed is None else observed
        ranks[rows], gaps[rows] = ranking.ranked(values, weight)

    with ThreadPoolExecutor(THREADS) as pool:  # the engine under the arrays lets several threads work at once
        starts = range(0, number, BLOCK)
        for done in [pool.submit(copy_context().run, rank_block, start) for start in starts]:
            done.result()
    return Simulation(model.places, ranks, gaps, seed)


class _Varied:
    """What draws of one answer share whatever else varies: the model, and the values under drawn ratings, by block.

    What varies the ratings alone is a part of what varies all, so it is worked out once for both.
    """

    def __init__(self, answer: Coverage):
        self.model = UncertainModel.of(answer)
        self.fulfilment = Fulfilment(self.model.links, self.model.cells)
        self._values: dict[int, np.ndarray] = {}

    def values(self, start: int, stream: np.random.Generator, number: int, expert_spread: float) -> np.ndarray:
        """Draws × cells of the block that begins at `start`."""
        if start not in self._values:
            self._values[start] = self.fulfilment.values(self.model.drawn_scores(stream, number, expert_spread))
        return self._values[start]


def _varied(answer: Coverage, key: Hashable) -> _Varied:
    """What the draws of an answer share; only the answers drawn last keep theirs, which are tens of megabytes."""
    found = answer.kept.get(key) or _Varied(answer)
    with _RECENT_LOCK:
        if key not in answer.kept:
            answer.kept[key] = found
            _RECENT.append((weakref.ref(answer), key))
        while len(_RECENT) > KEPT_ANSWERS:
            earlier, its_key = _RECENT.popleft()
            if (held := earlier()) is not None:
                held.kept.pop(its_key, None)
    return found


def _streams(seed: int, start: int) -> dict[str, np.random.Generator]:
    """The random numbers of a block: each source has a stream of its own, so that varying one alone repeats its part of varying all."""
    return {source: np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number, start))) for number, source in enumerate(SOURCES)}
