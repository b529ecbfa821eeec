"""Running the rules, and checking values of parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import duckdb

from cx.changes.rules import JUDGED, RULES, Rule
from cx.issues import Issue, issue
from cx.model import parameter_problem
from cx.sql import run
from cx.store.rows import streamed
from cx.tables import TABLE


def check_rules(cursor: duckdb.DuckDBPyConnection, files: Mapping[str, str], touched: Collection[str]) -> Iterator[Issue]:
    """Issues of every rule that a change of the tables `touched` can break; `files` gives the file name of each table that was loaded."""
    asked = [rule for rule in RULES if not rule.reads.isdisjoint(touched)]
    signs = _seen(cursor, {rule.sign for rule in asked if rule.sign})
    for rule in asked:
        if rule.sign is None or rule.sign in signs:
            yield from _broken(cursor, rule, files.get(rule.table, TABLE[rule.table].file))
    if "parameters" in touched:
        yield from _parameters(cursor, files.get("parameters", "parameters.csv"))


def _seen(cursor: duckdb.DuckDBPyConnection, signs: Collection[str]) -> list[str]:
    """Those of the signs that some rating shows. Most often none does, and one look at the ratings stands for a rule each."""
    if not signs:
        return []
    in_order = sorted(signs)
    found = run(cursor, f"SELECT {', '.join(f'bool_or({sign})' for sign in in_order)} FROM {JUDGED}").fetchall()[0]
    return [sign for sign, seen in zip(in_order, found, strict=True) if seen]


def _broken(cursor: duckdb.DuckDBPyConnection, rule: Rule, file: str) -> Iterator[Issue]:
    rows = streamed(cursor, f"SELECT * FROM ({rule.sql}) ORDER BY row_ NULLS LAST, 2")
    names = [d[0] for d in cursor.description or ()][2:]
    for row, value, *details in rows:
        yield issue(rule.code, file, row, rule.column, value, **dict(zip(names, details, strict=True)))


def _parameters(cursor: duckdb.DuckDBPyConnection, file: str) -> list[Issue]:
    issues = []
    for row, name, value in cursor.execute("SELECT row_, name, value FROM incoming_parameters").fetchall():
        problem = parameter_problem(name or "", value or "")
        if problem and name and value:
            code, details = problem
            column, shown = ("name", name) if code == "unknown_parameter" else ("value", value)
            issues.append(issue(code, file, row, column, shown, **details))
    return issues
