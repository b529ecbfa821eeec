"""The method in SQL: one relation a file, from raw rows to meaning. This module finds, parses and makes them.

The head of each file says what one row is, which parameters (`$name`) it takes and which relations it reads. What the
engine has parsed once is kept: reading SQL is a fifth of the work that a small workspace takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

FOLDER = Path(__file__).parent
PARSED = 512
"""So many statements are kept parsed: the relations, and the questions that pages ask again and again."""

_kept: dict[str, duckdb.Statement] = {}


@cache
def relation(name: str) -> str:
    """The query of one relation."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def beside(query: str, **reads: str) -> str:
    """A query that reads relations which nobody has made: `reads` holds theirs by name, each after those it reads itself."""
    made = ",\n".join(f"{name} AS (\n{read}\n)" for name, read in reads.items())
    return f"WITH {made}\nSELECT * FROM (\n{query}\n)"


def make(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    kind: str = "TEMP TABLE",
    *,
    of: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Make a relation; `kind` is what is created, `of` its query where it is not the relation of that name."""
    cursor.execute(parsed(cursor, f"CREATE OR REPLACE {kind} {name} AS {of or relation(name)}"), values or {})


def parsed(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """One statement, parsed once in this process: whichever cursor asks first lends its parser."""
    statement = _kept.get(sql)
    if statement is None:
        (statement,) = cursor.extract_statements(sql)
        if len(_kept) >= PARSED:
            _kept.clear()
        _kept[sql] = statement
    return statement
