"""The problem of a workspace: its improvements, its mandatory needs, and what each combination makes of each cell (method 7.2).

Every combination is projected as a scenario is, so that a set is judged by the same rules as what is measured. First each
improvement alone says which cells it touches; then, cell by cell, two and three of those that meet there are tried. The same
combination is asked for once, whatever cells it meets in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.portfolio.outcomes import LARGEST, Outcomes, tried_of
from cx.analysis.portfolio.problem import ALWAYS, Cell, Chosen, Improvement, Need, Place, Problem, Step
from cx.analysis.scenarios.projection import Variant, project_priorities
from cx.frames import row_dicts
from cx.store.patience import still_wanted
from cx.words import isolated

BATCH = 250
"""Combinations that are projected at once."""
CROWDED = 12
"""Where more improvements than that touch one cell, pairs of them are tried, and no threes."""
GOES_ON = ("idea", "planned", "doing")
"""What may still be chosen; what is done is in the ratings, or will be, and what is dropped is not wanted."""

IMPROVEMENTS = """
    SELECT improvement_id, name, cost, coalesce(status, 'idea') AS status, coalesce(requires, '') AS requires, coalesce(excludes, '') AS excludes
    FROM improvements ORDER BY improvement_id"""
CELLS = """
    SELECT c.need_id, c.stage_id, c.kind, c.state, c.importance * persona_weight_of(w.size_share, w.value_share, $size_weight::DOUBLE) AS weight
    FROM cell c JOIN persona_weight w ON w.persona_id = c.persona_id AND w.blocked IS NULL
    ORDER BY c.persona_id, c.need_id, c.position, c.stage_id"""
NAMES = "SELECT n.need_id, n.statement, p.name FROM needs n JOIN personas p ON p.persona_id = n.persona_id"


@dataclass(frozen=True)
class Portfolio:
    """The problem of one answer, and what it was made of.

    `aside`: improvements that cannot be chosen, by id: `done` or `dropped`. `cells`: one row per cell in view (need_id, stage_id, kind,
    state, weight). `tried`: what became of each cell that some improvement touches.
    """

    problem: Problem
    aside: Mapping[str, str]
    cells: pd.DataFrame
    tried: Mapping[tuple[str, str], Outcomes]

    def drawn(self, cells: pd.DataFrame, tried: Mapping[tuple[str, str], Outcomes]) -> Problem:
        """The problem with other states, weights and outcomes."""
        names = {need.id: need.name for need in self.problem.needs}
        return Problem(self.problem.improvements, tuple(_needs(cells, tried, names)), tuple(_places(cells, tried)))


def portfolio(answer: Coverage, size_weight: float) -> Portfolio:
    """The problem that an answer and the stored improvements make; `size_weight` is lambda (method 3.2)."""
    rows = row_dicts(answer.frame(IMPROVEMENTS))
    aside = {row["improvement_id"]: row["status"] for row in rows if row["status"] not in GOES_ON}
    done = frozenset(one for one, status in aside.items() if status == "done")
    improvements = tuple(
        Improvement(row["improvement_id"], row["name"], float(row["cost"]), _ids(row["requires"]) - done, _ids(row["excludes"]))
        for row in rows
        if row["improvement_id"] not in aside
    )
    cells = answer.frame(CELLS, {"size_weight": size_weight})
    tried = _tried(answer, [one.id for one in improvements], size_weight)
    named = {
        need: f"{isolated(said)} ({isolated(persona)})" for need, said, persona in answer.frame(NAMES).itertuples(index=False, name=None)
    }
    ended = {row["improvement_id"]: row["name"] for row in rows if row["improvement_id"] in aside}
    problem = Problem(improvements, tuple(_needs(cells, tried, named)), tuple(_places(cells, tried)), ended)
    return Portfolio(problem, aside, cells, tried)


def _tried(answer: Coverage, improvements: list[str], size_weight: float) -> dict[tuple[str, str], Outcomes]:
    """What becomes of each cell that some improvement touches."""
    alone = _projected(answer, [frozenset([one]) for one in improvements], size_weight)
    touching: dict[tuple[str, str], Chosen] = {}
    for (chosen, *cell), _ in alone.items():
        touching[cell[0], cell[1]] = touching.get((cell[0], cell[1]), frozenset()) | chosen
    wanted = {cell: tried_of(some, LARGEST if len(some) <= CROWDED else LARGEST - 1) for cell, some in touching.items()}
    further = dict.fromkeys(some for tries in wanted.values() for some in tries if len(some) > 1)
    found = alone | _projected(answer, further, size_weight)
    before = dict(zip(zip(answer.cells["need_id"], answer.cells["stage_id"], strict=True), answer.cells["state"] == "met", strict=True))
    return {
        cell: Outcomes(touching[cell], {some: found[some, *cell] if some else (bool(before[cell]), 0.0) for some in tries})
        for cell, tries in wanted.items()
    }


def _projected(answer: Coverage, combinations: Iterable[Chosen], size_weight: float) -> dict[tuple[Chosen, str, str], tuple[bool, float]]:
    """By combination and cell that it touches: whether the cell is met, and how much priority is taken away."""
    listed = list(combinations)
    found: dict[tuple[Chosen, str, str], tuple[bool, float]] = {}
    for start in range(0, len(listed), BATCH):
        still_wanted()
        part = listed[start : start + BATCH]
        rows = project_priorities(answer, [Variant(some) for some in part], size_weight)
        for variant, need, stage, met, taken in rows[["variant", "need_id", "stage_id", "met", "taken"]].itertuples(index=False, name=None):
            found[part[variant], need, stage] = bool(met), float(taken)
    return found


def _needs(cells: pd.DataFrame, tried: Mapping[tuple[str, str], Outcomes], names: Mapping[str, str]) -> Iterator[Need]:
    """The mandatory needs; a cell that nothing touches stays as it is."""
    journeys: dict[str, list[Cell]] = {}
    weights: dict[str, float] = {}
    for need, stage, kind, state, weight in cells[["need_id", "stage_id", "kind", "state", "weight"]].itertuples(index=False, name=None):
        if kind == "mandatory":
            journeys.setdefault(need, []).append(_cell(need, stage, state, tried))
            weights[need] = float(weight)
    yield from (Need(need, names.get(need, need), weights[need], tuple(journey)) for need, journey in journeys.items())


def _cell(need: str, stage: str, state: str, tried: Mapping[tuple[str, str], Outcomes]) -> Cell:
    at = need, stage
    return tried[at].cell(at) if at in tried else Cell(at, (ALWAYS,) if state == "met" else ())


def _places(cells: pd.DataFrame, tried: Mapping[tuple[str, str], Outcomes]) -> Iterator[Place]:
    """A place per failing cell; a gain has one over its journey, where the best stage counts: its steps are those of all stages."""
    gains: dict[str, list[Step]] = {}
    for need, stage, kind in cells[["need_id", "stage_id", "kind"]].itertuples(index=False, name=None):
        if (need, stage) in tried:
            place = tried[need, stage].place((need, stage))
            if kind == "gain":
                gains.setdefault(need, []).extend(place.steps)
            elif place.steps:
                yield place
    yield from (Place((need, ""), tuple(steps)) for need, steps in gains.items() if steps)


def _ids(text: str) -> Chosen:
    return frozenset(part for item in text.split(";") if (part := item.strip()))
