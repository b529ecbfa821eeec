"""What an export of a tracker would change: each of its items, what it is about, and how far that is.

An item is known by the key that came with it before, else by a label that our work items carry, else by the decision that its
description names. Of several items about the same thing none is taken: a copy in a tracker keeps its labels, and which one is meant is known to
people only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.delivery.labels import label, label_of
from cx.delivery.status import Question, meanings, said_of
from cx.delivery.things import Thing, things
from cx.delivery.tracker import Export, WorkItem
from cx.store import Workspace
from cx.store.rows import Change

ACTION = "delivery"
"""What the history calls it."""
NAMED = re.compile(r"\bDecision\s(\S+)\sof \d{4}-\d{2}-\d{2}")
"""How our work items name their decision in the description."""
TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """An item of the tracker, what it is about, and how far that is now; `status` is empty while its word is asked."""

    item: WorkItem
    about: Thing
    status: str
    since: date | None

    @property
    def moves(self) -> bool:
        """Whether it says something else than what is recorded."""
        now, then = self.about, (self.status, self.item.key, said_of(self.item))
        return bool(self.status) and then != (now.status, now.work_item, now.tracker_status)


@dataclass(frozen=True)
class Incoming:
    """All that an export says: every item of it is a step, or left out with its reason."""

    export: Export
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    left_out: tuple[tuple[WorkItem, str], ...]


def incoming(workspace: Workspace, export: Export, answers: Mapping[str, str] | None = None, today: date | None = None) -> Incoming:
    """What the items of an export are about and mean; `answers` say what words mean that nobody knows, by how they are said."""
    every = things(workspace)
    found, left_out = _matched(export.items, every)
    known, questions = meanings((item for item, _ in found), _taken_before(every), answers or {})
    day = today or date.today()
    steps = tuple(Step(item, about, known.get(said_of(item), ""), _since(item, about, known, day)) for item, about in found)
    return Incoming(export, steps, tuple(questions), tuple(left_out))


def bring(cursor: duckdb.DuckDBPyConnection, steps: Iterable[Step], source: str, who: str) -> Outcome:
    """Record how far the work is, of every step whose status is known, as one change; the decisions themselves stay as they are."""
    decisions, improvements = [], []
    for step in steps:
        if not step.status:
            continue
        said = {
            "status": step.status, "work_item": step.item.key, "tracker_status": said_of(step.item),
            "status_since": step.since.isoformat() if step.since else "",
        }  # fmt: skip
        if step.about.kind == "decision":
            decisions += [{"decision_id": row} | said for row in step.about.rows]
        else:
            improvements.append({"improvement_id": step.about.thing_id} | said)
    sheets = [sheet_of(table, rows) for table, rows in (("deliveries", decisions), ("improvements", improvements)) if rows]
    return apply_sheets(cursor, sheets, Change(who, ACTION, source))


def say(cursor: duckdb.DuckDBPyConnection, decision_ids: Iterable[str], status: str, since: str, about: str, who: str) -> Outcome:
    """Record how far the work on the cells of a decision is, since a day (ISO), where no tracker says so."""
    rows = [{"decision_id": one, "status": status, "status_since": since} for one in decision_ids]
    return apply_sheets(cursor, [sheet_of("deliveries", rows)], Change(who, ACTION, about))


def say_of(cursor: duckdb.DuckDBPyConnection, improvement_id: str, status: str, since: str, who: str) -> Outcome:
    """The same of an improvement."""
    row = {"improvement_id": improvement_id, "status": status, "status_since": since}
    return apply_sheets(cursor, [sheet_of("improvements", [row])], Change(who, ACTION, improvement_id))


def _matched(items: Sequence[WorkItem], every: Sequence[Thing]) -> tuple[list[tuple[WorkItem, Thing]], list[tuple[WorkItem, str]]]:
    known = _Known.of(every)
    about = [(item, *known.about(item)) for item in items]
    often = Counter((thing.kind, thing.thing_id) for _, thing, _ in about if thing)
    found, left_out = [], []
    for item, thing, why in about:
        if thing is None:
            left_out.append((item, why))
        elif often[thing.kind, thing.thing_id] > 1 and thing.work_item != item.key:
            left_out.append((item, f"Another item is about “{thing.name}”, too: leave its label to one of them."))
        else:
            found.append((item, thing))
    return found, left_out


@dataclass(frozen=True)
class _Known:
    """By what a thing is known: its key in the tracker, its label, the label of a gap it is about, the id of a decision."""

    by_key: Mapping[str, Thing]
    by_label: Mapping[str, Thing]
    by_gap: Mapping[str, Thing]
    by_id: Mapping[str, Thing]

    @staticmethod
    def of(every: Sequence[Thing]) -> _Known:
        return _Known(
            _unique((t.work_item, t) for t in every),
            _unique((label_of(t.kind, t.thing_id), t) for t in every),
            _unique((label_of("gap", gap), t) for t in every for gap in t.gaps),
            _unique((t.thing_id, t) for t in every if t.kind == "decision"),
        )

    def about(self, item: WorkItem) -> tuple[Thing | None, str]:
        """What an item is about; else why that is not known."""
        if item.key in self.by_key:
            return self.by_key[item.key], ""
        labels = [label(one) for one in item.labels]
        named = NAMED.search(unescape(TAG.sub("", item.text)))  # Azure DevOps gives HTML
        for known, said in ((self.by_label, labels), (self.by_id, [named[1]] if named else []), (self.by_gap, labels)):
            told = {known[one].thing_id: known[one] for one in said if one in known}
            if len(told) > 1:
                return None, f"Its labels name {len(told)} decisions or improvements: leave it one."
            if told:
                return next(iter(told.values())), ""
        if any(one.startswith(label_of("gap", "")) for one in labels):
            return None, "Nothing in force asks for work on this gap: record the decision first, then bring the file again."
        return None, "It carries no label of a decision or improvement that stands here."


def _unique(pairs: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    """What only one thing is known by."""
    known: dict[str, list[Thing]] = {}
    for name, thing in pairs:
        if name:
            known.setdefault(name, []).append(thing)
    return {name: found[0] for name, found in known.items() if len(found) == 1}


def _taken_before(every: Iterable[Thing]) -> dict[str, str]:
    """What each word of a tracker was last taken for, where that was one thing."""
    meant: dict[str, set[str]] = {}
    for thing in every:
        if thing.tracker_status and thing.status:
            meant.setdefault(thing.tracker_status, set()).add(thing.status)
    return {said: statuses.pop() for said, statuses in meant.items() if len(statuses) == 1}


def _since(item: WorkItem, about: Thing, known: Mapping[str, str], today: date) -> date | None:
    """Since when it is known to be so far: the day that the tracker says it ended, else the day on which we learned it."""
    if known.get(said_of(item), "") == about.status and about.since:
        return about.since
    return min(item.closed, today) if item.closed else today
