"""Rows and columns that a workbook does not show, as behind a filter: read like the others, or left out, as a person says."""

from __future__ import annotations

from collections.abc import Mapping

from cx.readers.extras import unseen
from cx.readers.text_table import TextTable
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.words import listing

ROWS, COLUMNS = "hidden", "hidden_columns"
SHOWN = 3
"""So many hidden rows, and cells of a hidden row or column, stand beside the question."""


def hidden_rows(table: TextTable) -> list[Proposal]:
    """The question on rows that the workbook does not show."""
    inside = sorted(row for row in table.extras.hidden if table.header_row < row <= table.last_row)
    if not inside:
        return []
    title = f"{'Row' if len(inside) == 1 else 'Rows'} {listing(list(map(str, inside)), 8)} {'is' if len(inside) == 1 else 'are'} hidden in the workbook, as by a filter."
    hidden = [
        (f"row {row}", listing([cell.strip() for cell in cells if cell.strip()][:SHOWN])) for row, cells in table.sample() if row in inside
    ]
    options = {KEEP: "Read them like the others", "drop": "Leave them out"}
    return [Proposal(ROWS, "", "hidden", title, len(inside), tuple(hidden[:SHOWN]), options)]


def hidden_columns(table: TextTable, mapping: Mapping[str, str]) -> list[Proposal]:
    """The question on columns that are read and that the workbook does not show."""
    headings = _read_unseen(table, mapping)
    if not headings:
        return []
    named = listing([f"“{heading}”" for heading in headings], 8)
    title = f"{'Column' if len(headings) == 1 else 'Columns'} {named} {'is' if len(headings) == 1 else 'are'} hidden in the workbook."
    options = {KEEP: f"Read {'it' if len(headings) == 1 else 'them'} like the others", "drop": "Leave out what nobody sees"}
    return [Proposal(COLUMNS, "", "columns", title, len(headings), tuple(_cells(table, headings).items()), options)]


def without_hidden(table: TextTable, mapping: Mapping[str, str], choices: CleaningChoices) -> Mapping[str, str]:
    """The field of each heading, none for columns that the workbook does not show and that a person leaves out."""
    if COLUMNS not in choices or choices[COLUMNS].choice == KEEP:
        return mapping
    return {**mapping, **dict.fromkeys(_read_unseen(table, mapping), "")}


def _read_unseen(table: TextTable, mapping: Mapping[str, str]) -> list[str]:
    return [heading for heading in unseen(table.extras, table.header, table.places) if mapping.get(heading)]


def _cells(table: TextTable, headings: list[str]) -> dict[str, str]:
    """Some cells of each column, as evidence."""
    found = {}
    for heading in headings:
        place = table.header.index(heading)
        cells = dict.fromkeys(cells[place].strip() for _, cells in table.sample() if cells[place].strip())
        found[heading] = listing(list(cells)[:SHOWN]) if cells else "nothing"
    return found
