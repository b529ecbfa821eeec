"""What does this cell rest on? Touchpoints, ratings, segments, history, quotes: of one cell, or of all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.coverage import Coverage, coverage
from cx.errors import UnknownScope
from cx.frames import row_dict, row_dicts
from cx.sql import relation
from cx.store import Workspace

Rows = list[dict[str, Any]]
Ask = Callable[[], Rows]
Place = tuple[str, str]
"""Need and stage."""


@dataclass(frozen=True)
class Evidence:
    """Everything behind one cell of the coverage, as rows of the relations of `cx/sql/`.

    `cell` is the row of `cell`; `need` the row of `need`; `links` the rows of `subject_shown` that rate a touchpoint (live and not);
    `direct` the rating of the need at this stage as a whole, if there is one (a row of `subject_shown`);
    `segments` the rows of `segment_shown`, without touchpoint where they rate the whole. What few look at is asked when somebody does.
    """

    cell: dict[str, Any]
    need: dict[str, Any]
    links: Rows
    direct: dict[str, Any] | None
    segments: Rows
    further: Mapping[str, Ask]
    """How the rest is asked: `ratings`, `history`, `quotes`, and `agreement` of the whole round."""

    @cached_property
    def ratings(self) -> Rows:
        """The rows of `rating_standing`: each rating, and why it has no part in the cell if so."""
        return self.further["ratings"]()

    @cached_property
    def history(self) -> Rows:
        """One row per round (round_name, and the row of `cell`), the oldest first."""
        return self.further["history"]()

    @cached_property
    def quotes(self) -> Rows:
        """Findings about the need."""
        return self.further["quotes"]()

    @cached_property
    def agreement(self) -> Rows:
        """How far the round's panels of experts agree (scale, units, alpha), for the scales on which experts rated here."""
        scales = {r["scale_used"] for r in self.ratings if r["source"] == "expert" and words.missing(r["left_out"])}
        return [row for row in self.further["agreement"]() if row["scale"] in scales]

    @property
    def is_rated(self) -> bool:
        """Whether there is any rating here, be it one that has no part in the cell."""
        subjects = (*self.links, *([self.direct] if self.direct else ()))
        return any(not words.missing(row["source"]) for row in subjects) or bool(self.ratings)

    @property
    def verdict(self) -> str:
        """How far the state can be relied on, a key of `cx.words.VERDICTS`."""
        return words.verdict(self.cell["state"], bool(self.cell["assumed"]), self.cell["precision"], self.cell["confirmed"])


def evidence(workspace: Workspace, answer: Coverage, need_id: str, stage_id: str) -> Evidence:
    """What stands behind the cell of a need and a stage in this answer; raises UnknownScope if there is none."""
    place = (need_id, stage_id)
    cell = answer.cell(need_id, stage_id)
    if cell is None:
        raise UnknownScope("The need does not arise at this stage in what is in view.")
    here = "WHERE need_id = ? AND stage_id = ?"

    def ask(name: str) -> Rows:
        return answer.rows(BEHIND[name].format(where=here), place)

    return _evidence(
        cell=cell,
        need=row_dict(answer.needs[answer.needs["need_id"] == need_id].iloc[0]),
        subjects=ask("subjects"),
        segments=ask("segments"),
        further={
            "ratings": lambda: ask("ratings"),
            "history": lambda: _history(workspace, answer, place),
            "quotes": lambda: row_dicts(workspace.frame(QUOTES.format(where="AND f.need_id = ?"), [need_id])),
            "agreement": lambda: _agreement(answer),
        },
    )


def every_evidence(workspace: Workspace, answer: Coverage) -> Iterator[tuple[Place, Evidence]]:
    """The same of every cell, in the order of the cells: each question is asked once, and not once a cell. Of ratings there are the
    columns `OF_RATINGS` alone."""
    asked = BEHIND | {"ratings": BEHIND["ratings"].replace("SELECT *", f"SELECT {', '.join(OF_RATINGS)}", 1)}
    behind = {name: _by_place(row_dicts(answer.frame(sql.format(where="")))) for name, sql in asked.items()}
    quotes = defaultdict(list)
    for row in row_dicts(workspace.frame(QUOTES.format(where=""))):
        quotes[row["need_id"]].append(row)
    rounds = [(name, {_place(r): r for r in row_dicts(other.cells)}) for name, other in _rounds(workspace, answer)]
    agreement, needs = _agreement(answer), {r["need_id"]: r for r in row_dicts(answer.needs)}
    for cell in row_dicts(answer.cells):
        place = _place(cell)
        of_cell = {name: rows.get(place, []) for name, rows in behind.items()}
        of_cell["history"] = [{"round_name": name, **rows[place]} for name, rows in rounds if place in rows]
        of_cell |= {"quotes": quotes[cell["need_id"]], "agreement": agreement}
        further = {name: partial(of_cell.__getitem__, name) for name in ("ratings", "history", "quotes", "agreement")}
        yield place, _evidence(cell, needs[cell["need_id"]], of_cell["subjects"], of_cell["segments"], further)


