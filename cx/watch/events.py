"""Which events there are now: needs confirmed below target, evidence gone stale, links to what is retired, reviews that are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, Protocol

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names, names
from cx.analysis.coverage import Coverage, of_today
from cx.frames import row_dicts
from cx.sql import beside, relation
from cx.store import Workspace
from cx.watch.event import Event, fingerprint
from cx.workshop.decisions import overdue_reviews

PER_ROUND = 0.05
"""How likely any need of a round is told as below its target although none is: once in twenty rounds."""

Row = Mapping[str, Any]


class Judged(Protocol):
    """What is judged: the cells and needs of one answer, and a way to ask its relations."""

    @property
    def cells(self) -> pd.DataFrame:
        """Rows of `cell`."""

    @property
    def needs(self) -> pd.DataFrame:
        """Rows of `need`."""

    def frame(self, sql: str, values: Any = ()) -> pd.DataFrame:
        """Rows of a question to the relations."""


class Look(NamedTuple):
    """What was seen of a sample when it was judged last: people, of them satisfied (none for a mean), how often it was, and the verdict."""

    n: int
    k: int | None
    looks: int
    below: bool


@dataclass(frozen=True)
class Found:
    """What there is: events, the looks at samples that led to them, and the ids of events that last although nothing says so anew."""

    events: tuple[Event, ...]
    looks: Mapping[str, Look]
    lasting: frozenset[str]


def events(workspace: Workspace, answer: Coverage, looks: Mapping[str, Look]) -> Found:
    """Everything that somebody should know of this answer. `looks` are those of before, by `place_of`."""
    known, judged = names(workspace), judgements(answer, looks)
    today = of_today(workspace, answer)  # what has aged or was retired since a round was frozen is news as well
    found = [
        *_below(judged, known),
        *_stale(row_dicts(today.frame(relation("watch/stale"), {"today": date.today()})), known, int(today.round["max_age"])),
        *_retired(row_dicts(workspace.frame(RETIRED)), known),
        *_due(row_dicts(overdue_reviews(workspace)), known),
    ]
    return Found(tuple(found), looks_of(judged), lasting(answer))


def judgements(answer: Judged, looks: Mapping[str, Look]) -> list[dict[str, Any]]:
    """One row per sample that can be judged, with what is said of it now (`cx/sql/watch/below.sql`)."""
    return row_dicts(answer.frame(beside(relation("watch/below"), look=LOOK), _parameters(answer, looks)))


def looks_of(judged: Iterable[Row]) -> dict[str, Look]:
    """What is remembered of these judgements."""
    return {place_of(row): Look(int(row["look_n"]), _k(row), int(row["looks"]), bool(row["below"])) for row in judged}


def lasting(answer: Judged) -> frozenset[str]:
    """Ids of what was or might be told of mandatory needs and is not over: a need that was told stays told until it is surely met
    again, else chance would tell it anew in every other round."""
    mandatory = answer.needs[answer.needs["kind"] == "mandatory"]["need_id"]
    recovered = set(answer.frame(relation("watch/recovered"))["need_id"])
    return frozenset(fingerprint("below_target", need) for need in mandatory if need not in recovered)


def place_of(row: Row) -> str:
    """A name for a sample that says nothing: round, need and stage."""
    return fingerprint("look", str(row["round_id"]), row["need_id"], row["stage_id"])


RETIRED = beside(relation("watch/retired"), **{name: relation(name) for name in ("stg_persona", "stg_touchpoint")})
"""Asked of the tables as they are: a round that is frozen does not know what was retired since."""
LOOK = """SELECT unnest($rounds::VARCHAR[]) AS round_id, unnest($needs::VARCHAR[]) AS need_id, unnest($stages::VARCHAR[]) AS stage_id,
    unnest($ns::BIGINT[]) AS n, unnest($ks::BIGINT[]) AS k, unnest($times::INTEGER[]) AS looks, unnest($belows::BOOLEAN[]) AS below"""


def _parameters(answer: Judged, looks: Mapping[str, Look]) -> dict[str, Any]:
    known = [(row, looks[place]) for row in row_dicts(answer.cells) if (place := place_of(row)) in looks]
    return {
        "per_round": PER_ROUND,
        "rounds": [row["round_id"] for row, _ in known],
        "needs": [row["need_id"] for row, _ in known],
        "stages": [row["stage_id"] for row, _ in known],
        "ns": [look.n for _, look in known],
        "ks": [look.k for _, look in known],
        "times": [look.looks for _, look in known],
        "belows": [look.below for _, look in known],
    }


def _k(row: Row) -> int | None:
    return None if words.missing(row["look_k"]) else int(row["look_k"])


def _below(judged: Iterable[Row], known: Names) -> Iterator[Event]:
    """One event a need, with the stages at which it is confirmed below its target."""
    for need_id, of_need in groupby((row for row in judged if row["below"]), key=lambda row: row["need_id"]):
        rows = list(of_need)
        where = words.listing([_measured(row, known) for row in rows])
        persona_id = rows[0]["persona_id"]
        yield Event(
            "below_target",
            (need_id,),
            "Confirmed below target",
            f"“{_need(need_id, known)}” of {_persona(persona_id, known)} stays below its target of {words.percent(rows[0]['target'])}: {where}.",
            "Look at the item on the Shortfalls page, and decide.",
            {"persona_id": persona_id, "need_id": need_id, "stage_ids": [row["stage_id"] for row in rows], "round_id": rows[0]["round_id"]},
        )


def _measured(row: Row, known: Names) -> str:
    cuts = (row["target"],)
    return (
        f"{words.percent(row['fulfilment'], *cuts)} of {words.count(row['sample_n'], 'answer')} at {_stage(row['stage_id'], known)} "
        f"({words.interval(row['interval_low'], row['interval_high'], *cuts)})"
    )


def _stale(rows: Iterable[Row], known: Names, months: int) -> Iterator[Event]:
    for row in rows:
        of_need = row["what"] == "need"
        what = "that this is a need" if of_need else f"how well it is met at {words.listing([_stage(s, known) for s in row['stages']])}"
        yield Event(
            "evidence_stale",
            (row["need_id"], row["what"]),
            "Evidence gone stale",
            f"What is known of “{_need(row['need_id'], known)}” of {_persona(row['persona_id'], known)} ({what}) is older than {words.count(months, 'month')} "
            "and counts one level lower.",
            "Ask again: the Research page says whom, and what first.",
            {"persona_id": row["persona_id"], "need_id": row["need_id"], "stage_ids": list(row["stages"])},
        )


def _retired(rows: Iterable[Row], known: Names) -> Iterator[Event]:
    for row in rows:
        left = int(row["left_over"])
        serves = (
            f"{words.count(left, 'other touchpoint serves', 'other touchpoints serve')} it there"
            if left
            else "nothing else serves it there"
        )
        touchpoint = str(known.touchpoints.get(row["touchpoint_id"], row["touchpoint_id"]))
        yield Event(
            "touchpoint_retired",
            (row["touchpoint_id"], row["stage_id"], row["need_id"]),
            "Touchpoint retired",
            f"{words.isolated(touchpoint)} is retired and linked to “{_need(row['need_id'], known)}” of {_persona(row['persona_id'], known)} at "
            f"{_stage(row['stage_id'], known)}; {serves}.",
            "Remove the link, or say what takes its place.",
            {name: row[name] for name in ("persona_id", "need_id", "stage_id", "touchpoint_id")},
        )


def _due(rows: Iterable[Row], known: Names) -> Iterator[Event]:
    for row in rows:
        day = row["review_date"].date().isoformat()
        owner = "" if words.missing(row["owner"]) else f" ({words.isolated(str(row['owner']))})"
        yield Event(
            "review_due",
            (row["decision_id"], day),
            "Review overdue",
            f"The decision to {row['decision']} “{_need(row['need_id'], known)}” at {_stage(row['stage_id'], known)}{owner} was to be looked at again by {day}.",
            "Confirm it or replace it, on the Shortfalls page.",
            {name: row[name] for name in ("decision_id", "persona_id", "need_id", "stage_id")} | {"review_date": day},
        )


def _need(need_id: str, known: Names) -> str:
    return words.isolated(known.needs.get(need_id, need_id))


def _persona(persona_id: str, known: Names) -> str:
    return words.isolated(known.personas.get(persona_id, persona_id))


def _stage(stage_id: str, known: Names) -> str:
    return words.isolated(known.stages.get(stage_id, stage_id))
