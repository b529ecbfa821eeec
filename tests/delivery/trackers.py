"""Trackers as they give back what was put into them: with their own keys, headings, repeated columns and words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from cx.report.tickets import Ticket, azure, jira

JIRA_STATES = (
    ("To Do", "To Do", "", "planned"), ("IN PROGRESS", "In Progress", "", "doing"), ("Done", "Done", "Done", "done"),
    ("Done", "Done", "Won't Do", "dropped"), ("Fertig", "Done", "", "done"), ("Zu erledigen", "To Do", "", "planned"),
    ("In Arbeit", "In Progress", "", "doing"),
)  # fmt: skip
"""Status, category, resolution, and what that is for us."""
AZURE_STATES = (
    ("New", "planned"),
    ("Active", "doing"),
    ("Closed", "done"),
    ("Removed", "dropped"),
    ("To Do", "planned"),
    ("Doing", "doing"),
)


def through_jira(tickets: Sequence[Ticket], state: Callable[[int], tuple[str, ...]], *, german: bool = False) -> str:
    """The tickets imported into Jira and exported again: several Labels and Sprint, descriptions over lines, days in its own form."""
    rows = list(csv.reader(io.StringIO(jira(tickets))))
    labels = [place for place, heading in enumerate(rows[0]) if heading == "Labels"]
    head = [
        "Summary",
        "Issue key",
        "Issue id",
        "Issue Type",
        "Status",
        "Resolution",
        "Created",
        "Resolved",
        "Sprint",
        "Sprint",
        "Description",
        "Status Category",
    ]
    if german:
        head = [
            "Zusammenfassung",
            "Vorgangsschlüssel",
            "Vorgangs-ID",
            "Vorgangstyp",
            "Status",
            "Lösung",
            "Erstellt",
            "Erledigt",
            "Sprint",
            "Sprint",
            "Beschreibung",
            "Statuskategorie",
        ]
    out = [[*head, *["Stichwörter" if german else "Labels"] * (len(labels) + 1)]]
    for number, row in enumerate(rows[1:], start=1):
        status, category, resolution, _ = state(number)
        out.append([
            row[0], f"CX-{number}", str(10_000 + number), "Task", status, resolution, "3/Nov/26 9:15 AM", "25/Sep/26 4:00 PM" if category == "Done" else "",
            "Sprint 4", "Sprint 5", f"{row[3]}\nSeen by the team, \"soon\"", category, "team-web", *(row[place] for place in labels),
        ])  # fmt: skip
    return _csv(out)


def through_azure(tickets: Sequence[Ticket], state: Callable[[int], tuple[str, ...]]) -> str:
    """The tickets imported into Azure DevOps and exported again by a query, with a byte order mark."""
    rows = list(csv.DictReader(io.StringIO(azure(tickets))))
    out = [["ID", "Work Item Type", "Title", "Assigned To", "State", "Tags"]]
    out += [
        [str(300 + n), "Issue", row["Title"], "Ann Lee <ann@example.com>", state(n)[0], f"{row['Tags']}; Team web"]
        for n, row in enumerate(rows, 1)
    ]
    return "\ufeff" + _csv(out)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
