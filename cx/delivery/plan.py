"""A set of improvements becomes a promise: planned, with who does it, until when, and when its effect is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.delivery.incoming import ACTION
from cx.store import Workspace
from cx.store.rows import Change


def not_promised(workspace: Workspace) -> dict[str, str]:
    """Improvements that nobody has decided for yet: names by id."""
    rows = workspace.rows(
        "SELECT improvement_id, name FROM improvements WHERE coalesce(status, 'idea') = 'idea' ORDER BY name, improvement_id"
    )
    return dict(rows)


def promise(cursor: duckdb.DuckDBPyConnection, improvements: Iterable[str], said: Mapping[str, str], since: str, who: str) -> Outcome:
    """Plan these improvements; of owner, due and review date (ISO) what is `said` is written, and what is not stays as it is."""
    filled = {name: text for name, text in said.items() if text}
    rows = [{"improvement_id": one, "status": "planned", "status_since": since} | filled for one in improvements]
    return apply_sheets(cursor, [sheet_of("improvements", rows)], Change(who, ACTION, "improvements that are promised"))
