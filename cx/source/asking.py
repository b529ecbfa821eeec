"""The two questions as SQL: in the words of DuckDB, and translated for other engines.

Both read their table once, however many columns are counted: a grouping set for each.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cx.errors import JourneyError

DIALECTS = ("bigquery", "databricks", "duckdb", "postgres", "redshift", "snowflake", "spark", "trino")
"""Engines that can group by several columns apart, and tell an empty text from none."""
TABLE = re.compile(r"[A-Za-z_][\w$-]*(\.[A-Za-z_][\w$-]*)*", re.ASCII)
"""What is taken as the name of a table: parts without quotation marks, as its engine reads them."""
MOST_SEGMENTS = 62
"""Segments that one whole number can hold, a bit each."""


@dataclass(frozen=True)
class Question:
    """A question in the words of DuckDB. `mark` stands in every row of its answer, so that an answer to another question is noticed."""

    sql: str
    mark: str

    def said_for(self, dialect: str) -> str:
        """The same question in the words of another engine (`DIALECTS`), to be read by people."""
        import sqlglot  # a third of a second, for those who ask elsewhere

        return sqlglot.transpile(self.sql, read="duckdb", write=dialect, pretty=True)[0]


def how_often(table: str, columns: Sequence[str], beside: Sequence[str], first: str | None = None) -> Question:
    """How often each text stands in each of these columns: rows (asked, question, answer, times), and one row for all respondents.

    A respondent is a row with a text in one of the columns, in one `beside` them, or in the `first` of the table.
    """
    return _asked(table, _names(columns), (), first, beside)


def by_segment(
    table: str,
    columns: Sequence[str],
    rules: Sequence[Iterable[Mapping[str, Sequence[str]]]],
    beside: Sequence[str],
    first: str | None = None,
) -> Question:
    """How often each text stands in each of these columns, by segments: rows (asked, segments, question, answer, times).

    `rules` holds for every segment its rules: by column the texts that fit, or nothing for one that takes any answer. `segments`
    has a bit for each segment that a respondent matches; rows without a question count the respondents. Respondents are those of
    `how_often`; `beside` names the columns of the rules. Raises JourneyError for more than `MOST_SEGMENTS` segments.
    """
    if len(rules) > MOST_SEGMENTS:
        raise JourneyError(
            f"The rules name {len(rules)} segments; at most {MOST_SEGMENTS} can be counted at once. Count the survey in parts."
        )
    return _asked(table, _names(columns), rules, first, beside)


def _names(columns: Iterable[str]) -> dict[str, str]:
    """Short names of columns, in which the questions speak of them."""
    return {column: f"q{number}" for number, column in enumerate(dict.fromkeys(columns), start=1)}


def _asked(
    table: str,
    counted: Mapping[str, str],
    rules: Sequence[Iterable[Mapping[str, Sequence[str]]]],
    first: str | None,
    beside: Sequence[str],
) -> Question:
    """The question in three steps: every cell a text (`told`), its respondents with their segments (`counted`), and the counts."""
    others = [column for column in dict.fromkeys((*beside, *([first] if first else []))) if column not in counted]
    names = {**counted, **{column: f"r{number}" for number, column in enumerate(others, start=1)}}
    listed = list(counted.values())
    told = ", ".join(f"coalesce(CAST({_name(column)} AS VARCHAR), '') AS {name}" for column, name in names.items())
    anybody = " OR ".join(f"{name} <> ''" if column == first else f"trim({name}) <> ''" for column, name in names.items())
    bits = " + ".join(f"CASE WHEN {_matches(one, names)} THEN {1 << bit} ELSE 0 END" for bit, one in enumerate(rules))
    segments, made = (["segments"], [f"{bits} AS segments"]) if rules else ([], [])
    sets = ", ".join(f"({', '.join([*segments, *one])})" for one in ([], *([name] for name in listed)))
    which = " ".join(f"WHEN {name} IS NOT NULL THEN {_text(column)}" for column, name in counted.items())
    said = [*segments, f"CASE {which} ELSE '' END AS question", f"coalesce({', '.join(listed)}, '') AS answer", "count(*) AS times"]
    rest = (
        f"{', '.join(said)}\nFROM (SELECT {', '.join([*made, *listed])} FROM (SELECT {told} FROM {table}) AS told WHERE {anybody}) AS counted\n"
        f"GROUP BY GROUPING SETS ({sets})"
    )
    mark = hashlib.sha256(rest.encode()).hexdigest()[:12]
    return Question(f"SELECT '{mark}' AS asked, {rest}", mark)


def _matches(rules: Iterable[Mapping[str, Sequence[str]]], names: Mapping[str, str]) -> str:
    """Whether a row matches all rules of a segment."""
    said = [
        f"{names[column]} IN ({', '.join(map(_text, texts))})" if texts else "1 = 0" for rule in rules for column, texts in rule.items()
    ]
    return " AND ".join(said) or "1 = 1"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
