"""The list drawn again many times, within what is uncertain (method 3.6).

Every draw varies importance, the weight of size against value, and the ratings (shares of people, means, expert
judgements), runs the rules of method 2.3 to 3.3 on them and ranks again. All draws of a block are computed at
once: one row a draw, one column a rating. Which cells are assessed stays as it is; what is known is what is drawn.
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
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.coverage import Coverage
from cx.model import TOLERANCE
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
TIER_1, TIER_2 = 1e6, 1e3  # priorities stay at 100 or below, so a tier stands before the next in every draw
KEPT_DRAWS = 2
"""Answers that keep their drawn values for what is asked next."""
_DRAWN: deque[tuple[weakref.ref[Coverage], Hashable]] = deque()
_DRAWN_LOCK = threading.Lock()


@dataclass(frozen=True)
class Draws:
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


def draw(answer: Coverage, settings: Mapping[str, Any], sources: tuple[str, ...] = tuple(SOURCES), by_priority: bool = False) -> Draws:
    """Draw and rank `settings["draws"]` times, varying only `sources`; the seed makes it repeatable.

    `by_priority` ranks as the list of that choice does: tiers 2 and 3 as one.
    """
    model = DrawModel.of(answer, settings, by_priority)
    seed, number = int(settings["seed"]), int(settings["draws"])
    size = np.uint16 if len(model.places) < 60_000 else np.uint32
    ranks = np.zeros((number, len(model.places)), dtype=size)
    gaps = np.zeros(number, dtype=np.int64)

    # What varies the ratings alone is a part of what varies all: it is worked out once for both.
    varied = _drawn_values(answer, ("drawn values", seed, number, settings["expert_spread"]))

    observed = None if "ratings" in sources else model.values(_streams(seed, 0)["ratings"], 1, False)

    def rank_block(start: int) -> None:
        still_wanted()
        rows = slice(start, min(number, start + BLOCK))
        streams, size = _streams(seed, start), rows.stop - rows.start
        if observed is not None:
            values = observed
        elif start in varied:
            values = varied[start]
        else:
            values = varied[start] = model.values(streams["ratings"], size, True)
        ranks[rows], gaps[rows] = model.ranked(values, streams, size, sources)

    with ThreadPoolExecutor(THREADS) as pool:  # the engine under the arrays lets several threads work at once
        starts = range(0, number, BLOCK)
        for done in [pool.submit(copy_context().run, rank_block, start) for start in starts]:
            done.result()
    return Draws(model.places, ranks, gaps, seed)


def _drawn_values(answer: Coverage, key: Hashable) -> dict[int, np.ndarray]:
    """The drawn values of an answer by block, to be filled; only the answers drawn last keep theirs, which are tens of megabytes."""
    with _DRAWN_LOCK:
        if key not in answer.kept:
            answer.kept[key] = {}
            _DRAWN.append((weakref.ref(answer), key))
        while len(_DRAWN) > KEPT_DRAWS:
            earlier, its_key = _DRAWN.popleft()
            if (held := earlier()) is not None:
                held.kept.pop(its_key, None)
        return answer.kept.get(key, {})


def _streams(seed: int, start: int) -> dict[str, np.random.Generator]:
    """The random numbers of a block: each source has a stream of its own, so that varying one alone repeats its part of varying all."""
    return {source: np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number, start))) for number, source in enumerate(SOURCES)}


@dataclass(frozen=True)
class _Runs:
    """Neighbouring columns that belong together, for `reduceat`: where each run starts, and its key."""

    starts: np.ndarray
    keys: pd.DataFrame

    @staticmethod
    def of(frame: pd.DataFrame, columns: list[str]) -> _Runs:
        keys = frame[columns].reset_index(drop=True)
        new = np.ones(len(keys), dtype=bool)
        if len(keys):
            new[1:] = (keys.to_numpy()[1:] != keys.to_numpy()[:-1]).any(axis=1)
        return _Runs(np.flatnonzero(new), keys[new].reset_index(drop=True))


@dataclass(frozen=True)
class DrawModel:
    """Everything that a draw needs, as arrays; cells in the order mandatory, pain, gain."""

    links: pd.DataFrame
    cells: pd.DataFrame
    needs: pd.DataFrame
    places: pd.DataFrame
    personas: pd.DataFrame
    settings: Mapping[str, Any]
    by_priority: bool = False

    @staticmethod
    def of(answer: Coverage, settings: Mapping[str, Any], by_priority: bool = False) -> DrawModel:
        # Determined cells, and those that cannot be met, at the best that they can still become; of gains, every cell of a need that is settled, since the best of them decides.
        cells = answer.frame("""
            SELECT c.need_id, c.stage_id, c.persona_id, c.kind, c.intensity, c.adequate, c.target, c.importance, c.reach, c.live_links,
                   CASE WHEN c.kind = 'gain' THEN n.weakest_stage = c.stage_id END AS best, c.fulfilment,
                   CASE c.kind WHEN 'mandatory' THEN 1 WHEN 'pain' THEN 2 ELSE 3 END AS block
            FROM cell c JOIN need n ON n.need_id = c.need_id
            WHERE CASE WHEN c.kind = 'gain' THEN n.state <> 'not_assessed' ELSE c.state <> 'not_assessed' OR contains(c.flags, 'cannot_be_met') END
            ORDER BY block, c.need_id, c.position, c.stage_id""")
        cells["cell"] = np.arange(len(cells))
        # Where a direct rating is in force it decides alone, as one link would.
        links = answer.frame("""
            SELECT s.need_id, s.stage_id, coalesce(s.group_id, '') AS group_id, s.weighted, s.usage_share, coalesce(s.score, 1.0) AS score,
                   s.source, s.is_share, s.met_n, s.n, s.mean, s.spread
            FROM subject_rating s JOIN cell c ON c.need_id = s.need_id AND c.stage_id = s.stage_id AND c.direct = (s.touchpoint_id IS NULL)
            WHERE s.live AND (s.score IS NOT NULL OR contains(c.flags, 'cannot_be_met'))""")
        links = links.merge(cells[["need_id", "stage_id", "cell", "kind"]], on=["need_id", "stage_id"])
        links = links.sort_values(["cell", "group_id"], kind="stable", ignore_index=True)
        needs = cells.drop_duplicates("need_id")[["need_id", "persona_id", "importance"]].reset_index(drop=True)
        cells = cells.merge(needs[["need_id"]].assign(need=np.arange(len(needs))), on="need_id").sort_values("cell", ignore_index=True)
        personas = answer.frame("SELECT * FROM persona_weight ORDER BY persona_id")
        gains = cells[cells["kind"] == "gain"].drop_duplicates("need_id").assign(stage_id="")
        places = pd.concat([cells[cells["kind"] != "gain"], gains])[["need_id", "stage_id"]].reset_index(drop=True)
        return DrawModel(links, cells, needs, places, personas, settings, by_priority)

    def ranked(self, values: np.ndarray, streams: Mapping[str, np.random.Generator], number: int, sources: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Ranks (draws × places, 0 = no gap) and the number of gaps in each draw of `values`."""
        weight = self._need_weights(streams, number, sources)
        return _rank(*self._keys(values, weight, number))

    def _need_weights(self, streams: Mapping[str, np.random.Generator], number: int, sources: tuple[str, ...]) -> np.ndarray:
        """Draws × needs: 100 × importance × persona weight."""
        spread = float(self.settings["importance_spread"])
        importance = np.broadcast_to(self.needs["importance"].to_numpy(), (number, len(self.needs)))
        if "importance" in sources:
            factor = streams["importance"].uniform(1 - spread, 1 + spread, size=importance.shape)
            importance = np.clip(importance * factor, 0.0, 1.0)
        size_weight = streams["size_weight"].uniform(size=number) if "size_weight" in sources else np.full(number, float(self.settings["lambda"]))
        size = self.personas["size_share"].to_numpy(dtype=float)
        value = self.personas["value_share"].to_numpy(dtype=float)
        value = np.where(np.isnan(value), size, value)  # without values, size alone weighs
        omega = size_weight[:, None] * size + (1 - size_weight)[:, None] * value
        at = {persona: i for i, persona in enumerate(self.personas["persona_id"])}
        return 100 * importance * omega[:, [at[p] for p in self.needs["persona_id"]]]

    def _scores(self, stream: np.random.Generator, number: int, varied: bool) -> np.ndarray:
        """Links × draws: the ratings as they might as well have been."""
        links = self.links
        scores = np.repeat(links["score"].to_numpy(dtype=float)[:, None], number, axis=1)
        if not varied:
            return scores
        low = np.where(links["kind"] == "pain", -1.0, 0.0)
        step = float(self.settings["expert_spread"]) * np.where(links["kind"] == "pain", 2.0, 1.0)  # their scale is twice as long
        share = links["is_share"].fillna(False).to_numpy(dtype=bool) & links["met_n"].notna().to_numpy()
        expert = (links["source"] == "expert").to_numpy()
        error = links["spread"].to_numpy(dtype=float) / np.sqrt(np.maximum(1.0, links["n"].fillna(1).to_numpy(dtype=float)))
        mean = ~share & ~expert & ~np.isnan(error)
        k, n = links["met_n"].to_numpy(dtype=float)[share], links["n"].to_numpy(dtype=float)[share]
        scores[share] = stream.beta((1 + k)[:, None], (1 + n - k)[:, None], size=(len(k), number))
        scores[expert] += stream.uniform(-1, 1, size=(int(expert.sum()), number)) * step[expert, None]
        scores[mean] += stream.standard_normal((int(mean.sum()), number)) * error[mean, None]
        return np.clip(scores, low[:, None], 1.0, out=scores)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[np.ndarray, np.ndarray, _Runs, _Runs]]:
        """Of each kind of need: its links, their usage where it weighs, and where groups of substitutes and cells begin."""
        found = {}
        for kind in ("mandatory", "gain", "pain"):
            own = (self.links["kind"] == kind).to_numpy()
            if own.any():
                part = self.links.loc[own, ["cell", "group_id", "weighted", "usage_share"]].reset_index(drop=True)
                usage = np.where(part["weighted"].fillna(False).to_numpy(dtype=bool), part["usage_share"].fillna(0.0).to_numpy(dtype=float), 0.0)
                groups = _Runs.of(part, ["cell", "group_id"])
                found[kind] = (own, usage, groups, _Runs.of(groups.keys if kind == "mandatory" else part, ["cell"]))
        return found

    def values(self, stream: np.random.Generator, number: int, varied: bool) -> np.ndarray:
        """Draws × cells: fulfilment under the rules of method 2.3."""
        cells, links = self.cells, self.links
        is_pain = (cells["kind"] == "pain").to_numpy()
        intensity = cells["intensity"].to_numpy(dtype=float)[:, None]
        # Worked out as cells × draws: what belongs to one cell lies together in memory, row by row.
        values = np.zeros((len(cells), number))
        values[is_pain] = 1 - np.minimum(1.0, intensity[is_pain])  # nothing relieves it
        if links.empty:
            return np.ascontiguousarray(values.T)
        scores = self._scores(stream, number, varied)
        for kind, (own, usage, groups, cell) in self._by_kind.items():
            drawn = scores[own]
            if kind == "mandatory":
                drawn = _group_values(usage, drawn, groups)
            at = cell.keys["cell"].to_numpy()
            best = np.maximum.reduceat(drawn, cell.starts) if kind != "mandatory" else None
            worst = np.minimum.reduceat(drawn, cell.starts) if kind != "gain" else None
            if kind == "pain":
                relief = np.clip(np.maximum(0.0, best) + np.minimum(0.0, worst), -1.0, 1.0)
                values[at] = 1 - np.minimum(1.0, intensity[at] * (1 - relief))
            else:
                values[at] = best if kind == "gain" else worst
        return np.ascontiguousarray(values.T)

    def _keys(self, values: np.ndarray, weight: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """What is ordered in every draw: one column per mandatory need (tier 1), then one per place (tiers 2 and 3); -1 = absent.

        Also, for every place: the column under which it is listed when it fails, and whether it fails.
        """
        cells = self.cells
        adequate, target = (cells[c].to_numpy(dtype=float) for c in ("adequate", "target"))
        need, reach = cells["need"].to_numpy(), cells["reach"].to_numpy(dtype=float)
        short = np.where(values >= target - TOLERANCE, 0.0, np.maximum(0.0, target - values) / target)
        price = np.broadcast_to(short * reach, (number, len(cells))) * weight[:, need]
        gap = np.broadcast_to(values < target - TOLERANCE, price.shape)
        mandatory = (cells["kind"] == "mandatory").to_numpy()
        fails = np.broadcast_to((values < adequate - TOLERANCE) & mandatory, price.shape)
        runs = _Runs.of(cells[mandatory], ["need"])
        failing = np.where(fails, price, -1.0)[:, mandatory]
        tier_1 = np.maximum.reduceat(failing, runs.starts, axis=1) if len(runs.starts) else np.zeros((number, 0))
        tier_1 = np.where(tier_1 >= 0, tier_1 + TIER_1, -1.0)
        before = np.where(mandatory & (not self.by_priority), TIER_2, 0.0)
        alone = np.where(gap & ~fails, price + before, -1.0)
        rest = ~(cells["kind"] == "gain").to_numpy()
        gains = self._gains(values, weight, number)
        listed = np.full(len(self.places), -1)
        listed[: int(mandatory.sum())] = np.repeat(np.arange(len(runs.starts)), np.diff([*runs.starts, int(mandatory.sum())]))
        failed = np.zeros((number, len(self.places)), dtype=bool)
        failed[:, : int(mandatory.sum())] = fails[:, mandatory]
        return tier_1, np.hstack([alone[:, rest], gains]), listed, failed

    def _gains(self, values: np.ndarray, weight: np.ndarray, number: int) -> np.ndarray:
        """Draws × gains: the priority of each gain over the journey, -1 where it is met."""
        gain = self.cells[self.cells["kind"] == "gain"]
        if gain.empty:
            return np.zeros((number, 0))
        runs = _Runs.of(gain, ["need"])
        own = values[:, gain.index.to_numpy()]
        if self.settings["gain_rule"] == "diminishing":
            whole = np.hstack([_diminishing(part, float(self.settings["delta"]))[:, None] for part in np.split(own, runs.starts[1:], axis=1)])
        else:
            whole = np.maximum.reduceat(own, runs.starts, axis=1)
        first = gain.iloc[runs.starts]
        target = first["target"].to_numpy(dtype=float)
        # The stage that is best as observed stands for the gain in the list, so its reach does here.
        reach = gain[gain["best"].fillna(False).astype(bool)].set_index("need")["reach"].reindex(first["need"]).fillna(1.0).to_numpy()
        price = np.broadcast_to(np.maximum(0.0, target - whole) / target * reach, (number, len(first))) * weight[:, first["need"].to_numpy()]
        return np.where(np.broadcast_to(whole < target - TOLERANCE, price.shape), price, -1.0)


def _group_values(usage: np.ndarray, drawn: np.ndarray, runs: _Runs) -> np.ndarray:
    """Groups of substitutes × draws: weighted by usage where that is known, else the best (method 2.3)."""
    best = np.maximum.reduceat(drawn, runs.starts)
    used = np.add.reduceat(usage, runs.starts)[:, None]
    weighed = np.add.reduceat(drawn * usage[:, None], runs.starts)
    return np.where(used > 0, np.divide(weighed, used, out=np.zeros_like(weighed), where=used > 0), best)


def _diminishing(values: np.ndarray, delta: float) -> np.ndarray:
    ordered = -np.sort(-values, axis=1)
    return 1 - np.prod(1 - delta ** np.arange(ordered.shape[1]) * ordered, axis=1)


def _rank(tier_1: np.ndarray, alone: np.ndarray, listed: np.ndarray, failed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keys = np.hstack([tier_1, alone])
    order = np.argsort(-keys, axis=1, kind="stable")
    places = np.empty(keys.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.broadcast_to(np.arange(1, keys.shape[1] + 1), keys.shape), axis=1)
    places = np.where(keys >= 0, places, 0)
    own = places[:, tier_1.shape[1] :]
    together = places[:, np.maximum(listed, 0)] if tier_1.shape[1] else own
    return np.where(failed & (listed >= 0), together, own), (keys >= 0).sum(axis=1)
