"""Workbooks as people make them: merged cells, comments, hidden rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.comments import Comment

HEADINGS = ("Persona", "Need", "Kind", "Stage", "Touchpoint", "Score")


def book(
    rows: Sequence[Sequence[object]],
    merged: Sequence[str] = (),
    comments: Mapping[str, str] | None = None,
    hidden: Sequence[int] = (),
    hidden_columns: str = "",
    **sheets: Sequence[Sequence[object]],
) -> bytes:
    """A workbook whose first sheet, Map, holds these rows; `sheets` are further ones."""
    made = openpyxl.Workbook()
    made.active.title = "Map"
    for name, held in {"Map": rows, **sheets}.items():
        page = made[name] if name in made.sheetnames else made.create_sheet(name)
        for row in held:
            page.append(list(row))
    for area in merged:
        made["Map"].merge_cells(area)
    for cell, text in (comments or {}).items():
        made["Map"][cell].comment = Comment(text, "Kim")
    for row in hidden:
        made["Map"].row_dimensions[row].hidden = True
    for letter in hidden_columns:
        made["Map"].column_dimensions[letter].hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()
