"""What stands over the scenarios page: what there is to think with, and the names of its parts."""

from __future__ import annotations

import pandas as pd

from cx import words
from cx.analysis.headlines import scope_line
from cx.analysis.scenarios.scenario import Scenario
from cx.analysis.scenarios.what_if import may_be_made
from cx.frames import of_persona
from cx.ui.shared.scope_bar import View

WHAT_IF, BUDGET, COMPARE, IMPROVEMENTS = "What if", "Best set for a budget", "Compare scenarios", "Improvements"
TABS = (WHAT_IF, BUDGET, COMPARE, IMPROVEMENTS)
PROJECTED_NOTE = (
    "» marks what is projected: lighter, dashed, with a range from what each effect does if it goes only as far as somebody is sure of it, to "
    "its whole. Nobody has measured it. Everything without the mark is as it was rated."
)


def title_of(kept: dict[str, Scenario], improvements: pd.DataFrame) -> str:
    """What there is to think with."""
    if improvements.empty and not kept:
        return "What would have to change, and what would it take?"
    still = sum(not one.archived for one in kept.values())
    to_make = sum(map(may_be_made, improvements["status"]))
    return f"{words.count(to_make, 'improvement')} could be made; {words.count(still, 'scenario')} kept"


def scope_of(view: View) -> str:
    """Round, people, evidence and filters: what every what-if starts from."""
    return "Every what-if starts from: " + scope_line(view.answer, of_persona(view.answer.personas, view.persona_id), view.changed)
