"""What we promised, what we did, for whom, and what we still do not know: one question, asked by the page and the report.

Decisions are those in force about personas in view; a decision about merged needs has a row for each of their cells and is counted once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from cx import words
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage
from cx.delivery.effects import Effect, effects
from cx.delivery.promise import Change, Promise, Row
from cx.delivery.promises import decided_improvements, promises
from cx.delivery.standing import Standing, list_in, list_of
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.sql import relation
from cx.store import Workspace
from cx.workshop.revisions import OF_A_CELL, together

ENDED = ("done", "dropped")
QUESTIONS = (
    "How far is it? Nobody says how far the work is",
    "Who does it? No owner is named",
    "By when? No day is set",
    "When is it looked at again? No review date is set",
    "Did it change anything? Delivered, and not measured since",
    "How is it today? Nobody has assessed it",
)
"""What nobody may know of a promise."""


class Progress:
    """The progress of one view; parts are computed on first use."""

    def __init__(self, workspace: Workspace, answer: Coverage, persona_id: str | None = None, today: date | None = None):
        self.workspace, self.answer, self.persona_id = workspace, answer, persona_id
        self.today = today or date.today()
        self.names: Names = names(workspace)

    @cached_property
    def _rows(self) -> Sequence[Row]:
        found = promises(self.workspace, self.today)
        here = {self.persona_id} if self.persona_id else set(self.answer.personas["persona_id"])
        return row_dicts(found[found["persona_id"].isin(here)])

    @cached_property
    def promises(self) -> list[Promise]:
        """Every decision in force, cell by cell; what is late or to be looked at again comes first."""
        now = list_of(self.workspace, self.answer) if self._rows else None
        rounds = {r: list_in(self.workspace, self.answer, r) for r in {row["round_id"] for row in self._rows}}
        found = []
        for row in self._rows:
            cell, before = (row["need_id"], row["stage_id"]), rounds[row["round_id"]]
            found.append(Promise(row, before.of(*cell) if before else None, now.of(*cell) if now else Standing("", None)))
        return found

    @cached_property
    def _groups(self) -> list[list[Promise]]:
        """The cells of each decision together."""
        found: list[list[Promise]] = []
        by_beginning: dict[str, list[list[Promise]]] = {}
        for promise in self.promises:
            alike = by_beginning.setdefault(OF_A_CELL.sub("", str(promise.row["decision_id"])), [])
            own = next((group for group in alike if together(promise.row, group[0].row)), None)
            if own is None:
                alike.append([promise])
                found.append(alike[-1])
            else:
                own.append(promise)
        return [sorted(group, key=lambda p: (len(p.row["decision_id"]), p.row["decision_id"])) for group in found]

    @property
    def decisions(self) -> list[Promise]:
        """As `promises`, a decision about several cells once: its first one."""
        return [group[0] for group in self._groups]

    def cells_of(self, promise: Promise) -> list[Promise]:
        """All cells of a decision."""
        return next(group for group in self._groups if any(one is promise for one in group))

    @cached_property
    def improvements(self) -> Sequence[Row]:
        """Improvements that somebody decided for, of personas in view."""
        here = {self.names.personas.get(p, p) for p in ([self.persona_id] if self.persona_id else self.answer.personas["persona_id"])}
        return [r for r in row_dicts(decided_improvements(self.workspace, self.today)) if not r["personas"] or here & set(r["personas"])]

    @property
    def alone(self) -> list[Row]:
        """Improvements that no decision of these is waiting for: promises of their own. One that was given up waits for nothing."""
        awaited = {one for p in self._waiting for one in p.row["improvement_ids"]}
        return [r for r in self.improvements if r["improvement_id"] not in awaited]

    @property
    def late_improvements(self) -> list[Row]:
        """Improvements past their day, but those that a late decision names."""
        named = {one for p in self.late for one in p.row["improvement_ids"]}
        return [r for r in self.improvements if r["late"] and r["improvement_id"] not in named]

    @property
    def work(self) -> list[Promise]:
        """Decisions that ask for work."""
        return [p for p in self.decisions if p.row["is_work"]]

    @property
    def late(self) -> list[Promise]:
        """Work that is past its day and has not ended."""
        return [p for p in self.decisions if p.row["late"]]

    @property
    def overdue(self) -> list[Promise]:
        """Decisions past their review date."""
        return [p for p in self.decisions if p.row["overdue"]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is decided."""
        return not self.promises and not self.improvements

    @property
    def finding(self) -> str:
        """What was promised and done, in a sentence."""
        if self.is_empty:
            return tr("Nothing is decided yet")
        done = sum(p.status == "done" for p in self.work) + sum(r["status"] == "done" for r in self.alone)
        asked = sum(p.status != "dropped" for p in self.work) + sum(r["status"] != "dropped" for r in self.alone)
        said = [_delivered(done, asked) if asked else tr("No work is promised")]
        late = len(self.late) + len(self.late_improvements)
        said += [words.count(late, "piece of work is late", "pieces of work are late")] * bool(late)
        reviews = len(self.overdue) + sum(bool(r["overdue"]) for r in self.improvements)
        said += [words.count(reviews, "review is overdue", "reviews are overdue")] * bool(reviews)
        real = sum(effect.is_real for _, effect in self.changed)
        said[1:1] = [tr("{n} changed something for real", n=real)] * bool(real)
        return words.listing(said, len(said))

    @cached_property
    def changed(self) -> list[tuple[Change, Effect]]:
        """What delivered work was to change, and what changed since, cell by cell; what changed for real comes first."""
        of_decisions = [Change(str(p.row["statement"]), p.row) for p in self.promises if p.row["is_work"] and p.status == "done"]
        every = [*of_decisions, *self._by_improvements]
        told = effects(self.workspace, self.answer, [one.delivered for one in every])
        return sorted(zip(every, told, strict=True), key=lambda pair: (not pair[1].is_real, not pair[1].verdict))

    @cached_property
    def expected(self) -> dict[str, Effect]:
        """What work that has not ended is to change, by id of the decision; of those whose improvements state an effect."""
        waiting = [p for p in self.promises if p.row["is_work"] and p.status not in ENDED and p.row["improvement_ids"]]
        work = [Change(str(p.row["statement"]), p.row).delivered for p in waiting]
        told = effects(self.workspace, self.answer, work, measured=False)
        return {str(p.row["decision_id"]): effect for p, effect in zip(waiting, told, strict=True) if effect.level}

    @property
    def _by_improvements(self) -> list[Change]:
        """The cells of delivered improvements on which no decision waits for them."""
        done = [r["improvement_id"] for r in self.improvements if r["status"] == "done"]
        if not done:
            return []
        rows = row_dicts(self.workspace.frame(relation("delivery/delivered"), {"improvements": done}))
        here = {self.persona_id} if self.persona_id else set(self.answer.personas["persona_id"])
        waiting = {(one, p.row["need_id"], p.row["stage_id"]) for p in self._waiting for one in p.row["improvement_ids"]}
        own = [r for r in rows if (r["improvement_id"], r["need_id"], r["stage_id"]) not in waiting]
        return [Change(str(r["name"]), r) for r in own if r["persona_id"] in here]

    @property
    def _waiting(self) -> list[Promise]:
        """What was not given up, so that it waits for the improvements of its cell."""
        return [p for p in self.promises if p.status != "dropped"]

    @cached_property
    def for_whom(self) -> list[tuple[str, ...]]:
        """One row per persona: `FOR_WHOM`."""
        found = []
        for persona_id in dict.fromkeys(
            str(row["persona_id"]) for row in [*(p.row for p in self.promises), *(c.row for c, _ in self.changed)]
        ):
            name = self.names.personas.get(persona_id, persona_id)
            own = [g[0] for g in self._groups if any(p.row["persona_id"] == persona_id for p in g)]
            statuses = [p.status for p in own if p.row["is_work"]]
            improved = [r for r in self.alone if name in r["personas"]]
            statuses += [str(r["status"]) for r in improved]
            counted = (
                sum(status != "dropped" for status in statuses), statuses.count("done"),
                sum(bool(row["late"]) for row in [*(p.row for p in own), *improved]),
                sum(effect.is_real for change, effect in self.changed if change.row["persona_id"] == persona_id),
                sum(p.row["decision"] in ("accept", "defer", "drop") for p in own), sum(bool(row["overdue"]) for row in [*(p.row for p in own), *improved]),
            )  # fmt: skip
            found.append((name, *map(str, counted)))
        return found

    @cached_property
    def unknown(self) -> list[tuple[str, list[Promise]]]:
        """What nobody knows of what was promised: the question, and the decisions that it is about."""
        work = [p for p in self.work if p.status not in ENDED]
        about: Sequence[list[Promise]] = (
            [p for p in work if not p.status],
            [p for p in work if words.missing(p.row["owner"])],
            [p for p in work if words.missing(p.row["due"])],
            [p for p in self.decisions if p.status == "done" and words.missing(p.row["review_date"])],
            [p for p in self.work if p.status == "done" and self._untold(p)],
            [p for p in self.decisions if _not_assessed(p)],
        )
        asked = zip(QUESTIONS, about, strict=True)
        return [(tr(question), found) for question, found in asked if found]

    def _untold(self, promise: Promise) -> bool:
        """Whether no cell of it was tested since."""
        own = {id(cell.row) for cell in self.cells_of(promise)}
        return not any(effect.verdict for change, effect in self.changed if id(change.row) in own)


FOR_WHOM = ("Persona", "Promised", "Delivered", "Late", "Changed for real", "Lived with or dropped", "Reviews overdue")


def _not_assessed(promise: Promise) -> bool:
    return promise.now.cell is None or promise.now.cell["state"] == "not_assessed"


def _delivered(done: int, asked: int) -> str:
    if done == 1:
        return trn("1 of {n} promise is delivered", "1 of {n} promises is delivered", asked)
    return trn("{done} of {n} promise is delivered", "{done} of {n} promises are delivered", asked, done=done)
