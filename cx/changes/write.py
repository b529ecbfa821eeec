"""Changes made in the tool itself, through the same checks and into the same audit log as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cx.changes.load import apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.sheets import Sheet, sheet_of_values
from cx.errors import InvalidData
from cx.store import Workspace
from cx.store.rows import Change
from cx.tables import TABLE


def write_rows(
    workspace: Workspace,
    table: str,
    upsert: Sequence[Mapping[str, str]],
    *,
    remove: Sequence[Mapping[str, str]] = (),
    action: str,
    who: str | None = None,
) -> Outcome:
    """Upsert rows (text by column) and remove rows by key, in one logged transaction.

    Raises InvalidData with every issue; then nothing is written.
    """
    sheet = sheet_of(table, upsert)
    with workspace.transaction() as cursor:
        outcome = apply_sheets(cursor, [sheet], Change(who or user(), action), remove={table: remove})
        if outcome.refused:
            raise InvalidData(outcome.issues)
    return outcome


def sheet_of(table: str, upsert: Sequence[Mapping[str, str]]) -> Sheet:
    """Rows (text by column) as a sheet, as if they had come in a file."""
    names = list(dict.fromkeys(name for row in upsert for name in row)) or list(TABLE[table].key)
    return sheet_of_values(table, TABLE[table], names, [[row.get(name, "") for name in names] for row in upsert])
