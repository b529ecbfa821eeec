"""Decisions of a room, append-only: a later one supersedes an earlier one, which stays on record (method 6.5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from cx import words
from cx.errors import NotAllowed, NotNow
from cx.frames import row_dicts
from cx.languages import numbers
from cx.languages.messages import tr
from cx.sql import relation
from cx.store import Workspace
from cx.tables import DECISIONS
from cx.workshop.access import leading
from cx.workshop.clock import now
from cx.workshop.content import FAILS, Item
from cx.workshop.order import ranked
from cx.workshop.results import results
from cx.workshop.room import Room

MEANING: dict[str, str] = {
    "fix": "Something will be done about it.",
    "accept": "We live with it, for a stated reason and until a stated day.",
    "research": "We find out more first.",
    "defer": "Not now; it comes back on its review date.",
    "drop": "It is not pursued, for a stated reason.",
}
SPOKEN: dict[str, str] = {"fix": "Fix", "accept": "Accept", "research": "Research", "defer": "Defer", "drop": "Drop"}
"""Each decision as it begins a line; in lower case it stands within one."""
WITH_RATIONALE, WITH_REVIEW = ("accept", "drop"), ("accept", "defer")
"""Required statements of each decision: rationale, review date."""


@dataclass(frozen=True)
class Decision:
    """What was decided about an item. Dates are days, or None."""

    item_id: str
    decision: str
    rationale: str = ""
    owner: str = ""
    due: date | None = None
    review_date: date | None = None
    dissent: str = ""
    options_considered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """A recorded decision: its id, when it was taken, its evidence, and the one that supersedes it (or None)."""

    decision_id: str
    decision: Decision
    decided_at: datetime
    evidence: str
    alpha: float | None
    priority: float | None
    supersedes: str | None
    superseded_by: str | None


def decide(workspace: Workspace, room_id: str, host_key: str, decision: Decision, decision_key: str) -> None:
    """Record a decision about an item, superseding the one in force. `decision_key` makes a second click harmless.

    Raises NotAllowed if a required statement is missing, NotNow before the last steps and after closing.
    """
    check(decision)
    with leading(workspace, room_id, host_key) as (cursor, room):
        if room.step.key not in ("effort", "decide"):
            raise NotNow("Decisions are taken at the last step, and not after the room is closed. Go on to “Decisions” first.")
        item = room.content.item(decision.item_id)
        taken = [json.loads(r[0]) for r in cursor.execute("SELECT content FROM workshop_decision WHERE room_id = ?", [room_id]).fetchall()]
        if any(t["key"] == decision_key for t in taken):
            return
        found = results(workspace, room)
        standing = _standing(
            cursor.execute("SELECT decision_id, item_id, supersedes FROM workshop_decision WHERE room_id = ?", [room_id]).fetchall()
        )
        content = {
            **{k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(decision).items()},
            "evidence": _evidence(item, found.evidence_of(item), item.item_id in found.of("final")),
            "alpha": found.alpha_of(item.scale)[0], "priority": item.priority, "key": decision_key,
        }  # fmt: skip
        number = len(taken) + 1
        cursor.execute(
            "INSERT INTO workshop_decision VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                f"{room_id}-d{number:02d}",
                room_id,
                number,
                item.item_id,
                json.dumps(words.all_printable(content), ensure_ascii=False),
                standing.get(item.item_id),
                now(),
            ],
        )


def recorded(workspace: Workspace, room: Room) -> list[Recorded]:
    """Every decision of the room, in the order in which they were taken."""
    rows = workspace.rows(
        "SELECT decision_id, content, supersedes, decided_at FROM workshop_decision WHERE room_id = ? ORDER BY number",
        [room.room_id],
    )
    later = {supersedes: decision_id for decision_id, _, supersedes, _ in rows if supersedes}
    found = []
    for decision_id, text, supersedes, at in rows:
        c = json.loads(text)
        days = {n: date.fromisoformat(c[n]) if c[n] else None for n in ("due", "review_date")}
        decision = Decision(
            c["item_id"],
            c["decision"],
            c["rationale"],
            c["owner"],
            days["due"],
            days["review_date"],
            c["dissent"],
            tuple(c["options_considered"]),
        )
        found.append(Recorded(decision_id, decision, at, c["evidence"], c["alpha"], c["priority"], supersedes, later.get(decision_id)))
    return found


def standing(workspace: Workspace, room: Room) -> dict[str, Recorded]:
    """The decision in force for each item that has one."""
    return {r.decision.item_id: r for r in recorded(workspace, room) if r.superseded_by is None}


def undecided(workspace: Workspace, room: Room) -> list[Item]:
    """Must-haves that fail and have no decision; while there are any, the room cannot be closed."""
    decided = standing(workspace, room)
    return [i for i in ranked(room.items) if i.tier == FAILS and i.item_id not in decided]


def decisions_in_force(workspace: Workspace, today: date | None = None) -> pd.DataFrame:
    """The decision log of the workspace: every row of `decisions` with the names of its need and stage, `in_force` (not
    superseded) and `overdue` (in force, with a review date in the past)."""
    sql = relation("workshop/decision")
    return workspace.answer(("decisions", today or date.today()), lambda: workspace.frame(sql, {"today": today or date.today()}))


def decided_at(workspace: Workspace) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The decision in force for each need and stage that has one, as a row of `decisions_in_force`."""

    def find() -> dict[tuple[str, str], Mapping[str, Any]]:
        rows = decisions_in_force(workspace)
        return {(r["need_id"], r["stage_id"]): r for r in reversed(row_dicts(rows[rows["in_force"]]))}

    return workspace.answer(("decided", date.today()), find)


