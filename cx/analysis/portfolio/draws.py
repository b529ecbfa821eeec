"""The problem in random draws of what it rests on: importance, size against value, and the ratings (method 3.6, 7.3).

A draw varies the ratings of what is assessed, and every combination of improvements lifts the drawn ratings as it lifts the
present ones. What is assessed stays as it is, before and with improvements; effects are taken whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.monte_carlo.fulfilment import Fulfilment
from cx.analysis.monte_carlo.model import UncertainModel
from cx.analysis.portfolio.build import BATCH, Portfolio
from cx.analysis.portfolio.outcomes import Outcomes
from cx.analysis.portfolio.problem import Chosen, Problem
from cx.analysis.scenarios.projection import Variant, project, project_links
from cx.model import TOLERANCE
from cx.store.patience import still_wanted

DRAWS = 200
"""Problems that are solved. Fewer than draws of the ranking, since each takes as long as a budget: 0.2 s with 60 improvements and 300 cells."""

CELLS = """
    SELECT c.need_id, c.stage_id, c.kind, c.state, c.intensity, c.target, c.reach, c.importance, w.size_share,
           coalesce(w.value_share, w.size_share) AS value_share, n.state = 'not_assessed' AS untold, best.reach AS best_reach
    FROM cell c
    JOIN need n ON n.need_id = c.need_id
    JOIN persona_weight w ON w.persona_id = c.persona_id AND w.blocked IS NULL
    LEFT JOIN cell best ON best.need_id = c.need_id AND best.stage_id = n.weakest_stage
    ORDER BY c.persona_id, c.need_id, c.position, c.stage_id"""
RATINGS = "SELECT subject_no, score FROM subject_rating ORDER BY subject_no"


class Drawn:
    """Everything that stays the same over the draws: the cells, and one *world* per combination and cell that was tried."""

    def __init__(self, answer: Coverage, found: Portfolio):
        self._found = found
        self.cells = answer.frame(CELLS)
        at = {cell: n for n, cell in enumerate(zip(self.cells["need_id"], self.cells["stage_id"], strict=True))}
        self._model = UncertainModel.of(answer)
        self._present = Fulfilment(self._model.links, self._model.cells)
        self._cell_of_model = np.array(
            [at[c] for c in zip(self._model.cells["need_id"], self._model.cells["stage_id"], strict=True)], dtype=int
        )
        ratings = answer.frame(RATINGS)
        self._scores = ratings["score"].to_numpy(dtype=float)
        row = {subject: n for n, subject in enumerate(ratings["subject_no"])}
        self._drawn_rows = np.array([row[subject] for subject in self._model.links["subject_no"]], dtype=int)
        worlds, links = _worlds(answer, found)
        self._world = {key: n for n, key in enumerate(zip(worlds["chosen"], worlds["need_id"], worlds["stage_id"], strict=True))}
        self._cell_of_world = np.array([at[c] for c in zip(worlds["need_id"], worlds["stage_id"], strict=True)], dtype=int)
        self._told = (worlds["state"] != "not_assessed").to_numpy()
        self._links = _ordered(links, self._world, self.cells["kind"].to_numpy()[self._cell_of_world])
        self._rating_of_link = np.array([row[subject] for subject in self._links["subject_no"]], dtype=int)
        self._lifted = Fulfilment(self._links, self.cells.iloc[self._cell_of_world].reset_index(drop=True))

    def values(self, stream: np.random.Generator | None, number: int, expert_spread: float) -> tuple[np.ndarray, np.ndarray]:
        """Fulfilment of cells and of worlds, draws × each; without a stream as it is projected. NaN: not assessed."""
        drawn = self._model.scores if stream is None else self._model.drawn_scores(stream, number, expert_spread)
        present = np.full((number, len(self.cells)), np.nan)
        present[:, self._cell_of_model] = self._present.values(drawn)
        scores = np.repeat(self._scores[:, None], number, axis=1)
        scores[self._drawn_rows] = drawn
        lifted = scores[self._rating_of_link]
        at_least, still_open = (self._links[c].to_numpy(dtype=float, na_value=np.nan)[:, None] for c in ("at_least", "open"))
        lifted = np.fmax(lifted, at_least)
        worlds = self._lifted.values(1 - (1 - lifted) * np.where(np.isnan(still_open), 1.0, still_open))
        present[:, (self.cells["state"] == "not_assessed").to_numpy()] = np.nan
        worlds[:, ~self._told] = np.nan
        return present, worlds

    def problem(self, present: np.ndarray, worlds: np.ndarray, weight: np.ndarray) -> Problem:
        """The problem of one draw: values of cells and of worlds, and the weight of each cell's need."""
        cells, target = self.cells, self.cells["target"].to_numpy(dtype=float)
        short = _short(present, target)
        then = _short(worlds, target[self._cell_of_world])
        is_gain = (cells["kind"] == "gain").to_numpy()
        best = pd.Series(short).groupby(cells["need_id"].to_numpy()).transform("min").to_numpy()
        before = np.where(is_gain, np.where(cells["untold"].to_numpy(dtype=bool), np.nan, best), short)
        reach = np.where(is_gain, cells["best_reach"].to_numpy(dtype=float, na_value=np.nan), cells["reach"].to_numpy(dtype=float))
        taken = (100 * weight * reach)[self._cell_of_world] * (before[self._cell_of_world] - then)
        taken = np.nan_to_num(np.where(is_gain[self._cell_of_world], np.fmax(taken, 0.0), taken))
        met = then == 0.0
        now = cells[["need_id", "stage_id", "kind"]].assign(state=np.where(short == 0.0, "met", "open"), weight=weight)
        is_met = dict(zip(zip(cells["need_id"], cells["stage_id"], strict=True), (short == 0.0).tolist(), strict=True))
        tried = {
            cell: Outcomes(outcomes.touching, {some: self._outcome(some, cell, met, taken, is_met[cell]) for some in outcomes.tried})
            for cell, outcomes in self._found.tried.items()
            if cell in is_met
        }
        return self._found.drawn(now, tried)

    def _outcome(self, some: Chosen, cell: tuple[str, str], met: np.ndarray, taken: np.ndarray, is_met: bool) -> tuple[bool, float]:
        if not some:
            return is_met, 0.0
        world = self._world[some, *cell]
        return bool(met[world]), float(taken[world])


