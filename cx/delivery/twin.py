"""Progress as one table: for the page, its file and the report."""

from __future__ import annotations

import pandas as pd

from cx import words
from cx.delivery.progress import Progress

COLUMNS = (
    "id", "what", "persona", "stage", "decision", "status", "owner", "due", "late", "review_date", "review_overdue", "work_item", "tracker_status",
    "status_since", "then", "now",
)  # fmt: skip


def table_of(found: Progress) -> pd.DataFrame:
    """One row per cell of a decision in force, then one per improvement that is decided; columns `COLUMNS`, all of them text."""
    rows = [
        (
            p.row["decision_id"], p.row["statement"], p.row["persona"], p.row["stage"], p.row["decision"], p.status, p.row["owner"], p.row["due"],
            p.row["late"], p.row["review_date"], p.row["overdue"], p.row["work_item"], p.row["tracker_status"], p.row["status_since"],
            p.then_words, p.now.said,
        )
        for p in found.promises
    ]  # fmt: skip
    rows += [
        (
            r["improvement_id"], r["name"], ", ".join(r["personas"]), "", "improvement", r["status"], r["owner"], r["due"], r["late"],
            r["review_date"], r["overdue"], r["work_item"], r["tracker_status"], r["status_since"], "", "",
        )
        for r in found.improvements
    ]  # fmt: skip
    return pd.DataFrame([[_text(value) for value in row] for row in rows], columns=list(COLUMNS), dtype="str")


def _text(value: object) -> str:
    if words.missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
