"""Two rounds compared: transitions first, then what of it is real, then why an index is another one.

Both rounds are looked at in the same scope. Everything is computed once per pair of rounds; Overview, the page of rounds, the report and the
command read the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd

from cx.analysis.catalogue import Names, names, together
from cx.analysis.coverage import Coverage, coverage
from cx.analysis.parameters import Value
from cx.analysis.rounds.statistics import corrected, panel_moved, share_p, survives_drawing, welch
from cx.analysis.rounds.vocabulary import steps
from cx.model import TOLERANCE
from cx.sql import make, relation, run
from cx.sql.groundwork import make_functions
from cx.store import Workspace

NEAR = 0.10
"""Untouched cells are beside those acted on whose baseline lies within so much of theirs (method 8.4)."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two rounds in one scope. Shared between sessions: never change a frame.

    `cells` and `needs`: one row each with both states, `differs` and `transition` (`cell_pair.sql`, `need_pair.sql`). `indices`: each index with
    its change taken apart (`decomposition.sql`).
    """

    workspace: Workspace
    before: Coverage
    after: Coverage
    cells: pd.DataFrame
    needs: pd.DataFrame
    indices: pd.DataFrame

    @property
    def moved(self) -> pd.DataFrame:
        """The needs that are not unchanged."""
        return self.needs[self.needs["transition"] != "unchanged"]

    @cached_property
    def names(self) -> Names:
        """What everything is called that stands in either round: as in the later one or, where it is not there any more, as in the earlier."""
        return together(names(self.workspace, self.after), names(self.workspace, self.before))

    @cached_property
    def samples(self) -> pd.DataFrame:
        """What is tested or why it is not, one row per cell and per touchpoint behind it (`sample_pair.sql`), with p, q (among all rows of its
        level), verdict (a key of `VERDICTS`, empty where nothing is tested) and `few` (too few answers for a statement)."""
        settings = self.after.parameters
        limits = {
            "smallest_change": float(settings["smallest_change"]),
            "other_cut": abs(self.before.round["met_cut"] - self.after.round["met_cut"]) > TOLERANCE,
        }

        def asked(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
            for side, answer in (("before", self.before), ("after", self.after)):
                cursor.register(f"subject_{side}", answer.frame(relation("rounds/subject_side")))
            cursor.register("cell_pair", self.cells)
            return run(cursor, relation("rounds/sample_pair"), limits).df()

        return judged(self._in_sql(asked), settings, int(self.after.round["n_report"]))

    @cached_property
    def touched(self) -> pd.DataFrame:
        """How cells that were acted on, or were the worst, moved beside untouched ones (`touched.sql`): at most two rows."""
        between = {
            "since": self.before.round["opened_on"],
            "until": self.after.round["opened_on"],
            "round_id": self.before.round["round_id"],
        }
        prior = {"prior": float(self.before.parameters["m"])}

        def asked(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
            cursor.register("cell_pair", self.cells)
            cursor.register("subject_after", self.after.frame(relation("rounds/subject_side")))
            cursor.register("shrunken", self.before.frame(relation("shrinkage"), prior))
            make(cursor, "acted", of=relation("rounds/acted"), values=between)
            return run(cursor, relation("rounds/touched"), {"near": NEAR}).df()

        return self._in_sql(asked)

    def _in_sql(self, asked: Callable[[duckdb.DuckDBPyConnection], pd.DataFrame]) -> pd.DataFrame:
        with self.workspace.cursor() as cursor:
            make_functions(cursor)
            return asked(cursor)


def compare(workspace: Workspace, answer: Coverage, other: str) -> Comparison:
    """The round of an answer and another one, the earlier as the one before, in the scope of the answer.

    Raises UnknownScope where there is no such round.
    """
    return workspace.answer(("rounds compared", answer.scope, other), lambda: _compare(workspace, answer, other), beside=True)


def _compare(workspace: Workspace, answer: Coverage, other: str) -> Comparison:
    beside = coverage(workspace, replace(answer.scope, round_id=other))
    before, after = sorted((beside, answer), key=_when)
    with workspace.cursor() as cursor:
        make_functions(cursor)
        for side, one in (("before", before), ("after", after)):
            cursor.register(f"cell_{side}", one.frame(relation("rounds/cell_side")))
            cursor.register(f"need_{side}", one.frame(relation("rounds/need_side")))
        cursor.register("step", steps())
        make(cursor, "cell_pair", of=relation("rounds/cell_pair"))
        make(cursor, "need_pair", of=relation("rounds/need_pair"), values={"other_rule": _rule(before) != _rule(after)})
        cells, needs = (run(cursor, f"FROM {name}").df() for name in ("cell_pair", "need_pair"))
        indices = run(cursor, relation("rounds/decomposition")).df()
    return Comparison(workspace, before, after, cells, needs, indices)


def _rule(answer: Coverage) -> tuple[str, float | None]:
    """How gains are rolled up over their stages (method 2.4)."""
    rule = str(answer.round["gain_rule"])
    return rule, float(answer.round["delta"]) if rule == "diminishing" else None


def _when(answer: Coverage) -> tuple[date, str]:
    return answer.round["opened_on"], answer.round["round_id"]


def judged(rows: pd.DataFrame, settings: dict[str, Value], n_report: int) -> pd.DataFrame:
    """The rows of `sample_pair` with p, q, few and verdict, and for means their interval (method 8.4)."""
    found = rows.assign(p=np.nan, few=rows[["n_before", "n"]].min(axis=1) < n_report)
    share, mean = found["method"] == "share", found["method"] == "mean"
    counts = (found.loc[share, name].to_numpy(dtype=float) for name in ("k_before", "n_before", "k", "n"))
    found.loc[share, "p"] = share_p(*counts)
    tested = welch(found[mean])
    found.loc[mean, list(tested.columns)] = tested
    found["q"] = np.nan
    for level in ("cell", "link"):
        own = (found["level"] == level) & found["p"].notna()
        found.loc[own, "q"] = corrected(found.loc[own, "p"].to_numpy())
    return found.assign(verdict=_verdicts(found, settings))


def _verdicts(rows: pd.DataFrame, settings: dict[str, Value]) -> pd.Series:
    apart = (rows["difference_low"] > TOLERANCE) | (rows["difference_high"] < -TOLERANCE)
    worth = rows["difference"].abs() >= float(settings["smallest_change"]) - TOLERANCE
    changed = apart & worth & (rows["q"] <= float(settings["bh_q"]) + TOLERANCE) & ~rows["few"]
    # The check costs a few milliseconds each, so only those are drawn for which it decides something.
    rng = np.random.default_rng(int(settings["seed"]))
    for place in rows.index[changed & (rows["method"] == "mean")]:
        changed[place] = survives_drawing(rows.loc[place], rng)
    panel = rows["method"] == "panel"
    verdict = np.select(
        [rows["method"].isna(), panel & panel_moved(rows), panel, changed, apart],
        ["", "judged change", "within rater noise", "changed", "possible"],
        "no evidence of change",
    )
    return pd.Series(verdict, rows.index, dtype="str")
