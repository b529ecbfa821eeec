"""Solving what a room shows for a single score: an exact solver looks for another room that shows the same."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def hidden(said: dict[str, list[float]], counts: dict[int, int], insider: int, target: int, anchor: str, item: str) -> bool:
    """Whether the sought score could be another one, by everything that is shown and that the insider knows; or whether the
    others all said the same, which is for everybody to see."""
    true = said[item][target]
    if len({v for n, v in enumerate(said[item]) if n != insider}) == 1:
        return True
    people, items = len(said[item]), list(said)
    cells = [(p, i, v) for p in range(people) for i in items for v in range(5)]
    at = {cell: n for n, cell in enumerate(cells)}
    strict = {(p, c): len(cells) + 3 * p + c + 1 for p in range(people) for c in (-1, 0, 1)}
    rows: list[tuple[dict[int, float], float, float]] = []

    def add(terms: dict[int, float], low: float, high: float) -> None:
        rows.append((terms, low, high))

    for i in items:
        for v in range(5):
            number = said[i].count(v)
            add({at[p, i, v]: 1 for p in range(people)}, number, number)
        for p in range(people):
            add({at[p, i, v]: 1 for v in range(5)}, 1, 1)
        add({at[insider, i, int(said[i][insider])]: 1}, 1, 1)
    add({at[target, anchor, int(said[anchor][target])]: 1}, 1, 1)
    add({at[target, item, int(true)]: 1}, 0, 0)
    median = {i: float(np.median(said[i])) for i in items}
    many = 8.0 * len(items)
    for p in range(people):
        off = {at[p, i, v]: 2 * (v - median[i]) for i in items for v in range(5)}
        add({strict[p, c]: 1 for c in (-1, 0, 1)}, 1, 1)
        add(off | {strict[p, -1]: many}, -math.inf, many - len(items))
        add(off | {strict[p, 1]: -many}, len(items) - many, math.inf)
        add(off | {strict[p, 0]: many}, -math.inf, many + len(items) - 1)
        add(off | {strict[p, 0]: -many}, 1 - len(items) - many, math.inf)
    for c in (-1, 0, 1):
        add({strict[p, c]: 1 for p in range(people)}, counts.get(c, 0), counts.get(c, 0))
    return _has_solution(rows, len(cells) + 3 * people)


def _has_solution(rows: list[tuple[dict[int, float], float, float]], unknowns: int) -> bool:
    matrix = np.zeros((len(rows), unknowns))
    for n, (terms, _, _) in enumerate(rows):
        for column, factor in terms.items():
            matrix[n, column] = factor
    within = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    found = milp(np.zeros(unknowns), constraints=within, integrality=np.ones(unknowns), bounds=Bounds(0, 1), options={"time_limit": 20})
    return bool(found.status == 0)
