"""Files brought to a command, where nobody can be asked: what leaves nothing to ask is taken, the rest is sent to the page.

Certain are the tables whose names and columns are ours, in capitals or with blanks as well, whatever the file is written
in; sheets of a workbook with our columns; and the sheets with names under the headings of their templates. All are taken as typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from cx.changes.file_sheets import our_spelling, raw_of, sheet_of_file, table_of
from cx.changes.load import all_or_nothing, load, load_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet
from cx.errors import InvalidData
from cx.exports.templates import BY_NAME
from cx.issues import Issue, issue
from cx.lexicon.plain import underscored
from cx.readers.limited import tables_of
from cx.readers.plain_table import about_guess
from cx.readers.raw_table import RawTable
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.store.rows import Change
from cx.tables import TABLE, Table
from cx.uploads.fields import LEFT_OUT
from cx.uploads.name_index import name_index
from cx.uploads.named_people import named_people
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.prepare import prepare, write
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.proposals import proposals
from cx.uploads.recognise.recognise import LayoutMatch
from cx.uploads.recognise.same_again import repeats

FIRST_ROUND = "first"
"""The round of scores that name none, where the workspace has no open one; the page offers the same."""


@dataclass
class Brought:
    """What the files of a command hold."""

    ours: list[RawTable] = field(default_factory=list)
    """Tables with our name and our key, and their sheets."""
    sheets: list[Sheet] = field(default_factory=list)
    others: list[tuple[TextTable, LayoutMatch]] = field(default_factory=list)
    """The tables that must be recognised, with what each most likely is; sheets of notes are none."""
    issues: list[Issue] = field(default_factory=list)


def load_files(
    workspace: Workspace, paths: Sequence[str | Path], *, replace: bool = False, dry_run: bool = False, exact: bool = False
) -> Outcome:
    """Load files, all or nothing; with `exact` only those of which names and columns are ours, letter for letter."""
    files = [Path(path) for path in paths]
    if exact:
        return load(workspace, files, replace=replace, dry_run=dry_run)
    brought = _brought(workspace, files)
    if replace:
        books = [raw.file for raw in brought.ours if raw.sheet is not None]
        brought.issues += [issue("replace_by_folder", file) for file in dict.fromkeys([*books, *(t.file for t, _ in brought.others)])]
    source = "; ".join(file.name for file in files)
    named = named_people(workspace, brought.sheets)
    if not brought.others:
        outcome = load_sheets(workspace, brought.sheets, source, issues=brought.issues, replace=replace, dry_run=dry_run)
    else:
        outcome = _load_plans(workspace, brought, source, dry_run)
    outcome.named = named
    return outcome


def _brought(workspace: Workspace, files: Sequence[Path]) -> Brought:
    raw, issues = raw_of(files)
    brought = Brought(issues=issues)
    for one in raw:
        issues += about_guess(one)
        table = table_of(one)
        if table and _has_key(one, table):
            sheet = sheet_of_file(one, table, issues)
            brought.ours.append(one)
            brought.sheets += [sheet] if sheet else []
            continue
        tables, wrong = tables_of(one)
        issues += wrong
        read = [(each, readings(workspace, each)[0]) for each in tables]
        brought.others += [(each, reading) for each, reading in read if reading.shape.name != LEFT_OUT]
    return brought


def _has_key(raw: RawTable, table: Table) -> bool:
    """Whether the key of the table is among the headings; what else stands there is told with its sheet."""
    first = raw.first_row()
    header = [our_spelling(cell, table) for cell in first[1]] if first else []
    return all(name in header for name in table.key if table.column(name).required)


def _load_plans(workspace: Workspace, brought: Brought, source: str, dry_run: bool) -> Outcome:
    """Load tables of which some must be recognised, all of them the way of the page."""
    issues = list(brought.issues)
    read = list(brought.others)
    for raw in brought.ours:
        tables, wrong = tables_of(raw)
        issues += wrong
        read += [(each, readings(workspace, each)[0]) for each in tables]
    again = repeats([table for table, _ in read])
    issues += [issue("said_again", table.place, what=again[table.serial]) for table, _ in read if table.serial in again]
    certain = [_certain(workspace, table, reading, issues) for table, reading in read if table.serial not in again]
    plans = [plan for plan in certain if plan is not None]

    def work(cursor: duckdb.DuckDBPyConnection) -> Outcome:
        if dry_run or any(one.is_error for one in issues):
            prepared = prepare(workspace, plans, cursor)
        else:
            try:
                prepared = write(workspace, plans, cursor, Change(user(), "load", source))
            except InvalidData:
                prepared = prepare(workspace, plans, cursor)
        outcome = prepared.outcome
        outcome.issues = [*issues, *prepared.issues]
        outcome.applied = not dry_run and not outcome.refused
        return outcome

    return all_or_nothing(workspace, work)


def _certain(workspace: Workspace, table: TextTable, reading: LayoutMatch, issues: list[Issue]) -> UploadPlan | None:
    """The plan of a table that leaves nothing to ask; None, and told, where a person must say something."""
    if table.title or not (_is_own_table(reading) or _is_by_name(reading)):
        issues.append(issue("needs_a_person", table.place))
        return None
    plan = start(workspace, table, reading)
    offered = proposals(plan, name_index(workspace))
    scale = next((p for p in offered if p.kind == "scale"), None)
    if scale is not None and not -1 <= min(scale.extremes) <= max(scale.extremes) <= 1:
        issues.append(issue("scale_to_say", table.place, column="score", value=f"{max(scale.extremes):g}"))
        return None
    dotted = next((p for p in offered if p.kind == "comma" and plan.mapping.get(p.heading) == "cost"), None)
    if dotted is not None:  # as typed, 5.000 would be five
        issues.append(issue("thousands_to_say", table.place, column=dotted.heading, value=dotted.examples[0][0]))
        return None
    # What says for certain what an improvement does is taken; what does not is refused row by row.
    choices = {p.id: CleaningChoice({"scale": "0-1", "pains": "unit", "effects": "map"}.get(p.id, KEEP)) for p in offered}
    defaults = replace(plan.defaults, round_id=plan.defaults.round_id or FIRST_ROUND, pains="unit")
    return replace(plan, choices=choices, defaults=defaults)


def _is_own_table(reading: LayoutMatch) -> bool:
    """Whether all headings are columns of one of our tables, and none that it requires is lacking."""
    kind, _, name = reading.shape.name.rpartition(":")
    table = TABLE.get(name) if kind else None
    return table is not None and _says_all(reading, table) and {c.name for c in table.columns if c.required} <= {*reading.mapping.values()}


def _is_by_name(reading: LayoutMatch) -> bool:
    """Whether all headings are those of a template with names, or of the fields that may stand beside them."""
    template = BY_NAME.get(reading.shape.name)
    mapping = reading.mapping
    return (
        template is not None
        and {column.name for column in template.columns if column.required} <= {*mapping.values()}
        and all(underscored(heading) == field for heading, field in mapping.items())
    )


def _says_all(reading: LayoutMatch, table: Table) -> bool:
    return all(our_spelling(heading, table) == name for heading, name in reading.mapping.items())
