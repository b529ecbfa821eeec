"""Columns that may say how much each respondent counts, told by their heading and by their numbers. A person says whether one does: of
the same survey one reports weighted results, and another one does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import duckdb

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.survey.codes import make_code_of
from cx.survey.column import Column, Weight
from cx.survey.responses import Responses

CALLED = frozenset(map(plain, lexicon().words("questions", "weights")))
"""Headings of weights."""
SHORTEST = 3
"""A letter within a heading, as “w”, says nothing; as the whole of it, it does."""
MOST_WORDS = 3
"""A longer heading asks about the weight of something."""
DECIMAL_COMMA = r"^(0?,\d+|\d+,(\d{1,2}|\d{4,}))$"
FRACTION = re.compile(r"\d*[.,]\d+")
ONE = 0.02
"""How far from 1 numbers lie on average at most that may be weights, where no heading says so."""
FEWEST, DIFFERENT = 20, 3
"""Respondents, and different numbers, from which an average of 1 is no accident."""


def with_weights(columns: Mapping[int, Column], responses: Responses) -> dict[int, Column]:
    """The columns (by their place in the file), of which those that may be weights say why; none where the file says itself
    which is its weight."""
    found = dict(columns)
    declared = responses.survey.code_book.weight if responses.survey.code_book else ""
    for place, column in columns.items() if not declared else ():
        if _may_weigh(column) and (weight := _weight(responses, place, column)):
            found[place] = replace(column, weight=weight)
    return found


def _may_weigh(column: Column) -> bool:
    """Whether a column is called a weight, or most of its answers are numbers with fractions."""
    if column.question.values or column.suggestion.words:
        return False
    if _is_called_a_weight(column):
        return True
    given = [text for text in column.answers if text.strip()]
    return len(given) >= DIFFERENT and 2 * sum(bool(FRACTION.fullmatch(text)) for text in given) > len(given)


def _is_called_a_weight(column: Column) -> bool:
    return any(_names_a_weight(plain(text)) for text in (column.heading, column.question.label))


def _names_a_weight(called: str) -> bool:
    short = len(called.split()) <= MOST_WORDS and any(len(word) >= SHORTEST and f" {word} " in f" {called} " for word in CALLED)
    return called in CALLED or short


def _weight(responses: Responses, place: int, column: Column) -> Weight | None:
    """What the numbers of a column say, all of its rows: None where they are no weights."""
    make_code_of(responses.cursor)
    number = number_in(responses.cursor, place)
    given, numbers, lowest, highest, mean, whole, different = responses.cursor.execute(
        f"""SELECT count(*) FILTER (text <> ''), count(number), min(number), max(number), avg(number), bool_and(number = floor(number)),
            count(DISTINCT number) FROM (SELECT trim(r.c{place}) AS text, {number} AS number FROM response r)
            WHERE number IS NULL OR isfinite(number)"""
    ).fetchall()[0]
    if 2 * numbers <= given or lowest < 0 or different < 2:
        return None
    called = _is_called_a_weight(column)
    if not called and (numbers < max(given, FEWEST) or whole or abs(mean - 1) > ONE or different < DIFFERENT):
        return None
    return Weight(lowest, highest, mean, called)


def number_in(cursor: duckdb.DuckDBPyConnection, place: int) -> str:
    """The expression in SQL for the number that a respondent `r` has in a column. Where some numbers can only have a decimal comma, as
    “0,691”, so have those, as “1,198”, that alone might be above a thousand."""
    rows = cursor.execute(f"SELECT coalesce(bool_or(regexp_matches(trim(c{place}), ?)), FALSE) FROM response", [DECIMAL_COMMA]).fetchall()
    code = f"code_of(r.c{place})"
    said = f"replace({code}, ',', '.')" if rows[0][0] else code
    return f"try_cast({said} AS DOUBLE)"
