"""What changed from one round to the next: transitions before averages (method 8.2)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cx.analysis.coverage import Coverage, coverage
from cx.store import Workspace

CLASSES: dict[str, str] = {
    "fixed": "Missed or without touchpoint before, now at least partly met.",
    "broken": "At least partly met before, now missed or without touchpoint.",
    "improved": "Partly met before, met now.",
    "slipped": "Met before, only partly met now.",
    "newly known": "Not assessed before: learning, not improvement.",
    "lost sight": "Assessed before, not assessed now.",
}
"""Names of the transitions. “Improved” and “slipped” name the moves inside the zone of tolerance."""

FAILING, HOLDING = ("missed", "no_touchpoint"), ("partial", "met")


def previous_round(workspace: Workspace, answer: Coverage) -> str | None:
    """The round opened before the one in view, or None."""
    return next(iter(reversed(rounds_before(workspace, answer))), None)


def rounds_before(workspace: Workspace, answer: Coverage) -> list[str]:
    """The rounds opened before the one in view, the earliest first."""
    rounds = [r[0] for r in workspace.rows("SELECT round_id FROM rounds ORDER BY opened_on, round_id")]
    return rounds[: rounds.index(answer.round["round_id"])] if answer.round["round_id"] in rounds else []


def changes(workspace: Workspace, answer: Coverage) -> pd.DataFrame:
    """Needs whose state differs from the round before: persona_id, need_id, kind, state_before, state,
    fulfilment_before, fulfilment, weakest_stage, transition. Empty without an earlier round."""
    earlier = previous_round(workspace, answer)
    columns = ["persona_id", "need_id", "kind", "state", "fulfilment", "weakest_stage"]
    if earlier is None:
        return pd.DataFrame(columns=[*columns, "state_before", "fulfilment_before", "transition"])
    before = coverage(workspace, replace(answer.scope, round_id=earlier)).needs[["need_id", "state", "fulfilment"]]
    both = answer.needs[columns].merge(before, on="need_id", suffixes=("", "_before"))
    both = both[both["state"] != both["state_before"]]
    named = [transition(old, new) for old, new in zip(both["state_before"], both["state"], strict=True)]
    return both.assign(transition=named).reset_index(drop=True)


def transition(old: str, new: str) -> str:
    """The class of a change of state, a key of `CLASSES`; empty where the class is not worth a name."""
    if old == "not_assessed":
        return "newly known"
    if new == "not_assessed":
        return "lost sight"
    if old in FAILING and new in HOLDING:
        return "fixed"
    if old in HOLDING and new in FAILING:
        return "broken"
    if (old, new) == ("partial", "met"):
        return "improved"
    if (old, new) == ("met", "partial"):
        return "slipped"
    return ""


def vanished(answer: Coverage, stricter: Coverage) -> pd.DataFrame:
    """Cells that are met in `answer` and no longer in `stricter` (a view without assumptions)."""
    met = answer.cells[answer.cells["state"] == "met"][["persona_id", "need_id", "stage_id"]]
    still = stricter.cells[stricter.cells["state"] == "met"][["need_id", "stage_id"]]
    kept = set(zip(still["need_id"], still["stage_id"], strict=True))
    return met.loc[[place not in kept for place in zip(met["need_id"], met["stage_id"], strict=True)]]
