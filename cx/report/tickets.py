"""The list as work items: CSV in the shapes that Jira and Azure DevOps import, and the plain list.

One work item per item of the list, so a mandatory need with its whole closing set is one piece of work. Jira maps
columns by their heading; several columns named Labels become several labels, and a label holds no blank. Azure
DevOps needs Work Item Type and Title; tags are separated by semicolons.
"""

from __future__ import annotations

import re

from cx.intake.export import csv_text, frame_csv, guarded
from cx.model import METHOD_VERSION
from cx.report.content import Line, Report


def plain_csv(report: Report) -> str:
    """The list as the headless command gives it, with where it comes from on every row: scope, date, method version."""
    table = report.found.of(report.persona_id)
    scope = report.answer.scope
    marked = table[list(report.found.level().columns)].assign(
        round_id=report.answer.round["round_id"], market=scope.market, persona=report.persona_id, evidence=_evidence(report),
        size_weight=report.found.size_weight, method_version=METHOD_VERSION, made_on=report.made_on.isoformat(),
    )  # fmt: skip
    return frame_csv(marked)


def jira_csv(report: Report) -> str:
    """Summary, Issue Type, Priority, Description, Labels: one Task per item of the list."""
    header = ["Summary", "Issue Type", "Priority", "Description", "Labels", "Labels", "Labels"]
    rows = [
        [_title(line), "Task", "Highest" if tier == 1 else "Medium", _description(report, line), "journey-gap", _label(line.kind), _label(line.who)]
        for tier, line in _lines(report)
    ]
    return csv_text(header, [[guarded(cell) for cell in row] for row in rows])


def azure_csv(report: Report) -> str:
    """Work Item Type, Title, Priority (1 highest), Description, Tags: one Issue per item of the list."""
    header = ["Work Item Type", "Title", "Priority", "Description", "Tags"]
    rows = [
        ["Issue", _title(line)[:255], "1" if tier == 1 else "2", _description(report, line), "; ".join(["journey-gap", line.kind, line.who.replace(";", ",")])]
        for tier, line in _lines(report)
    ]
    return csv_text(header, [[guarded(cell) for cell in row] for row in rows])


def _lines(report: Report) -> list[tuple[int, Line]]:
    return [(tier, line) for tier in (1, 2) for line in report.items(tier)]


def _title(line: Line) -> str:
    # Jira takes 255 characters, and no line breaks.
    text = " ".join(f"{line.who}: {line.statement} ({line.where})".split())
    return text if len(text) <= 255 else text[:254] + "…"


def _description(report: Report, line: Line) -> str:
    parts = [line.why, f"State: {line.state_words}.", f"Close all of: {line.where}." if " + " in line.where else f"Stage: {line.where}."]
    parts += [f"{line.people[0].upper()}{line.people[1:]}."] if line.people else []
    parts += [f"{line.rests_on}", f"Priority {line.priority}; its rank is {line.caption}."]
    parts += [f"Cause: {line.cause}."] if line.cause else []
    return "\n".join([*parts, report.scope, report.stamp])


def _label(text: str) -> str:
    return re.sub(r"[\s,;]+", "-", text.strip().lower())


def _evidence(report: Report) -> str:
    scope = report.answer.scope
    return "also without assumed needs" if scope.hide_provisional else ("without assumptions" if scope.without_assumptions else "all ratings")

