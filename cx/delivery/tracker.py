"""Work items as Jira or Azure DevOps export them: a heading in any language of the lexicon, one row an item.

Exports repeat a heading for every value of a field (Sprint, Labels), hold descriptions with line breaks, and differ in what they call things;
only key, status and what tells what an item is about are taken. Who works on it is left where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.lexicon.languages import lexicon
from cx.lexicon.months import month_of
from cx.lexicon.plain import plain
from cx.readers.content import Content
from cx.readers.limited import read_plain

HEADINGS = lexicon().meanings("tracker")
NEEDED = "Issue key and Status (Jira), or ID and State (Azure DevOps)"
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[/ .-]+(?P<name>[^\W\d]+)[/ .-]+(?P<year>\d{2,4})"),
)
"""Days that can be read in one way only; 03/04/2026 is none of them."""


@dataclass(frozen=True)
class WorkItem:
    """One item: where it stands in the file, and what is said of it as it was written."""

    row: int
    key: str
    title: str
    status: str
    category: str
    resolution: str
    labels: tuple[str, ...]
    text: str
    closed: date | None


@dataclass(frozen=True)
class Export:
    """The items of a file, and what should be known about reading it."""

    file: str
    tracker: str
    items: tuple[WorkItem, ...]
    issues: tuple[Issue, ...]


def read_export(name: str, content: Content) -> Export:
    """The work items of a file. Raises InvalidData where it is no export of a tracker, or where a row of it cannot be read: a status
    that comes back is taken whole or not at all."""
    issues: list[Issue] = []
    table = read_plain(name, content, issues)
    if table is None:
        raise InvalidData(issues)
    columns = _columns(table.header)
    tracker = "Jira" if "key" in columns else "Azure DevOps"
    if not {"key", "number"} & columns.keys() or "status" not in columns:
        missing = "Status" if {"key", "number"} & columns.keys() else "Issue key"
        raise InvalidData([*issues, issue("missing_column", name, table.header_row, missing, table="a list of work items", needed=NEEDED)])
    items = tuple(_items(table.rows(issues), columns))
    issues += _twice(name, items, tracker)
    if any(one.is_error for one in issues):
        raise InvalidData(issues)
    return Export(name, tracker, items, tuple(issues))


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(header):
        if field := HEADINGS.get(plain(heading)):
            found.setdefault(field, []).append(place)
    return found


def _items(rows: Iterator[tuple[int, Sequence[str]]], columns: Mapping[str, Sequence[int]]) -> Iterator[WorkItem]:
    """Of a field that stands in several columns, every label counts, and else the first that is filled."""
    for number, cells in rows:
        said = {field: [cells[place].strip() for place in places] for field, places in columns.items()}
        one = {field: next(filter(None, texts), "") for field, texts in said.items()}
        labels = tuple(part for text in said.get("labels", ()) for part in re.split(r"[\s,;]+", text) if part)
        yield WorkItem(
            number, one.get("key") or one.get("number", ""), one.get("title", ""), one.get("status", ""), one.get("category", ""),
            one.get("resolution", ""), labels, one.get("description", ""), day_of(one.get("closed", "")),
        )  # fmt: skip


def _twice(name: str, items: Sequence[WorkItem], tracker: str) -> Iterator[Issue]:
    heading = "Issue key" if tracker == "Jira" else "ID"
    first: dict[str, int] = {}
    for item in items:
        if not item.key:
            yield issue("required", name, item.row, heading)
        elif item.key in first:
            yield issue("duplicate_key", name, item.row, heading, item.key, first=str(first[item.key]), key=heading)
        first.setdefault(item.key, item.row)


def day_of(text: str) -> date | None:
    """The day that a time begins with; None where it could be two.

    >>> day_of("25/Sep/26 9:00 AM"), day_of("9/10/2026 7:00:00 AM")
    (datetime.date(2026, 9, 25), None)
    """
    found = next((match for form in DAYS if (match := form.match(text.strip()))), None)
    if found is None:
        return None
    said = found.groupdict()
    year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
    month = month_of(said["name"]) if said.get("name") else int(said["month"])
    try:
        return date(year, month, int(said["day"]))
    except ValueError:
        return None
