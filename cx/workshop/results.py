"""The results of a room that may be seen at its step: spread of the scores, agreement, votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx.frames import row_dicts
from cx.model import FEWEST_RATERS, FEWEST_UNITS, TOLERANCE
from cx.store import Workspace
from cx.workshop import panel_statistics
from cx.workshop.access import only_host
from cx.workshop.board import board_of
from cx.workshop.content import GAPS, Item
from cx.workshop.room import Room
from cx.workshop.steps import SCORE

WEEKS: dict[str, int] = {"S": 2, "M": 6, "L": 16, "XL": 40}
"""T-shirt sizes in person-weeks (method 6.4)."""
QUADRANTS = {
    (True, False): "Quick win",
    (True, True): "Big bet",
    (False, False): "Fill-in",
    (False, True): "Money pit",
}
"""By (much effect, much effort)."""


@dataclass(frozen=True)
class Results:
    """Everything that may be shown at this step; frames are empty before they are revealed.

    `spread` has the rows of `panel_statistics.spread` by part score1, score2 and final; `alpha` those of `panel_statistics.agreement` on the
    final scores, `alpha_first` on the first ones; `tally` those of `panel_statistics.tally`; `rely` and `tentative` are the thresholds.
    """

    spread: pd.DataFrame
    alpha: pd.DataFrame
    alpha_first: pd.DataFrame
    tally: pd.DataFrame
    rely: float
    tentative: float

    def of(self, part: str) -> dict[str, dict[str, Any]]:
        """Rows of the spread of a part, by item."""
        rows = self.spread[self.spread["part"] == part]
        return {r["item_id"]: {**r, "counts": [int(c) for c in r["counts"]]} for r in row_dicts(rows)}

    def alpha_of(self, scale: str, *, first: bool = False) -> tuple[float | None, int]:
        """Alpha of a scale (None = not computable) and its number of units."""
        frame = self.alpha_first if first else self.alpha
        row = frame[frame["scale"] == scale]
        if row.empty:
            return None, 0
        alpha = row["alpha"].iloc[0]
        return (None if pd.isna(alpha) else float(alpha)), int(row["units"].iloc[0])

    def says(self, scale: str) -> str:
        """What the alpha of a scale means, in words, by the thresholds frozen with the table."""
        alpha, units = self.alpha_of(scale)
        return panel_statistics.says(alpha, self.rely, self.tentative, units=units)

    def evidence_of(self, item: Item) -> str:
        """The rung of the evidence ladder that the panel reaches on an item: indirect, or assumption (method 4.1, 6.2).

        From eight items its agreement decides; on fewer, at least four raters who are close about this one.
        """
        alpha, units = self.alpha_of(item.scale)
        if units >= FEWEST_UNITS:
            return "indirect" if alpha is not None and alpha >= self.tentative - TOLERANCE else "assumption"
        row = self.of(panel_statistics.FINAL).get(item.item_id)
        return "indirect" if row and row["n"] >= FEWEST_RATERS and row["close"] else "assumption"


def results(workspace: Workspace, room: Room) -> Results:
    """The results that the room may see now, computed once per step."""
    board, key = board_of(workspace), (room.room_id, room.version)
    with board.lock:
        known = board.outcomes.get(room.room_id)
    if known and known[0] == key:
        return known[1]
    with workspace.cursor() as cursor:
        panel_statistics.prepare(cursor, room.room_id, room.content)
        present = Results(
            panel_statistics.spread(cursor),
            panel_statistics.agreement(cursor),
            panel_statistics.agreement(cursor, SCORE),
            panel_statistics.tally(cursor),
            *panel_statistics.thresholds(room.content),
        )
    with board.lock:
        board.outcomes[room.room_id] = (key, present)
    return present


def strictness(workspace: Workspace, room: Room, host_key: str) -> dict[int, int]:
    """For the facilitator only: how many people are stricter than the panel (-1), milder (1) or in line with it (0). Empty where
    too few people or items were scored to hide a single score in it, or the final scores are not revealed. Raises UnknownRoom for another key."""
    only_host(workspace, room.room_id, host_key)
    with workspace.cursor() as cursor:
        panel_statistics.prepare(cursor, room.room_id, room.content)
        return panel_statistics.strict_and_mild(cursor)


def effort_and_effect(room: Room) -> pd.DataFrame:
    """One row per item with an effort: effort, weeks, effect (the priority that would go if the item reached its target),
    per_week, quadrant; the most effect per week first. Split at the medians (method 6.4)."""
    rows = []
    for item in room.items:
        size = room.settings.get(("effort", item.item_id), "")
        if size in WEEKS and item.priority is not None:
            rows.append(
                {
                    "item_id": item.item_id,
                    "title": item.title,
                    "effort": size,
                    "weeks": WEEKS[size],
                    "effect": item.priority,
                    "per_week": item.priority / WEEKS[size],
                }
            )
    frame = pd.DataFrame(rows, columns=["item_id", "title", "effort", "weeks", "effect", "per_week"])
    much_effect, much_effort = frame["effect"] >= frame["effect"].median(), frame["weeks"] > frame["weeks"].median()
    frame["quadrant"] = [QUADRANTS[pair] for pair in zip(much_effect, much_effort, strict=True)]
    return frame.sort_values(["per_week", "effect", "item_id"], ascending=[False, False, True], ignore_index=True)


def votes_beside_priority(room: Room, shown: Results) -> pd.DataFrame:
    """Options of the vote on gaps: rank by votes, rank by priority, and their difference (method 6.3)."""
    rows = []
    for topic in (t for t in room.topics if t.kind == GAPS):
        tally = shown.tally[shown.tally["topic_id"] == topic.topic_id].set_index("option_id")
        items: dict[str, Item] = {i.item_id: i for i in room.items}
        priorities = {o.option_id: items[o.item_id].priority or 0.0 for o in topic.options if o.item_id in items}
        by_priority = {o: 1 + sum(p > priorities[o] + TOLERANCE for p in priorities.values()) for o in priorities}
        for option in topic.options:
            if option.option_id in tally.index and option.option_id in priorities:
                rank = int(tally["rank"].loc[option.option_id])
                rows.append(
                    {
                        "topic_id": topic.topic_id,
                        "option_id": option.option_id,
                        "label": option.label,
                        "votes_rank": rank,
                        "priority_rank": by_priority[option.option_id],
                        "difference": by_priority[option.option_id] - rank,
                    }
                )
    return pd.DataFrame(rows, columns=["topic_id", "option_id", "label", "votes_rank", "priority_rank", "difference"])
