"""The rounds in their order, and the one before."""

from __future__ import annotations

import pandas as pd

from cx.analysis.coverage import Coverage
from cx.analysis.rounds.compare import Comparison, compare
from cx.store import Workspace


def rounds_before(workspace: Workspace, answer: Coverage) -> list[str]:
    """The rounds opened before the one in view, the earliest first."""
    rounds = [r[0] for r in workspace.rows("SELECT round_id FROM rounds ORDER BY opened_on, round_id")]
    return rounds[: rounds.index(answer.round["round_id"])] if answer.round["round_id"] in rounds else []


def previous_round(workspace: Workspace, answer: Coverage) -> str | None:
    """The round opened before the one in view, or None."""
    return next(iter(reversed(rounds_before(workspace, answer))), None)


def since_last_round(workspace: Workspace, answer: Coverage) -> Comparison | None:
    """The round in view beside the one before; None where it is the first."""
    earlier = previous_round(workspace, answer)
    return None if earlier is None else compare(workspace, answer, earlier)


MOVED = (
    "persona_id",
    "need_id",
    "kind",
    "state_before",
    "state",
    "fulfilment_before",
    "fulfilment",
    "weakest_stage",
    "transition",
    "differs",
)
TESTED = (
    "level", "persona_id", "need_id", "kind", "stage_id", "touchpoint_id", "verdict", "reason", "method", "value_before", "value", "n_before", "n",
    "difference", "difference_low", "difference_high", "p", "q", "few", "visible", "sure", "planned_n",
)  # fmt: skip
PARTS = (
    "persona_id", "kind", "index_before", "index_after", "change", "performance", "mix", "scope", "needs_before", "needs_after", "continuing",
)  # fmt: skip
"""Columns of the questions below, for whoever asks from outside."""


def moved_since(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """The needs that are not as in the round before, columns of `MOVED`; none without one."""
    found = since_last_round(workspace, answer)
    return pd.DataFrame(columns=MOVED) if found is None else found.moved[list(MOVED)]


def tested_since(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """What is tested against the round before, and what is not and why, columns of `TESTED`; none without one."""
    found = since_last_round(workspace, answer)
    return pd.DataFrame(columns=TESTED) if found is None else found.samples[list(TESTED)]


def parts_since(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """The change of each index since the round before, taken apart, columns of `PARTS`; none without one."""
    found = since_last_round(workspace, answer)
    return pd.DataFrame(columns=PARTS) if found is None else found.indices[list(PARTS)]
