"""The parameters of a workspace: defaults, and what differs from them (method 12)."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from cx.languages import numbers
from cx.model import PARAMETER, PARAMETERS
from cx.store import Workspace

Value = float | int | str


def parameters(workspace: Workspace) -> dict[str, Value]:
    """Every parameter with its value in this workspace."""
    with workspace.cursor() as cursor:
        return parameters_seen(cursor)


def parameters_seen(cursor: duckdb.DuckDBPyConnection) -> dict[str, Value]:
    """Every parameter as the transaction of this cursor sees it."""
    return with_defaults(dict(cursor.execute("SELECT name, value FROM parameters").fetchall()))


def with_defaults(stored: Mapping[str, str]) -> dict[str, Value]:
    """Every parameter, as it is stored or by default."""
    return {p.name: _typed(p.name, stored[p.name]) if p.name in stored else p.default for p in PARAMETERS}


def changed_parameters(workspace: Workspace) -> dict[str, Value]:
    """The parameters whose value differs from the default."""
    return not_by_default(parameters(workspace))


def not_by_default(settings: Mapping[str, Value]) -> dict[str, Value]:
    """Those that differ from their default."""
    return {name: value for name, value in settings.items() if value != PARAMETER[name].default}


def stated(text: str, settings: Mapping[str, Value]) -> str:
    """A sentence that names parameters in braces, with their values; shares read as percent.

    >>> stated("A survey with at least {n_report} answers, {met_cut} of them satisfied.", {"n_report": 30, "met_cut": 0.75})
    'A survey with at least 30 answers, 75% of them satisfied.'
    """
    return text.format_map(
        {name: numbers.percent(f"{100 * value:.4g}") if isinstance(value, float) else value for name, value in settings.items()}
    )


def _typed(name: str, text: str) -> Value:
    parameter = PARAMETER[name]
    if parameter.choices:
        return text
    return int(text) if parameter.is_integer else float(text)
