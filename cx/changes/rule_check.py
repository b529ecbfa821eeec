"""Running the rules, and checking values of parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import duckdb

from cx.changes.future import Future, make_spared
from cx.changes.rules import JUDGED, RULES, Rule
from cx.issues import Issue, issue
from cx.model import parameter_problem
from cx.sql import run
from cx.store.rows import streamed
from cx.tables import TABLE


def check_rules(
    cursor: duckdb.DuckDBPyConnection,
    future: Future,
    files: Mapping[str, str],
    touched: Collection[str],
    spared: Mapping[str, Sequence[str]],
) -> Iterator[Issue]:
    """Issues of every rule that a change of the tables `touched` can break; `files` gives the file name of each table that was loaded,
    `spared`, by table, ids that may change although they are frozen or recorded."""
    asked = [rule for rule in RULES if not rule.reads.isdisjoint(touched) and rule.judges_incoming <= set(touched)]
    signs = _seen(cursor, future, {rule.sign for rule in asked if rule.sign})
    hints = _found(cursor, future, {rule.hint for rule in asked if rule.hint})
    asked = [rule for rule in asked if (not rule.sign or rule.sign in signs) and (not rule.hint or rule.hint in hints)]
    if any("spared_" in rule.sql for rule in asked):
        make_spared(cursor, spared)
    for rule in asked:
        yield from _broken(cursor, future, rule, files.get(rule.table, TABLE[rule.table].file))
    if "parameters" in touched:
        yield from _parameters(cursor, files.get("parameters", "parameters.csv"))


def _seen(cursor: duckdb.DuckDBPyConnection, future: Future, signs: Collection[str]) -> list[str]:
    """Those of the signs that some rating shows. Most often none does, and one look at the ratings stands for a rule each."""
    if not signs:
        return []
    in_order = sorted(signs)
    future.make_for(cursor, JUDGED)
    found = run(cursor, f"SELECT {', '.join(f'bool_or({sign})' for sign in in_order)} FROM {JUDGED}").fetchall()[0]
    return [sign for sign, seen in zip(in_order, found, strict=True) if seen]


def _found(cursor: duckdb.DuckDBPyConnection, future: Future, hints: Collection[str]) -> Collection[str]:
    """Those of the hints that there are."""
    in_order = sorted(hints)
    for hint in in_order:
        future.make_for(cursor, hint)
    asked = " UNION ALL ".join(f"(SELECT {place} FROM {hint} LIMIT 1)" for place, hint in enumerate(in_order))
    return {in_order[place] for (place,) in run(cursor, asked).fetchall()} if in_order else ()


def _broken(cursor: duckdb.DuckDBPyConnection, future: Future, rule: Rule, file: str) -> Iterator[Issue]:
    future.make_for(cursor, rule.sql)
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
