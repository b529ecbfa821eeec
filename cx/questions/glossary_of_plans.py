"""What columns mean in answers about what might be done, what was decided, and what became of it."""

from __future__ import annotations

OF_PLANS: dict[str, str] = {
    "scenario_id": "Id of the scenario.",
    "archived": "Whether it is put away.",
    "switched_on": "Ids of planned touchpoints that it switches on.",
    "removed": "Ids of touchpoints that it takes away.",
    "projected": "Whether the scenario changes anything there; such values are projected, never measured.",
    "closed_weight": "Weight of the mandatory needs that are met over their whole journey.",
    "priority_taken": "Priority that is taken away.",
    "needs_closed": "Ids of the mandatory needs that it closes.",
    "chosen": "Whether it is in the set.",
    "share_of_draws": "Share of the draws in whose best set it is (method 7.3).",
    "core": "core (in at least 95 % of the draws), out (in at most 5 %) or borderline.",
    "draws": "How many draws were solved.",
    "why_not": "Why it is not in the set, in a sentence.",
    "since_round": "Name of the round that both are counted from.",
    "expected_low": "Least expected change.",
    "expected_high": "Largest expected change.",
    "beside": "Whether what was measured is what was expected, in words.",
    "why_not_measured": "Why nothing is measured, if so.",
    "delivery": "How far the work is; empty where nobody says.",
    "told_by": "Who says so: tracker or improvements.",
    "late": "Whether it is past its day and has not ended.",
    "improvement_ids": "Ids of the improvements that it waits for.",
    "state_then": "State of the cell when it was decided.",
    "priority_then": "Priority of the cell when it was decided.",
    "state_now": "State of the cell now.",
    "priority_now": "Priority of the cell now.",
    "in_force": "Whether no later decision replaces it.",
    "overdue": "Whether it is in force and its review lies in the past.",
}
