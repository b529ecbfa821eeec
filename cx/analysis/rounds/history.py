"""Every cell, need and index over the rounds up to the one in view, and from six rounds on whether an index left its usual range (method 8.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import pandas as pd

from cx.analysis.catalogue import Names, names, together
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.rounds.opened import rounds_before
from cx.sql import relation, run
from cx.sql.groundwork import make_functions
from cx.store import Workspace

ROUNDS = 24
"""So many rounds are looked back on, the one in view among them: each is a coverage of its own."""
FEWEST = 6
"""From so many values on a range says something (method 8.4)."""

INDEX: dict[str, str] = {
    "mandatory": "Share of mandatory needs that are met, of those that are settled",
    "gain": "Gains, mean fulfilment weighed by importance",
    "pain": "Pains, mean relief weighed by importance",
}
"""The index of each kind of needs (method 2.5); mandatory needs are counted, never averaged."""


@dataclass(frozen=True, eq=False)
class History:
    """All rounds up to the one in view, the earliest first. Shared between sessions: never change a frame.

    `names`: what everything is called that stands in one of them, as in the last that has it. `cells` and `needs`: one row per round in which
    it stands (place, round_id, …, state, fulfilment, n). `indices`: one row per persona, kind and round (place, value, whether all of it was
    `carried` over) with `middle`, `lowest`, `highest` from `FEWEST` measured values on, and whether it lies `outside` (`index_side.sql`,
    `xmr.sql`).
    """

    rounds: tuple[str, ...]
    names: Names
    cells: pd.DataFrame
    needs: pd.DataFrame
    indices: pd.DataFrame


def history(workspace: Workspace, answer: Coverage) -> History:
    """The rounds up to the one of an answer, in its scope."""
    return workspace.answer(("history", answer.scope), lambda: _history(workspace, answer), beside=True)


def _history(workspace: Workspace, answer: Coverage) -> History:
    earlier = rounds_before(workspace, answer)[1 - ROUNDS :]
    every = [*(coverage(workspace, replace(answer.scope, round_id=r)) for r in earlier), answer]
    told = {
        "cells": "SELECT round_id, persona_id, need_id, kind, stage_id, state, fulfilment, n FROM cell",
        "needs": "SELECT round_id, persona_id, need_id, kind, state, fulfilment, weakest_stage FROM need",
        "indices": relation("rounds/index_side"),
    }
    found = {
        name: pd.concat([one.frame(sql).assign(place=place) for place, one in enumerate(every)], ignore_index=True)
        for name, sql in told.items()
    }
    indices = found["indices"].assign(key=found["indices"]["persona_id"] + "\x1f" + found["indices"]["kind"])
    limits = limits_of(workspace, indices[["key", "place", "value", "carried"]])
    parts = limits["key"].str.split("\x1f", n=1, expand=True)
    limits = limits.assign(persona_id=parts[0], kind=parts[1]) if len(limits) else limits.assign(persona_id="", kind="")
    called = reduce(together, (names(workspace, one) for one in reversed(every)))
    return History((*earlier, str(answer.round["round_id"])), called, found["cells"], found["needs"], limits.drop(columns="key"))


def limits_of(workspace: Workspace, series: pd.DataFrame) -> pd.DataFrame:
    """`series` (key, place, value, carried) with the range within which a process that does not change stays (`xmr.sql`)."""
    with workspace.cursor() as cursor:
        make_functions(cursor)
        cursor.register("series", series)
        return run(cursor, relation("rounds/xmr"), {"fewest": FEWEST}).df()
