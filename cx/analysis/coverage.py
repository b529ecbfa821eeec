"""Where is each need met or missed? One computation in SQL, read by every page, export and command.

`coverage` runs the relations of `cx/sql/` in order, on one snapshot of the workspace, into tables on a
shelf in memory. The small results (cells, needs, personas) come out as DataFrames; what stands behind a
single cell is asked of the same tables when somebody wants to know, by as many at once as ask.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import duckdb
import pandas as pd

from cx import words
from cx.analysis.on_asking import OnShelf
from cx.analysis.parameters import Value, with_defaults
from cx.analysis.relations import derive
from cx.analysis.round_shelf import RoundShelf, filled, round_shelf
from cx.analysis.scope import Scope
from cx.frames import row_dict, with_tuples
from cx.sql import relation, row_dicts, run
from cx.store import Workspace
from cx.store.shelf import Shelf

COLUMNS: dict[str, tuple[str, ...]] = {
    "cell": (
        "round_id", "persona_id", "need_id", "kind", "stage_id", "state", "fulfilment", "lower", "upper",
        "shortfall", "evidence", "n", "flags",
    ),
    "need": (
        "round_id", "persona_id", "need_id", "kind", "state", "fulfilment", "lower", "upper", "weakest_stage",
        "stages_met", "stages_needed", "flags",
    ),
    "persona": (
        "round_id", "persona_id", "mandatory", "mandatory_met", "mandatory_undetermined", "gain_index",
        "pain_index", "need_debt", "rating_debt",
    ),
}  # fmt: skip
"""Columns of the `coverage` command by level, in the order of the data model."""


class Relations(Protocol):
    """Where the relations of one answer stand."""

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a question to them."""

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The same as dictionaries."""

    def filling(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor that sees them, in one transaction."""

    def close(self) -> None:
        """Give them back."""


class OfOneCursor:
    """Relations that are temporary tables of a cursor, which its owner closes: for one thread."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection):
        self._cursor = cursor

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a question to them."""
        return run(self._cursor, sql, values).df()

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The same as dictionaries."""
        return row_dicts(run(self._cursor, sql, values))

    def filling(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The cursor itself."""
        return nullcontext(self._cursor)

    def close(self) -> None:
        """Nothing is held."""


class Coverage:
    """The answer for one scope. Its frames are shared between sessions: read them, never change them."""

    def __init__(self, relations: Relations, scope: Scope):
        self._relations = relations
        self.scope = scope
        self.kept: dict[Hashable, Any] = {}
        """What others have worked out from this answer and keep as long as it lives."""
        # These relations end in their order, and the engine keeps the order in which rows went in.
        self.cells = self.frame("SELECT * FROM cell")
        self.needs = self.frame("SELECT * FROM need")

    def cell(self, need_id: str, stage_id: str) -> dict[str, Any] | None:
        """The row of `cells` of a need and a stage; None where the need does not arise there."""
        number = self._places.get((need_id, stage_id))
        return None if number is None else row_dict(self.cells.iloc[number])

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        return {place: number for number, place in enumerate(zip(self.cells["need_id"], self.cells["stage_id"], strict=True))}

    @cached_property
    def personas(self) -> pd.DataFrame:
        """One row per active persona, by id."""
        return self.frame("SELECT * FROM persona")

    @cached_property
    def persona_stages(self) -> pd.DataFrame:
        """One row per active persona and stage at which it has mandatory needs."""
        return self.frame("SELECT * FROM persona_stage")

    @cached_property
    def left_out(self) -> dict[str, int]:
        """How many ratings on live touchpoints were left out, by reason (method 2.1, 2.2)."""
        reasons = self.frame(relation("left_out"))
        return dict(reasons.itertuples(index=False, name=None))

    @cached_property
    def round(self) -> dict[str, Any]:
        """The round, the scope and the parameters of this answer."""
        return row_dict(self.frame("SELECT * FROM scope").iloc[0])

    @cached_property
    def parameters(self) -> dict[str, Value]:
        """Every parameter with the value that this answer was computed with."""
        return with_defaults(dict(self.frame("SELECT name, value FROM parameters").itertuples(index=False, name=None)))

    @property
    def snapshot(self) -> str | None:
        """The hash of the frozen round that this answer was read from; None where it was read from the tables of today."""
        return None if words.missing(found := self.round["snapshot"]) else str(found)

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """A question to the relations of this answer, e.g. `SELECT * FROM link_rating WHERE need_id = ?`; lists are tuples."""
        return with_tuples(self._relations.frame(sql, values))

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The same as dictionaries: for what stands behind one cell, a frame takes longer than the question."""
        return self._relations.rows(sql, values)

    def working(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A cursor that sees the relations of this answer, to make others from them, for itself alone."""
        return self._relations.filling()

    def structure(self) -> pd.DataFrame:
        """Oddities in how needs, stages and touchpoints hang together (method 2.9), for what is in view."""
        return self.frame(relation("structure"))

    def level(self, level: str) -> pd.DataFrame:
        """The table of the `coverage` command: level cell, need or persona, columns of the data model."""
        frame = {"cell": self.cells, "need": self.needs, "persona": self.personas}[level]
        return frame[list(COLUMNS[level])]

    def close(self) -> None:
        """Give the relations back; those of an answer that nobody holds any more go by themselves."""
        self._relations.close()


def coverage(workspace: Workspace, scope: Scope | None = None) -> Coverage:
    """Coverage of the workspace in a scope, computed once per data version (method 2).

    Raises UnknownScope for a round or market that does not exist.
    """
    asked = scope or Scope()
    dated = replace(asked, today=asked.today or date.today())
    return workspace.answer(("coverage", dated), lambda: compute(workspace, dated, round_shelf(workspace, dated)), beside=True)


def is_answered(workspace: Workspace, *scopes: Scope) -> bool:
    """Whether coverage in all of these scopes is known already, so that asking for it takes no time."""
    return all(workspace.has_answer(("coverage", replace(scope, today=scope.today or date.today()))) for scope in scopes)


def of_today(workspace: Workspace, answer: Coverage) -> Coverage:
    """The same as the tables of today answer it: what interviews say, and what is to be asked next, belongs to no round."""
    return coverage(workspace, replace(answer.scope, from_snapshot=False)) if answer.snapshot else answer


def compute(workspace: Workspace, scope: Scope, of_round: RoundShelf | None = None) -> Coverage:
    """Like `coverage`, without looking at earlier answers; but for what was made of the round, where that is given."""
    shelf = Shelf(workspace, of_round.shelf if of_round else None)
    with shelf.filling() as cursor:
        if of_round and not of_round.is_of(cursor):
            return compute(workspace, scope, filled(workspace, scope))
        derive(cursor, scope, "", of_round.ground if of_round else None)
    return Coverage(OnShelf(shelf), scope)