def drawn_problems(answer: Coverage, found: Portfolio, settings: Mapping[str, Any], number: int | None = None) -> Iterator[Problem]:
    """The problem so many times with drawn ratings and weights; the seed of `settings` makes it repeatable."""
    number = DRAWS if number is None else number
    random, spread = np.random.default_rng(int(settings["seed"])), float(settings["importance_spread"])
    if not found.tried:
        return
    drawn = Drawn(answer, found)
    present, worlds = drawn.values(random, number, float(settings["expert_spread"]))
    needs = drawn.cells.drop_duplicates("need_id")
    of_cell = pd.Index(needs["need_id"]).get_indexer(drawn.cells["need_id"])
    importance, size, value = (needs[c].to_numpy(dtype=float, na_value=0.0) for c in ("importance", "size_share", "value_share"))
    for draw in range(number):
        still_wanted()
        lean = random.uniform()
        factor = random.uniform(1 - spread, 1 + spread, len(needs))
        weight = np.clip(importance * factor, 0.0, 1.0) * (lean * size + (1 - lean) * value)
        yield drawn.problem(present[draw], worlds[draw], weight[of_cell])


def _worlds(answer: Coverage, found: Portfolio) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per combination that was tried and cell that it touches, and the ratings that decide there; `chosen` names the combination."""
    combinations = list(dict.fromkeys(some for outcomes in found.tried.values() for some in outcomes.tried if some))
    cells: list[pd.DataFrame] = []
    links: list[pd.DataFrame] = []
    for start in range(0, len(combinations), BATCH):
        still_wanted()
        part = combinations[start : start + BATCH]
        variants = [Variant(some) for some in part]
        for rows, kept in ((project(answer, variants, touched_only=True), cells), (project_links(answer, variants), links)):
            kept.append(rows.assign(chosen=[part[variant] for variant in rows["variant"]]))
    weighed = set(zip(found.cells["need_id"], found.cells["stage_id"], strict=True))
    return _within(pd.concat(cells, ignore_index=True), weighed), _within(pd.concat(links, ignore_index=True), weighed)


def _within(rows: pd.DataFrame, cells: set[tuple[str, str]]) -> pd.DataFrame:
    inside = [cell in cells for cell in zip(rows["need_id"], rows["stage_id"], strict=True)]
    return rows[inside].reset_index(drop=True)


def _ordered(links: pd.DataFrame, world: Mapping[tuple[Chosen, str, str], int], kinds: np.ndarray) -> pd.DataFrame:
    """The ratings with the number and the kind of their world, those of one world and group together."""
    at = [world[key] for key in zip(links["chosen"], links["need_id"], links["stage_id"], strict=True)]
    links = links.assign(cell=np.array(at, dtype=int), kind=kinds[np.array(at, dtype=int)])
    return links.sort_values(["cell", "group_id"], kind="stable", ignore_index=True)


def _short(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """How far values stay below the target, as a share of it; 0 from the target on, NaN where nothing is known."""
    return np.where(values >= target - TOLERANCE, 0.0, (target - values) / target)
