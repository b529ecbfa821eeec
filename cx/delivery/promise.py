"""One thing that was promised, and one that was delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx import words
from cx.delivery.effects import Delivered
from cx.delivery.standing import Standing
from cx.languages.messages import tr
from cx.workshop.decisions import decision_words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Promise:
    """A decision in force about one cell, with how that stood when it was decided, and how it stands now."""

    row: Row
    then: Standing | None
    now: Standing

    @property
    def what(self) -> str:
        """The decision with its days and owner, in one line."""
        return decision_words(self.row)

    @property
    def status(self) -> str:
        """How far the work is; empty where nobody says or no work is asked for."""
        return "" if words.missing(self.row["delivery"]) else str(self.row["delivery"])

    @property
    def then_words(self) -> str:
        """How it stood when it was decided, and the priority that was recorded, where that is another one today."""
        recorded = self.row["priority_at_decision"]
        told = "" if words.missing(recorded) else tr("priority {points}", points=words.points(float(recorded)))
        if self.then is None:
            return f"{told}; {tr('the round is not recorded')}" if told else tr("not recorded")
        other = told and (self.then.priority is None or abs(self.then.priority - float(recorded)) > 0.05)
        said = tr("{standing}, in {round}", standing=self.then.said, round=self.then.round_name)
        return f"{said}; {tr('recorded then: {priority}', priority=told)}" if other else said


@dataclass(frozen=True)
class Change:
    """Delivered work on one cell: a decision (a row of `promises`) or an improvement by itself (`delivery/delivered.sql`)."""

    name: str
    row: Row

    @property
    def delivered(self) -> Delivered:
        """What is asked of it."""
        row = self.row
        since, decided = (None if words.missing(row[name]) else pd.Timestamp(row[name]).date() for name in ("status_since", "decided_on"))
        round_id = None if words.missing(row["round_id"]) else str(row["round_id"])
        return Delivered((row["need_id"], row["stage_id"]), since, decided, round_id, tuple(row["improvement_ids"]))
