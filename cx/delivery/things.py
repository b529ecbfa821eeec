"""What work can be about: decisions that ask for some, and improvements; each with what is known of how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cx.frames import row_dicts
from cx.store import Workspace
from cx.workshop.decisions import decisions_in_force
from cx.workshop.revisions import OF_A_CELL, together

Row = Mapping[str, Any]
WORK = ("fix", "research")
"""Decisions that ask for work."""
TRACKED = ("status", "work_item", "tracker_status", "status_since")


@dataclass(frozen=True)
class Thing:
    """A decision (with the rows of all cells that it is about) or an improvement, and what is recorded of the work on it."""

    kind: str
    thing_id: str
    name: str
    rows: tuple[str, ...]
    gaps: tuple[str, ...]
    """The cells (need@stage) that it is in force about."""
    status: str
    work_item: str
    tracker_status: str
    since: date | None


def things(workspace: Workspace) -> list[Thing]:
    """Every decision that ever asked for work, and every improvement."""
    recorded = {row[0]: row[1:] for row in workspace.rows(f"SELECT decision_id, {', '.join(TRACKED)} FROM deliveries")}
    found = decisions_in_force(workspace)
    asked = row_dicts(found[found["decision"].isin(WORK)])
    return [*(_decision(rows, recorded) for rows in _gathered(asked)), *_improvements(workspace)]


def _gathered(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each decision together, that with its own id first."""
    by_beginning: dict[str, list[Row]] = {}
    for row in rows:
        by_beginning.setdefault(OF_A_CELL.sub("", str(row["decision_id"])), []).append(row)
    found: list[list[Row]] = []
    for alike in by_beginning.values():
        rest = sorted(alike, key=lambda r: (len(str(r["decision_id"])), str(r["decision_id"])))
        while rest:
            first = rest[0]
            found.append([r for r in rest if together(r, first)])
            rest = [r for r in rest if not together(r, first)]
    return found


def _decision(rows: Sequence[Row], recorded: Mapping[str, Sequence[Any]]) -> Thing:
    first = rows[0]
    known = recorded.get(str(first["decision_id"]), ("", "", "", None))
    ids = tuple(str(r["decision_id"]) for r in rows)
    gaps = tuple(f"{r['need_id']}@{r['stage_id']}" for r in rows if r["in_force"])
    return Thing("decision", ids[0], f"{first['statement']} ({first['stage']})", ids, gaps, *_tracked(known))


def _improvements(workspace: Workspace) -> list[Thing]:
    rows = workspace.rows(f"SELECT improvement_id, name, {', '.join(TRACKED)} FROM improvements ORDER BY improvement_id")
    return [Thing("improvement", thing_id, name, (thing_id,), (), *_tracked(known)) for thing_id, name, *known in rows]


def _tracked(known: Sequence[Any]) -> tuple[str, str, str, date | None]:
    status, work_item, tracker_status, since = known
    return status or "", work_item or "", tracker_status or "", since
