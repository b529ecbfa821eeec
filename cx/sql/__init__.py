"""The method in SQL: one relation a file, from raw rows to meaning. This module finds, parses and makes them.

The head of each file says what one row is, which parameters (`$name`) it takes and which relations it reads. What the
engine has parsed once is kept: reading SQL is a fifth of the work that a small workspace takes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

FOLDER = Path(__file__).parent
PARSED = 1_024
"""So many statements are kept parsed, those that were asked last: most need 4 kB, the longest 90."""

_kept: OrderedDict[str, duckdb.Statement] = OrderedDict()
_keeping = threading.Lock()


@cache
def relation(name: str) -> str:
    """The query of one relation."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def beside(query: str, **reads: str) -> str:
    """A query that reads relations which nobody has made: `reads` holds theirs by name, each after those it reads itself."""
    named = ",\n".join(f"{name} AS (\n{read}\n)" for name, read in reads.items())
    return f"WITH {named}\nSELECT * FROM (\n{query}\n)"


def make(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    kind: str = "TEMP TABLE",
    *,
    of: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Make a relation; `kind` is what is created, `of` its query where it is not the relation of that name."""
    run(cursor, f"CREATE OR REPLACE {kind} {name} AS {of or relation(name)}", values or {})


def row_dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of a result by column name; what is unknown is None, a list a tuple."""
    names = [column[0] for column in result.description or ()]
    return [
        {name: tuple(value) if isinstance(value, list) else value for name, value in zip(names, row, strict=True)}
        for row in result.fetchall()
    ]


def run(cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> duckdb.DuckDBPyConnection:
    """Execute one statement whose text comes again and again: it is parsed once in this process."""
    with _keeping:
        statement = _kept.pop(sql, None)
        if statement is None:
            (statement,) = cursor.extract_statements(sql)
        _kept[sql] = statement
        if len(_kept) > PARSED:
            _kept.popitem(last=False)
    return cursor.execute(statement, values)
