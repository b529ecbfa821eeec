"""What was promised, and how far it is: decisions in force and improvements that somebody decided for."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx.frames import with_tuples
from cx.sql import beside, relation
from cx.store import Workspace


def promises(workspace: Workspace, today: date | None = None) -> pd.DataFrame:
    """One row per decision in force (`delivery/promise.sql`), what is late or overdue first. Shared between sessions: never change it."""
    day = today or date.today()
    sql = beside(relation("delivery/promise"), decided=relation("workshop/decision"))
    return workspace.answer(("promises", day), lambda: with_tuples(workspace.frame(sql, {"today": day})))


def decided_improvements(workspace: Workspace, today: date | None = None) -> pd.DataFrame:
    """One row per improvement that is planned, begun, done or dropped (`delivery/improvement.sql`)."""
    day = today or date.today()
    sql = relation("delivery/improvement")
    return workspace.answer(("decided improvements", day), lambda: with_tuples(workspace.frame(sql, {"today": day})))