BEHIND: dict[str, str] = {
    "subjects": "SELECT * FROM subject_shown {where} ORDER BY live DESC, group_id, touchpoint_id",
    "segments": "SELECT * FROM segment_shown {where} ORDER BY touchpoint_id, fulfilment, segment_id",
    "ratings": f"SELECT * FROM ({relation('rating_standing')}) {{where}} ORDER BY touchpoint_id, source, segment_id, rater",
}
"""What is asked of the relations of an answer; the order within a cell is that in which it is shown."""
OF_RATINGS = (
    "need_id", "stage_id", "touchpoint_id", "source", "segment_id", "market", "value", "scale_used", "n", "rated_on", "note",
    "left_out", "overridden", "above",
)  # fmt: skip
QUOTES = """SELECT f.need_id, f.theme, f.stance, f.quote, i.held_on, i.segment_id FROM findings f JOIN interviews i USING (interview_id)
    WHERE f.quote IS NOT NULL AND i.method IS DISTINCT FROM 'synthetic' {where} ORDER BY i.held_on DESC NULLS LAST, f.finding_id"""


def _evidence(cell: dict[str, Any], need: dict[str, Any], subjects: Rows, segments: Rows, further: Mapping[str, Ask]) -> Evidence:
    return Evidence(
        cell=cell,
        need=need,
        links=[row for row in subjects if not words.missing(row["touchpoint_id"])],
        direct=next((row for row in subjects if words.missing(row["touchpoint_id"])), None),
        segments=segments,
        further=further,
    )


def _agreement(answer: Coverage) -> Rows:
    """Of the round: the same behind every cell."""
    if "agreement" not in answer.kept:
        answer.kept["agreement"] = answer.rows("SELECT * FROM agreement ORDER BY scale")
    found: Rows = answer.kept["agreement"]
    return found


def _place(row: Mapping[str, Any]) -> Place:
    return row["need_id"], row["stage_id"]


def _by_place(rows: Rows) -> dict[Place, Rows]:
    found = defaultdict(list)
    for row in rows:
        found[_place(row)].append(row)
    return found


def _history(workspace: Workspace, answer: Coverage, place: Place) -> Rows:
    """The same cell in every round, oldest first."""
    found = []
    for name, other in _rounds(workspace, answer):
        if cell := other.cell(*place):
            found.append({"round_name": name, **cell})
    return found


def history_is_known(workspace: Workspace, answer: Coverage) -> bool:
    """Whether every round has been worked out already, so that nobody waits for the history of a cell."""
    return all(workspace.has_answer(("coverage", replace(answer.scope, round_id=round_id))) for round_id, _ in _in_order(workspace))


def _rounds(workspace: Workspace, answer: Coverage) -> Sequence[tuple[str, Coverage]]:
    """Every round by name, oldest first, with what this answer asks asked of it."""
    return [(name, coverage(workspace, replace(answer.scope, round_id=round_id))) for round_id, name in _in_order(workspace)]


def _in_order(workspace: Workspace) -> list[tuple[Any, ...]]:
    return workspace.answer("rounds", lambda: workspace.rows("SELECT round_id, name FROM rounds ORDER BY opened_on, round_id"))


def vanished(answer: Coverage, stricter: Coverage) -> pd.DataFrame:
    """Cells that are met in `answer` and no longer in `stricter` (a view without assumptions)."""
    met = answer.cells[answer.cells["state"] == "met"][["persona_id", "need_id", "stage_id"]]
    still = stricter.cells[stricter.cells["state"] == "met"][["need_id", "stage_id"]]
    kept = set(zip(still["need_id"], still["stage_id"], strict=True))
    return met.loc[[place not in kept for place in zip(met["need_id"], met["stage_id"], strict=True)]]
