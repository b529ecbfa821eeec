"""What do the personas rest on? Statements and their status, who spoke of what, saturation, and who is still to be asked.

Asked of the relations of one coverage answer, so that a need weighs and ages here as it does on the map. Method 4.1, 4.3, 4.8.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from cx.analysis.catalogue import Names
from cx.analysis.coverage import Coverage, of_today
from cx.analysis.named import named
from cx.analysis.parameters import Value, parameters
from cx.analysis.scope import Scope, look_at
from cx.frames import row_dicts, with_tuples
from cx.model import FEWEST_PROBED, SATURATION_BASE, SATURATION_LIMIT, SATURATION_RUN, SURE, TOLERANCE
from cx.sql import beside, relation, run
from cx.store import Workspace

READS: dict[str, tuple[str, ...]] = {
    "interview_row": (),
    "interview_part": ("interview_row",),
    "finding": ("interview_row",),
    "probe": ("interview_row",),
    "verdict": ("interview_row", "probe"),
    "statement": ("interview_row", "probe", "verdict"),
    "need_heard": ("interview_row", "probe", "verdict"),
    "supposed_truth": ("interview_row", "probe", "verdict", "statement"),
    "recruitment": ("interview_row",),
    "theme_count": ("interview_row", "interview_part"),
    "theme_drift": ("interview_row",),
    "codebook": ("interview_row",),
    "coded_now": (),
    "coded_then": (),
    "saturation_step": ("interview_row", "interview_part"),
    "saturation": ("interview_row", "interview_part", "saturation_step"),
}
"""The relations of `cx/sql/research/`, each with those it reads, in their order."""
RULE = {"fewest_probed": FEWEST_PROBED, "sure": SURE}
CURVE = {"base": SATURATION_BASE, "run": SATURATION_RUN, "limit": SATURATION_LIMIT}
CODES = {"now": "coded_now", "then": "coded_then"}
"""The themes of the findings as they stand now, and as they were when each finding was first written down."""


class Research:
    """What the interviews of a workspace say, in the scope of one answer, worked out once for it.

    Frames are shared: read them, never change them.
    """

    def __init__(self, answer: Coverage, settings: Mapping[str, Value]):
        self.answer = answer
        self._settings = settings

    @property
    def interviews(self) -> pd.DataFrame:
        """One row per interview in view, the latest first."""
        rows = self._frame("interview_row")
        return rows.sort_values(["held_on", "interview_id"], ascending=[False, True], na_position="last", ignore_index=True)

    @property
    def findings(self) -> pd.DataFrame:
        """One row per finding of these interviews, by id: what it is about, and not its words."""
        return self._frame("finding")

    @property
    def statements(self) -> pd.DataFrame:
        """One row per statement of the empathy maps, with its status."""
        return self._frame("statement", RULE | self._age)

    @property
    def needs(self) -> pd.DataFrame:
        """One row per need: what it is recorded to rest on, and what interviews bear out."""
        return self._frame("need_heard", RULE)

    @property
    def supposed_truths(self) -> pd.DataFrame:
        """Statements and needs that others rest on and nobody has tested, worst first."""
        return self._frame("supposed_truth", RULE | self._age)

    @property
    def recruitment(self) -> pd.DataFrame:
        """One row per segment: planned, held and missing."""
        return self._frame("recruitment", {"planned": self.planned})

    @property
    def themes(self) -> pd.DataFrame:
        """One row per theme and part of the interviews, of every split: who said it, of how many."""
        return self._frame("theme_count")

    @property
    def drift(self) -> pd.DataFrame:
        """One row per theme: in how many of the earlier and of the later interviews it was noted, and by whom; the most changed first."""
        return self._frame("theme_drift")

    @property
    def codebook(self) -> pd.DataFrame:
        """One row per theme in use or defined: what it means, an example, people and findings; that of most people first."""
        return self._frame("codebook")

    @property
    def planned(self) -> int:
        """Interviews that are planned per segment."""
        return int(self._settings["interviews_per_segment"])

    def steps(self, codes: str = "now") -> pd.DataFrame:
        """One row per combed interview of every part, in order: new themes, themes so far, coverage; `codes` is a key of `CODES`."""
        return self._frame("saturation_step", codes=codes)

    def saturation(self, codes: str = "now") -> pd.DataFrame:
        """One row per part of the interviews: coverage, and the ratio where it can be tested."""
        return self._frame("saturation", CURVE, codes=codes)

    @property
    def _age(self) -> dict[str, Value]:
        return {"supposed_truth_age": self._settings["supposed_truth_age"]}

    def _frame(self, name: str, values: Mapping[str, Value] | None = None, codes: str = "now") -> pd.DataFrame:
        known = ("research", name, codes)  # kept with the answer, which must not keep what keeps it
        if known not in self.answer.kept:
            self.answer.kept[known] = self._asked(name, dict(values or {}), codes)
        frame: pd.DataFrame = self.answer.kept[known]
        return frame

    def _asked(self, name: str, values: dict[str, Value], codes: str) -> pd.DataFrame:
        reads = {other: relation(f"research/{other}") for other in READS[name]}
        if name.startswith("saturation"):
            reads = {"coded": relation(f"research/{CODES[codes]}"), **reads}
        query = relation(f"research/{name}")
        return self.answer.frame(beside(query, **reads) if reads else query, values)


def research(workspace: Workspace, answer: Coverage) -> Research:
    """What the interviews of this workspace say, in the scope of an answer on it."""
    return Research(of_today(workspace, answer), parameters(workspace))


def verdicts(cursor: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, Any]]:
    """What interviews say about every statement and need (rows of `verdict`), by what it is and its id, in what the transaction of
    this cursor sees; whoever nobody spoke to is missing."""
    look_at(cursor, Scope(from_snapshot=False))
    reads = {name: relation(f"research/{name}") for name in READS["verdict"]}
    rows = row_dicts(with_tuples(run(cursor, beside(relation("research/verdict"), **reads), RULE).df()))
    return {(row["what"], row["id"]): row for row in rows}


def chance_of_hearing(share: float, interviews: int) -> float:
    """How likely so many interviews hear of a theme that this share of a group holds (method 4.8)."""
    return 1 - (1 - share) ** interviews


def interviews_needed(share: float, chance: float) -> int:
    """How many interviews hear of such a theme with this chance (method 4.8)."""
    return math.ceil(math.log(1 - chance) / math.log(1 - share) - TOLERANCE)


def named_truths(rows: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Statements or supposed truths as people download them: with the names of personas, and ids as one text."""
    lists = {name: [";".join(ids) for ids in rows[name]] for name in ("needs", "interviews") if name in rows}
    return named(rows.assign(**lists), names)
