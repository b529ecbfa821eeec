"""In the other process: the visible sheets of a workbook, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineSheet, PasswordError, SheetVisibleEnum, load_workbook

from cx.readers.cell_text import Protected, cell_text


def lines(path: str) -> Iterator[Any]:
    """For each sheet its name, its rows that hold something (number and cells), and None. Raises Protected, and what the library raises."""
    try:
        with load_workbook(path) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible == SheetVisibleEnum.Visible:
                    yield sheet.name
                    yield from _rows(workbook.get_sheet_by_name(sheet.name))
                    yield None
    except PasswordError as refused:
        raise Protected from refused


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = left + [cell_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells
