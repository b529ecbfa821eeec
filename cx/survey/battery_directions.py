"""Which way the questions of a battery run: one whose answers go against those of the others is asked about, with the correlation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.sql import relation
from cx.survey.column import Column
from cx.survey.responses import Responses
from cx.survey.suggestion import Suggestion

PEOPLE = 20
"""People who answered it and another question, from which a correlation says something."""
WEAK = 0.2
"""A correlation nearer to 0 says nothing of the direction."""


def borne_out(responses: Responses, columns: Mapping[int, Column], batteries: Sequence[Sequence[int]]) -> dict[int, Column]:
    """The questions of these batteries (by place) that can be compared with the rest, asked where their direction is not borne out.
    Reads `battery_step`: what each row answered to each question, as numbers."""
    return {
        place: replace(columns[place], suggestion=_directed(columns[place].suggestion, r, n, _is_turned(columns, place, batteries)))
        for place, (r, n) in _alignment(responses, columns, batteries).items()
    }


def _alignment(
    responses: Responses, columns: Mapping[int, Column], batteries: Sequence[Sequence[int]]
) -> dict[int, tuple[float | None, int]]:
    """How each question goes with the others of its battery, turned as it is proposed: correlation and people, by place."""
    signs = [
        (place, -1 if columns[place].suggestion.likeliest.endswith("-reversed") else 1)
        for places in batteries
        for place in places
        if columns[place].suggestion.may_rate
    ]
    cursor = responses.cursor
    cursor.execute("CREATE OR REPLACE TEMP TABLE battery_sign (item INTEGER, sign INTEGER)")
    if signs:
        cursor.executemany("INSERT INTO battery_sign VALUES (?, ?)", signs)
    return {item: (r, n) for item, r, n in cursor.execute(relation("survey_alignment")).fetchall()}


def _is_turned(columns: Mapping[int, Column], place: int, batteries: Sequence[Sequence[int]]) -> bool:
    """Whether a question is proposed the other way round than most of its battery."""
    turned = {
        other: columns[other].suggestion.likeliest.endswith("-reversed") for places in batteries if place in places for other in places
    }
    return 2 * sum(one != turned[place] for one in turned.values()) >= len(turned)


def _directed(suggestion: Suggestion, r: float | None, n: int, turned: bool) -> Suggestion:
    """The suggestion, asked where the answers run against those of the battery, or where nothing bears out that it is turned."""
    if r is None or n < PEOPLE or not suggestion.may_rate:
        return suggestion
    evidence = f"correlation with the rest of its battery {round(r, 2) + 0.0:+.2f} of {n:,} people".replace("-", "−")
    if not suggestion.scale:
        return replace(suggestion, reason=f"{suggestion.reason.rstrip('.')}; {evidence}.")
    clear = max(WEAK, 2 / n**0.5)
    if r < -clear or (turned and not suggestion.is_said and r <= clear):
        return suggestion.opened(f"{evidence}, so which end is the better one is to be said")
    return suggestion
