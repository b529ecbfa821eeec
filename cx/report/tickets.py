"""Work items as CSV in the shapes that Jira and Azure DevOps import, and the list as plain CSV.

Title and description of a work item speak the language of whoever will do the work. Columns, types, priorities and labels stay: the
tracker reads them, and by its label an item is known again. The plain list is data, and stays as it is as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.analysis.shortfalls import COLUMNS
from cx.appearance import look
from cx.delivery.labels import label, label_of
from cx.exports.export import csv_text, frame_csv, text_cell
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.model import METHOD_VERSION
from cx.report.content import ONE_OF, Report
from cx.report.line import Line

SHARES = ("fulfilment", "shortfall", "importance", "persona_weight", "reach")
DIGITS = {"priority": 3, "info_value": 3}
"""Decimals of what is no share; shares have four, so that a percentage reads with two."""


def plain_csv(report: Report) -> str:
    """The list of the headless command for readers: names beside ids, numbers rounded, and where it comes from on every row."""
    table, names, scope = report.found.of(report.persona_id), report.names, report.answer.scope
    named = pd.DataFrame({
        column: values
        for own in COLUMNS
        for column, values in ((own, table[own].round(DIGITS.get(own, 4)) if own in SHARES or own in DIGITS else table[own]), *_names(own, table, names))
    })  # fmt: skip
    marked = named.assign(
        at_least=table["at_least"], state_in_words=[look(r).word for r in row_dicts(table)],
        round_id=report.answer.round["round_id"], market=scope.market, persona_in_view=report.persona_id, evidence=_evidence(report),
        size_weight=report.found.size_weight, method_version=METHOD_VERSION, made_on=report.made_on.isoformat(),
    )  # fmt: skip
    return frame_csv(marked)


def _names(column: str, table: pd.DataFrame, names: Names) -> list[tuple[str, list[str]]]:
    """The column of names that stands beside a column of ids, if that is one."""
    known = {"need_id": names.needs, "persona_id": names.personas, "stage_id": names.stages}
    if column in known:
        return [(column.removesuffix("_id"), [known[column].get(i, i) for i in table[column]])]
    if column == "closing_set":
        return [
            (
                "closing_stages",
                [" + ".join(names.stages.get(s, s) for s in closing or ()) for closing in table[column]],
            )
        ]
    return []


@dataclass(frozen=True)
class Ticket:
    """One piece of work: title, description, whether it comes before the rest, labels, and the day it is due (ISO) or ''."""

    title: str
    description: str
    first: bool
    labels: tuple[str, ...]
    due: str = ""


def jira(tickets: Sequence[Ticket]) -> str:
    """Tasks as Jira imports them. Several columns named Labels become several labels, and a label holds no blank."""
    most = max((len(t.labels) for t in tickets), default=1)
    header = ["Summary", "Issue Type", "Priority", "Description", "Due Date", *["Labels"] * most]
    rows = [
        [
            _title(t),
            "Task",
            "Highest" if t.first else "Medium",
            t.description,
            t.due,
            *map(label, t.labels),
            *[""] * (most - len(t.labels)),
        ]
        for t in tickets
    ]
    return csv_text(header, [[text_cell(cell) for cell in row] for row in rows])


def azure(tickets: Sequence[Ticket]) -> str:
    """Issues as Azure DevOps imports them: type and title are required, tags are separated by semicolons."""
    header = ["Work Item Type", "Title", "Priority", "Description", "Due Date", "Tags"]
    rows = [
        ["Issue", _title(t), "1" if t.first else "2", t.description, t.due, "; ".join(tag.replace(";", ",") for tag in t.labels)]
        for t in tickets
    ]
    return csv_text(header, [[text_cell(cell) for cell in row] for row in rows])


def tickets_of(report: Report) -> list[Ticket]:
    """One ticket per item of the list, so a mandatory need with its whole closing set is one piece of work."""
    return [
        Ticket(
            f"{line.who}: {line.statement} ({line.where})",
            _description(report, line),
            tier.number == 1,
            ("journey-gap", _kind(line), line.who, label_of("gap", line.gap)),
        )
        for tier in report.found.parts
        for line in report.items(tier.number)
    ]


def jira_csv(report: Report) -> str:
    """The list as Jira's import takes it."""
    return jira(tickets_of(report))


def azure_csv(report: Report) -> str:
    """The list as Azure DevOps' import takes it."""
    return azure(tickets_of(report))


def _title(ticket: Ticket) -> str:
    # Both take 255 characters, and no line breaks.
    text = " ".join(ticket.title.split())
    return text if len(text) <= 255 else text[:254] + "…"


def _kind(line: Line) -> str:
    """The kind of its need as its label has it: the same in every language."""
    return next((kind for kind in ONE_OF.values() if tr(kind) == line.kind), line.kind)


def _description(report: Report, line: Line) -> str:
    where = tr("Close all of: {stages}.", stages=line.where) if " + " in line.where else tr("Stage: {stage}.", stage=line.where)
    parts = [line.why, tr("State: {state}.", state=line.state_words), where]
    parts += [f"{line.people[0].upper()}{line.people[1:]}."] if line.people else []
    parts += [f"{line.rests_on}", _place(line)]
    parts += [tr("Cause: {cause}.", cause=line.cause)] if line.cause else []
    return "\n".join([*parts, report.scope, report.stamp])


def _place(line: Line) -> str:
    place = {"priority": line.priority, "often": line.caption, "ranks": line.ranks, "share": words.percent(0.9)}
    return tr("Priority {priority}; in the first five: {often}, {ranks} in {share} of the draws.", **place)


def _evidence(report: Report) -> str:
    scope = report.answer.scope
    return (
        "also without assumed needs" if scope.hide_provisional else ("without assumptions" if scope.without_assumptions else "all ratings")
    )
