"""Changes made in the tool itself go the way of a file: the same checks, the same record."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from cx.changes.load import Outcome, apply_sheets, user
from cx.changes.sheets import Sheet
from cx.errors import InvalidData
from cx.exports.export import guarded
from cx.store import Workspace
from cx.store.rows import Change
from cx.tables import TABLE, TEXTUAL


def write_rows(
    workspace: Workspace,
    table: str,
    upsert: Sequence[Mapping[str, str]],
    *,
    remove: Sequence[Mapping[str, str]] = (),
    action: str,
    who: str | None = None,
) -> Outcome:
    """Upsert rows (text by column) and remove rows by key, in one recorded transaction.

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
    texts = {c.name for c in TABLE[table].columns if c.type in TEXTUAL}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    # The reader takes one ' off a guarded text, as from a file; here the text is meant as it stands.
    writer.writerows({name: guarded(cell) if name in texts else cell for name, cell in row.items()} for row in upsert)
    return Sheet(table, TABLE[table], names, text.getvalue().encode("utf-8", "replace"))
