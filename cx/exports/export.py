"""A workspace back to its CSV files, cell for cell."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from cx.exports.guard import guarded, unguarded
from cx.store import Workspace
from cx.store.acting import Act, only
from cx.tables import FILES, TEXTUAL, Table
from cx.words import missing, printable

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
"""A cell of somebody's file that begins with a sign and is no formula."""
LISTED = ";"
"""Stands between the entries of a list: flags, the stages of a closing set."""


def export_folder(workspace: Workspace, folder: str | Path) -> dict[str, int]:
    """Write one CSV file per table that has rows; returns the rows written per file.

    A file of a table that is empty is removed, so that the folder says what the workspace says. All
    files are read in one snapshot. Source: data model, "Conventions".
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for table, found in _snapshot(workspace).items():
        path = target / table.file
        if found:
            path.write_text(table_csv(table, found), encoding="utf-8", newline="")
            written[table.file] = len(found)
        else:
            path.unlink(missing_ok=True)
    return written


def workspace_files(workspace: Workspace) -> dict[str, str]:
    """The same files as text by name, for an archive; only tables that have rows."""
    return {table.file: table_csv(table, found) for table, found in _snapshot(workspace).items() if found}


def _snapshot(workspace: Workspace) -> dict[Table, list[tuple[Any, ...]]]:
    """Everything there is. Raises NeedsKey for whoever may only look, since much of it stands on no page."""
    only(Act.TAKE_OUT)
    with workspace.cursor() as cursor:
        cursor.begin()
        tables = {t: cursor.execute(_select(t)).fetchall() for t in FILES}
        cursor.commit()
    return tables


def table_csv(table: Table, rows: list[tuple[Any, ...]]) -> str:
    """The CSV text of some rows of a table."""
    return csv_text(
        [c.name for c in table.columns],
        [[text_cell(v) if c.type in TEXTUAL else cell_text(v) for c, v in zip(table.columns, row, strict=True)] for row in rows],
    )


def csv_text(header: list[str], rows: list[list[str]]) -> str:
    """Header and rows as CSV with line feeds."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in [header, *rows])


def foreign_csv(header: list[str], rows: list[list[str]]) -> str:
    """Rows of a file that somebody brought, guarded; what stands guarded in it already, and numbers, stay as they are."""
    return csv_text([_guarded_once(cell) for cell in header], [[_guarded_once(cell) for cell in row] for row in rows])


def kept_csv(content: str) -> str:
    """Rows that were kept as CSV, as `foreign_csv` gives them."""
    header, *rows = csv.reader(io.StringIO(content, newline=""))
    return foreign_csv(header, rows)


def for_spreadsheets(text: str) -> bytes:
    """A CSV file for people: Excel takes one without a byte-order mark for its own code page, and spoils what is not ASCII."""
    return text.encode("utf-8-sig" if not text.isascii() else "utf-8", "replace")


def frame_csv(frame: pd.DataFrame) -> str:
    """A DataFrame as CSV: unknown is empty, numbers in full precision, texts guarded against spreadsheets."""
    rows = [[_frame_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return csv_text([guarded(str(c)) for c in frame.columns], rows)


def plain(value: Any) -> Any:
    """A cell of a DataFrame as it is written: every kind of missing is None, a list is one text."""
    if missing(value):
        return None
    if isinstance(value, tuple):
        return LISTED.join(value)
    return value.item() if hasattr(value, "item") else value


def _frame_cell(value: Any) -> str:
    bare = plain(value)
    return text_cell(bare) if isinstance(bare, str) else cell_text(bare)


def text_cell(value: str | None) -> str:
    """A stored text as it goes out: guarded, without what is no character, which no reader would take back."""
    return "" if value is None else guarded(printable(value))


def cell_text(value: Any) -> str:
    """A value as it stands in a file: empty for unknown, full precision, true / false, ISO dates."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _guarded_once(cell: str) -> str:
    return cell if NUMBER.fullmatch(cell) else guarded(unguarded(cell))


def _quoted(cell: str) -> str:
    # Like csv.writer, which would leave a lone carriage return bare and so break the row in two.
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n\r') else cell


def _select(table: Table) -> str:
    order = ", ".join(f"{n} NULLS FIRST" for n in table.key)
    if table.name == "stages":
        order = "position, stage_id"
    return f"SELECT {', '.join(c.name for c in table.columns)} FROM {table.name} ORDER BY {order}"
