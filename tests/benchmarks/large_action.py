"""What is done about a large workspace: 40 improvements with three effects each, 30 decisions, 20 of them with how far the work is, two scenarios."""

from __future__ import annotations

import numpy as np
import pandas as pd

IMPROVEMENTS, EFFECTS, DECISIONS, DELIVERIES = 40, 3, 30, 20
STATUSES = ("idea", "planned", "doing", "done")
TODAY = pd.Timestamp("2026-11-01")


def action(rng: np.random.Generator, links: pd.DataFrame, round_id: str) -> dict[str, pd.DataFrame]:
    """The tables of what is done, about links of the workspace."""
    number = np.arange(IMPROVEMENTS)
    ids = [f"improvement-{i:03d}" for i in number]
    # Each takes on all that serves a need at a stage, so that it can close something.
    cells = links.groupby(["need_id", "stage_id"]).filter(lambda own: len(own) == EFFECTS).sort_values(["need_id", "stage_id"])
    of_link = cells.iloc[: IMPROVEMENTS * EFFECTS].reset_index(drop=True)
    decided = links.drop_duplicates("need_id").iloc[rng.choice(links["need_id"].nunique(), DECISIONS, replace=False)]
    decisions = pd.DataFrame(
        {
            "decision_id": [f"decision-{i:03d}" for i in range(DECISIONS)],
            "round_id": round_id,
            "need_id": decided["need_id"].to_numpy(),
            "stage_id": decided["stage_id"].to_numpy(),
            "decision": rng.choice(["fix", "research", "accept"], DECISIONS, p=[0.7, 0.2, 0.1]),
            "rationale": "It falls short where most people meet it.",
            "owner": rng.choice(["Operations", "Digital"], DECISIONS),
            "due": TODAY + pd.to_timedelta(rng.integers(-30, 200, DECISIONS), "D"),
            "review_date": TODAY + pd.to_timedelta(rng.integers(-30, 300, DECISIONS), "D"),
            "status": "accepted",
            "decided_on": TODAY - pd.to_timedelta(rng.integers(1, 40, DECISIONS), "D"),
        }
    )
    return {
        "improvements": pd.DataFrame(
            {
                "improvement_id": ids,
                "name": [f"Improvement {i}" for i in number],
                "cost": rng.integers(10, 300, IMPROVEMENTS).astype(float),
                "status": [STATUSES[i % len(STATUSES)] for i in number],
                "due": TODAY + pd.to_timedelta(rng.integers(-30, 200, IMPROVEMENTS), "D"),
                "status_since": TODAY - pd.to_timedelta(rng.integers(0, 40, IMPROVEMENTS), "D"),
            }
        ),
        "improvement_effects": of_link[["touchpoint_id", "stage_id", "need_id"]].assign(
            improvement_id=np.repeat(ids, EFFECTS),
            effect="close_fraction",
            value=rng.uniform(0.3, 1.0, len(of_link)).round(2),
            confidence=rng.uniform(0.4, 1.0, len(of_link)).round(2),
        ),
        "scenarios": pd.DataFrame(
            {
                "scenario_id": ["scenario-1", "scenario-2"],
                "name": ["The first ten", "The first thirty"],
                "status": "open",
                "improvements": [";".join(ids[:10]), ";".join(ids[:30])],
            }
        ),
        "decisions": decisions,
        "deliveries": pd.DataFrame(
            {
                "decision_id": decisions["decision_id"][:DELIVERIES],
                "status": [STATUSES[i % len(STATUSES)] for i in range(DELIVERIES)],
                "status_since": TODAY - pd.to_timedelta(rng.integers(0, 20, DELIVERIES), "D"),
            }
        ),
    }
