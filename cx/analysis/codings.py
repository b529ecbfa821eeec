"""Do two people hear the same? Agreement per theme on lines that both coded blind, and where they differ."""

from __future__ import annotations

import pandas as pd

from cx.model import FEWEST_UNITS, TOLERANCE
from cx.sql import beside, relation
from cx.store import Workspace


def coding_agreement(workspace: Workspace) -> pd.DataFrame:
    """One row per theme: theme, both, first_only, second_only, undecided, lines, alpha (missing: not computable, or on too few
    lines), enough; what people agree on least comes first."""
    query = beside(relation("research/coding_agreement"), mark=relation("research/coding_mark"), agreement=relation("agreement"))
    return workspace.frame(query, {"fewest_units": FEWEST_UNITS})


def differences(workspace: Workspace, interview_id: str) -> pd.DataFrame:
    """One row per line and theme of an interview on which two coders differ: line, theme, first, second, decided, decided_by."""
    return workspace.frame(
        """SELECT line, theme, first, second, decided, decided_by FROM codings
           WHERE interview_id = ? AND theme IS NOT NULL AND first <> second ORDER BY line, theme""",
        [interview_id],
    )


def agreement_says(alpha: float | None, lines: int, rely: float, tentative: float) -> str:
    """What an alpha between two coders over so many lines means, in words (method 6.2)."""
    if lines < FEWEST_UNITS:
        return f"too few lines: {FEWEST_UNITS} are needed"
    if alpha is None:
        return "not computable: both noted it on every line"
    if alpha >= rely - TOLERANCE:
        return "can be relied on"
    return "tentative" if alpha >= tentative - TOLERANCE else "they do not mean the same by it"
