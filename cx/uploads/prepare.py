"""An upload worked out against the workspace: staged, checked, counted, told in terms of the file, and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np

from cx.changes.check import check_sheets
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet
from cx.errors import InvalidData
from cx.issues import Issue
from cx.sql import run
from cx.store import Workspace, rows
from cx.store.rows import Change
from cx.uploads.fields import LEFT_OUT
from cx.uploads.in_file_terms import as_typed, refused_rows, told_of_file
from cx.uploads.plan import UploadPlan
from cx.uploads.row_outcomes import RowCounts, RowOutcome
from cx.uploads.same_fault import repeating
from cx.uploads.upload_rows import UploadRows, work_out

BECAME = f"CASE change_ WHEN 'new' THEN {RowOutcome.NEW:d} WHEN 'changed' THEN {RowOutcome.CHANGED:d} ELSE {RowOutcome.UNCHANGED:d} END::UTINYINT"
"""What becomes of a staged row, in SQL."""


@dataclass
class Prepared:
    """What an upload comes to: issues in terms of the file, counts by row and by table."""

    issues: list[Issue]
    rows: RowCounts
    outcome: Outcome
    rejected: dict[tuple[str, int], Sequence[Issue]]
    """Issues that refuse a row, by file (and sheet) and row of the file."""
    sheets: Sequence[Sheet] = ()
    """What is staged."""
    under_other_ids: Mapping[str, int] = field(default_factory=dict)
    """How many things of each table are taken for what exists under another id than that of the file."""

    @property
    def refused(self) -> bool:
        """Whether something must be corrected, or left out, before all can be applied."""
        return any(f.is_error for f in self.issues)


def prepare(workspace: Workspace, plans: Sequence[UploadPlan], cursor: duckdb.DuckDBPyConnection) -> Prepared:
    """Work an upload out inside a transaction: stage, check, count. Leaves `next_` tables ready to be written."""
    return check(cursor, work_out(workspace, plans))


def check(cursor: duckdb.DuckDBPyConnection, made: UploadRows) -> Prepared:
    """The same for an upload whose rows are there already; the files are not read again."""
    sheets, plans = made.sheets, made.plans
    outcome = check_sheets(cursor, sheets, issues=made.issues)
    told = told_of_file(outcome, sheets, plans)
    outcome.issues = as_typed(told, plans)
    rejected = refused_rows(outcome, sheets, made.issues)
    rejected |= repeating(zip(plans, made.offered, strict=True), told, rejected)
    return Prepared(outcome.issues, _counted(cursor, made, rejected), outcome, rejected, sheets, made.under_other_ids)


def checked(workspace: Workspace, made: UploadRows) -> Prepared:
    """The same on one state of the data, while others write."""
    with workspace.snapshot() as cursor:
        return check(cursor, made)


def write(
    workspace: Workspace,
    plans: Sequence[UploadPlan],
    cursor: duckdb.DuckDBPyConnection,
    change: Change,
    made: UploadRows | None = None,
) -> Prepared:
    """Check and write inside a transaction; raises InvalidData (all issues) if anything is refused.

    `made` are the rows of these plans, if they are there; they are worked out anew where the data have changed since.
    The record names the content by its hash, as a load of the same rows would.
    """
    current = made if made is not None and made.version == workspace.version else work_out(workspace, plans)
    prepared = check(cursor, current)
    if prepared.refused:
        raise InvalidData(prepared.issues)
    if any(c.new or c.changed or c.removed for c in prepared.outcome.counts.values()):
        rows.write(cursor, prepared.outcome.counts, replace(change, sha256=prepared.outcome.sha256))
    return prepared


def without_rejected(plans: Sequence[UploadPlan], rejected: Iterable[tuple[str, int]]) -> list[UploadPlan]:
    """The plans without the rows that were refused; prepare them again, since other rows may lean on them."""
    gone: dict[str, set[int]] = {plan.place: set() for plan in plans}
    for place, row in rejected:
        gone.setdefault(place, set()).add(row)
    return [replace(d, left_out=d.left_out | gone[d.place]) for d in plans]


def _counted(cursor: duckdb.DuckDBPyConnection, made: UploadRows, rejected: Iterable[tuple[str, int]]) -> RowCounts:
    """What becomes of every row of the upload."""
    counted = RowCounts()
    for place, row in rejected:
        if place in made.outcomes:
            made.outcomes[place].note_if_read(row, RowOutcome.REJECTED)
    for sheet in made.sheets:
        found = run(cursor, f"SELECT row_, {BECAME} AS became FROM next_{sheet.table.name}").fetchnumpy()
        became = np.asarray(found["became"], np.uint8)
        for place, here, there in sheet.origins.by_place(np.asarray(found["row_"], np.int32)):
            made.outcomes[place].note_all(there, became[here])
    for plan in made.plans:
        made.outcomes[plan.place].add_to(counted)
        # Rows that cannot be told apart into cells never come this far; they are rejected, or left out with their sheet.
        counted.read += plan.table.damaged
        if plan.shape.name == LEFT_OUT:
            counted.left_out += plan.table.damaged
        else:
            counted.rejected += plan.table.damaged
    return counted
