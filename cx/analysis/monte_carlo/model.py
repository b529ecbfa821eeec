"""What is uncertain, as arrays: ratings, importance and size against value, and how each may vary (method 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from cx.analysis.coverage import Coverage

CELLS = """
    SELECT c.need_id, c.stage_id, c.persona_id, c.kind, c.intensity, c.adequate, c.target, c.importance, c.reach, c.live_links,
           CASE WHEN c.kind = 'gain' THEN n.weakest_stage = c.stage_id END AS best, c.fulfilment,
           CASE c.kind WHEN 'mandatory' THEN 1 WHEN 'pain' THEN 2 ELSE 3 END AS block
    FROM cell c JOIN need n ON n.need_id = c.need_id JOIN persona_weight w ON w.persona_id = c.persona_id AND w.blocked IS NULL
    WHERE CASE WHEN c.kind = 'gain' THEN n.state <> 'not_assessed' ELSE c.state <> 'not_assessed' OR list_contains(c.flags, 'cannot_be_met') END
    ORDER BY block, c.need_id, c.position, c.stage_id"""
"""Determined cells, and those that cannot be met, at the best that they can still become; of gains, every cell of a need that
is settled, since the best of them decides. A persona without a weight has no ranks."""
LINKS = """
    SELECT s.need_id, s.stage_id, coalesce(s.group_id, '') AS group_id, s.weighted, s.usage_share, coalesce(s.score, 1.0) AS score,
           s.source, s.is_share, s.met_n, s.n, s.mean, s.spread, s.subject_no
    FROM subject_rating s JOIN cell c ON c.need_id = s.need_id AND c.stage_id = s.stage_id AND c.direct = (s.touchpoint_id IS NULL)
    WHERE s.live AND (s.score IS NOT NULL OR list_contains(c.flags, 'cannot_be_met'))"""
"""Their ratings. Where a direct rating is in force it decides alone, as one link would."""


@dataclass(frozen=True)
class UncertainModel:
    """Everything that a draw needs; `cells` and with them `links` in the order mandatory, pain, gain.

    `places` are what is ranked: each cell of a mandatory need or a pain, each gain over the journey.
    """

    links: pd.DataFrame
    cells: pd.DataFrame
    needs: pd.DataFrame
    places: pd.DataFrame
    personas: pd.DataFrame

    @staticmethod
    def of(answer: Coverage) -> UncertainModel:
        """The model of one coverage answer."""
        cells = answer.frame(CELLS)
        cells["cell"] = np.arange(len(cells))
        links = answer.frame(LINKS).merge(cells[["need_id", "stage_id", "cell", "kind"]], on=["need_id", "stage_id"])
        # Which link gets which random numbers must not hang on the order in which several cores of the engine find them.
        links = links.sort_values(["cell", "group_id", "subject_no"], ascending=[True, True, False], kind="stable", ignore_index=True)
        needs = cells.drop_duplicates("need_id")[["need_id", "persona_id", "importance"]].reset_index(drop=True)
        cells = cells.merge(needs[["need_id"]].assign(need=np.arange(len(needs))), on="need_id").sort_values("cell", ignore_index=True)
        personas = answer.frame("SELECT * FROM persona_weight WHERE blocked IS NULL ORDER BY persona_id")
        gains = cells[cells["kind"] == "gain"].drop_duplicates("need_id").assign(stage_id="")
        places = pd.concat([cells[cells["kind"] != "gain"], gains])[["need_id", "stage_id"]].reset_index(drop=True)
        return UncertainModel(links, cells, needs, places, personas)

    def need_weights(
        self, streams: Mapping[str, np.random.Generator], number: int, sources: tuple[str, ...], settings: Mapping[str, Any]
    ) -> np.ndarray:
        """Draws × needs: 100 × importance × persona weight."""
        spread = float(settings["importance_spread"])
        importance = np.broadcast_to(self.needs["importance"].to_numpy(), (number, len(self.needs)))
        if "importance" in sources:
            factor = streams["importance"].uniform(1 - spread, 1 + spread, size=importance.shape)
            importance = np.clip(importance * factor, 0.0, 1.0)
        size_weight = (
            streams["size_weight"].uniform(size=number) if "size_weight" in sources else np.full(number, float(settings["lambda"]))
        )
        size = self.personas["size_share"].to_numpy(dtype=float)
        value = self.personas["value_share"].to_numpy(dtype=float)
        value = np.where(np.isnan(value), size, value)  # without values, size alone weighs
        omega = size_weight[:, None] * size + (1 - size_weight)[:, None] * value
        return 100 * importance * omega[:, self._persona_of_need]

    @cached_property
    def _persona_of_need(self) -> np.ndarray:
        at = {persona: i for i, persona in enumerate(self.personas["persona_id"])}
        return np.array([at[p] for p in self.needs["persona_id"]], dtype=np.intp)

    @property
    def scores(self) -> np.ndarray:
        """Links × 1: the ratings as they are."""
        return self.links["score"].to_numpy(dtype=float)[:, None]

    def drawn_scores(self, stream: np.random.Generator, number: int, expert_spread: float) -> np.ndarray:
        """Links × draws: the ratings as they might as well have been."""
        how = self._uncertain
        scores = np.empty((len(self.links), number))
        scores[how.shares] = stream.beta((1 + how.met)[:, None], (1 + how.asked - how.met)[:, None], size=(len(how.shares), number))
        others = np.repeat(self.scores[how.others], number, axis=1)
        others[how.experts] += stream.uniform(-1, 1, size=(len(how.experts), number)) * (expert_spread * how.scale)[:, None]
        error = stream.standard_normal((len(how.means), number))
        error *= how.error[:, None]
        others[how.means] += error
        scores[how.others] = np.clip(others, how.least[:, None], 1.0, out=others)  # a share stays within 0 and 1 by itself
        return scores

    @cached_property
    def _uncertain(self) -> _Uncertain:
        return _Uncertain.of(self.links)


@dataclass(frozen=True)
class _Uncertain:
    """Which links are shares of people (`met` of `asked`), and which are `others`, whose drawn score is at least `least`; which of the others
    are expert judgements (on a scale so long) and means (with an error).
    """

    shares: np.ndarray
    met: np.ndarray
    asked: np.ndarray
    experts: np.ndarray
    scale: np.ndarray
    means: np.ndarray
    error: np.ndarray
    others: np.ndarray
    least: np.ndarray

    @staticmethod
    def of(links: pd.DataFrame) -> _Uncertain:
        pain = (links["kind"] == "pain").to_numpy()
        share = links["is_share"].fillna(False).to_numpy(dtype=bool) & links["met_n"].notna().to_numpy()
        expert = (links["source"] == "expert").to_numpy() & ~share
        error = links["spread"].to_numpy(dtype=float) / np.sqrt(np.maximum(1.0, links["n"].fillna(1).to_numpy(dtype=float)))
        mean = ~share & ~expert & ~np.isnan(error)
        met, asked = (links[c].to_numpy(dtype=float)[share] for c in ("met_n", "n"))
        return _Uncertain(
            np.flatnonzero(share), met, asked,
            np.flatnonzero(expert[~share]), np.where(pain[expert], 2.0, 1.0),  # pains are rated on a scale twice as long
            np.flatnonzero(mean[~share]), error[mean],
            np.flatnonzero(~share), np.where(pain[~share], -1.0, 0.0),
        )  # fmt: skip
