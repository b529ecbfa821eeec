"""The parameters of a workspace: defaults, and what differs from them (method 12)."""

from __future__ import annotations

import duckdb

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


def _typed(name: str, text: str) -> Value:
    parameter = PARAMETER[name]
    if parameter.choices:
        return text
    return int(text) if parameter.is_integer else float(text)
