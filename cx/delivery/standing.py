"""How a cell stood in the list of shortfalls when something was decided about it, and how it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cx import words
from cx.analysis.catalogue import names
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.shortfalls import shortfalls
from cx.appearance import look
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.model import TIER
from cx.store import Workspace

Row = Mapping[str, Any]
Cell = tuple[str, str]


@dataclass(frozen=True)
class Standing:
    """A cell in one round. `place` is its place in the whole list; tier, place and priority are None where it is not in it."""

    round_name: str
    cell: Row | None
    tier: int | None = None
    place: int | None = None
    priority: float | None = None

    @property
    def said(self) -> str:
        """State, part of the list and place, in words."""
        if self.cell is None:
            return tr("not looked at")
        shown = look(self.cell)
        state = (shown.words if shown.words else shown.word).lower()
        if self.place is None:
            apart = tr("{state}, without a place in the list", state=state)
            return tr("{state}, not in the list", state=state) if self.tier is None else apart
        return tr(
            "{state}, place {place} of the list ({tier}), priority {priority}",
            state=state,
            place=self.place,
            tier=tr(TIER[self.tier or 3].label.lower()),
            priority=words.points(self.priority or 0),
        )


@dataclass(frozen=True)
class List:
    """The cells of one round by need and stage, and their rows in the list of shortfalls."""

    round_name: str
    cells: Mapping[Cell, Row]
    ranked: Mapping[Cell, Row]

    def of(self, need_id: str, stage_id: str) -> Standing:
        """How a cell stands."""
        cell, row = self.cells.get((need_id, stage_id)), self.ranked.get((need_id, stage_id))
        if row is None:
            return Standing(self.round_name, cell)
        place = None if words.missing(row["item"]) else int(row["item"])
        return Standing(self.round_name, cell, int(row["tier"]), place, None if words.missing(row["priority"]) else float(row["priority"]))


def list_of(workspace: Workspace, answer: Coverage) -> List:
    """The list of an answer, made once for it."""
    if "list of shortfalls" not in answer.kept:
        answer.kept["list of shortfalls"] = _list_of(workspace, answer)
    found: List = answer.kept["list of shortfalls"]
    return found


def _list_of(workspace: Workspace, answer: Coverage) -> List:
    table = shortfalls(workspace, answer).table
    by_cell = {(r["need_id"], r["stage_id"]): r for r in row_dicts(table[table["tier"].notna()])}
    return List(str(answer.round["round_name"] or ""), {(r["need_id"], r["stage_id"]): r for r in row_dicts(answer.cells)}, by_cell)


def list_in(workspace: Workspace, answer: Coverage, round_id: object) -> List | None:
    """The list of another round, in the scope of an answer; None where there is no such round.

    A round that is not frozen is taken as its data are today.
    """
    if words.missing(round_id) or round_id not in names(workspace).rounds:
        return None
    if round_id == answer.round["round_id"]:
        return list_of(workspace, answer)
    return list_of(workspace, coverage(workspace, replace(answer.scope, round_id=str(round_id))))
