"""Questions under a bare code, as “Q7” or “v12”, of which nothing says what they ask: no words, no labels, no code book. Which end of their
numbers is the better one is asked, with how the answers go with those to the questions that say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.model import scale as scale_of
from cx.sql import relation
from cx.survey.batteries import steps_into_table
from cx.survey.battery_directions import PEOPLE, WEAK
from cx.survey.column import Column
from cx.survey.responses import Responses
from cx.survey.suggestion import Suggestion

MOST_LETTERS = 2
"""A word of more letters says something."""
GENERAL = frozenset(map(plain, (*lexicon().words("questions", "asked", "numbered"), *lexicon().words("code_book", "code"))))
"""Words that stand before the number of any question."""


def is_bare(column: Column) -> bool:
    """Whether a column of numbers has nothing but a code over it, and no words for its answers."""
    heading = column.question.label or column.heading
    parts = re.findall(r"[^\W\d_]+|\d+", heading)
    says_something = any(not part.isdigit() and len(part) > MOST_LETTERS and plain(part) not in GENERAL for part in parts)
    found = column.suggestion
    return any(map(str.isdigit, parts)) and not says_something and not (found.words or column.question.values)


def directions_asked(columns: Mapping[int, Column], responses: Responses) -> list[Column]:
    """The columns (by their place in the file), of which those under a bare code are asked about."""
    rating = {place: one for place, one in columns.items() if one.suggestion.scale}
    bare = {place for place, one in rating.items() if is_bare(one)}
    if not bare:
        return list(columns.values())
    clear = [place for place in rating if place not in bare]
    steps_into_table(responses, columns, [clear, [*bare]] if clear else [[*bare]])
    found = _compared(responses, rating)
    among = "the questions that say what they ask" if clear else "the other questions"
    return [
        replace(one, suggestion=_opened(one.suggestion, *found.get(place, (None, 0)), among, bool(clear))) if place in bare else one
        for place, one in columns.items()
    ]


def _compared(responses: Responses, rating: Mapping[int, Column]) -> dict[int, tuple[float | None, int]]:
    """How the answers of each column go with the rest: correlation and people, by place."""
    cursor = responses.cursor
    cursor.execute("CREATE OR REPLACE TEMP TABLE battery_sign (item INTEGER, sign INTEGER)")
    signs = [(place, -1 if (one.suggestion.scale or "").endswith("-reversed") else 1) for place, one in rating.items()]
    cursor.executemany("INSERT INTO battery_sign VALUES (?, ?)", signs)
    return {item: (r, n) for item, r, n in cursor.execute(relation("survey_direction")).fetchall()}


def _opened(suggestion: Suggestion, r: float | None, n: int, among: str, clear: bool) -> Suggestion:
    """The suggestion as a question, with the evidence; turned round where the answers run against those that are clear."""
    known = f"the heading is a code, so which end is the better one is to be said (correlation with {among} {r or 0:+.2f} of {n:,} people)"
    if r is None or n < PEOPLE:
        return suggestion.opened("the heading is a code, so which end is the better one is to be said")
    found = suggestion.opened(known.replace("-", "−"))
    twin = scale_of(f"{found.perhaps}-reversed")
    return replace(found, perhaps=twin.word) if clear and twin and twin.low != -twin.high and r < -max(WEAK, 2 / n**0.5) else found
