"""Setting the parameters of a workspace, through the same checks and into the same audit log as every change."""

from __future__ import annotations

from cx.analysis.parameters import Value
from cx.changes.write import write_rows
from cx.errors import InvalidData
from cx.issues import issue
from cx.model import PARAMETER, parameter_problem
from cx.store import Workspace


def set_parameters(workspace: Workspace, values: dict[str, Value], *, who: str | None = None) -> None:
    """Store new values; a value equal to its default is removed. Raises InvalidData with issues."""
    problems = []
    for name, value in values.items():
        problem = parameter_problem(name, str(value))
        if problem:
            problems.append(issue(problem[0], "parameters", None, name, str(value), **problem[1]))
    if problems:
        raise InvalidData(problems)
    kept = {n: _text(v) for n, v in values.items() if v != PARAMETER[n].default}
    gone = [{"name": n} for n, v in values.items() if v == PARAMETER[n].default]
    write_rows(workspace, "parameters", [{"name": n, "value": v} for n, v in kept.items()], remove=gone, action="parameters", who=who)


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
