"""The parameters of a workspace: defaults, and what differs from them (method 12)."""

from __future__ import annotations

import duckdb

from cx.changes.rules import parameter_problem
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.issues import finding
from cx.model import PARAMETER, PARAMETERS
from cx.store import Workspace

Value = float | int | str


def parameters(workspace: Workspace) -> dict[str, Value]:
    """Every parameter with its value in this workspace."""
    with workspace.cursor() as cursor:
        return parameters_seen(cursor)


def parameters_seen(cursor: duckdb.DuckDBPyConnection) -> dict[str, Value]:
    """Every parameter as the transaction of this cursor sees it."""
    stored = dict(cursor.execute("SELECT name, value FROM parameters").fetchall())
    return {p.name: _typed(p.name, stored[p.name]) if p.name in stored else p.default for p in PARAMETERS}


def changed_parameters(workspace: Workspace) -> dict[str, Value]:
    """The parameters whose value differs from the default."""
    return {name: value for name, value in parameters(workspace).items() if value != PARAMETER[name].default}


def set_parameters(workspace: Workspace, values: dict[str, Value], *, who: str | None = None) -> None:
    """Store new values; a value equal to its default is forgotten. Raises InvalidData with findings."""
    problems = []
    for name, value in values.items():
        problem = parameter_problem(name, str(value))
        if problem:
            problems.append(finding(problem[0], "parameters", None, name, str(value), **problem[1]))
    if problems:
        raise InvalidData(problems)
    kept = {n: _text(v) for n, v in values.items() if v != PARAMETER[n].default}
    gone = [{"name": n} for n, v in values.items() if v == PARAMETER[n].default]
    write_rows(
        workspace, "parameters", [{"name": n, "value": v} for n, v in kept.items()], remove=gone, action="parameters", who=who
    )


def _typed(name: str, text: str) -> Value:
    parameter = PARAMETER[name]
    if parameter.choices:
        return text
    return int(text) if parameter.is_integer else float(text)


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
