"""Cells of two rounds as plain relations: what is tested of them, without a workspace."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from cx.analysis.rounds.compare import judged
from cx.analysis.rounds.vocabulary import steps
from cx.model import PARAMETERS
from cx.sql import relation, run
from cx.sql.groundwork import make_functions

SETTINGS = {p.name: p.default for p in PARAMETERS}
CELL: dict[str, Any] = {
    "persona_id": "p", "need_id": "n", "kind": "mandatory", "stage_id": "s", "kind_position": 1, "position": 1, "state": "partial",
    "fulfilment": 0.6, "adequate": 0.5, "target": 0.75, "intensity": 1.0, "importance": 1.0, "n": 100, "source": "survey", "evidence": "measured",
    "assumed": False, "interval_low": 0.5, "interval_high": 0.7, "direct": False, "touchpoints": "t", "statement": "Pay", "met_when": "Paid",
}  # fmt: skip
"""A cell of one round, as `cell_side` has it."""
SUBJECT: dict[str, Any] = {
    "need_id": "n", "stage_id": "s", "touchpoint_id": "t", "source": "survey", "n": 100, "k": 60, "is_share": True, "mean_only": False,
    "scales": "1-5", "segments": "", "value": 0.6, "spread": None, "low": None, "high": None, "step": None, "counts": True, "decides": True, "carried": False,
}  # fmt: skip
"""What one touchpoint got in one round, as `subject_side` has it."""
TYPES = {"k": "float64", "n": "float64", "spread": "float64", "low": "float64", "high": "float64", "step": "float64", "value": "float64"}
Rows = list[dict[str, Any]]


def share(k: int, n: int, **more: Any) -> dict[str, Any]:
    """A touchpoint of which k of n are satisfied."""
    return SUBJECT | {"k": k, "n": n, "value": k / n} | more


def mean(value: float, spread: float, n: int, **more: Any) -> dict[str, Any]:
    """A touchpoint with a mean of answers."""
    return SUBJECT | {"k": None, "n": n, "value": value, "spread": spread, "is_share": False} | more


@cache
def cursor() -> duckdb.DuckDBPyConnection:
    """One database for all of them, with the functions of the method."""
    made = duckdb.connect()
    make_functions(made)
    return made


def asked(question: str, values: dict[str, Any] | None = None, **tables: pd.DataFrame) -> pd.DataFrame:
    """A relation of rounds on these tables."""
    for name, rows in tables.items():
        cursor().register(name, rows)
    return run(cursor(), relation(f"rounds/{question}"), values or {}).df()


def cell_pairs(before: Rows, after: Rows) -> pd.DataFrame:
    """The cells of two rounds, paired as the product pairs them."""
    return asked("cell_pair", cell_before=pd.DataFrame(before), cell_after=pd.DataFrame(after), step=steps())


def said_of(before: Rows, after: Rows, cells: pd.DataFrame | None = None, other_cut: bool = False) -> pd.DataFrame:
    """What is said of the subjects of two rounds; without `cells` each stands in one that is measured alike in both."""
    if cells is None:
        places = dict.fromkeys((row["need_id"], row["stage_id"]) for row in before)
        rows = [CELL | {"need_id": need_id, "stage_id": stage_id} for need_id, stage_id in places]
        cells = cell_pairs(rows, rows)
    subjects = {f"subject_{side}": pd.DataFrame(rows).astype(TYPES) for side, rows in (("before", before), ("after", after))}
    limits = {"smallest_change": SETTINGS["smallest_change"], "other_cut": other_cut}
    return judged(asked("sample_pair", limits, cell_pair=cells, **subjects), SETTINGS, int(SETTINGS["n_report"]))


def drawn(rng: np.random.Generator, shares: np.ndarray, numbers: np.ndarray) -> Rows:
    """One touchpoint a cell, with answers drawn from these shares."""
    return [
        share(int(rng.binomial(n, p)), int(n), need_id=f"n{place:04}") for place, (p, n) in enumerate(zip(shares, numbers, strict=True))
    ]
