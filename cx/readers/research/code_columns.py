"""The report of QualCoder: a column for each code, in the cells a passage and, on the last line, the file it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.readers.content import BufferedGrid, Row
from cx.readers.layout.layout import lay_out
from cx.readers.text_table import TextTable

FILE = re.compile(r".{1,200}(?:\.(?:txt|docx?|odt|pdf|rtf|md|html?|epub|mp[34]|wav|m4a|mov|jpe?g|png)| fid:\d+)", re.I)
"""The last line of a cell: the name of a file."""
HEADER = ("Document", "Code", "Quotation")


def with_passages_apart(table: TextTable) -> TextTable:
    """The passages one below another where every cell of the first rows is one; else the table as it is."""
    cells = [cell for _, row in table.sample() for cell in row if cell.strip()]
    if table.damaged or not cells or not all(_told(cell) for cell in cells):
        return table
    grid = BufferedGrid(table.file).fill(_passages(table))
    grid.first = (1, HEADER)
    note = "Each column is a code, each cell a passage and its document (QualCoder): the passages are read one below another, the first as row 2."
    return lay_out(table.file, table.sheet, grid, (*table.notes, note), table.issues, first_is_header=True)


def _passages(table: TextTable) -> Iterator[Row]:
    number = 1
    for _, row in table.rows():
        for code, cell in zip(table.header, row, strict=True):
            if cell.strip():
                number += 1
                quote, document = _told(cell) or (cell, "")
                yield number, (document, code, quote)


def _told(cell: str) -> tuple[str, str] | None:
    """The passage and the file, where a cell holds both."""
    quote, line_end, document = cell.strip().rpartition("\n")
    return (quote.strip(), document.strip()) if line_end and FILE.fullmatch(document.strip()) else None
