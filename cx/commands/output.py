"""What a command prints: tables as CSV or JSON, issues, and the numbers of rows."""

from __future__ import annotations

import json

import pandas as pd

from cx.changes.outcome import Outcome
from cx.exports.export import frame_csv, plain
from cx.frames import row_dicts


def print_frame(frame: pd.DataFrame, form: str) -> None:
    """Print a table as CSV or JSON; unknown is empty or null, numbers are in full precision."""
    if form == "json":
        records = [{str(k): plain(v) for k, v in row.items()} for row in row_dicts(frame)]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        print(frame_csv(frame), end="")


def print_issues(outcome: Outcome) -> None:
    """One line an issue: its place, what is wrong, what to do."""
    for issue in outcome.issues:
        print(issue)


def print_row_counts(outcome: Outcome) -> None:
    """How many rows were read, and what became of them."""
    parts = [f"{outcome.total(kind)} {kind}" for kind in ("new", "changed", "unchanged")]
    parts.append(f"{outcome.rejected} rejected")
    removed = outcome.total("removed")
    print(f"{outcome.read} rows read: {', '.join(parts)}" + (f"; {removed} removed" if removed else ""))