def decisions_about(item: Mapping[str, Any], decided: Mapping[Any, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was decided about the stages of an item of the list of shortfalls; `decided` is that of `decided_at`."""
    stages = item["closing_set"] if item["tier"] == 1 else [item["stage_id"]]
    at = [decided[item["need_id"], stage] for stage in stages if (item["need_id"], stage) in decided]
    return list({row["decision_id"]: row for row in at}.values())


def overdue_reviews(workspace: Workspace, today: date | None = None) -> pd.DataFrame:
    """Decisions in force with a review date in the past, the longest overdue first."""
    found = decisions_in_force(workspace, today)
    return found[found["overdue"]].sort_values(["review_date", "decision_id"])


def decision_words(row: Mapping[str, object]) -> str:
    """A decision in one line, e.g. “Accept, review by 2027-03-01 (Retail)”."""
    said = tr(str(row["decision"]).capitalize())
    due, review = row.get("due"), row.get("review_date")
    if isinstance(due, date) and not words.missing(due):
        said += ", " + tr("due {day}", day=numbers.day(due))
    if isinstance(review, date) and not words.missing(review):
        said += ", " + tr("review by {day}", day=numbers.day(review))
    return said if words.missing(row.get("owner")) or not row.get("owner") else f"{said} ({row['owner']})"


def check(decision: Decision) -> None:
    """Raise NotAllowed if a required statement of a decision is missing (method 6.5)."""
    if decision.decision not in DECISIONS:
        raise NotAllowed(f"Choose what was decided: {', '.join(DECISIONS[:-1])} or {DECISIONS[-1]}.")
    if decision.decision in WITH_RATIONALE and not decision.rationale.strip():
        raise NotAllowed(
            f"To {decision.decision} it needs a rationale: say why, in a sentence that somebody outside this room understands."
        )
    if decision.decision in WITH_REVIEW and decision.review_date is None:
        raise NotAllowed(f"To {decision.decision} it needs a review date: the day on which the decision is looked at again.")


def _standing(rows: list[tuple[str, str, str | None]]) -> dict[str, str]:
    replaced = {supersedes for _, _, supersedes in rows}
    return {item_id: decision_id for decision_id, item_id, _ in rows if decision_id not in replaced}


def _evidence(item: Item, panel: str, scored: bool) -> str:
    """The evidence of the item: the frozen one, or the panel if that is better."""
    ladder = ("none", "assumption", "indirect", "qualitative", "measured")
    known = item.evidence or "none"
    return max(known, panel if scored else "none", key=ladder.index)
